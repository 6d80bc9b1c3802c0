"""The ends of the socket: a session that asks much at once, and a service that lies."""

import itertools
import json
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from pi.service.protocol.answers import Answer, Line, Message, Refusal, Reply
from pi.service.protocol.commands import Ask
from tests.blackbox.processes import PATIENCE_S, Place

GREETING = b'{"type":"Greeting","protocol":1,"version":"0.1.0"}\n'
RADIO = {
    "vehicle": 1,
    "head_unit": "opel-safe",
    "state": "Asking",
    "tries_left": 3,
    "rejected": 0,
    "rejected_in_series": 0,
    "seq": 1,
}
STATE = {
    "type": "State",
    "set_up": True,
    "saving": {"ok": True},
    "vehicles": 1,
    "name": "Aunt Mabel",
    "lock": {"unlocked": True, "has_pin": True, "has_passphrase": True, "device_key": "file"},
    "radio": RADIO,
}
"""What a service may tell."""
_decoder = msgspec.json.Decoder(Message)


class Caller:
    """One connection to the service of a place; what was said before a kill is still heard."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._lines = connected.makefile("rb")
        self._ids = itertools.count(1)
        assert self._heard() is not None  # the greeting

    def send(self, *them: Ask) -> None:
        """Ask without waiting for the answers."""
        for ask in them:
            self._socket.sendall(msgspec.json.encode(Line(id=next(self._ids), ask=ask)) + b"\n")

    def hear(self, most: int = 2**31) -> list[Answer | Refusal]:
        """So many answers, fewer where the service is gone."""
        said: list[Answer | Refusal] = []
        while len(said) < most and isinstance(message := self._heard(), Reply):
            said.append(message.answer)
        return said

    def has_word(self) -> bool:
        """Whether something was said, or the service is gone."""
        readable, _, _ = select.select([self._socket], [], [], 0)
        return bool(readable)

    def ask(self, ask: Ask) -> Answer | Refusal:
        self.send(ask)
        return self.hear(1)[0]

    def _heard(self) -> Message | None:
        """The next message, None once the service is gone."""
        try:
            line = self._lines.readline()
        except ConnectionError:
            return None
        return _decoder.decode(line) if line.endswith(b"\n") else None


@contextmanager
def calling(place: Place) -> Iterator[Caller]:
    with socket.socket(socket.AF_UNIX) as connected:
        connected.settimeout(PATIENCE_S)
        connected.connect(str(place.socket))
        yield Caller(connected)


@contextmanager
def lying(
    place: Place, *messages: object, greeting: bytes = GREETING, hangs_up: bool = False
) -> Iterator[None]:
    """A service that greets, and answers whatever it is asked with these: lines, or as JSON."""
    place.state.mkdir(exist_ok=True)
    lines = b"".join(
        one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode() + b"\n"
        for one in messages
    )

    def play(listening: socket.socket) -> None:
        with suppress(OSError):  # it is shut down
            while True:
                connected = listening.accept()[0]
                kept.append(connected)
                with suppress(OSError):  # who called is gone
                    connected.sendall(greeting)
                    connected.recv(4096)
                    connected.sendall(lines)
                if hangs_up:
                    connected.close()

    kept: list[socket.socket] = []
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place.socket))
        listening.listen()
        player = threading.Thread(target=play, args=(listening,))
        player.start()
        try:
            yield
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for each in kept:
                each.close()
            player.join()
            place.socket.unlink()
