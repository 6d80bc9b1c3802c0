"""Practice: a companion of one session alone, in memory, with a made-up code and a fast clock;
and who is in one.

It is the real companion on a store that is nowhere: what it learns is gone with it. It has no
wires, its vault holds one made-up code, and its clock runs a hundred times as fast. What reaches
beyond it (the vault, the catalogue, the settings) it refuses.

Loaded when somebody practises for the first time. While anybody does, a task looks at the fast
clocks; the tasks of real waits know nothing of it.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, TypeVar

from msgspec.structs import replace

from pi import __version__
from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.hardware.clock import Clock
from pi.radio.events import BeginningTold
from pi.radio.head_unit import CodeShape, HeadUnit
from pi.radio.instant import Instant, WallQuality
from pi.radio.security_code import find_problem
from pi.service.core.companion import Companion, Rooms
from pi.service.core.copies import Copies
from pi.service.core.entry import Walkthroughs
from pi.service.core.families import Families
from pi.service.core.owner_reports import Reporting
from pi.service.core.radios import Radios
from pi.service.core.senses import Senses
from pi.service.core.session import Checked, Handlers, Session, WriteBudget
from pi.service.core.unlocking import Unlocking
from pi.service.core.vehicles import Vehicles, beginning_of, events_of
from pi.service.core.watcher import Watcher
from pi.service.faults import UNREADABLE, log_place_of_fault
from pi.service.protocol import commands
from pi.service.protocol.answers import LONGEST_FIELD, Answer, Done, Reason, Refusal, RefusedError
from pi.service.protocol.commands import Ask
from pi.service.protocol.views import CarView, LockView, PanelView, PracticeView, State
from pi.storage.journal import Journal
from pi.storage.store_file import memory_store
from pi.storage.vault.crypto import KdfCost
from pi.storage.vault.device_key import DeviceKeys
from pi.storage.vault.pin import PinKey
from pi.storage.vault.records import VehicleSecrets
from pi.storage.vault.unlocked import UnlockedVault, UnlockerMaker
from pi.storage.vault.vault import Vault

SPEED: Final = 100.0  # times as fast as the machine's clock
LONGEST_STRIDE_S: Final = 25.0  # practised seconds from one look at the clock to the next
MOST_EVENTS: Final = 10_000  # of one practice: some three megabytes, in an hour's marks

_One = TypeVar("_One")

MOST: Final = 32  # practices at once: each holds a store in memory
LOOKS_EVERY_S: Final = 0.1  # real seconds: ten practised ones
FIRST: Final = "nissan-radio-code"  # for whoever has no vehicle yet


class PracticeClock:
    """Runs ahead of a clock, fast. Wall time stays what it is.

    Between two looks (``look``) it goes no further than one stride: a machine that is held up
    makes a practised wait longer, and never leaves a gap in it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looked = clock.now()
        self._at = self._looked.monotonic

    def now(self) -> Instant:
        """One reading, in practised seconds."""
        real = self._clock.now()
        passed = (real.monotonic - self._looked.monotonic) * SPEED
        at = self._at + min(passed, LONGEST_STRIDE_S)
        # A wall clock worth a label is taken at its word: no start of a boot can be told from
        # seconds that go by so fast.
        unsure = real.quality is WallQuality.UNSURE
        quality = WallQuality.UNSURE if unsure else WallQuality.NTP
        return replace(real, monotonic=at, boottime=at, quality=quality)

    def look(self) -> None:
        """Go on from here."""
        self._at = self.now().monotonic
        self._looked = self._clock.now()


class _PracticeUnlocking(Unlocking):
    """A vault that was never made and is always open."""

    @property
    def is_set_up(self) -> bool:
        """There is a vehicle to practise on."""
        return True

    def lock_view(self, session: Session) -> LockView:
        """Open."""
        return LockView(unlocked=True, has_pin=False, has_passphrase=False, device_key="file")

    def lock_unknown(self, session: Session) -> LockView:
        """Open as well."""
        return self.lock_view(session)


