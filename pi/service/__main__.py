"""steadyhandd: the service, started.

``--announce``: say on standard output how the start went, in one line of JSON, for the surface
that started it. ``--linger S``: end this many seconds after nothing needs the service any more
(no surface, no wait being counted); without it the service stays.
"""

import gc
import sys


def main() -> int:
    """Run the service until it is told to stop, or until nothing needs it."""
    # What starts here stays: looking for garbage among it takes time at each start.
    gc.disable()
    # Nothing here speaks TLS. asyncio does without it, and starts a tenth sooner.
    sys.modules.setdefault("ssl", None)  # type: ignore[arg-type]
    from pi.service.running import read_options, run

    try:
        options = read_options(sys.argv[1:])
    except ValueError:
        print("steadyhandd: only --announce and --linger SECONDS are known", file=sys.stderr)
        return 2
    return run(options)


if __name__ == "__main__":
    sys.exit(main())
