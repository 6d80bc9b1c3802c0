"""What a wrong code costs: the rule as sources tell it, and what is owed where they differ.

At each try the longer wait and the fewer tries left rule. A try after which a wait is known to
come, but not how long, owes the longest wait documented for the family; where none is, the wait
is unknown and only the radio's own display can end it.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from pi.radio.provenance import Rule

SAVE_EVERY_S: Final = 15.0  # a mark of the wait is saved this often
LONGEST_SLICE_S: Final = 3 * SAVE_EVERY_S  # a longer stretch between marks was not watched
LEAST_MARGIN_S: Final = 5.0
MARGIN: Final = 0.02
WORTH_A_WARNING_S: Final = 300.0  # ours: a wait from here on is confirmed a second time
_FAR: Final = 200  # tries looked ahead for the end of a series


class Stage(Rule, frozen=True, kw_only=True):
    """What follows one wrong try.

    ``wait_s`` is the documented wait in seconds, 0 where it asks again at once, absent where a
    wait is known to come but not how long. ``ends_series`` marks the try before a lockout.
    """

    wait_s: float | None = None
    ends_series: bool = False


class Tail(StrEnum):
    """What follows after the last listed stage."""

    REPEAT = "repeat"  # the stages from ``repeat_from`` on, over and over
    DOUBLE = "double"  # twice the wait each time, up to ``cap_s``
    UNKNOWN = "unknown"  # nobody says: the longest listed wait, each try the last of its series


class Terminal(Rule, frozen=True, kw_only=True):
    """When only a dealer helps. ``after_wrong`` counts wrong tries since the radio last played."""

    after_wrong: int | None = None
    display: str | None = None


class LockoutCandidate(Rule, frozen=True, kw_only=True):
    """One source's account of the whole rule. Where accounts differ, all are kept."""

    name: str
    stages: tuple[Stage, ...] = ()  # empty: no wait is known of
    tail: Tail = Tail.UNKNOWN
    repeat_from: int = 0  # index into stages
    cap_s: float | None = None  # longest wait of a doubling; absent: no cap known
    terminal: Terminal = Terminal()


class Lockout(Rule, frozen=True, kw_only=True):
    """All accounts of the rule; the careful one rules at each try.

    ``none`` states that wrong codes cost nothing, which takes a source. No candidates and not
    ``none`` means that nothing is known. ``may_take_s`` is the longest wait anyone reported.
    """

    candidates: tuple[LockoutCandidate, ...] = ()
    none: bool = False
    may_take_s: float | None = None
    cleared_by_key_cycle: bool | None = None


class CountsWhile(StrEnum):
    """What must be on for the radio's own wait to run."""

    RADIO_ON = "radio_on"
    IGNITION_AND_RADIO_ON = "ignition_and_radio_on"
    PERMANENT_SUPPLY_ONLY = "permanent_supply_only"
    UNKNOWN = "unknown"  # advised as: ignition and radio on


class OnInterruption(StrEnum):
    """What an interruption does to the wait."""

    RESTARTS = "restarts"
    PAUSES = "pauses"
    CLEARS_COUNTER = "clears_counter"  # nobody is advised to use it; taken as restarts
    UNKNOWN = "unknown"  # taken as restarts


class KeypressDuringWait(StrEnum):
    """What a key press does to the wait. Advised everywhere: hands off."""

    IGNORED = "ignored"
    RESTARTS = "restarts"
    UNKNOWN = "unknown"


class WaitOverSign(StrEnum):
    """How the radio shows that the wait is over."""

    WORD_RETURNS = "word_returns"
    DISPLAY_BLANK = "display_blank"
    BARS_FLASH = "bars_flash"
    TRY_NUMBER = "try_number"
    UNKNOWN = "unknown"


class StaysOnWith(StrEnum):
    """What keeps a set that switches itself off from doing so."""

    IGNITION_ON = "ignition_on"  # the key at ON: at ACC alone it goes off
    ENGINE = "engine"


class Timer(Rule, frozen=True, kw_only=True):
    """What the radio's own wait counts. ``trips_add_up`` unknown means no."""

    counts_while: CountsWhile = CountsWhile.UNKNOWN
    on_interruption: OnInterruption = OnInterruption.UNKNOWN
    keypress_during_wait: KeypressDuringWait = KeypressDuringWait.UNKNOWN
    trips_add_up: bool | None = None
    radio_auto_off_min: float | None = None  # it switches itself off and stops the wait
    stays_on_with: StaysOnWith | None = None
    wait_over_sign: WaitOverSign = WaitOverSign.UNKNOWN


