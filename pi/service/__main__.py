"""steadyhandd: the one bootstrap of the service.

``--announce``: say on standard output how the start went, in one line of JSON, for the surface
that started it. ``--linger S``: end this many seconds after nothing needs the service any more
(no surface, no wait being counted); without it the service stays.
"""

import asyncio
import json
import os
import resource
import signal
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from pi.places import socket_path, state_directory
from pi.service.failures import start_failure
from pi.service.house import House
from pi.service.readiness import notify, passed_socket
from pi.service.server import listening_socket


def main() -> int:
    """Run the service until it is told to stop, or until nothing needs it."""
    options = _options()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold the data key
    os.umask(0o077)
    directory, path = state_directory(), socket_path()
    try:
        house = House.open(directory)
    except Exception as error:
        failure = start_failure(error, directory)
        if failure is None:
            raise
        _announce(options, failure)
        print(f"steadyhandd: {failure['line']}", file=sys.stderr)
        return 1
    try:
        asyncio.run(_run(house, path, options))
    finally:
        house.close()
    return 0


async def _run(house: House, path: Path, options: Namespace) -> None:
    passed = passed_socket()
    listening = passed or listening_socket(path)
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    async with house.open_doors(listening, done, linger_s=options.linger):
        notify("READY=1")
        _announce(options, {"ready": str(path)})
        await done.wait()
        notify("STOPPING=1")
        if passed is None:
            path.unlink(missing_ok=True)


def _announce(options: Namespace, message: dict[str, str]) -> None:
    if options.announce:
        print(json.dumps(message), flush=True)


def _options() -> Namespace:
    parser = ArgumentParser(prog="steadyhandd", description=__doc__)
    parser.add_argument("--announce", action="store_true")
    parser.add_argument("--linger", type=float, default=None, metavar="S")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
