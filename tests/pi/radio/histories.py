"""What may happen to a radio: told step by step in a diary, or written by its owner, its machine
and bad luck; and the head units it may happen to.

Instants of the strategies are quarter seconds, so that sums and shifts of them are exact. ``wild``
histories hold any records in any order. ``lived`` ones run forwards: moments of one clock after
another, with runs of marks long enough to count a wait out.
"""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from pi.catalogue import catalogue
from pi.radio.entry import Confirm, ConfirmKind, Entry, Opening, OpeningKind, TouchKeypad
from pi.radio.events import (
    AskedAgain,
    BatteryCut,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    ConfirmWithheld,
    CopyKind,
    CopyMade,
    EntryBegunAnew,
    Event,
    FeedCameBack,
    FeedFell,
    InterruptionSeen,
    JudgedRule,
    LockoutBegan,
    PlaceLooked,
    PowerReported,
    PowerWitnessed,
    RadioAsked,
    Recorded,
    RuleJudged,
    StatementTakenBack,
    StepDone,
    StepTakenBack,
    StillWaitingSeen,
    SupplyCameBack,
    SupplyFell,
    VehicleAdded,
    VehicleChanged,
    WaitCountedOut,
    WalkthroughStarted,
    WalkthroughStopped,
    WatchStarted,
    Witness,
)
from pi.radio.fold import apply, fold, initial
from pi.radio.head_unit import DisplayWord, HeadUnit, Meaning, Protection
from pi.radio.instant import Instant, WallQuality
from pi.radio.lockout import (
    SAVE_EVERY_S,
    CountsWhile,
    Lockout,
    LockoutCandidate,
    OnInterruption,
    Stage,
    Tail,
    Terminal,
    Timer,
)
from pi.radio.state import RadioState, Wait
from tests.depth import examples

