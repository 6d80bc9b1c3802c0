"""The judge of the lockout clock: how much of a wait may at most have been counted.

It reads the raw records as one whole sequence, backwards and forwards, and knows nothing of
states, marks or folds. Each slice between two neighbouring records is judged by itself; what a
wait may have counted is a plain sum of slices. A statement that was taken back is struck from the
sequence, and what is left is judged as if it had never stood there. Seconds throughout.
"""

from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from pi.radio.events import (
    AskedAgain,
    BatteryCut,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    ConfirmWithheld,
    Event,
    FeedCameBack,
    FeedFell,
    InterruptionSeen,
    PowerReported,
    RadioAsked,
    Recorded,
    StatementTakenBack,
    StillWaitingSeen,
    SupplyCameBack,
    SupplyFell,
    VehicleAdded,
    WatchStarted,
    Witness,
)
from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.lockout import Lockout, LockoutCandidate, Tail, Timer

SETTLES = (VehicleAdded, CodeAccepted)
ENDS_A_WAIT = (VehicleAdded, CodeAccepted, RadioAsked, AskedAgain)
UNKNOWN = float("inf")
FURTHEST = 30  # tries beyond those that are known
_DECIDED = (PowerReported, InterruptionSeen, BatteryCut, SupplyCameBack, FeedCameBack)
_SAID = (RadioAsked, AskedAgain, StillWaitingSeen, CodeAccepted, ConfirmWithheld)
CLOSE = 1e-6  # waits are products of floats


class Verdict(Struct, frozen=True):
    """What a state after one record may say at most. ``owed_s`` is the least it may owe."""

    in_a_wait: bool
    counted_s: float
    owed_s: float
    may_be_safe: bool


NO_WAIT = Verdict(False, 0.0, UNKNOWN, False)


def judge(head_unit: HeadUnit, records: Sequence[Recorded]) -> list[Verdict]:
    """One verdict for each record: that of the sequence up to it."""
    verdicts: list[Verdict] = []
    stands: list[Recorded] = []
    new, final = 0, 1  # what has no verdict yet; how many at the front can't be struck
    for record in records:
        if not _is(record, StatementTakenBack):
            stands.append(record)
            new += 1
            continue
        verdicts += _judged(head_unit, stands, new)
        struck = _last_said(stands, final)
        if struck is not None:
            del stands[struck]
        verdicts += _judged(head_unit, stands, 1) or [NO_WAIT]
        new, final = 0, max(1, len(stands))
    return verdicts + _judged(head_unit, stands, new)


def _last_said(records: Sequence[Recorded], final: int) -> int | None:
    """The statement that can be struck: the last, if no try came after it."""
    for index in range(len(records) - 1, final - 1, -1):
        event = records[index].event
        by = getattr(event, "by", None)
        if isinstance(event, PowerReported | InterruptionSeen) and by is not By.SENSE:
            return index if by is By.OWNER else None
        if isinstance(event, VehicleAdded | ConfirmPrompted):
            return None
        if isinstance(event, CodeRejected):
            return None if event.for_serial else index
        if isinstance(event, _SAID):
            return index
    return None


def _judged(head_unit: HeadUnit, records: Sequence[Recorded], last: int) -> list[Verdict]:
    """The verdicts on so many records at the end."""
    if not last or not records:
        return []
    timer = head_unit.timer
    broken = [_broken(records, index, timer) for index in range(len(records))]
    slices = _slices(records, broken, timer)
    sums = list(accumulate(slices))
    verdicts: list[Verdict] = []
    for index in range(len(records)):
        owed_s, start = _wait(head_unit.lockout, records, index)
        if start is None:
            verdicts.append(NO_WAIT)
            continue
        origin = start if _pauses(timer) else _last(broken, start, index)
        counted_s = sums[index] - sums[origin]
        since = max(start, _last_of((StillWaitingSeen,), records, index))
        enough = [one.counted_s >= owed_s - CLOSE for one in verdicts[since:]]
        may_be_safe = any(enough) or counted_s >= owed_s - CLOSE
        verdicts.append(Verdict(True, counted_s, owed_s, may_be_safe))
    return verdicts[-last:]


def _wait(lockout: Lockout, records: Sequence[Recorded], index: int) -> tuple[float, int | None]:
    """The least that is owed after a record, and the earliest record the wait can begin at.

    Every rejected try begins its wait anew. Where none of them costs a wait, the first look at
    a display that still refused does, and nobody can owe less than the longest documented.
    """
    asked = _last_of(ENDS_A_WAIT, records, index)
    settled = _last_of(SETTLES, records, index)
    tries = [at for at in range(settled + 1, index + 1) if _is(records[at], CodeRejected)]
    costs = [
        least_wait_that_is_seen(lockout, number) if _seen_waiting(records[at]) else cost
        for number, at in enumerate(tries, 1)
        if at > asked
        for cost in [least_wait(lockout, number)]
    ]
    if costs and max(costs) > 0:
        return _with_margin(max(costs)), tries[-1]
    looks = (at for at in range(asked + 1, index + 1) if _is(records[at], StillWaitingSeen))
    return _with_margin(longest_told(lockout)), next(looks, None)