class Practice:
    """One vehicle with a radio of a family and a made-up code, until ``close``."""

    def __init__(
        self,
        head_unit: HeadUnit,
        families: Families,
        clock: Clock,
        gone: Callable[[], None],
        beginning: BeginningTold | None = None,
    ) -> None:
        """``gone`` is called once it is closed."""
        self.head_unit = head_unit
        self.code = made_up_code(head_unit.code) if head_unit.takes_a_code else ""
        self._real_clock, self._clock = clock, PracticeClock(clock)
        self._gone = gone
        self._store = memory_store()
        journal = self._journal = Journal(self._store)
        self._radios = Radios(journal, families.load, self._clock)
        self._watcher = Watcher(self._radios, lambda _: False)
        car, vehicles = Senses(self._radios), Vehicles(self._radios)
        rooms = Rooms(
            radios=self._radios,
            vehicles=vehicles,
            unlocking=_PracticeUnlocking(self._radios, Vault(self._store, _no_cost)),
            families=families,
            copies=Copies(self._radios, vehicles),
            entry=Walkthroughs(self._radios, vehicles, car.may_walk),
            car=car,
        )
        reports = Reporting(self._radios, vehicles)
        handlers = {**vehicles.handlers, **rooms.entry.handlers, **reports.handlers}
        self._companion = Companion(__version__, rooms, handlers, WriteBudget())
        self._session = Session()
        self._session.unlocked = self._with_vehicle(beginning)

    async def answer(self, ask: Ask) -> Answer | Refusal:
        """Answer one ask, or refuse what would reach beyond the practice."""
        if self.full or not self._companion.answers(ask):
            return Refusal(reason=Reason.IN_PRACTICE)
        return await self._companion.answer(self._session, ask)

    def state(self, lights: bool | None, turn: int) -> State:
        """What its session draws: the car's lights, and no wish of the panel."""
        return replace(
            self._companion.state(self._session),
            car=CarView(lights=lights),
            panel=PanelView(turn=turn),
            practice=PracticeView(
                head_unit=self.head_unit.id,
                code=self.code,
                speed=SPEED,
                clock=self._clock.now().monotonic,
                as_of=self._real_clock.now().monotonic,
            ),
        )

    @property
    def full(self) -> bool:
        """Whether as much has happened in it as a practice holds in memory: it is over."""
        return self._journal.appended >= MOST_EVENTS

    def mark(self) -> bool:
        """Let its clock go on, and mark a wait where that is due. Whether anything changed."""
        self._clock.look()
        due_s = self._watcher.next_mark_s()
        return due_s is not None and due_s <= 0 and bool(self._watcher.mark())

    def close(self) -> None:
        """Forget all of it. Harmless twice."""
        self._session.close()
        self._store.close()
        self._gone()

    def _with_vehicle(self, beginning: BeginningTold | None) -> UnlockedVault:
        """Let the one vehicle join, with its secrets, sealed by a key that nobody else has."""
        key = PinKey(self._store, DeviceKeys(self._store.directory))
        maker = UnlockerMaker(self._store, _no_cost, key)
        opened = UnlockedVault(maker, os.urandom(16), os.urandom(32), listed=False)
        secrets = VehicleSecrets(
            vehicle=os.urandom(8).hex(), name=self.head_unit.name, code=self.code or None
        )
        joins = Checked(head_unit=self.head_unit.id, secrets=secrets, beginning=beginning)
        self._radios.record_together(events_of([joins]), opened.adding(secrets))
        return opened


def made_up_code(shape: CodeShape | None) -> str:
    """Any code of this shape; empty where nobody says what a code looks like."""
    if shape is None:
        return ""
    while True:
        length = choice(shape.lengths)
        code = "".join(choice(shape.digits_at(at)) for at in range(length))
        if find_problem(code, shape) is None:
            return code


def choice(many: Sequence[_One]) -> _One:
    """Any of them. Nothing is guarded by it, so that nearly as often is often enough."""
    return many[int.from_bytes(os.urandom(4), "big") % len(many)]


def _no_cost() -> KdfCost:
    """Nothing is derived from a secret in a practice."""
    raise RuntimeError("a practice makes no unlocker")


class Practising:
    """The practices under way. ``tell`` sends one session its state."""

    def __init__(
        self, families: Families, vehicles: Vehicles, clock: Clock, tell: Callable[[Session], None]
    ) -> None:
        self._families = families
        self._vehicles = vehicles
        self._clock = clock
        self._tell = tell
        self._under_way: dict[Session, Practice] = {}
        self._looking: asyncio.Task[None] | None = None
        self.handlers: Handlers = {
            commands.Practise: self.begin,
            commands.LeavePractice: self._leave,
        }

    @staticmethod
    def _leave(session: Session, _: commands.LeavePractice) -> Done:
        session.leave_practice()
        return Done()

    def begin(self, session: Session, ask: commands.Practise) -> Done:
        """Practise on a family from here on; a practice under way is forgotten."""
        wanted = ask.head_unit or self._familiar(session)
        try:
            head_unit = self._families.load(wanted)
        except UnknownHeadUnitError as error:
            raise RefusedError(
                Reason.UNKNOWN_HEAD_UNIT,
                detail=error.head_unit[:LONGEST_FIELD],
                nearest=error.nearest,
            ) from None
        beginning = beginning_of(head_unit, ask.beginning)
        session.leave_practice()
        if len(self._under_way) >= MOST:
            self._make_room(session.user)
        session.practice = self._under_way[session] = Practice(
            head_unit, self._families, self._clock, lambda: self._forget(session), beginning
        )
        if self._looking is None:
            self._looking = asyncio.get_running_loop().create_task(self._look())
        return Done()

    def mark(self) -> None:
        """Let the fast clocks go on, and tell the sessions whose wait they changed."""
        for session, practice in tuple(self._under_way.items()):
            if full := practice.full:
                session.leave_practice()
            if full or practice.mark():
                self._tell(session)

    def _familiar(self, session: Session) -> str:
        """The family of the vehicle this session looks at, or that was last used."""
        with suppress(*UNREADABLE):
            vehicle = self._vehicles.looked_at(session) or self._vehicles.last_used()
            if vehicle is not None:
                return self._vehicles.listed(vehicle).head_unit
        return FIRST

    def _make_room(self, user: int) -> None:
        """Whoever practises most gives up the oldest of theirs, for a user who has fewer.

        Raises RefusedError for who has most.
        """
        held = Counter(one.user for one in self._under_way)
        most = max(held, key=held.__getitem__)
        if held[most] <= held[user] + 1:
            raise RefusedError(Reason.TOO_MANY_PRACTISE)
        oldest = next(one for one in self._under_way if one.user == most)
        oldest.leave_practice()
        self._tell(oldest)

    def _forget(self, session: Session) -> None:
        self._under_way.pop(session, None)

    async def _look(self) -> None:
        """Look at the clocks for as long as anybody practises."""
        try:
            while self._under_way:
                await asyncio.sleep(LOOKS_EVERY_S)
                self.mark()
        except Exception as error:
            log_place_of_fault(error)
        finally:
            self._looking = None