class Cost(Struct, frozen=True, kw_only=True):
    """What one more wrong try costs.

    ``wait_s`` is the documented wait in seconds: 0 for none, None for one of unknown length.
    ``key_cycle``: it is no wait at all, the key is switched off and on.
    """

    wait_s: float | None
    ends_series: bool
    dead_end: bool
    key_cycle: bool = False

    @property
    def needs_a_warning(self) -> bool:
        """Whether the owner confirms a second time before risking it. Unknown means yes."""
        long = self.wait_s is None or self.wait_s >= WORTH_A_WARNING_S
        return self.ends_series or self.dead_end or long


def owed(wait_s: float) -> float:
    """Seconds to count before the earliest safe try: the wait and the larger of 5 s and 2 %."""
    return wait_s + max(LEAST_MARGIN_S, wait_s * MARGIN) if wait_s > 0 else 0.0


def documented(owed_s: float) -> float:
    """The wait in seconds of which so much is owed: what a wait is called by."""
    longest_with_least = LEAST_MARGIN_S / MARGIN + LEAST_MARGIN_S
    if owed_s <= longest_with_least:
        return max(0.0, owed_s - LEAST_MARGIN_S)
    return round(owed_s / (1 + MARGIN), 3)


def cost_of(lockout: Lockout, wrong: int, shown_left: int | None = None) -> Cost:
    """What the ``wrong``-th rejected try (from 1) since the radio last played costs.

    ``shown_left``: how many tries the display told before it. That rules over the accounts.
    """
    alive = _alive(lockout, wrong - 1)
    stages = [stage for one in alive if (stage := _stage(one, wrong)) is not None]
    least = max((_known_before(one, wrong) for one in alive), default=0.0)
    wait_s = 0.0 if lockout.none and not stages else _careful_wait(lockout, stages, least)
    dead_end = any(one.terminal.after_wrong == wrong for one in alive)
    ends_series = any(stage.ends_series for stage in stages)
    if shown_left is not None:
        dead_end = shown_left <= 1 and any(
            one.terminal.after_wrong is not None for one in lockout.candidates
        )
        ends_series = ends_series or shown_left <= 1
    return Cost(
        wait_s=wait_s,
        ends_series=ends_series,
        dead_end=dead_end,
        key_cycle=wait_s is None and ended_by_key_cycle(lockout),
    )


def most_tries(lockout: Lockout) -> tuple[int | None, int | None]:
    """The most tries that any account leaves, and that any lets be used up. None: no bound."""
    left = max(_totals(lockout), default=None)
    ends = [one.terminal.after_wrong for one in lockout.candidates]
    used = [end for end in ends if end is not None]
    return left, max(used) if used and len(used) == len(ends) else None


def wrong_where_left(lockout: Lockout, left: int) -> int | None:
    """How many wrong tries were made where a display says that so many are left.

    By the account that makes it most. None where no account has so many.
    """
    return max((total - left for total in _totals(lockout) if total >= left), default=None)


def wrong_where_it_waits(lockout: Lockout, wrong: int) -> int:
    """At least so many wrong tries were made where it waits, of which ``wrong`` are known."""
    for tries in range(max(1, wrong), _FAR):
        if cost_of(lockout, tries).wait_s != 0:
            return tries
    return wrong


def wrong_where_nobody_knows(lockout: Lockout) -> int:
    """How many wrong tries to reckon with where some were made: the next may be the last."""
    limit = tries_left(lockout, 0)
    return 1 if limit is None else max(1, limit - 1)


def longest_up_to(lockout: Lockout, wrong: int) -> float | None:
    """The longest wait in seconds that any of the first so many wrong tries costs, None: unknown.

    Which of them was the last is not known, nor when it was.
    """
    waits = [cost_of(lockout, tries).wait_s for tries in range(1, wrong + 1)]
    known = [wait_s for wait_s in waits if wait_s is not None]
    return None if len(known) < len(waits) else max(known, default=0.0)


def _totals(lockout: Lockout) -> list[int]:
    """With how many tries each account begins, as far as it says."""
    ends = (one.terminal.after_wrong or _to_end_of_series(one, 0) for one in lockout.candidates)
    return [end for end in ends if end is not None]