def _broken(records: Sequence[Recorded], index: int, timer: Timer) -> bool:
    """Whether the radio may have lost its power at this record."""
    event, at = records[index].event, records[index].at
    needs_the_radio_on = timer.counts_while.value != "permanent_supply_only"
    switched_off = isinstance(event, PowerReported) and not event.on
    if isinstance(event, InterruptionSeen) or (switched_off and needs_the_radio_on):
        return True
    if isinstance(event, BatteryCut) and event.witness is not Witness.GUESS:
        return True
    if _fell(event, timer) and not _pauses(timer):
        return True
    before = records[index - 1].at if index else at
    return at.boot_id != before.boot_id or at.monotonic < before.monotonic


def _slices(records: Sequence[Recorded], broken: Sequence[bool], timer: Timer) -> list[float]:
    """The seconds that each record may add: those since the record before it.

    Both ends on, one boot, at most 45 s apart, no suspend between, and nobody had to start.
    """
    slices, on, dips = [], False, False
    for index, record in enumerate(records):
        before, at = records[max(0, index - 1)].at, record.at
        awake = at.monotonic - before.monotonic
        watched = awake <= 45 and at.boottime - before.boottime <= awake + 1
        counts = on and watched and not broken[index] and not _is(record, WatchStarted)
        slices.append(awake if counts else 0.0)
        told = isinstance(record.event, CodeRejected | StillWaitingSeen) or (
            isinstance(record.event, PowerReported) and record.event.on
        )
        forward = at.boot_id == before.boot_id and at.monotonic >= before.monotonic
        dips = dips and forward
        told = told or (dips and isinstance(record.event, SupplyCameBack | FeedCameBack))
        steady = on and watched and not broken[index]
        if _fell(record.event, timer):
            dips, steady = dips or (on and watched and forward), False
        elif isinstance(record.event, _DECIDED):
            dips = False
        on = told or steady
    return slices


def _fell(event: Event, timer: Timer) -> bool:
    """Whether a sense saw the radio lose what its wait needs, for a moment or for good."""
    needs_the_radio_on = timer.counts_while.value != "permanent_supply_only"
    return isinstance(event, FeedFell) or (isinstance(event, SupplyFell) and needs_the_radio_on)


def least_wait(lockout: Lockout, number: int) -> float:
    """The least wait the ``number``-th wrong try may be said to cost."""
    told: list[float | None] = [0.0] if lockout.none else []
    for one in lockout.candidates:
        over = one.terminal.after_wrong is not None and one.terminal.after_wrong < number
        if not over and one.stages:
            told.append(written_out(one, number)[number - 1])
    known = [wait_s for wait_s in told if wait_s is not None]
    if known and (max(known) > 0 or len(known) == len(told)):
        return max(*known, *_given_before(lockout, number))
    return longest_told(lockout)


def least_wait_that_is_seen(lockout: Lockout, number: int) -> float:
    """The same where the display says that it waits: more may have been tried than is known."""
    waits = (least_wait(lockout, more) for more in range(number, number + FURTHEST))
    return next((wait_s for wait_s in waits if wait_s), longest_told(lockout))


def _seen_waiting(record: Recorded) -> bool:
    reads = getattr(record.event, "reads", None) or None
    return reads is not None and set(reads.meanings) == {Meaning.WAITING}


def _given_before(lockout: Lockout, number: int) -> list[float]:
    """What accounts that leave this try's wait open gave for earlier ones: it is no shorter."""
    given = [0.0]
    for one in lockout.candidates:
        over = one.terminal.after_wrong is not None and one.terminal.after_wrong < number
        waits = [] if over or not one.stages else written_out(one, number)[:number]
        if waits and waits[-1] is None:
            listed = one.stages[: number - 1]
            given += [stage.wait_s for stage in listed if stage.wait_s]
    return given


def written_out(one: LockoutCandidate, length: int) -> list[float | None]:
    """An account's waits, try by try, for at least so many tries."""
    waits = [None if s.ends_series and s.wait_s == 0 else s.wait_s for s in one.stages]
    listed = list(waits)
    while len(waits) < length:
        last = waits[-1]
        if one.tail is Tail.REPEAT:
            waits += listed[one.repeat_from :]
        elif one.tail is Tail.DOUBLE:
            longer = None if last is None else last * 2
            waits.append(longer if longer is None else min(longer, one.cap_s or longer))
        else:
            waits.append(max((wait_s for wait_s in listed if wait_s), default=None))
    return waits


def longest_told(lockout: Lockout) -> float:
    """The longest number of seconds anybody gives for this family, endless where nobody does."""
    numbers = [lockout.may_take_s or 0.0]
    for one in lockout.candidates:
        numbers += [one.cap_s or 0.0, *(stage.wait_s or 0.0 for stage in one.stages)]
    return max(numbers) or UNKNOWN


def _with_margin(wait_s: float) -> float:
    return max(wait_s + 5, wait_s * 1.02)


def _pauses(timer: Timer) -> bool:
    return timer.on_interruption.value == "pauses"


def _is(record: Recorded, kind: type) -> bool:
    return isinstance(record.event, kind)


def _last(flags: Sequence[bool], start: int, index: int) -> int:
    return next((at for at in range(index, start, -1) if flags[at]), start)


def _last_of(kinds: tuple[type, ...], records: Sequence[Recorded], index: int) -> int:
    backwards = range(index, -1, -1)
    return next((at for at in backwards if isinstance(records[at].event, kinds)), -1)
