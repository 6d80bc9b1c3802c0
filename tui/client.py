"""The client of the service's protocol: ask, be told, and read pages to their end.

``Link`` waits for each answer and is for the commands. ``AsyncLink`` is for the UI: answers and
states arrive while it goes on drawing.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress

import msgspec

from pi.places import socket_path
from pi.service.protocol.answers import (
    LONGEST_LINE,
    PROTOCOL,
    Answer,
    Fault,
    FoundVehicle,
    Greeting,
    Line,
    Message,
    Refusal,
    Reply,
    Status,
    VehiclesFound,
)
from pi.service.protocol.commands import Ask, FindVehicles, GetStatus
from pi.service.protocol.views import RadioView, State
from tui.service_socket import LONGEST_MESSAGE, NoServiceError, greeted_socket

MOST_BUFFERED = 16 * LONGEST_LINE  # bytes of one message from the service

_decoder = msgspec.json.Decoder(Message)
_encoder = msgspec.json.Encoder()

EVERY = 100_000  # vehicles: more than any store holds


class RefusedByServiceError(Exception):
    """The service refused an ask. ``refusal`` says why, as data."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason.value)
        self.refusal = refusal


def _checked(greeting: bytes) -> Greeting:
    try:
        said = _decoder.decode(greeting)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NoServiceError({"reason": "not_a_service", "place": socket_path()}) from None
    if not isinstance(said, Greeting):
        raise NoServiceError({"reason": getattr(said, "reason", "unknown")})
    if said.protocol != PROTOCOL:
        raise NoServiceError({"reason": "other_version", "version": said.version})
    return said


class Link:
    """A connection that waits for each answer, ``within_s`` seconds or for ever.

    ``state`` is the last that was told, after a Watch: that of an answer is told before it.
    """

    state: State | None = None

    def __init__(self, *, within_s: float | None = None) -> None:
        self._socket, greeting = greeted_socket()
        self._socket.settimeout(within_s)
        try:
            self.greeting = _checked(greeting)
        except NoServiceError:
            self._socket.close()
            raise
        self._lines = self._socket.makefile("rb")
        self._ids = itertools.count(1)

    def ask(self, ask: Ask) -> Answer:
        """Ask and wait. Raises RefusedByServiceError, or NoServiceError if it goes away."""
        number = next(self._ids)
        with suppress(BrokenPipeError):  # what it said before it hung up can still be read
            self._socket.sendall(_encoder.encode(Line(id=number, ask=ask)) + b"\n")
        for said in self._heard():
            if isinstance(said, Fault):
                raise NoServiceError({"reason": said.reason})
            if isinstance(said, State):
                self.state = said
            if isinstance(said, Reply) and said.id == number:
                if isinstance(said.answer, Refusal):
                    raise RefusedByServiceError(said.answer)
                return said.answer
        raise NoServiceError({"reason": "went_away"})

    def _heard(self) -> Iterator[Message]:
        """What the service says until it goes away."""
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            while line := self._lines.readline(LONGEST_MESSAGE):
                yield _decoder.decode(line)

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self._socket.close()

    def __enter__(self) -> "Link":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncLink:
    """A connection for the UI. ``on_state`` is called with every state that arrives."""

    def __init__(self, on_state: Callable[[State], None]) -> None:
        self._on_state = on_state
        self._ids = itertools.count(1)
        self._awaited: dict[int, asyncio.Future[Answer]] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        """Find or start the service. Raises NoServiceError."""
        connected, greeting = await asyncio.to_thread(greeted_socket)
        try:
            _checked(greeting)
        except NoServiceError:
            connected.close()
            raise
        connected.setblocking(False)
        self._reader, self._writer = await asyncio.open_unix_connection(
            sock=connected, limit=MOST_BUFFERED
        )

    async def ask(self, ask: Ask) -> Answer:
        """Ask. Raises RefusedByServiceError, or NoServiceError if the service goes away."""
        if self._writer is None:
            raise NoServiceError({"reason": "went_away"})
        number = next(self._ids)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._awaited[number] = answer
        self._writer.write(_encoder.encode(Line(id=number, ask=ask)) + b"\n")
        try:
            return await answer
        finally:
            self._awaited.pop(number, None)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited. What it led to is told before it."""
        return bool(self._awaited)

    async def read(self) -> None:
        """Take what the service says until it goes away."""
        if self._reader is None:
            return
        try:
            while (said := await _next(self._reader)) is not None:
                self._take(said)
        finally:
            if self._writer is not None:
                self._writer.close()
            self._reader = self._writer = None
            for answer in self._awaited.values():
                if not answer.done():
                    answer.set_exception(NoServiceError({"reason": "went_away"}))

    def _take(self, said: Message) -> None:
        if isinstance(said, State):
            self._on_state(said)
        elif isinstance(said, Reply) and (answer := self._awaited.get(said.id)) is not None:
            if answer.done():
                return
            if isinstance(said.answer, Refusal):
                answer.set_exception(RefusedByServiceError(said.answer))
            else:
                answer.set_result(said.answer)


async def _next(reader: asyncio.StreamReader) -> Message | None:
    """The next message, None once there is none or none that can be followed."""
    try:
        line = await reader.readline()
        return _decoder.decode(line) if line else None
    except (ConnectionError, ValueError):
        return None


def every_vehicle(link: Link, text: str = "") -> Iterator[FoundVehicle]:
    """All vehicles of a search, in the order they were added."""
    after = 0
    while True:
        found = link.ask(FindVehicles(text=text, limit=EVERY, after=after))
        assert isinstance(found, VehiclesFound)
        yield from found.vehicles
        if not (found.more and found.vehicles):
            return
        after = found.vehicles[-1].vehicle


def every_radio(link: Link) -> Iterator[RadioView]:
    """Every radio, in the order the vehicles were added."""
    after = 0
    while True:
        status = link.ask(GetStatus(after=after))
        assert isinstance(status, Status)
        yield from status.radios
        if not (status.more and status.radios):
            return
        after = status.radios[-1].vehicle
