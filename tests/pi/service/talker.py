"""A surface that speaks the service's lines over a real socket, and keeps all it hears."""

import asyncio
import itertools
from pathlib import Path
from typing import TypeVar

import msgspec

from pi.service.protocol import answers
from pi.service.protocol.commands import Ask, FindVehicles, Watch
from pi.service.protocol.views import State

PATIENCE_S = 20.0  # a test that waits in vain fails after this long
_Kind = TypeVar("_Kind")
_decoder = msgspec.json.Decoder(answers.Message)


class Talker:
    """One connection. ``states`` holds every state it was sent, ``heard`` every byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._ids = itertools.count(1)
        self.states: list[State] = []
        self.heard = b""
        self.greeting: answers.Greeting | None = None

    @classmethod
    async def connect(cls, path: Path) -> "Talker":
        """Connect and take the greeting."""
        reader, writer = await asyncio.open_unix_connection(path, limit=2**26)
        talker = cls(reader, writer)
        said = await talker.hear()
        assert isinstance(said, answers.Greeting)
        talker.greeting = said
        return talker

    @property
    def state(self) -> State:
        return self.states[-1]

    async def ask(self, ask: Ask) -> answers.Answer | answers.Refusal:
        """Ask, and wait for the answer of that number."""
        number = next(self._ids)
        await self.send(msgspec.json.encode(answers.Line(id=number, ask=ask)) + b"\n")
        while True:
            said = await self.hear()
            if isinstance(said, answers.Reply) and said.id == number:
                return said.answer
            assert isinstance(said, State), said

    async def asks(self, ask: Ask, kind: type[_Kind]) -> _Kind:
        """Ask for what must be answered in one way."""
        answer = await self.ask(ask)
        assert isinstance(answer, kind), answer
        return answer

    async def does(self, *them: Ask) -> None:
        """Ask for what must be done and saved."""
        for each in them:
            done = await self.asks(each, answers.Done)
            assert done.saved, each

    async def refused(self, ask: Ask) -> answers.Refusal:
        return await self.asks(ask, answers.Refusal)

    async def why_not(self, ask: Ask) -> answers.Reason:
        """Ask for what must be refused; the reason."""
        return (await self.refused(ask)).reason

    async def watch(self) -> State:
        """Watch from now on; the state now."""
        await self.does(Watch())
        return self.state

    async def catch_up(self) -> State:
        """Take everything it was sent so far; the last state."""
        await self.ask(FindVehicles(limit=0))
        return self.state

    async def send(self, raw: bytes) -> None:
        self._writer.write(raw)
        await self._writer.drain()

    async def hear(self) -> answers.Message | None:
        """The next message, None once the connection is closed."""
        try:
            line = await asyncio.wait_for(self._reader.readline(), PATIENCE_S)
        except ConnectionError:
            return None
        assert len(line) <= answers.LONGEST_LINE, "a line longer than any may be"
        self.heard += line
        if not line:
            return None
        said: answers.Message = _decoder.decode(line)
        if isinstance(said, State):
            self.states.append(said)
        return said

    async def last_words(self) -> list[answers.Message]:
        """Everything until the connection is closed, states left out."""
        said: list[answers.Message] = []
        while (message := await self.hear()) is not None:
            if not isinstance(message, State):
                said.append(message)
        return said

    async def fault(self) -> str:
        """The one fault before the connection is closed."""
        (said,) = await self.last_words()
        assert isinstance(said, answers.Fault)
        return said.reason

    def send_no_more(self) -> None:
        """Close the half that speaks."""
        self._writer.write_eof()

    def hang_up(self) -> None:
        self._writer.transport.abort()
