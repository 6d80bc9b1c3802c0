"""A finger for the tests: wlroots' virtual pointer, spoken to in Wayland's own bytes.

The device is there for as long as the finger is: a terminal must have seen it come before it can
hear a tap. Places are in pixels of the screen.
"""

import itertools
import os
import socket
import struct
import time
from pathlib import Path

MANAGER = "zwlr_virtual_pointer_manager_v1"
DISPLAY = 1  # the one object that is there from the start
SYNC, GET_REGISTRY = 0, 1
GLOBAL, DONE = 0, 0
BIND, CREATE = 0, 0
MOVE_TO, BUTTON, FRAME = 1, 2, 4
LEFT = 0x110
WOBBLE = ((14, 0), (14, 14), (-14, 14), (-14, -14), (0, 14))  # pixels


def connect(caller: socket.socket, path: Path) -> None:
    """Connect to a socket by a path of any length: the kernel takes a short one only."""
    directory = os.open(path.parent, os.O_PATH)
    try:
        caller.connect(f"/proc/self/fd/{directory}/{path.name}")
    finally:
        os.close(directory)


def answers(path: Path) -> bool:
    """Whether somebody listens there: the file is made a moment before."""
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            connect(caller, path)
        except OSError:
            return False
    return True


class Finger:
    """One pointer device on a compositor's screen."""

    def __init__(self, wayland: Path, size: tuple[int, int]) -> None:
        self._size = size
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        connect(self._socket, wayland)
        self._read = b""
        self._ids = itertools.count(2)
        registry = self._ask(DISPLAY, GET_REGISTRY)
        name, version = self._globals(registry)[MANAGER]
        manager = next(self._ids)
        self._send(registry, BIND, _number(name), _text(MANAGER), _number(version, manager))
        self._pointer = next(self._ids)
        self._send(manager, CREATE, _number(0, self._pointer))
        self._settle()

    def close(self) -> None:
        self._socket.close()

    def tap(self, x: int, y: int, *, wobbling: bool = False) -> None:
        """Down and up; in a moving car further about than a cell is wide, and up nearby."""
        self.move(x, y)
        self._button(1)
        for across, down in WOBBLE if wobbling else ():
            self.move(x + across, y + down)
        self._button(0)

    def move(self, x: int, y: int) -> None:
        self._send(self._pointer, MOVE_TO, _number(_now(), x, y, *self._size))
        self._send(self._pointer, FRAME)
        self._settle()

    def _button(self, down: int) -> None:
        self._send(self._pointer, BUTTON, _number(_now(), LEFT, down))
        self._send(self._pointer, FRAME)
        self._settle()

    def _ask(self, target: int, request: int) -> int:
        """A request that makes an object; the object."""
        made = next(self._ids)
        self._send(target, request, _number(made))
        return made

    def _settle(self) -> list[tuple[int, int, bytes]]:
        """Wait until the compositor has done all so far; what it said meanwhile."""
        callback, said = self._ask(DISPLAY, SYNC), []
        while True:
            event = self._event()
            if event[:2] == (callback, DONE):
                return said
            assert event[:2] != (DISPLAY, 0), f"the compositor refuses: {event[2]!r}"
            said.append(event)

    def _globals(self, registry: int) -> dict[str, tuple[int, int]]:
        """What the compositor offers: the number and version of each interface."""
        found = {}
        for target, event, body in self._settle():
            if (target, event) == (registry, GLOBAL):
                name, length = struct.unpack_from("=II", body)
                (version,) = struct.unpack_from("=I", body, len(body) - 4)
                found[body[8 : 8 + length - 1].decode()] = (name, version)
        return found

    def _send(self, target: int, request: int, *parts: bytes) -> None:
        body = b"".join(parts)
        self._socket.sendall(struct.pack("=IHH", target, request, 8 + len(body)) + body)

    def _event(self) -> tuple[int, int, bytes]:
        target, event, size = struct.unpack("=IHH", self._take(8))
        return target, event, self._take(size - 8)

    def _take(self, count: int) -> bytes:
        while len(self._read) < count:
            more = self._socket.recv(4096)
            assert more, "the compositor hung up"
            self._read += more
        taken, self._read = self._read[:count], self._read[count:]
        return taken


def _number(*values: int) -> bytes:
    return struct.pack(f"={len(values)}I", *values)


def _text(text: str) -> bytes:
    raw = text.encode() + b"\0"
    return _number(len(raw)) + raw + b"\0" * (-len(raw) % 4)


def _now() -> int:
    """Milliseconds, as pointers count them."""
    return time.monotonic_ns() // 1_000_000 & 0xFFFFFFFF
