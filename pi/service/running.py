"""The one bootstrap: from options to a running service, and out again."""

import asyncio
import gc
import os
import resource
import signal
import socket
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pi.places import socket_path, state_directory
from pi.service.house import House
from pi.service.listening import listening_socket
from pi.service.readiness import notify, passed_socket


class Options(msgspec.Struct, frozen=True):
    """How this service was started."""

    announce: bool = False
    linger_s: float | None = None


def read_options(arguments: list[str]) -> Options:
    """The options of a command line. Raises ValueError for any other.

    By hand: two options are not worth what loading a parser costs at each start.
    """
    left, announce, linger_s = list(arguments), False, None
    while left:
        match left.pop(0):
            case "--announce":
                announce = True
            case "--linger" if left:
                linger_s = float(left.pop(0))
            case other:
                raise ValueError(other)
    return Options(announce=announce, linger_s=linger_s)


def run(options: Options) -> int:
    """Open the store, answer surfaces, close; anew with a restored store. The exit status."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold the data key
    os.umask(0o077)
    directory, path = Path(state_directory()), Path(socket_path())
    listening: socket.socket | None = None
    with ExitStack() as until_left:
        while True:
            try:
                house = House.open(directory)
                until_closed = until_left.enter_context(ExitStack())
                until_closed.enter_context(closing(house))
                listening = listening or passed_socket()
                if listening is None:
                    listening = listening_socket(path)
                    until_left.callback(path.unlink, missing_ok=True)
            except Exception as error:
                return _start_failed(error, directory, options)
            # Whoever calls meanwhile is answered by the next: the socket itself stays open.
            asyncio.run(_run(house, listening.dup(), path, options))
            if not house.again:
                return 1 if house.failed else 0
            until_closed.close()
            options = replace(options, announce=False)  # who started it has long heard


def _start_failed(error: Exception, directory: Path, options: Options) -> int:
    """Say why, unless it is a fault of ours. Returns the exit status."""
    from pi.service.failures import start_failure

    failure = start_failure(error, directory)
    if failure is None:
        raise error
    _announce(options, failure)
    print(f"steadyhandd: {failure['line']}", file=sys.stderr)
    return 1


async def _run(house: House, listening: socket.socket, path: Path, options: Options) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    async with house.open_doors(listening, done, linger_s=options.linger_s):
        loop.add_signal_handler(signal.SIGHUP, house.refit)
        notify("READY=1")
        _announce(options, {"ready": str(path)})
        gc.freeze()
        gc.enable()
        await done.wait()
        if not house.again:
            notify("STOPPING=1")


def _announce(options: Options, message: dict[str, str]) -> None:
    if options.announce:
        print(msgspec.json.encode(message).decode(), flush=True)
