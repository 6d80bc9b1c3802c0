"""What the fold may never say, whatever was written down and in whatever order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.radio.events import (
    AskedAgain,
    CodeAccepted,
    CodeRejected,
    Event,
    PlaceLooked,
    PowerWitnessed,
    RadioAsked,
    Recorded,
    StatementTakenBack,
    VehicleAdded,
)
from pi.radio.fold import apply, fold, initial, is_news
from pi.radio.head_unit import HeadUnit, Protection
from pi.radio.instant import Instant, WallQuality
from pi.radio.state import LONGEST_PLACE, MOST_PLACES, Name, RadioState, Wait
from tests.pi.radio.folding import a_few, check, every_family, families, states
from tests.pi.radio.histories import (
    Records,
    histories,
    qualities,
    recorded,
    slips,
    unlooked,
    walls,
)
from tests.pi.radio.odd_families import FAMILIES
from tests.pi.radio.strict_clock import CLOSE, UNKNOWN, Verdict, judge

START = Instant(boot_id="a", monotonic=0.0, boottime=0.0, wall=0.0)


def judged(head_unit: HeadUnit, records: Records) -> list[tuple[RadioState, Verdict]]:
    """The state after each record, and the judge's verdict on it."""
    return list(zip(states(head_unit, records), judge(head_unit, records), strict=True))


def steps(head_unit: HeadUnit, records: Records) -> list[tuple[RadioState, Recorded, RadioState]]:
    """Each record with the state before it and the state after it."""
    found = states(head_unit, records)
    return list(zip([initial(head_unit), *found], records, found, strict=False))


def owed(wait: Wait) -> float:
    """What is owed, endless where only the display can end it."""
    return UNKNOWN if wait.owed_s is None else wait.owed_s


@every_family
@a_few
@given(records=histories)
def test_nothing_is_safe_to_try_before_the_judge_allows_it(
    head_unit: HeadUnit, records: Records
) -> None:
    for state, verdict in judged(head_unit, records):
        assert state.name is not Name.SAFE_TO_TRY or verdict.may_be_safe


@every_family
@a_few
@given(records=histories)
def test_no_less_remains_than_the_judge_allows(head_unit: HeadUnit, records: Records) -> None:
    for state, verdict in judged(head_unit, records):
        if state.name is Name.WAITING and state.wait is not None:
            remaining_s = state.wait.remaining_s
            least_s = verdict.owed_s - verdict.counted_s - CLOSE
            assert remaining_s is None or remaining_s >= max(0.0, least_s)
            assert state.wait.counted_s <= verdict.counted_s


@every_family
@a_few
@given(records=unlooked)
def test_the_clock_is_no_slower_than_the_judge_either(
    head_unit: HeadUnit, records: Records
) -> None:
    for state, verdict in judged(head_unit, records):
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
    added = recorded(VehicleAdded(head_unit="any"), START)
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
@given(head_unit=families, records=histories)
def test_a_dead_end_is_left_by_the_display_alone(head_unit: HeadUnit, records: Records) -> None:
    shown = (RadioAsked, AskedAgain, CodeAccepted, VehicleAdded, StatementTakenBack)
    for before, record, after in steps(head_unit, records):
        if before.name is Name.DEAD_END and not isinstance(record.event, shown):
            assert after.name is Name.DEAD_END


@check
@given(head_unit=families, records=histories)
def test_a_rejected_try_never_leaves_more_tries(head_unit: HeadUnit, records: Records) -> None:
    many = float("inf")
    for before, record, after in steps(head_unit, records):
        if isinstance(record.event, CodeRejected):
            left = many if after.tries_left is None else after.tries_left
            assert left <= (many if before.tries_left is None else before.tries_left)


@check
@given(head_unit=families, records=histories)
def test_no_try_is_left_where_a_series_has_ended(head_unit: HeadUnit, records: Records) -> None:
    for state in states(head_unit, records):
        over = state.wait is not None and state.wait.ends_series
        if over or state.name is Name.DEAD_END:
            assert state.tries_left == 0


@check
@given(head_unit=families, records=histories)
def test_there_is_a_wait_exactly_while_the_radio_is_locked_out(
    head_unit: HeadUnit, records: Records
) -> None:
    for state in states(head_unit, records):
        assert (state.wait is not None) == (state.name in {Name.WAITING, Name.SAFE_TO_TRY})


@check
@given(head_unit=families, records=histories)
def test_a_step_always_lies_in_its_plan(head_unit: HeadUnit, records: Records) -> None:
    for state in states(head_unit, records):
        assert state.step is None or 0 <= state.step <= max(0, (state.steps or 0) - 1)


@check
@given(records=histories)
def test_a_radio_without_a_code_offers_nothing_whatever_is_told(records: Records) -> None:
    head_unit = replace(FAMILIES["minute"], protection=Protection.VEHICLE_PAIRED)
    assert fold(head_unit, records) == RadioState(name=Name.NO_CODE)


_places = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=60)


@every_family
@a_few
@given(places=st.lists(st.tuples(_places, st.booleans()), max_size=120))
def test_places_are_few_and_short_whatever_was_written(
    head_unit: HeadUnit, places: list[tuple[str, bool]]
) -> None:
    told = [PlaceLooked(place=place, looked=looked) for place, looked in places]
    records = [Recorded(seq=0, vehicle="car", event=one, at=START) for one in told]
    for state in states(head_unit, records):
        assert len(state.looked) <= MOST_PLACES
        assert all(len(place) <= LONGEST_PLACE for place in state.looked)


@every_family
@a_few
@given(records=histories)
def test_what_is_no_news_leaves_a_radio_as_a_mark_would(
    head_unit: HeadUnit, records: Records
) -> None:
    state = initial(head_unit)
    for record in records:
        after = apply(head_unit, state, record)
        taken_back = isinstance(record.event, StatementTakenBack)
        if not taken_back and not is_news(head_unit, state, record.event, record.at):
            marked = apply(head_unit, state, replace(record, event=PowerWitnessed()))
            assert _now(after) == _now(marked)
        state = after


def _now(state: RadioState) -> RadioState:
    """Where a radio stands, whatever can be taken back and whenever it was last seen to play."""
    return replace(state.final, last_attempt=None)
