"""The Unix socket: many sessions, one state.

Each connection is one session. A line that can't be followed gets one fault and a closed
connection; a session that does not read is dropped, and one that asks without end waits for its
turn; nothing else notices either.
"""

import asyncio
import socket
import sys
from collections.abc import Callable
from typing import Any

import msgspec

from pi.service.core.companion import Companion, concerns_asker_alone
from pi.service.core.session import Session
from pi.service.faults import log_place_of_fault
from pi.service.net.admission import (
    BACKLOG,
    BadLineError,
    Incoming,
    Shares,
    allowed,
    hung_up,
    peer_user,
)
from pi.service.net.fair_turns import Turns
from pi.service.net.sessions import Connection, Sessions
from pi.service.protocol.answers import LONGEST_LINE, PROTOCOL, Fault, Greeting, Line, Reply

# Of the loop, until a connection that asyncio has taken is handed to us: three, and one more.
_TURNS_TO_COME_IN = 4

# From Python 3.13 on a server that closes removes the socket's file, be it systemd's.
_LEFT_ALONE: dict[str, Any] = {"cleanup_socket": False} if sys.version_info >= (3, 13) else {}


class Server:
    """Listens, answers, and lets every watching session hear of what changed."""

    def __init__(
        self,
        companion: Companion,
        sessions: Sessions,
        version: str,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._companion = companion
        self._sessions = sessions
        self._greeting = Greeting(protocol=PROTOCOL, version=version)
        self._changed = changed
        self._decoder = msgspec.json.Decoder(Line)
        self._turns = Turns()
        self._shares = Shares()
        self._serving: set[asyncio.Task[None] | None] = set()
        self._listener: asyncio.Server | None = None

    async def listen(self, listening: socket.socket) -> None:
        """Serve an already listening socket."""
        self._listener = await asyncio.start_unix_server(
            self._serve, sock=listening, limit=LONGEST_LINE, backlog=BACKLOG, **_LEFT_ALONE
        )

    async def listen_no_more(self) -> None:
        """Let nobody in any more. Who is on the way in comes in first.

        asyncio forgets a connection that it has taken and not handed over when its server closes:
        the other end would wait for a greeting, or for a hang-up, that never comes.
        """
        if self._listener is None:
            return
        loop = asyncio.get_running_loop()
        for listening in self._listener.sockets:
            loop.remove_reader(listening)
        for _ in range(_TURNS_TO_COME_IN):
            await asyncio.sleep(0)
        self._listener.close()

    async def hang_up(self) -> None:
        """Close every connection. What was asked and not answered yet is dropped."""
        serving = [task for task in self._serving if task is not None]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        caller: socket.socket = writer.get_extra_info("socket")
        user = peer_user(caller)
        session = Session(user)
        session.hung_up = lambda: hung_up(caller)
        connection = Connection(session, writer)
        unwelcome = await self._unwelcome(user) if allowed(caller) else "not_allowed"
        if unwelcome is not None:
            connection.send(Fault(reason=unwelcome))
            connection.close()
            return
        with self._shares.held(user):
            await self._keep(reader, connection)

    async def _unwelcome(self, user: int) -> str | None:
        """Why one more of this user does not get in, as in ``Fault``.

        Room that only the gone still hold, as what they asked for is not done yet, is given away.
        """
        unwelcome = self._shares.unwelcome(user)
        if unwelcome is None:
            return None
        gone = [one for one in self._sessions.connections if one.serving and one.session.hung_up()]
        for connection in gone:
            assert connection.serving is not None
            connection.serving.cancel()
        await asyncio.gather(*(one.serving for one in gone if one.serving))
        return self._shares.unwelcome(user)

    async def _keep(self, reader: asyncio.StreamReader, connection: Connection) -> None:
        """Answer a session until one of both hangs up."""
        self._sessions.join(connection)
        self._serving.add(serving := asyncio.current_task())
        connection.serving = serving
        self._changed()
        try:
            connection.send(self._greeting)
            fault = await self._converse(reader, connection)
            if fault is not None:
                connection.send(Fault(reason=fault))
        except (ConnectionError, asyncio.CancelledError):
            pass  # the session went away, or the service ends
        finally:
            self._serving.discard(serving)
            self._sessions.leave(connection)
            connection.session.close()
            connection.close()
            self._changed()

    async def _converse(self, reader: asyncio.StreamReader, connection: Connection) -> str | None:
        incoming = Incoming(reader)
        while True:
            try:
                raw = await incoming.line()
            except BadLineError as error:
                return error.reason
            await self._turns.mine(connection.account)
            if raw is None or connection.gone:  # what a dropped session had asked for is not done
                return None
            try:
                line = self._decoder.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                return "malformed"
            try:
                await self._answer(connection, line)
            except Exception as error:
                log_place_of_fault(error)
                return "fault"

    async def _answer(self, connection: Connection, line: Line) -> None:
        session = connection.session
        before = self._companion.revision
        answer = await self._companion.answer(session, line.ask)
        if self._companion.revision != before:
            self._sessions.tell()
            self._changed()
        elif session.watches and concerns_asker_alone(session, line.ask):
            connection.send(self._companion.state(session))
            self._changed()
        connection.send(Reply(id=line.id, answer=answer))
