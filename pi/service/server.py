"""The Unix socket: many surfaces, one state.

Each connection is one surface. A line that can't be followed gets one fault and a closed
connection; a surface that does not read is dropped; nothing else notices either.
"""

import asyncio
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import msgspec

from pi.service.companion import Companion, concerns_asker_alone
from pi.service.peers import allowed
from pi.service.protocol import LONGEST_LINE, PROTOCOL, Fault, Greeting, Line, Message, Reply
from pi.service.surface import Surface

BACKLOG = 64
MOST_UNREAD = 4 * LONGEST_LINE  # bytes waiting for a surface before it is dropped


_encoder = msgspec.json.Encoder()


class Connection:
    """One surface and its wire."""

    def __init__(self, surface: Surface, writer: asyncio.StreamWriter) -> None:
        self.surface = surface
        self._writer = writer

    def send(self, message: Message) -> None:
        """Queue one message. A surface with too much unread is dropped, never waited for."""
        self.send_line(encoded(message))

    def send_line(self, line: bytes) -> None:
        """Queue one message that is encoded already."""
        transport = self._writer.transport
        if transport.is_closing():
            return
        if transport.get_write_buffer_size() > MOST_UNREAD:
            transport.abort()
            return
        self._writer.write(line)

    def close(self) -> None:
        """Close once what is queued has gone out."""
        self._writer.close()


class Server:
    """Listens, answers, and tells every watching surface what changed."""

    def __init__(
        self, companion: Companion, version: str, changed: Callable[[], None] = lambda: None
    ) -> None:
        self._companion = companion
        self._greeting = Greeting(protocol=PROTOCOL, version=version)
        self._changed = changed
        self._decoder = msgspec.json.Decoder(Line)
        self.connections: set[Connection] = set()
        self._last_left = time.monotonic()

    async def listen(self, listening: socket.socket) -> asyncio.Server:
        """Serve an already listening socket."""
        return await asyncio.start_unix_server(
            self._serve, sock=listening, limit=LONGEST_LINE, backlog=BACKLOG
        )

    def tell(self) -> None:
        """Send the state to every surface that watches, put together once for all alike."""
        lines: dict[object, bytes] = {}
        for connection in tuple(self.connections):
            surface = connection.surface
            if surface.watches:
                if surface.sees not in lines:
                    lines[surface.sees] = encoded(self._companion.state(surface))
                connection.send_line(lines[surface.sees])

    def lock_idle(self, before: float) -> None:
        """Lock the surfaces that last asked before this moment of CLOCK_MONOTONIC."""
        for connection in tuple(self.connections):
            surface = connection.surface
            if surface.unlocked is not None and surface.last_asked < before:
                surface.lock()
                connection.send(self._companion.state(surface))

    def idle_s(self) -> float:
        """Seconds since the last surface left, 0 while one is there."""
        return 0.0 if self.connections else time.monotonic() - self._last_left

    def hang_up(self) -> None:
        """Close every connection."""
        for connection in tuple(self.connections):
            connection.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(Surface(), writer)
        if not allowed(writer.get_extra_info("socket")):
            connection.send(Fault(reason="not_allowed"))
            connection.close()
            return
        self.connections.add(connection)
        self._changed()
        try:
            connection.send(self._greeting)
            fault = await self._converse(reader, connection)
            if fault is not None:
                connection.send(Fault(reason=fault))
        except ConnectionError:
            pass
        finally:
            self.connections.discard(connection)
            self._last_left = time.monotonic()
            connection.surface.close()
            connection.close()
            self._changed()

    async def _converse(self, reader: asyncio.StreamReader, connection: Connection) -> str | None:
        while True:
            try:
                raw = await reader.readuntil(b"\n")
                line = self._decoder.decode(raw)
            except asyncio.IncompleteReadError as error:
                return "malformed" if error.partial else None
            except asyncio.LimitOverrunError:
                return "too_long"
            except (msgspec.DecodeError, UnicodeDecodeError):
                return "malformed"
            try:
                await self._answer(connection, line)
            except Exception:
                _log_place_of_fault()
                return "fault"
            await asyncio.sleep(0)  # a flood from one surface leaves the others their turn

    async def _answer(self, connection: Connection, line: Line) -> None:
        surface = connection.surface
        before = self._companion.revision
        answer = await self._companion.answer(surface, line.ask)
        if self._companion.revision != before:
            self.tell()
            self._changed()
        elif surface.watches and concerns_asker_alone(line.ask):
            connection.send(self._companion.state(surface))
        connection.send(Reply(id=line.id, answer=answer))


def encoded(message: Message) -> bytes:
    """A message as one line."""
    return _encoder.encode(message) + b"\n"


def listening_socket(path: Path) -> socket.socket:
    """A socket at this path, taking the place of one that nobody answers any more."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(str(path))
    except OSError:
        path.unlink(missing_ok=True)
        listening.bind(str(path))
    path.chmod(0o660)
    listening.listen(BACKLOG)
    return listening


def _log_place_of_fault() -> None:
    """Say where a fault of ours happened. Its message may quote an ask, so it is left out."""
    kind, _, trace = sys.exc_info()
    place = traceback.extract_tb(trace)[-1]
    name = "fault" if kind is None else kind.__name__
    print(f"steadyhandd: {name} in {place.name}, line {place.lineno}", file=sys.stderr)
