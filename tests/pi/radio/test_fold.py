"""What the fold may never say, whatever was written down and in whatever order.

An independent judge (``strict_clock``) says how much of a wait may at most have been counted. A
doubt put into a history anywhere never makes a wait shorter, and a statement that was taken back
leaves the radio as if it had never been made.
"""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.radio.events import (
    AskedAgain,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    Event,
    InterruptionSeen,
    PlaceLooked,
    PowerReported,
    PowerWitnessed,
    RadioAsked,
    Recorded,
    StatementTakenBack,
    VehicleAdded,
    WatchStarted,
)
from pi.radio.fold import apply, fold, initial, is_news
from pi.radio.head_unit import HeadUnit, Protection
from pi.radio.instant import Instant, WallQuality
from pi.radio.state import LONGEST_PLACE, MOST_PLACES, Name, RadioState, Wait
from pi.radio.taking_back import Settled, makes_final
from tests.pi.radio.histories import (
    FAMILIES,
    Records,
    a_few,
    check,
    every_family,
    families,
    histories,
    qualities,
    recorded,
    slips,
    states,
    taken_back,
    unlooked,
    walls,
    wild_instants,
)
from tests.pi.radio.strict_clock import CLOSE, UNKNOWN, Verdict, judge

START = Instant(boot_id="a", monotonic=0.0, boottime=0.0, wall=0.0)
ADDED = VehicleAdded(head_unit="any")
SHOWN = (RadioAsked, AskedAgain, CodeAccepted, VehicleAdded, StatementTakenBack)


def owed(wait: Wait) -> float:
    """What is owed, endless where only the display can end it."""
    return UNKNOWN if wait.owed_s is None else wait.owed_s


def left(state: RadioState) -> float:
    """The tries left, endless where no limit is known."""
    return UNKNOWN if state.tries_left is None else state.tries_left


def is_allowed(state: RadioState, verdict: Verdict) -> None:
    """No more of a wait was counted, and nothing is safer, than the judge allows."""
    assert state.name is not Name.SAFE_TO_TRY or verdict.may_be_safe
    if state.name is Name.WAITING and state.wait is not None:
        remaining_s = state.wait.remaining_s
        least_s = verdict.owed_s - verdict.counted_s - CLOSE
        assert remaining_s is None or remaining_s >= max(0.0, least_s)
        assert state.wait.counted_s <= verdict.counted_s


def is_sound(state: RadioState) -> None:
    """What a radio says of itself fits together."""
    assert (state.wait is not None) == (state.name in {Name.WAITING, Name.SAFE_TO_TRY})
    assert state.step is None or 0 <= state.step <= max(0, (state.steps or 0) - 1)
    series_is_over = state.wait is not None and state.wait.ends_series
    if series_is_over or state.name is Name.DEAD_END:
        assert state.tries_left == 0


def follows(head_unit: HeadUnit, before: RadioState, record: Recorded, after: RadioState) -> None:
    """A dead end stays, tries run out, and what is no news does no more than a mark."""
    event = record.event
    if before.name is Name.DEAD_END and not isinstance(event, SHOWN):
        assert after.name is Name.DEAD_END
    if isinstance(event, CodeRejected):
        assert left(after) <= left(before)
    taken = isinstance(event, StatementTakenBack)
    if not taken and not is_news(head_unit, before, event, record.at):
        marked = apply(head_unit, before, replace(record, event=PowerWitnessed()))
        assert _now(after) == _now(marked)


def _now(state: RadioState) -> RadioState:
    """Where a radio stands, whatever can be taken back and whenever it was last seen to play."""
    return replace(state.final, last_attempt=None)


@every_family
@a_few
@given(records=histories)
def test_no_history_makes_more_of_a_wait_than_the_judge_or_contradicts_itself(
    head_unit: HeadUnit, records: Records
) -> None:
    before = initial(head_unit)
    found, verdicts = states(head_unit, records), judge(head_unit, records)
    for record, state, verdict in zip(records, found, verdicts, strict=True):
        is_allowed(state, verdict)
        is_sound(state)
        follows(head_unit, before, record, state)
        before = state


@every_family
@a_few
@given(records=unlooked)
def test_the_clock_is_no_slower_than_the_judge(head_unit: HeadUnit, records: Records) -> None:
    found, verdicts = states(head_unit, records), judge(head_unit, records)
    for state, verdict in zip(found, verdicts, strict=True):
        if state.name is Name.WAITING and state.wait is not None:
            assert state.wait.counted_s == verdict.counted_s
            assert owed(state.wait) == pytest.approx(verdict.owed_s)
            assert verdict.counted_s < verdict.owed_s


