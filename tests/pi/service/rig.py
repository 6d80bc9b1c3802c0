"""A service in this process, a clock and wires moved by hand, and sessions that hear and ask."""

import asyncio
import itertools
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from pi.radio.instant import WallQuality
from pi.radio.lockout import LONGEST_SLICE_S
from pi.service.net.admission import listening_socket
from pi.service.panel.wires import FittedWires
from pi.service.protocol import answers, commands
from pi.service.protocol.views import State
from pi.service.service import Service
from pi.settings import Settings
from pi.storage.connection import connect
from pi.storage.errors import SaveProblem
from pi.storage.journal import Journal
from pi.storage.store_file import DATABASE_NAME
from pi.storage.vault.crypto import KdfCost
from tests.clocks import FakeClock
from tests.pi.service.wires import FakeBody, FakeChip, fit

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

    async def ask(self, ask: commands.Ask) -> answers.Answer | answers.Refusal:
        """Ask, and wait for the answer of that number."""
        number = next(self._ids)
        await self.send(msgspec.json.encode(answers.Line(id=number, ask=ask)) + b"\n")
        while True:
            said = await self.hear()
            if isinstance(said, answers.Reply) and said.id == number:
                return said.answer
            assert isinstance(said, State), said

    async def asks(self, ask: commands.Ask, kind: type[_Kind]) -> _Kind:
        """Ask for what must be answered in one way."""
        answer = await self.ask(ask)
        assert isinstance(answer, kind), answer
        return answer

    async def does(self, *them: commands.Ask) -> None:
        """Ask for what must be done and saved."""
        for each in them:
            done = await self.asks(each, answers.Done)
            assert done.saved, each

    async def names(self) -> list[str | None]:
        """The name of each vehicle, None to who is locked."""
        found = await self.asks(commands.FindVehicles(limit=1000), answers.VehiclesFound)
        return [one.name for one in found.vehicles]

    async def refused(self, ask: commands.Ask) -> answers.Refusal:
        return await self.asks(ask, answers.Refusal)

    async def why_not(self, ask: commands.Ask) -> answers.Reason:
        """Ask for what must be refused; the reason."""
        return (await self.refused(ask)).reason

    async def watch(self) -> State:
        """Watch from now on; the state now."""
        await self.does(commands.Watch())
        return self.state

    async def catch_up(self) -> State:
        """Take everything it was sent so far; the last state."""
        await self.ask(commands.FindVehicles(limit=0))
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


CHEAP = KdfCost(memory_kib=64, passes=1)
PIN = "258013"
PASSPHRASE = "four quiet winter roads"
QASHQAI = commands.NewVehicle(
    name="Grey Qashqai",
    head_unit="nissan-radio-code",
    code="3712",
    serial="BP538291604417",
    plate="RD61 KXM",
    source="card in the handbook",
)
CORSA = commands.NewVehicle(name="Red Corsa", head_unit="opel-safe", code="4096")
SECRETS = (
    PIN,
    PASSPHRASE,
    *(QASHQAI.code, QASHQAI.serial, QASHQAI.name, QASHQAI.plate, QASHQAI.source),
)
BY_PIN = commands.Unlock(kind=commands.UnlockKind.PIN, secret=PIN)
BY_PASSPHRASE = commands.Unlock(kind=commands.UnlockKind.PASSPHRASE, secret=PASSPHRASE)


