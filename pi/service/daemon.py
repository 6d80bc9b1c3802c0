"""The one bootstrap: from options to a running service, and out again."""

import asyncio
import gc
import os
import signal
import socket
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from pi.places import has_system_service, is_chosen, socket_path, state_directory
from pi.process import hide_memory, leave_no_core, log
from pi.service.faults import log_place_of_fault, start_failure, systems_own
from pi.service.net.admission import listening_socket
from pi.service.service import Service
from pi.service.systemd import notify, passed_socket


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
    """Open the store, answer sessions, close; anew with a restored store. The exit status."""
    leave_no_core()
    hide_memory()
    os.umask(0o077)
    directory, path = Path(state_directory()), Path(socket_path())
    listening = passed_socket()
    if listening is None and has_system_service() and not is_chosen():
        return _not_started(systems_own(str(path)), options)
    with ExitStack() as until_left:
        while True:
            try:
                service = Service.open(directory)
                until_closed = until_left.enter_context(ExitStack())
                until_closed.enter_context(closing(service))
                if listening is None:
                    listening = listening_socket(path)
                    until_left.callback(path.unlink, missing_ok=True)
            except Exception as error:
                return _start_failed(error, directory, options)
            # Whoever calls meanwhile is answered by the next: the socket itself stays open.
            asyncio.run(_run(service, listening.dup(), path, options))
            if not service.again:
                return 1 if service.failed else 0
            until_closed.close()
            options = replace(options, announce=False)  # who started it has long heard


def _start_failed(error: Exception, directory: Path, options: Options) -> int:
    """Say why; of a fault of ours where it is, and no more. Returns the exit status."""
    failure = start_failure(error, directory)
    if failure is None:
        log_place_of_fault(error)
        return 1
    return _not_started(failure, options)


def _not_started(failure: dict[str, str], options: Options) -> int:
    _announce(options, failure)
    log("steadyhandd", failure["line"])
    return 1


async def _run(service: Service, listening: socket.socket, path: Path, options: Options) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_met_a_fault)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    async with service.open_doors(listening, done, linger_s=options.linger_s):
        loop.add_signal_handler(signal.SIGHUP, service.reload)
        notify("READY=1")
        _announce(options, {"ready": str(path)})
        gc.freeze()
        gc.enable()
        await done.wait()
        if not service.again:
            notify("STOPPING=1")


def _met_a_fault(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio would log whole, with texts of others and with what may be secret."""
    if (error := context.get("exception")) is not None:
        log_place_of_fault(error)


def _announce(options: Options, message: dict[str, str]) -> None:
    if options.announce:
        print(msgspec.json.encode(message).decode(), flush=True)