def tries_left(lockout: Lockout, wrong: int, shown_left: int | None = None) -> int | None:
    """Tries until the next lockout or dead end, after ``wrong`` rejected ones.

    None where no limit is known. ``shown_left``: what the display tells. That is it, then.
    """
    if shown_left is not None:
        return shown_left
    limits: list[int] = []
    for one in _alive(lockout, wrong):
        if one.terminal.after_wrong is not None:
            limits.append(one.terminal.after_wrong - wrong)
        if (left := _to_end_of_series(one, wrong)) is not None:
            limits.append(left)
    return min(limits, default=None)


def longest_documented(lockout: Lockout) -> float | None:
    """The longest wait anyone gives for this family, in seconds."""
    waits = [
        stage.wait_s
        for one in lockout.candidates
        for stage in one.stages
        if stage.wait_s is not None
    ]
    waits += [one.cap_s for one in lockout.candidates if one.cap_s is not None]
    if lockout.may_take_s is not None:
        waits.append(lockout.may_take_s)
    return max((wait_s for wait_s in waits if wait_s > 0), default=None)


def ended_by_key_cycle(lockout: Lockout) -> bool:
    """Whether the key, switched off and on, ends a lockout here, and no time does.

    Where any account gives a wait, that wait is counted: the key is no way round it.
    """
    return lockout.cleared_by_key_cycle is True and longest_documented(lockout) is None


def restarts_the_wait(timer: Timer) -> bool:
    """Whether an interruption starts the wait again. Unknown means yes."""
    return timer.on_interruption is not OnInterruption.PAUSES


def switches_off_before(timer: Timer, wait_s: float | None) -> bool:
    """Whether the set may switch itself off before a wait of so many seconds is counted out.

    A wait of unknown length (None) may be as long as any. The margin is waited for as well.
    """
    after_min = timer.radio_auto_off_min
    return after_min is not None and (wait_s is None or owed(wait_s) > after_min * 60.0)


def _alive(lockout: Lockout, wrong: int) -> list[LockoutCandidate]:
    """The accounts that the tries made so far have not refuted."""
    return [
        one
        for one in lockout.candidates
        if one.terminal.after_wrong is None or one.terminal.after_wrong > wrong
    ]


def _stage(one: LockoutCandidate, wrong: int) -> Stage | None:
    """What this account says of the ``wrong``-th try, None where it says nothing of waits."""
    at, count = wrong - 1, len(one.stages)
    if count == 0:
        return None
    if at < count:
        return one.stages[at]
    last = one.stages[-1]
    match one.tail:
        case Tail.REPEAT:
            first = max(0, min(one.repeat_from, count - 1))
            return one.stages[first + (at - first) % (count - first)]
        case Tail.DOUBLE:
            return Stage(wait_s=_doubled(last, at - count + 1, one.cap_s), ends_series=False)
        case Tail.UNKNOWN:
            known = [stage.wait_s for stage in one.stages if stage.wait_s is not None]
            return Stage(wait_s=max(known, default=None) or None, ends_series=True)


def _known_before(one: LockoutCandidate, wrong: int) -> float:
    """The longest wait this account gives before a try whose wait it leaves unknown, else 0.

    Waits of one account do not shrink within its list, so an unknown one is no shorter.
    """
    stage = _stage(one, wrong)
    if stage is None or stage.wait_s is not None:
        return 0.0
    return max((each.wait_s or 0.0 for each in one.stages[: wrong - 1]), default=0.0)


def _doubled(last: Stage, times: int, cap_s: float | None) -> float | None:
    if last.wait_s is None:
        return None
    wait_s = last.wait_s * 2.0 ** min(times, 64)
    return wait_s if cap_s is None else min(wait_s, cap_s)


def _careful_wait(lockout: Lockout, stages: list[Stage], least: float) -> float | None:
    """The longest wait that an account gives in seconds, else the longest of the family.

    It is no shorter than ``least``, which an account that leaves this one unknown gave before.

    A lockout of 0 seconds is none: a stage that ends its series so tells of no length.
    """
    known = [stage.wait_s for stage in stages if stage.wait_s or not stage.ends_series]
    told = [wait_s for wait_s in known if wait_s is not None]
    if told and (max(told) > 0 or len(told) == len(stages)):
        return max(*told, least)
    return longest_documented(lockout)


def _to_end_of_series(one: LockoutCandidate, wrong: int) -> int | None:
    for ahead in range(1, _FAR):
        stage = _stage(one, wrong + ahead)
        if stage is None or (one.tail is Tail.DOUBLE and wrong + ahead > len(one.stages)):
            return None
        if stage.ends_series:
            return ahead
    return None
