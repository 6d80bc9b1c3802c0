"""steadyhandd: the service, started.

``--announce``: say on standard output how the start went, in one line of JSON, for the session
that started it. ``--linger S``: end this many seconds after nothing needs the service any more
(no session, no wait being counted); without it the service stays. ``--check-settings`` alone: say
whether the settings can be followed, and start nothing.
"""

import gc
import sys

from pi.process import log


def main() -> int:
    """Run the service until it is told to stop, or until nothing needs it."""
    # What starts here stays: looking for garbage among it takes time at each start.
    gc.disable()
    # Nothing here speaks TLS. asyncio does without it, and starts a tenth sooner.
    sys.modules.setdefault("ssl", None)  # type: ignore[arg-type]
    if sys.argv[1:] == ["--check-settings"]:
        return check_settings()
    from pi.service.daemon import read_options, run

    try:
        options = read_options(sys.argv[1:])
    except ValueError:
        log("steadyhandd", "only --announce, --linger SECONDS and --check-settings are known")
        return 2
    try:
        return run(options)
    except Exception as error:  # Python would print its text, which may quote an ask
        from pi.service.faults import log_place_of_fault

        log_place_of_fault(error)
        return 1


def check_settings() -> int:
    """Say in one line why the settings can't be followed. 0 where they can, else 1."""
    from pi.service.panel.wires import broken_settings

    if why := broken_settings():
        log("steadyhandd", f"{why}; mend it, then reload")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