@check
@given(head_unit=families, records=histories.filter(bool), place=st.floats(0, 1))
def test_a_fold_can_be_taken_up_at_any_record_but_the_first(
    head_unit: HeadUnit, records: Records, place: float
) -> None:
    at = max(1, int(place * len(records)))
    state = fold(head_unit, records[:at])
    for record in records[at:]:
        state = apply(head_unit, state, record)
    assert state == fold(head_unit, records)


@check
@given(head_unit=families, before=histories, after=histories)
def test_nothing_before_a_vehicle_was_added_counts(
    head_unit: HeadUnit, before: Records, after: Records
) -> None:
    added = recorded(ADDED, START)
    assert fold(head_unit, (*before, added, *after)) == fold(head_unit, (added, *after))


@check
@given(head_unit=families, before=histories, said=slips, after=histories)
def test_nothing_before_a_radio_that_played_counts_once_something_else_was_said(
    head_unit: HeadUnit, before: Records, said: Event, after: Records
) -> None:
    since = (recorded(CodeAccepted(), START), recorded(said, START), *after)
    assert fold(head_unit, (*before, *since)) == fold(head_unit, since)


def unlabelled(state: RadioState) -> RadioState:
    """The state without what only labels it."""
    without = None if state.without is None else unlabelled(state.without)
    state = replace(state, last_attempt=None, said=None, without=without)
    if state.wait is None:
        return state
    mark = replace(state.wait.mark, wall=0.0, quality=WallQuality.UNSURE)
    return replace(state, wait=replace(state.wait, mark=mark))


@check
@given(head_unit=families, records=histories, data=st.data())
def test_wall_clocks_only_label(head_unit: HeadUnit, records: Records, data: st.DataObject) -> None:
    moved = []
    for record in records:
        wall, quality = data.draw(walls), data.draw(qualities)
        moved.append(replace(record, at=replace(record.at, wall=wall, quality=quality)))
    here, there = states(head_unit, records), states(head_unit, moved)
    assert [unlabelled(one) for one in here] == [unlabelled(one) for one in there]


@check
@given(records=histories)
def test_a_radio_without_a_code_offers_nothing_whatever_is_told(records: Records) -> None:
    head_unit = replace(FAMILIES["minute"], protection=Protection.VEHICLE_PAIRED)
    assert fold(head_unit, records) == RadioState(name=Name.NO_CODE)


_places = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=60)


@check
@example(FAMILIES["minute"], [(f"place {at}", True) for at in range(120)])
@example(FAMILIES["minute"], [("x" * 999, True)])
@given(head_unit=families, places=st.lists(st.tuples(_places, st.booleans()), max_size=120))
def test_places_are_few_and_short_whatever_was_written(
    head_unit: HeadUnit, places: list[tuple[str, bool]]
) -> None:
    told = [PlaceLooked(place=place, looked=looked) for place, looked in places]
    for state in states(head_unit, [recorded(one, START) for one in told]):
        assert len(state.looked) <= MOST_PLACES
        assert all(len(place) <= LONGEST_PLACE for place in state.looked)


def leaves_it_open(record: Recorded) -> bool:
    """Whether what was said before can still be taken back: no try, no word of the owner."""
    return not makes_final(record.event) and record.event != taken_back


def lines(events: st.SearchStrategy[Event]) -> st.SearchStrategy[Recorded]:
    """Such events at any moment."""
    return st.builds(recorded, events, wild_instants())


pasts = histories.filter(bool)
takings_back = lines(st.just(taken_back))
whatever_was_not_said: st.SearchStrategy[Records] = histories.map(
    lambda records: tuple(filter(leaves_it_open, records))
)


@check
@given(
    head_unit=families,
    past=pasts,
    slip=lines(slips),
    meanwhile=whatever_was_not_said,
    back=takings_back,
)
def test_a_statement_can_be_taken_back_whatever_else_happens_as_if_it_had_not_been_made(
    head_unit: HeadUnit, past: Records, slip: Recorded, meanwhile: Records, back: Recorded
) -> None:
    said = fold(head_unit, (*past, slip, *meanwhile)).said
    assert said is not None
    assert (said.event, said.at) == (slip.event, slip.at)
    taken = fold(head_unit, (*past, slip, *meanwhile, back))
    assert taken == fold(head_unit, (*past, *meanwhile)).final


@check
@given(head_unit=families, past=pasts, back=takings_back)
def test_nothing_is_taken_back_twice(head_unit: HeadUnit, past: Records, back: Recorded) -> None:
    once = fold(head_unit, (*past, back))
    assert once.said is None
    assert fold(head_unit, (*past, back, back)) == once


