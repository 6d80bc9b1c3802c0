"""One session: what it may see, what it has begun, and how much of the service it may take.

Nobody is refused for what others hold. Where there is more than there is room for, the user who
holds most lets go of their largest, and of several alike the oldest. So whoever comes with a little
always finds room, and a flood makes room for itself.

What a locked session has written down is bounded for each user: some events are free at once, as an
evening with a radio has many reports, then one more for every ten seconds. So a stranger in the
group writes some megabytes a day at most, and the first word after a while is always taken.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from sys import getsizeof
from typing import TYPE_CHECKING, Any, Final, Protocol
from weakref import WeakKeyDictionary

from msgspec import Struct

from pi.radio.events import BeginningTold
from pi.service.protocol.answers import Answer, Reason, Refusal, RefusedError
from pi.service.protocol.commands import Ask
from pi.service.protocol.views import State
from pi.storage.vault.records import VehicleSecrets
from pi.storage.vault.unlocked import NewUnlocker
from pi.storage.vault.vault import PreparedSetup, UnlockedVault

if TYPE_CHECKING:  # loaded with the first backup
    from pi.storage.backup import Backup
    from pi.storage.restore import Upload

LOCKS_AFTER_IDLE_S = 600.0
NOBODYS = -1  # of what did not come in by the socket: the panel, a practice

AROUND = 512  # bytes of a vehicle besides its texts

AT_ONCE: Final = 120  # events
ONE_EVERY_S: Final = 10.0
LONGEST_DEBT_S: Final = (AT_ONCE + 1) * ONE_EVERY_S  # the next is never far away
MOST_USERS: Final = 1000  # remembered; whoever has all of theirs left needs no remembering


class PracticePort(Protocol):
    """What a session is in while it practises: a radio of its own, which answers in place of all.

    It stands with the session, so that the session need not know how a practice is made.
    """

    async def answer(self, ask: Ask) -> Answer | Refusal:
        """Answer one command, or refuse what would reach beyond the practice."""
        ...

    def state(self, lights: bool | None, turn: int) -> State:
        """What its session draws: beside the practised radio, the car's lights and the panel."""
        ...

    def close(self) -> None:
        """Forget all of it. Harmless twice."""
        ...


class PendingSetUp:
    """A set-up made in memory, until its recovery key is known to be written down."""

    def __init__(self, prepared: "PreparedSetup", vehicles: "list[Checked]") -> None:
        self.prepared = prepared
        self.vehicles = vehicles


class Session:
    """A touchscreen, an SSH session or a script. It unlocks for itself alone."""

    def __init__(self, user: int = NOBODYS) -> None:
        self.user = user  # its number, as the kernel knows it
        self.hung_up: Callable[[], bool] = lambda: False
        self.looks_at: str | None = None  # a vehicle's id
        self.watches = False
        self.unlocked: UnlockedVault | None = None
        self.names: dict[str, str] = {}  # of the vehicles, once they were asked for
        self.names_of = (0, 0)  # how often names had changed, how many vehicles there were then
        self.draft: list[Checked] = []
        self.pending: PendingSetUp | None = None
        self.joining: list[Checked] = []  # vehicles of which the last is still to come
        self.new_recovery_key: NewUnlocker | None = None  # shown, and not proved to be on paper
        self.unfinished = 0  # bytes of the draft, of what is pending and of those that join
        self.practice: PracticePort | None = None  # shown meanwhile, in place of all else
        self.backup: Backup | None = None  # a copy that it fetches
        self.upload: Upload | None = None  # a backup that comes in
        self.last_asked = 0.0  # CLOCK_MONOTONIC

    @property
    def sees(self) -> tuple[str | None, bool, object]:
        """What decides the state it is shown: sessions that see the same are told the same."""
        return self.looks_at, self.unlocked is not None, self.practice

    def watches_over(self, vehicle: str) -> bool:
        """Whether it draws this vehicle, as far as it has chosen one."""
        return self.watches and self.practice is None and self.looks_at in {None, vehicle}

    @property
    def is_open(self) -> bool:
        """Whether it has unlocked."""
        return self.unlocked is not None

    def vault(self) -> "UnlockedVault":
        """The open vault. Raises RefusedError while this session is locked."""
        if self.unlocked is None:
            raise RefusedError(Reason.LOCKED)
        return self.unlocked

    def lock(self) -> None:
        """Close the vault for this session."""
        if self.unlocked is not None:
            self.unlocked.close()
        self.unlocked = None
        self.forget_backup()
        self.forget_joining()
        self.forget_names()
        self.new_recovery_key = None

    def forget_names(self) -> None:
        """They are read again when they are wanted."""
        self.names = {}
        self.names_of = (0, 0)

    def forget_joining(self) -> None:
        """Let vehicles go that were to join together."""
        if self.joining:
            self.joining, self.unfinished = [], 0

    def forget_unfinished(self) -> None:
        """Let all go that was told for a set-up, or of vehicles that were to join."""
        self.draft, self.joining, self.pending, self.unfinished = [], [], None, 0

    def forget_backup(self) -> None:
        """Let a copy go that it fetched, or did not."""
        backup, self.backup = self.backup, None
        if backup is not None:
            backup.close()

    def forget_upload(self) -> None:
        """Let a backup go that came in, or did not come in whole."""
        upload, self.upload = self.upload, None
        if upload is not None:
            upload.close()

    def leave_practice(self) -> None:
        """End its practice, if it is in one."""
        practice, self.practice = self.practice, None
        if practice is not None:
            practice.close()

    def close(self) -> None:
        """The session is gone: so is all it was told and all it had not finished."""
        self.leave_practice()
        self.forget_upload()
        self.lock()
        self.forget_unfinished()


