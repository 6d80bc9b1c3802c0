"""The sessions that are connected: told what changed, locked when left alone, and whose open
vault the panel may borrow."""

import asyncio
import time
from collections.abc import Callable

import msgspec

from pi.service.core.session import Session
from pi.service.net.fair_turns import TimeUsed
from pi.service.protocol.answers import LONGEST_LINE, Message
from pi.service.protocol.views import State
from pi.storage.vault.vault import UnlockedVault

MOST_UNREAD = 4 * LONGEST_LINE  # bytes waiting for a session before it is dropped

_encoder = msgspec.json.Encoder()


class Connection:
    """One session and its wire."""

    def __init__(self, session: Session, writer: asyncio.StreamWriter) -> None:
        self.session = session
        self.account = TimeUsed()
        self.serving: asyncio.Task[None] | None = None
        self._writer = writer

    def send(self, message: Message) -> None:
        """Queue one message. A session with too much unread is dropped, never waited for."""
        self.send_line(encoded(message))

    def send_line(self, line: bytes) -> None:
        """Queue one message that is encoded already."""
        transport = self._writer.transport
        if self.gone:
            return
        if transport.get_write_buffer_size() > MOST_UNREAD:
            transport.abort()
            return
        self._writer.write(line)

    @property
    def gone(self) -> bool:
        """Whether nothing reaches the session any more."""
        return self._writer.transport.is_closing()

    def close(self) -> None:
        """Close once what is queued has gone out."""
        self._writer.close()


class Sessions:
    """All that are connected now."""

    def __init__(self, draw: Callable[[Session], State]) -> None:
        """``draw`` is what a session may be shown."""
        self._draw = draw
        self.connections: set[Connection] = set()
        self._last_left = time.monotonic()

    def join(self, connection: Connection) -> None:
        """It has come in."""
        self.connections.add(connection)

    def leave(self, connection: Connection) -> None:
        """It has hung up, or was hung up on."""
        self.connections.discard(connection)
        self._last_left = time.monotonic()

    def tell(self) -> None:
        """Send the state to every session that watches, put together once for all alike."""
        lines: dict[object, bytes] = {}
        for connection in tuple(self.connections):
            session = connection.session
            if session.watches:
                if session.sees not in lines:
                    lines[session.sees] = encoded(self._draw(session))
                connection.send_line(lines[session.sees])

    def tell_alone(self, session: Session) -> None:
        """Send the state to one session, if it watches."""
        for connection in tuple(self.connections):
            if connection.session is session and session.watches:
                connection.send(self._draw(session))

    def lock_idle(self, before: float) -> None:
        """Lock the sessions that last asked before this moment of CLOCK_MONOTONIC.

        A practice that was left alone ends.
        """
        for connection in tuple(self.connections):
            session = connection.session
            opened = session.unlocked is not None or session.practice is not None
            if opened and session.last_asked < before:
                session.leave_practice()
                session.lock()
                self.tell_alone(session)

    def lent(self, vehicle: str) -> UnlockedVault | None:
        """The vault that a screen has open while it watches this vehicle, for the panel beside it.

        None once no such screen is left: the panel's rights are those of the screen.
        """
        open_ones = (one.session for one in self.connections if one.session.unlocked is not None)
        return next((one.unlocked for one in open_ones if one.watches_over(vehicle)), None)

    def idle_s(self) -> float:
        """Seconds since the last session left, 0 while one is there."""
        return 0.0 if self.connections else time.monotonic() - self._last_left


def encoded(message: Message) -> bytes:
    """A message as one line."""
    return _encoder.encode(message) + b"\n"