check = settings(
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
a_few = settings(check, max_examples=examples(15))

Records = tuple[Recorded, ...]

ENTRY = Entry(
    opening=Opening(kind=OpeningKind.NONE),
    method=TouchKeypad(),
    confirm=Confirm(kind=ConfirmKind.UNKNOWN),
)
WORDS = (
    DisplayWord(text="SAFE", meanings=(Meaning.WRONG, Meaning.WAITING)),
    DisplayWord(text="LOCKED", meanings=(Meaning.FINAL,)),
)
PAUSES = Timer(on_interruption=OnInterruption.PAUSES)
CLEARS = Timer(on_interruption=OnInterruption.CLEARS_COUNTER)
SUPPLY = Timer(
    counts_while=CountsWhile.PERMANENT_SUPPLY_ONLY, on_interruption=OnInterruption.RESTARTS
)
SUPPLY_PAUSES = Timer(
    counts_while=CountsWhile.PERMANENT_SUPPLY_ONLY, on_interruption=OnInterruption.PAUSES
)


def family(lockout: Lockout, timer: Timer | None = None, name: str = "odd") -> HeadUnit:
    """A head unit that takes a code and has this rule."""
    return HeadUnit(
        id=name,
        name=name,
        protection=Protection.OWNER_CODE,
        entry=ENTRY,
        words=WORDS,
        lockout=lockout,
        timer=timer or Timer(),
    )


def account(
    *waits: float | None,
    ends: tuple[int, ...] = (),
    tail: Tail = Tail.REPEAT,
    repeat_from: int = 0,
    cap_s: float | None = None,
    dead_after: int | None = None,
) -> LockoutCandidate:
    """One account: a wait a try. ``ends`` names the tries, from 1, that end a series."""
    return LockoutCandidate(
        name="an account",
        stages=tuple(
            Stage(wait_s=wait_s, ends_series=number in ends)
            for number, wait_s in enumerate(waits, 1)
        ),
        tail=tail,
        repeat_from=repeat_from,
        cap_s=cap_s,
        terminal=Terminal(after_wrong=dead_after),
    )


def rule(
    *accounts: LockoutCandidate, none: bool = False, may_take_s: float | None = None
) -> Lockout:
    """All accounts of one rule."""
    return Lockout(candidates=accounts, none=none, may_take_s=may_take_s)


MINUTE = rule(account(60), may_take_s=300)
SHORTER_LATER = rule(account(0, 0, 0, 300, 0, 300, ends=(4, 6), repeat_from=4))
CONTRADICTING = rule(account(0, 0, 300, ends=(3,)), account(60, tail=Tail.DOUBLE, cap_s=240))
TEN_OR_SIX = rule(account(10, 30, 60, tail=Tail.UNKNOWN, dead_after=10), account(dead_after=6))

ODD = {
    "minute": family(MINUTE),
    "pauses": family(MINUTE, PAUSES),
    "clears the counter": family(MINUTE, CLEARS),
    "permanent supply": family(MINUTE, SUPPLY),
    "permanent supply, pauses": family(MINUTE, SUPPLY_PAUSES),
    "shorter later": family(SHORTER_LATER, PAUSES),
    "doubling without a cap": family(rule(account(10, tail=Tail.DOUBLE))),
    "contradicting": family(CONTRADICTING, PAUSES),
    "ten or six": family(TEN_OR_SIX),
    "partly unknown": family(rule(account(0, None, 60, None, tail=Tail.UNKNOWN), may_take_s=90)),
    "reported shorter than written": family(rule(account(120, ends=(1,)), may_take_s=60), PAUSES),
    "straight to dead": family(rule(account(dead_after=3))),
    "nothing known": family(rule()),
    "costs nothing": family(rule(none=True)),
    "costs nothing, then dead": family(rule(account(dead_after=4), none=True)),
    "a lockout of no length": family(rule(account(0, 0, ends=(2,)), may_take_s=60)),
}
REAL = {name: one for name in catalogue.ids() if (one := catalogue.load(name)).takes_a_code}
FAMILIES = ODD | REAL
every_family = pytest.mark.parametrize("head_unit", FAMILIES.values(), ids=FAMILIES)
families = st.sampled_from(list(FAMILIES.values()))


def recorded(event: Event, at: Instant) -> Recorded:
    """A line of a journal; its number plays no part here."""
    return Recorded(seq=0, vehicle="v", event=event, at=at)


class Diary:
    """One radio, one machine. Its clocks move only when the story says so. Seconds throughout."""

    def __init__(self, head_unit: HeadUnit) -> None:
        self.head_unit = head_unit
        self.records: list[Recorded] = []
        self.at = Instant(boot_id="1", monotonic=500.0, boottime=500.0, wall=1_700_000_000.0)

    @property
    def state(self) -> RadioState:
        """Where the radio stands."""
        return fold(self.head_unit, self.records)

    @property
    def wait(self) -> Wait:
        """The wait under way."""
        wait = self.state.wait
        assert wait is not None, f"no wait in {self.state.name}"
        return wait

    def tell(self, *events: Event) -> "Diary":
        """Something happened, now."""
        self.records += [recorded(event, self.at) for event in events]
        return self

    def rejected(self, times: int = 1) -> "Diary":
        """So many wrong tries, one after another."""
        return self.tell(*[CodeRejected()] * times)

    def watch(self, seconds: float, every: float = SAVE_EVERY_S) -> "Diary":
        """The service watches and marks."""
        for _ in range(int(seconds // every)):
            self.away(every).tell(PowerWitnessed())
        if rest := seconds % every:
            self.away(rest).tell(PowerWitnessed())
        return self

    def away(self, seconds: float) -> "Diary":
        """Time passes and nothing is written."""
        return self._clocks(awake=seconds)

    def suspended(self, seconds: float) -> "Diary":
        """The machine sleeps."""
        return self._clocks(asleep=seconds)

    def rebooted(self, uptime: float = 20.0) -> "Diary":
        """The machine lost its power and the service starts with so much uptime."""
        boot = str(int(self.at.boot_id) + 1)
        self.at = Instant(boot_id=boot, monotonic=uptime, boottime=uptime, wall=self.at.wall)
        return self.tell(WatchStarted())

    def wall_jumps(self, seconds: float, quality: WallQuality = WallQuality.UNSURE) -> "Diary":
        """Somebody or something sets the date."""
        return self._clocks(wall=seconds, quality=quality)

    def lose(self, records: Sequence[Recorded]) -> "Diary":
        """These never reached the card."""
        self.records = [one for one in self.records if not any(one is lost for lost in records)]
        return self

    def _clocks(
        self,
        awake: float = 0.0,
        asleep: float = 0.0,
        wall: float = 0.0,
        quality: WallQuality | None = None,
    ) -> "Diary":
        self.at = replace(
            self.at,
            monotonic=self.at.monotonic + awake,
            boottime=self.at.boottime + awake + asleep,
            wall=self.at.wall + awake + asleep + wall,
            quality=quality or self.at.quality,
        )
        return self


def states(head_unit: HeadUnit, records: Sequence[Recorded]) -> list[RadioState]:
    """The state after each record, the first of which can't be taken back."""
    found, state = [], initial(head_unit)
    for record in records:
        state = apply(head_unit, state, record) if found else fold(head_unit, [record])
        found.append(state)
    return found


steps = st.integers(0, 4)
shows = st.sampled_from([*[None] * 8, "SAFE", "LOCKED"])
walls = st.integers(-(10**9), 10**10).map(float)
qualities = st.sampled_from(WallQuality)

marks: st.SearchStrategy[Event] = st.sampled_from(
    [
        PowerWitnessed(),
        WatchStarted(),
        *(PowerReported(on=on, by=by) for on in (True, False) for by in (None, By.OWNER)),
        PowerReported(on=False, by=By.SENSE),
        *(InterruptionSeen(by=by) for by in (None, By.OWNER, By.SERVICE)),
        *(SupplyFell(), SupplyCameBack(), FeedFell(), FeedCameBack()),
        *(BatteryCut(witness=witness) for witness in Witness),
    ]
)
sensed_on = PowerReported(on=True, by=By.SENSE)
taken_back = StatementTakenBack(said="any")
told: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([RadioAsked(), AskedAgain(), CodeAccepted(), VehicleAdded(head_unit="any")]),
    st.sampled_from([EntryBegunAnew(), ConfirmPrompted(), ConfirmWithheld(), taken_back]),
    st.builds(WalkthroughStarted, steps=steps),
    st.builds(StepDone, step=steps),
    st.builds(StepTakenBack, step=steps),
    st.builds(WalkthroughStopped, cut_off=st.booleans()),
    st.builds(StillWaitingSeen, shows=shows),
    st.builds(PlaceLooked, place=st.sampled_from(["papers", "handbook"]), looked=st.booleans()),
    st.sampled_from([CopyMade(kind=CopyKind.CARD), VehicleChanged(fields=("code",))]),
    st.just(RuleJudged(rule=JudgedRule.WAIT, agrees=True)),
    st.sampled_from([LockoutBegan(owed_s=None), LockoutBegan(owed_s=1.0), WaitCountedOut()]),
)
rejections: st.SearchStrategy[Event] = st.builds(
    CodeRejected, shows=shows, for_serial=st.booleans()
)
events: st.SearchStrategy[Event] = st.one_of(marks, told, rejections, st.just(sensed_on))


@st.composite
def wild_instants(draw: st.DrawFn) -> Instant:
    """A reading of any clock: one of three boots, awake for up to a day and a half."""
    awake = draw(st.one_of(st.integers(0, 600), st.integers(0, 500_000))) / 4
    asleep = draw(st.sampled_from([0.0, 0.0, 0.0, 0.5, 2.0, 7200.0]))
    return Instant(
        boot_id=draw(st.sampled_from("aaabc")),
        monotonic=awake,
        boottime=awake + asleep,
        wall=draw(walls),
        quality=draw(qualities),
    )


wild: st.SearchStrategy[Records] = st.lists(
    st.builds(recorded, events, wild_instants()), max_size=25
).map(tuple)


class Moment(Struct, frozen=True):
    """What passes before a record: awake and asleep seconds, a boot, or the other writer's lag."""

    awake: float = 0.0
    asleep: float = 0.0
    boots: bool = False
    lag: float = 0.0  # the record's instant was read so much before it was written


awake = st.sampled_from([0.0, 0.25, 10.0, 15.0, 15.0, 44.75, 45.0, 45.0, 45.25, 60.0, 1200.0])
watched = st.builds(Moment, awake=awake)
upsets = st.one_of(
    st.builds(Moment, awake=awake, asleep=st.sampled_from([0.75, 1.25, 7200.0])),
    st.builds(Moment, awake=awake, boots=st.just(True)),
)
lags = st.builds(Moment, awake=awake, lag=st.sampled_from([0.25, 20.0]))
Line = tuple[Moment, Event]


def runs(longest: int) -> st.SearchStrategy[list[Line]]:
    """Marks as the service makes them, one after another."""
    lines = st.sampled_from([15.0, 45.0]).map(lambda s: (Moment(awake=s), PowerWitnessed()))
    return st.builds(lambda line, count: [line] * count, lines, st.integers(1, longest))


def together(pieces: Iterable[Sequence[Line]]) -> list[Line]:
    """One piece after another."""
    return [line for piece in pieces for line in piece]


def written(lines: Sequence[Line]) -> Records:
    """The records of these lines, read from one machine's clocks."""
    boot, monotonic, boottime, records = 0, 1000.0, 1000.0, []
    for moment, event in lines:
        if moment.boots:
            boot, monotonic, boottime = boot + 1, 5.0, 5.0
        monotonic += moment.awake
        boottime += moment.awake + moment.asleep
        at = Instant(
            boot_id=f"boot {boot}",
            monotonic=monotonic - moment.lag,
            boottime=boottime - moment.lag,
            wall=boottime,
        )
        records.append(recorded(event, at))
    return tuple(records)


def told_at_once(*happenings: Event) -> st.SearchStrategy[list[Line]]:
    """Events a moment apart."""
    return st.just([(Moment(awake=0.25), event) for event in happenings])


entries = st.sampled_from([1, 4]).flatmap(
    lambda steps: told_at_once(
        WalkthroughStarted(steps=steps), *(StepDone(step=step) for step in range(steps))
    )
)
slips: st.SearchStrategy[Event] = st.sampled_from(
    [
        *(RadioAsked(), AskedAgain(), CodeAccepted(), CodeRejected(), ConfirmWithheld()),
        *(InterruptionSeen(by=By.OWNER), StillWaitingSeen(), StillWaitingSeen(shows="LOCKED")),
        *(PowerReported(on=on, by=By.OWNER) for on in (True, False)),
    ]
)
"""What an owner can say, and take back."""
blind_scenes = st.one_of(
    slips.filter(lambda slip: not isinstance(slip, StillWaitingSeen)).flatmap(
        lambda slip: told_at_once(slip, taken_back)
    ),
    told_at_once(PowerReported(on=True)),
    told_at_once(SupplyFell(), SupplyCameBack()),
    told_at_once(SupplyFell(), PowerReported(on=False), PowerReported(on=True)),
    told_at_once(AskedAgain()),
    told_at_once(AskedAgain(), WalkthroughStarted(steps=2), StepDone(step=0), ConfirmPrompted()),
    entries,
)
scenes = st.one_of(
    blind_scenes,
    told_at_once(StillWaitingSeen()),
    told_at_once(StillWaitingSeen(), taken_back),
    told_at_once(InterruptionSeen(), StillWaitingSeen()),
)


on_again = told_at_once(PowerReported(on=True)) | told_at_once()


def lived(
    moments: st.SearchStrategy[Moment] = watched | upsets | lags,
    happenings: st.SearchStrategy[Event] = events,
    scenes: st.SearchStrategy[list[Line]] = scenes,
) -> st.SearchStrategy[Records]:
    """A history that runs forwards, with a rejected try early and runs of marks after it."""

    def single(some: st.SearchStrategy[Event]) -> st.SearchStrategy[list[Line]]:
        return st.tuples(moments, some).map(lambda one: [one])

    doubt = st.tuples(runs(4), single(marks), on_again, runs(4)).map(together)
    tries = st.lists(single(rejections), min_size=1, max_size=3).map(together)
    piece = st.one_of(single(happenings), single(rejections), scenes, doubt, *[runs(90)] * 3)
    pieces = st.lists(piece, max_size=10).map(together)
    return st.tuples(tries, pieces).map(together).map(written)


# Runs forwards, and nobody looks at a display that still refuses: only the clock tells. Of a
# sense's "on" the judge asks less than the fold.
unlooked = lived(
    watched | upsets,
    events.filter(lambda event: not isinstance(event, StillWaitingSeen) and event != sensed_on),
    blind_scenes,
)


def interleaved(one: Records, other: Records, order: Sequence[bool]) -> Records:
    """Two writers' records in one journal: each keeps its own order."""
    left, right, merged = list(one), list(other), []
    for first in order:
        source = (left or right) if first else (right or left)
        if source:
            merged.append(source.pop(0))
    return (*merged, *left, *right)


two_writers: st.SearchStrategy[Records] = st.builds(
    interleaved, lived(watched), lived(watched), st.lists(st.booleans(), max_size=60)
)
histories: st.SearchStrategy[Records] = st.one_of(wild, lived(), lived(), two_writers)