Handler = Callable[[Session, Any], Answer | Awaitable[Answer]]
Handlers = dict[type[Ask], Handler]
"""Which command is answered by what. Each room has its own; the service joins them into one."""


class Holdings:
    """Things of one kind. ``size_of`` tells what a session holds now, 0 for nothing."""

    def __init__(
        self, room: int, size_of: Callable[[Session], int], let_go: Callable[[Session], None]
    ) -> None:
        """``room`` is in the unit of ``size_of``; one alone may be larger."""
        self.room = room
        self._size_of = size_of
        self._let_go = let_go
        self._sessions: WeakKeyDictionary[Session, None] = WeakKeyDictionary()

    def took(self, session: Session) -> None:
        """A session holds something else than before: others, or it itself, may have to let go."""
        self._sessions.pop(session, None)
        self._sessions[session] = None
        while len(sizes := self.sizes()) > 1 and sum(sizes.values()) > self.room:
            self._let_go(_largest(sizes))

    def give_way(self, asker: Session) -> bool:
        """Let the largest go, as room is needed for another. False where nobody has to.

        Who has the vault open gives way to nobody who has not.
        """
        sizes = {
            one: size for one, size in self.sizes().items() if asker.is_open or not one.is_open
        }
        if sizes:
            self._let_go(_largest(sizes))
        return bool(sizes)

    def sizes(self) -> dict[Session, int]:
        """Who holds something, the oldest first."""
        sizes = {one: self._size_of(one) for one in list(self._sessions)}
        return {one: size for one, size in sizes.items() if size}


def _largest(sizes: dict[Session, int]) -> Session:
    """Of the user who holds most the largest, of several alike the oldest.

    Locked sessions come first.
    """
    sizes = {one: size for one, size in sizes.items() if not one.is_open} or sizes
    by_user: Counter[int] = Counter()
    for one, size in sizes.items():
        by_user[one.user] += size
    most = max(by_user.values())
    return max((one for one in sizes if by_user[one.user] == most), key=sizes.__getitem__)


class Checked(Struct, frozen=True, kw_only=True):
    """A vehicle that may join: its family, what the vault will hold of it, and its past."""

    head_unit: str
    secrets: VehicleSecrets
    beginning: BeginningTold | None = None

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, nearly."""
        one = self.secrets
        texts = (one.name, one.code, one.serial, one.plate, one.source)
        return AROUND + sum(getsizeof(text) for text in texts if text is not None)


class WriteBudget:
    """What each user has left, by what was written for them. Times are CLOCK_MONOTONIC."""

    def __init__(self) -> None:
        self._debts: dict[int, tuple[float, float]] = {}  # seconds of debt, and when

    def check(self, user: int, now: float) -> None:
        """Raise RefusedError, with the seconds to wait, where nothing is left."""
        over_s = self._debt_s(user, now) - (AT_ONCE - 1) * ONE_EVERY_S
        if over_s > 0:
            raise RefusedError(Reason.TOO_FAST, wait_s=over_s)

    def wrote(self, user: int, events: int, now: float) -> None:
        """Count what was written for a user."""
        if events <= 0:
            return
        debt_s = min(self._debt_s(user, now) + events * ONE_EVERY_S, LONGEST_DEBT_S)
        self._debts[user] = (debt_s, now)
        if len(self._debts) > MOST_USERS:
            self._debts = {one: d for one, d in self._debts.items() if self._debt_s(one, now) > 0}

    def _debt_s(self, user: int, now: float) -> float:
        debt_s, at = self._debts.get(user, (0.0, now))
        return max(0.0, debt_s - max(0.0, now - at))