@check
@given(
    head_unit=families,
    past=pasts,
    tried=lines(st.sampled_from([ConfirmPrompted(), CodeRejected(for_serial=True), ADDED])),
    meanwhile=whatever_was_not_said,
)
def test_after_the_next_try_nothing_can_be_taken_back(
    head_unit: HeadUnit, past: Records, tried: Recorded, meanwhile: Records
) -> None:
    assert fold(head_unit, (*past, tried, *meanwhile)).said is None


@check
@given(head_unit=families, past=histories)
def test_a_fold_that_starts_where_the_radio_is_settled_says_the_same(
    head_unit: HeadUnit, past: Records
) -> None:
    records = (recorded(ADDED, START), *past)
    settled = Settled(0)
    for seq, record in enumerate(records):
        settled = settled.after(seq, record.event)
    assert fold(head_unit, records[settled.seq :]) == fold(head_unit, records)


def test_a_fold_starts_where_the_radio_played_once_that_can_not_be_taken_back() -> None:
    played = Settled(0).after(1, CodeAccepted())
    assert (played.seq, played.after(2, PowerWitnessed()).seq) == (0, 0)
    assert played.after(2, AskedAgain()) == Settled(1)
    assert played.after(2, StatementTakenBack(said="any")) == Settled(0)


# A sense's word: an owner's would be the last that can be taken back, in the place of another.
LOST, OFF = InterruptionSeen(by=By.SENSE), PowerReported(on=False, by=By.SENSE)

Change = Callable[[Records, int], Records]


def shifted(records: Records, awake: float = 0.0, asleep: float = 0.0, boot: str = "") -> Records:
    """The same records later: after so many more seconds, or after another boot."""
    return tuple(
        replace(
            record,
            at=replace(
                record.at,
                boot_id=record.at.boot_id + boot,
                monotonic=record.at.monotonic + awake,
                boottime=record.at.boottime + awake + asleep,
            ),
        )
        for record in records
    )


def later(awake: float = 0.0, asleep: float = 0.0, boot: str = "") -> Change:
    """From this record on all is read from clocks that went on, or began anew."""
    return lambda records, at: (*records[:at], *shifted(records[at:], awake, asleep, boot))


def told(event: Event, *, behind: bool = False) -> Change:
    """This happens just before the record, or just behind the one before it."""

    def change(records: Records, at: int) -> Records:
        moment = records[max(0, at - 1) : at] if behind else records[at : at + 1]
        seen = [recorded(event, one.at) for one in moment]
        return (*records[:at], *seen, *records[at:])

    return change


def a_start(records: Records, at: int) -> Records:
    """At the moment of a mark: elsewhere a start would witness a second that nothing else does."""
    marked = isinstance(records[at].event, PowerWitnessed)
    return told(WatchStarted())(records, at) if marked else records


def a_mark_written_twice(records: Records, at: int) -> Records:
    """A second writer makes the same mark."""
    twice = [one for one in records[at : at + 1] if isinstance(one.event, PowerWitnessed)]
    return (*records[:at], *twice, *records[at:])


def a_mark_lost(records: Records, at: int) -> Records:
    """A row is missing."""
    kept = [one for one in records[at : at + 1] if not isinstance(one.event, PowerWitnessed)]
    return (*records[:at], *kept, *records[at + 1 :])


CHANGES = {
    "a reboot": later(awake=-1_000.0, boot=" again"),
    "a reboot into a clock that stands where the old one did": later(boot=" again"),
    "a suspend": later(asleep=7200.0),
    "a gap a little too long": later(awake=45.25),
    "an interruption": told(LOST),
    "an interruption behind the record before": told(LOST, behind=True),
    "a switching off": told(OFF),
    "a start of the service": a_start,
    "a mark written twice": a_mark_written_twice,
    "a mark lost": a_mark_lost,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@check
@given(head_unit=families, records=unlooked, place=st.floats(0, 1))
def test_a_doubt_never_makes_a_wait_shorter(
    change: Change, head_unit: HeadUnit, records: Records, place: float
) -> None:
    at = min(int(place * len(records)), len(records) - 1)
    changed = states(head_unit, change(records, at))
    afterwards = list(zip(states(head_unit, records)[::-1], changed[::-1], strict=False))
    for before, after in afterwards[: min(len(records), len(changed)) - at]:
        assert after.name is not Name.SAFE_TO_TRY or before.name is Name.SAFE_TO_TRY
        if before.wait is not None and before.name is Name.WAITING:
            assert after.wait is not None
            assert after.wait.counted_s <= before.wait.counted_s