@contextmanager
def no_writes() -> Iterator[None]:
    """The system refuses to write every byte of a file, to this process alone. Sockets work."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Rig:
    """One state directory, its service while one runs, and a clock."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.socket = directory / "s"
        self.clock = FakeClock()
        self.body = FakeBody(frozenset())
        self.settings = Settings()
        self.chip: FakeChip | None = None
        self.sticks: list[Path] = []  # that are plugged in
        self._house: Service | None = None
        self._talkers: list[Talker] = []

    @property
    def house(self) -> Service:
        assert self._house is not None
        return self._house

    @asynccontextmanager
    async def service(self, linger_s: float | None = None) -> AsyncIterator[asyncio.Event]:
        """The service from its start to its end. The event says that nothing needs it."""
        done = asyncio.Event()
        house = self._house = Service.open(
            self.directory, self.clock, lambda: CHEAP, self._fit, lambda _: tuple(self.sticks)
        )
        try:
            async with house.open_doors(listening_socket(self.socket), done, linger_s=linger_s):
                yield done
                for talker in self._talkers:
                    talker.hang_up()
        finally:
            self._talkers.clear()
            self.socket.unlink(missing_ok=True)
            house.close()
            self._house = None

    def _fit(self) -> FittedWires:
        return fit(self.body, self.settings, self.chip)()

    async def session(self) -> Talker:
        """A session that has only been greeted."""
        talker = await Talker.connect(self.socket)
        self._talkers.append(talker)
        return talker

    async def serves(self) -> bool:
        """Whether a new session is answered."""
        return isinstance(await (await self.session()).ask(commands.GetStatus()), answers.Status)

    async def found(self, *names: str) -> list[answers.Finding]:
        """What an examination finds of these names."""
        examined = await (await self.session()).asks(commands.Examine(), answers.Examined)
        return [one for one in examined.findings if one.name in names]

    async def watcher(self) -> Talker:
        """A locked session that watches."""
        talker = await self.session()
        await talker.watch()
        return talker

    async def owner(self) -> Talker:
        """A session that watches and has unlocked."""
        talker = await self.watcher()
        await talker.does(BY_PASSPHRASE)
        return talker

    async def set_up(
        self,
        *vehicles: commands.NewVehicle,
        pin: str | None = PIN,
        passphrase: str | None = PASSPHRASE,
    ) -> str:
        """Set up through a session of its own, which then leaves. The recovery key."""
        talker = await self.session()
        wanted = commands.SetUp(vehicles=vehicles or (QASHQAI,), pin=pin, passphrase=passphrase)
        made = await talker.asks(wanted, answers.RecoveryKeyMade)
        await talker.does(commands.FinishSetUp(last_group=made.key.rsplit("-", 1)[-1]))
        talker.hang_up()
        return made.key

    async def count(self, seconds: float) -> None:
        """Watched seconds go by, marked just often enough for all of them to count."""
        while seconds > 0:
            step = min(LONGEST_SLICE_S, seconds)
            self.clock.pass_time(step)
            self.house.mark_now()
            seconds -= step

    def reboot(self) -> None:
        """Another boot, whose wall clock nobody has set yet."""
        self.clock.reboot()
        self.clock.quality = WallQuality.UNSURE

    def rows(self, kind: str) -> int:
        """How many events of a kind the card holds."""
        query = "SELECT COUNT(*) FROM event WHERE kind = ?"
        return int(self.house.store.query(query, (kind,))[0][0])

    def kinds(self) -> list[str]:
        """What the card holds of the first vehicle, oldest first."""
        journal = Journal(self.house.store)
        first = journal.vehicle_by_number(1)
        assert first is not None
        return [type(one.event).__name__ for one in reversed(journal.history(first.id))]

    def write_no_more(self, reason: str) -> None:
        self.house.store.write_no_more(SaveProblem(reason=reason))

    def alter(self, *statements: str) -> None:
        """Change the store behind the service's back, as a failing card does."""
        with closing(connect(self.directory / DATABASE_NAME)) as card:
            for statement in statements:
                card.execute(statement)

    def stored(self) -> dict[str, bytes]:
        """Every file of the state directory."""
        return {
            str(path.relative_to(self.directory)): path.read_bytes()
            for path in sorted(self.directory.rglob("*"))
            if path.is_file()
        }

    def restore(self, files: dict[str, bytes]) -> None:
        """The state directory as it was: what came later never reached the card."""
        for name, content in files.items():
            (self.directory / name).write_bytes(content)
