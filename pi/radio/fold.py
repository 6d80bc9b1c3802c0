"""From events to state: ``fold``, its one step ``apply``, and what of them follows the entry of a
code.

What happened is never refused here: an event that does not fit the state still tells something,
and the careful reading of it is taken.

A statement can be taken back until the next one, or the next try. Until then two readings of the
radio are kept side by side, with it and without, and whatever happens is told to both: so nothing
ever has to be looked for in the past, be it on the card or in memory alone.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from pi.radio import waiting
from pi.radio.display import Reading, read
from pi.radio.events import (
    AskedAgain,
    BatteryCut,
    BeginningTold,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    ConfirmWithheld,
    EntryBegunAnew,
    Event,
    FeedCameBack,
    FeedFell,
    InterruptionSeen,
    PlaceLooked,
    PowerReported,
    PowerWitnessed,
    RadioAsked,
    Recorded,
    Stands,
    StatementTakenBack,
    StepDone,
    StepTakenBack,
    StillWaitingSeen,
    VehicleAdded,
    WalkthroughStarted,
    WalkthroughStopped,
    Witness,
)
from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.instant import Instant
from pi.radio.lockout import (
    Cost,
    Lockout,
    cost_of,
    longest_documented,
    longest_up_to,
    owed,
    tries_left,
    wrong_where_it_waits,
    wrong_where_left,
    wrong_where_nobody_knows,
)
from pi.radio.state import (
    LONGEST_PLACE,
    MOST_PLACES,
    Attempt,
    Name,
    RadioState,
    Said,
    Wait,
    is_statement,
    makes_final,
)


def walked(head_unit: HeadUnit, state: RadioState, record: Recorded) -> RadioState:
    """A radio after one more record of an entry. What does not fit the entry changes nothing."""
    entering = state.name is Name.ENTERING
    match record.event:
        case WalkthroughStarted(steps=steps) if state.name is Name.ASKING:
            return replace(state, name=Name.ENTERING, step=0, steps=steps, cut_off=False)
        case StepDone(step=step) if entering and step == state.step:
            return replace(state, step=min(step + 1, max(step, (state.steps or 0) - 1)))
        case StepTakenBack(step=step) if entering and step == state.step and step > 0:
            return replace(state, step=step - 1)
        case EntryBegunAnew() if entering:
            return replace(state, step=0)
        case WalkthroughStopped(cut_off=cut_off) if entering:
            return replace(state, name=Name.ASKING, step=None, steps=None, cut_off=cut_off)
        case ConfirmPrompted() if entering or state.name is Name.ASKING:
            feared = state.rejected + 1
            cost = cost_of(head_unit.lockout, feared, state.shown_left)
            over = cost.ends_series or cost.dead_end
            shown = None if state.shown_left is None else state.shown_left - 1
            left = 0 if over else tries_left(head_unit.lockout, feared, shown)
            return replace(state, name=Name.OUTCOME_UNKNOWN, tries_left=left)
        case ConfirmWithheld() if state.name is Name.OUTCOME_UNKNOWN:
            left = tries_left(head_unit.lockout, state.rejected, state.shown_left)
            return replace(state, name=Name.ASKING, step=None, steps=None, tries_left=left)
    return state


def initial(head_unit: HeadUnit) -> RadioState:
    """A radio nothing is known of yet: a try is allowed, where it takes a code at all."""
    if not head_unit.takes_a_code:
        return RadioState(name=Name.NO_CODE)
    return RadioState(name=Name.ASKING, tries_left=tries_left(head_unit.lockout, 0))


def fold(head_unit: HeadUnit, records: Iterable[Recorded]) -> RadioState:
    """The state after these events, oldest first, from the last one that settled the radio.

    What was before the first is not known, so the first can't be taken back.
    """
    state = initial(head_unit)
    for index, record in enumerate(records):
        state = apply(head_unit, state, record)
        if index == 0:
            state = state.final
    return state


def apply(head_unit: HeadUnit, state: RadioState, record: Recorded) -> RadioState:
    """The state after one more event."""
    if not head_unit.takes_a_code:
        return initial(head_unit)
    event = record.event
    if isinstance(event, StatementTakenBack):
        return state if state.without is None else state.without
    now = _told(head_unit, state.final, record)
    if is_statement(event):
        return replace(now, said=Said(event=event, at=record.at), without=state.final)
    if state.without is None or makes_final(event):
        return now
    return replace(now, said=state.said, without=_told(head_unit, state.without, record))


def _told(head_unit: HeadUnit, state: RadioState, record: Recorded) -> RadioState:
    """One reading of the radio after one more event, whatever can be taken back."""
    at = record.at
    match record.event:
        case VehicleAdded():
            return initial(head_unit)
        case CodeAccepted():
            return RadioState(
                name=Name.PLAYING,
                tries_left=tries_left(head_unit.lockout, 0),
                last_attempt=Attempt(accepted=True, at=at),
            )
        case BeginningTold():
            return _begun(head_unit, initial(head_unit), record.event, at)
        case CodeRejected():
            return _rejected(head_unit, state, record.event, at)
        case RadioAsked(reads=reads) | AskedAgain(reads=reads):
            return _asks(head_unit, state, reads)
        case StillWaitingSeen():
            return _still_waiting(head_unit, state, record.event, at)
        case FeedFell() | FeedCameBack() | BatteryCut():
            return _fed(head_unit, state, record)
        case PlaceLooked(place=place, looked=looked):
            places = _looked(state.looked, place, looked=looked)
            return _seen(head_unit, replace(state, looked=places), record)
        case _:
            return _seen(head_unit, state, record)


def is_news(head_unit: HeadUnit, state: RadioState, event: Event, at: Instant) -> bool:
    """Whether an event tells more of a radio than that it is still watched.

    A wrong try, and an interruption of a wait, always do: each is one more. What is said of the
    power may be news of a wait that only a slip has ended.
    """
    told = Recorded(seq=0, vehicle="", event=event, at=at)
    of_power = isinstance(event, InterruptionSeen | PowerReported)
    readings = state.readings if of_power and state.wait is None else (state,)
    return any(_is_news(head_unit, one.final, told) for one in readings)


def _is_news(head_unit: HeadUnit, state: RadioState, told: Recorded) -> bool:
    """The same of one reading of the radio."""
    after, marked = (_told(head_unit, state, one) for one in (told, _mark(told.at)))
    return not _stands_alike(after, marked)


def undoes(head_unit: HeadUnit, state: RadioState, at: Instant) -> bool:
    """Whether taking the last statement back would change where the radio stands."""
    if state.without is None:
        return False
    now, then = (_told(head_unit, one, _mark(at)) for one in (state.final, state.without))
    return not _stands_alike(now, then)


def _mark(at: Instant) -> Recorded:
    """The power was there, and nothing else is told."""
    return Recorded(seq=0, vehicle="", event=PowerWitnessed(), at=at)


def _stands_alike(one: RadioState, other: RadioState) -> bool:
    """Whether two readings of a radio are the same, be it that it was said later that it plays."""
    attempts = one.last_attempt, other.last_attempt
    if all(each is not None and each.accepted for each in attempts):
        one = replace(one, last_attempt=other.last_attempt)
    return one == other


def _looked(places: tuple[str, ...], place: str, *, looked: bool) -> tuple[str, ...]:
    """The places with their ticks, the latest last: no more than any guide has.

    What an earlier version took for a place may be any number of made-up words.
    """
    if looked and (place in places or len(place) > LONGEST_PLACE):
        return places
    others = tuple(each for each in places if each != place)
    return (*others, place)[-MOST_PLACES:] if looked else others


def _seen(head_unit: HeadUnit, state: RadioState, record: Recorded) -> RadioState:
    """A radio after what belongs to a wait or to an entry, whichever is under way."""
    if state.wait is not None:
        return _clocked(head_unit, state, state.wait, record.event, record.at)
    return walked(head_unit, state, record)


def _counted(head_unit: HeadUnit, state: RadioState, reads: Reading | None) -> RadioState:
    """The tries as the display tells them, both ways: it wins over what was counted here."""
    if reads is None or not _tells_tries(reads):
        return state
    shown_left = reads.tries_left
    if reads.tries_used is not None:
        rejected = reads.tries_used
    else:
        assert shown_left is not None
        told = wrong_where_left(head_unit.lockout, shown_left)
        rejected = state.rejected if told is None else told
    one_series = state.in_series == state.rejected
    return replace(
        state,
        rejected=rejected,
        in_series=rejected if one_series else min(state.in_series, rejected),
        shown_left=shown_left,
        tries_left=tries_left(head_unit.lockout, rejected, shown_left),
    )


def _so_many(state: RadioState, tries: int) -> RadioState:
    """At least so many wrong tries were made, though fewer are known."""
    more = max(0, tries - state.rejected)
    return replace(state, rejected=state.rejected + more, in_series=state.in_series + more)


def _is_the_end(
    head_unit: HeadUnit, shows: str | None, reads: Reading | None, *, asked_in_vain: bool
) -> bool:
    """Whether the word says that only a dealer helps.

    ``asked_in_vain``: it was seen on a radio that refuses, where a word that may also ask does not.
    """
    if reads is None:  # an event of a version that wrote the word alone, as its data had it then
        reads = None if shows is None else read(shows, head_unit.words)
        return reads is not None and Meaning.FINAL in reads.meanings
    return reads.is_final or (asked_in_vain and Meaning.FINAL in reads.meanings)


def _rejected(
    head_unit: HeadUnit, state: RadioState, event: CodeRejected, at: Instant
) -> RadioState:
    lockout, reads = head_unit.lockout, event.reads or None
    left = None if state.shown_left is None else max(0, state.shown_left - 1)
    tried = replace(
        state,
        name=Name.ASKING,
        rejected=state.rejected + 1,
        in_series=state.in_series + 1,
        shown_left=left,
        step=None,
        steps=None,
        wait=None,
        cut_off=False,
        last_attempt=Attempt(accepted=False, at=at),
    )
    tried = _counted(head_unit, tried, reads)
    cost = _cost_of_last(lockout, tried)
    waits = reads is not None and reads.waits
    if waits and cost.wait_s == 0 and state.wait is None:
        tried = _so_many(tried, wrong_where_it_waits(lockout, tried.rejected))
        cost = _cost_of_last(lockout, tried)
    over = cost.ends_series and tried.shown_left is None
    left = 0 if over else tries_left(lockout, tried.rejected, tried.shown_left)
    counted = replace(tried, tries_left=left)
    dead = (cost.dead_end or state.name is Name.DEAD_END) and not waits
    if dead or _is_the_end(head_unit, event.shows, reads, asked_in_vain=True):
        return replace(counted, name=Name.DEAD_END, tries_left=0)
    if state.wait is not None:
        wait = waiting.again(state.wait, cost.wait_s, at)
        left = 0 if tried.shown_left is None else left
    elif cost.wait_s == 0 and not waits:
        return counted
    else:
        wait_s = cost.wait_s or longest_documented(lockout)
        wait = Wait(
            owed_s=None if wait_s is None else owed(wait_s), mark=at, ends_series=cost.ends_series
        )
    return replace(counted, name=Name.WAITING, tries_left=left, wait=_told_left(wait, reads))


def _cost_of_last(lockout: Lockout, state: RadioState) -> Cost:
    """What the last of the rejected tries cost. Where there is none, what the first one would."""
    left = state.shown_left
    return cost_of(lockout, max(1, state.rejected), None if left is None else left + 1)


def _told_left(wait: Wait, reads: Reading | None) -> Wait:
    """The wait as the display tells it, where it does."""
    if reads is None or reads.left_s is None:
        return wait
    return waiting.told_left(wait, reads.left_s)


def _begun(head_unit: HeadUnit, state: RadioState, event: BeginningTold, at: Instant) -> RadioState:
    """A radio that had a past when its vehicle joined. When its tries were made nobody says.

    Where their number is not known either, the next one may be the last; and a wait that was seen
    to run is the longest known.
    """
    lockout, reads = head_unit.lockout, event.reads
    match event.stands:
        case Stands.PLAYS:
            return replace(state, name=Name.PLAYING)
        case Stands.ASKS:
            return _counted(head_unit, state, reads)
        case Stands.TRIED | Stands.TRIED_AND_ASKS | Stands.WAITS:
            pass
    waits = event.stands is Stands.WAITS
    tries = wrong_where_nobody_knows(lockout) if event.tried is None else event.tried
    if waits:
        tries = wrong_where_it_waits(lockout, tries)
    told = _counted(head_unit, _so_many(state, tries), reads)
    known = replace(told, tries_left=tries_left(lockout, told.rejected, told.shown_left))
    counted = event.tried is not None and told.shown_left is None
    runs = reads is not None and reads.waits
    dead = counted and not runs and _over(lockout, told.rejected)
    if dead or _is_the_end(head_unit, None, reads, asked_in_vain=waits):
        return replace(known, name=Name.DEAD_END, tries_left=0)
    asks = reads is not None and reads.asks and Meaning.WAITING not in reads.meanings
    asks = asks or event.stands is Stands.TRIED_AND_ASKS
    if not waits and (asks or told.rejected == 0):
        return known
    cost = _cost_of_last(lockout, told)
    if event.tried is not None or _tells_tries(reads):
        wait_s = cost.wait_s
    else:
        wait_s = longest_documented(lockout) if waits else longest_up_to(lockout, told.rejected)
    if waits:
        wait_s = wait_s or longest_documented(lockout)
    elif wait_s == 0:
        return known
    wait = Wait(
        owed_s=None if wait_s is None else owed(wait_s), mark=at, ends_series=cost.ends_series
    )
    left = 0 if cost.ends_series and told.shown_left is None else known.tries_left
    return replace(known, name=Name.WAITING, tries_left=left, wait=_told_left(wait, reads))


def _tells_tries(reads: Reading | None) -> bool:
    """Whether a figure on the display tells how many tries were used, or are left."""
    return reads is not None and (reads.tries_used is not None or reads.tries_left is not None)


def _over(lockout: Lockout, wrong: int) -> bool:
    """Whether any of the first so many wrong tries was the last there was."""
    return any(cost_of(lockout, tries).dead_end for tries in range(1, wrong + 1))


def _asks(head_unit: HeadUnit, state: RadioState, reads: Reading | None) -> RadioState:
    """The display asks: it wins over the clock and over a dead end read from a rule."""
    if state.name is Name.OUTCOME_UNKNOWN:
        return state
    if state.name in {Name.ENTERING, Name.ASKING}:
        return _counted(head_unit, state, reads)
    if state.name is Name.PLAYING and state.battery is Witness.GUESS:
        state = replace(state, battery=None)
    over = state.name is Name.DEAD_END or (state.wait is not None and state.wait.ends_series)
    asks = replace(
        state,
        name=Name.ASKING,
        in_series=0 if over else state.in_series,
        tries_left=tries_left(head_unit.lockout, state.rejected, state.shown_left),
        wait=None,
    )
    return _counted(head_unit, asks, reads)


def _still_waiting(
    head_unit: HeadUnit, state: RadioState, event: StillWaitingSeen, at: Instant
) -> RadioState:
    """The display refuses: it wins, too, over an entry under way as well."""
    reads = event.reads or None
    refuses = replace(state, name=Name.WAITING, tries_left=0, step=None, steps=None)
    if _is_the_end(head_unit, event.shows, reads, asked_in_vain=True):
        return replace(refuses, name=Name.DEAD_END, wait=None)
    if state.wait is not None:
        seen = _clocked(head_unit, state, state.wait, PowerReported(on=True), at)
        seen = _counted(head_unit, seen, reads)
        assert seen.wait is not None
        if reads is not None and reads.left_s is not None:
            wait = waiting.told_left(seen.wait, reads.left_s)
            return replace(seen, name=Name.WAITING, wait=wait)
        if seen.name is Name.SAFE_TO_TRY:
            longer = waiting.told_longer(seen.wait, longest_documented(head_unit.lockout))
            return replace(seen, name=Name.WAITING, wait=longer)
        return seen
    runs = reads is not None and reads.waits
    if state.name in {Name.PLAYING, Name.ASKING, Name.ENTERING} or (
        runs and state.name is Name.DEAD_END
    ):
        if runs:
            refuses = _so_many(refuses, wrong_where_it_waits(head_unit.lockout, state.rejected))
        counted = _counted(head_unit, refuses, reads)
        wait_s = longest_documented(head_unit.lockout)
        if _tells_tries(reads):
            wait_s = _cost_of_last(head_unit.lockout, counted).wait_s or wait_s
        wait = Wait(owed_s=None if wait_s is None else owed(wait_s), mark=at, ends_series=True)
        return replace(counted, wait=_told_left(wait, reads))
    return state


def _fed(head_unit: HeadUnit, state: RadioState, record: Recorded) -> RadioState:
    """A radio after news of its permanent feed. Without it a set forgets that it was unlocked."""
    event = record.event
    if state.wait is not None:
        state = _clocked(head_unit, state, state.wait, event, record.at)
    if event == BatteryCut(witness=Witness.GUESS):
        guessed = state.name is Name.PLAYING and state.battery is None
        return replace(state, battery=Witness.GUESS) if guessed else state
    if isinstance(event, FeedFell | FeedCameBack):
        return replace(state, feed_fell=isinstance(event, FeedFell))
    assert isinstance(event, BatteryCut)
    cut = replace(state, battery=event.witness, feed_fell=False)
    if state.name not in {Name.PLAYING, Name.ENTERING}:
        return cut
    cut_off = state.name is Name.ENTERING
    left = tries_left(head_unit.lockout, state.rejected, state.shown_left)
    return replace(cut, name=Name.ASKING, step=None, steps=None, cut_off=cut_off, tries_left=left)


def _clocked(
    head_unit: HeadUnit, state: RadioState, wait: Wait, event: Event, at: Instant
) -> RadioState:
    """A radio locked out, after one more record. A wait once counted out stays so."""
    now = waiting.after(wait, event, at, head_unit.timer)
    if state.name is Name.SAFE_TO_TRY:
        lost = wait.lost_since or now.counted_s < wait.counted_s
        return replace(state, wait=replace(now, counted_s=wait.counted_s, lost_since=lost))
    counted_out = now.owed_s is not None and now.counted_s >= now.owed_s
    return replace(state, name=Name.SAFE_TO_TRY if counted_out else Name.WAITING, wait=now)
