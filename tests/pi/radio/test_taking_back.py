"""A statement that was taken back: the radio stands as if it had never been made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.events import (
    AskedAgain,
    BatteryCut,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    Event,
    InterruptionSeen,
    PowerReported,
    PowerWitnessed,
    RadioAsked,
    Recorded,
    VehicleAdded,
    WalkthroughStarted,
    WatchStarted,
    Witness,
)
from pi.radio.fold import fold
from pi.radio.head_unit import HeadUnit
from pi.radio.state import Name, WhyNot
from pi.radio.taking_back import Settled, makes_final
from tests.pi.radio.diary import Diary
from tests.pi.radio.folding import check, families
from tests.pi.radio.histories import Records, histories, slips, taken_back, wild_instants
from tests.pi.radio.histories import recorded as line
from tests.pi.radio.odd_families import PAUSES, account, family, rule
from tests.pi.radio.test_fold import START

HOUR = rule(account(0, 3600, ends=(2,)))
ON, OFF = (PowerReported(on=on, by=By.OWNER) for on in (True, False))
LOST = InterruptionSeen(by=By.OWNER)
ADDED = VehicleAdded(head_unit="any")


def leaves_it_open(record: Recorded) -> bool:
    """Whether what was said before can still be taken back: no try, no word of the owner."""
    return not makes_final(record.event) and record.event != taken_back


def lines(events: st.SearchStrategy[Event]) -> st.SearchStrategy[Recorded]:
    """Such events at any moment."""
    return st.builds(line, events, wild_instants())


pasts = histories.filter(bool)
whatever_was_not_said: st.SearchStrategy[Records] = histories.map(
    lambda records: tuple(filter(leaves_it_open, records))
)


@check
@given(
    head_unit=families,
    past=pasts,
    slip=lines(slips),
    meanwhile=whatever_was_not_said,
    back=lines(st.just(taken_back)),
)
def test_the_radio_stands_as_if_it_had_not_been_said(
    head_unit: HeadUnit, past: Records, slip: Recorded, meanwhile: Records, back: Recorded
) -> None:
    taken = fold(head_unit, (*past, slip, *meanwhile, back))
    assert taken == fold(head_unit, (*past, *meanwhile)).final


@check
@given(head_unit=families, past=pasts, back=lines(st.just(taken_back)))
def test_nothing_can_be_taken_back_twice(
    head_unit: HeadUnit, past: Records, back: Recorded
) -> None:
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
@given(head_unit=families, past=pasts, slip=lines(slips), meanwhile=whatever_was_not_said)
def test_until_then_it_can_whatever_else_happens(
    head_unit: HeadUnit, past: Records, slip: Recorded, meanwhile: Records
) -> None:
    said = fold(head_unit, (*past, slip, *meanwhile)).said
    assert said is not None
    assert (said.event, said.at) == (slip.event, slip.at)


@check
@given(head_unit=families, past=histories)
def test_a_fold_that_starts_where_the_radio_is_settled_says_the_same(
    head_unit: HeadUnit, past: Records
) -> None:
    records = (line(ADDED, START), *past)
    settled = Settled(0)
    for seq, record in enumerate(records):
        settled = settled.after(seq, record.event)
    assert fold(head_unit, records[settled.seq :]) == fold(head_unit, records)


def waiting(*, restarts: bool = False) -> Diary:
    """An hour's wait, of which 14 minutes were counted."""
    head_unit = family(HOUR) if restarts else family(HOUR, PAUSES)
    return Diary(head_unit).tell(ADDED).rejected(2).watch(840)


@pytest.mark.parametrize(
    "slip", [AskedAgain(), CodeAccepted(), LOST, OFF], ids=lambda slip: type(slip).__name__
)
def test_a_wait_that_a_slip_ended_goes_on_where_it_was(slip: Event) -> None:
    back = waiting(restarts=True).tell(slip).away(5).tell(taken_back)
    assert (back.state.name, back.wait.counted_s) == (Name.WAITING, 840)


def test_seconds_that_were_watched_in_between_count() -> None:
    back = waiting().tell(AskedAgain()).away(20).tell(taken_back).away(20).tell(PowerWitnessed())
    assert back.wait.counted_s == 880


def test_seconds_that_nobody_watched_in_between_do_not_count() -> None:
    back = waiting().tell(CodeAccepted()).away(300).tell(taken_back, PowerWitnessed())
    assert (back.wait.counted_s, back.wait.why_not) == (840, WhyNot.POWER_UNKNOWN)


def test_the_hole_of_a_service_that_was_killed_in_between_does_not_count() -> None:
    back = waiting().tell(AskedAgain()).away(20).tell(WatchStarted(), taken_back)
    assert back.away(10).tell(PowerWitnessed()).wait.counted_s == 850


def test_a_restart_of_the_machine_in_between_begins_the_wait_anew() -> None:
    back = waiting(restarts=True).tell(AskedAgain()).rebooted().tell(taken_back)
    assert (back.wait.counted_s, back.wait.remaining_s) == (0, 3672)


def test_a_battery_that_was_cut_in_between_interrupts_the_wait() -> None:
    cut = BatteryCut(witness=Witness.PIN)
    back = waiting(restarts=True).tell(AskedAgain(), cut, taken_back)
    assert (back.state.name, back.wait.counted_s) == (Name.WAITING, 0)


def test_a_wrong_code_that_was_none_gives_its_try_back() -> None:
    radio = Diary(family(HOUR)).tell(ADDED, RadioAsked()).rejected()
    assert (radio.state.tries_left, radio.tell(taken_back).state.tries_left) == (1, 2)


def test_an_entry_that_a_slip_allowed_is_over_with_it() -> None:
    entered = waiting().tell(AskedAgain(), WalkthroughStarted(steps=5))
    assert entered.tell(taken_back).state.name is Name.WAITING


def test_an_answer_to_the_confirm_can_be_taken_back_and_is_asked_for_again() -> None:
    answered = Diary(family(HOUR)).tell(ADDED, ConfirmPrompted(), CodeAccepted())
    assert answered.tell(taken_back).state.name is Name.OUTCOME_UNKNOWN


def test_what_stands_before_the_first_event_is_not_made_up() -> None:
    """A store of an earlier version may start where the radio was said to play."""
    played = Diary(family(HOUR)).tell(CodeAccepted(), taken_back)
    assert (played.state.name, played.state.said) == (Name.PLAYING, None)


@pytest.mark.parametrize("by", [By.SENSE, By.SERVICE, None])
def test_what_the_owner_did_not_say_can_not_be_taken_back(by: By | None) -> None:
    told = Diary(family(HOUR)).tell(ADDED).rejected(2)
    told.tell(CodeRejected(for_serial=True), InterruptionSeen(by=by))
    assert told.state.said is None


def test_a_sense_leaves_open_what_the_owner_said() -> None:
    told = waiting().tell(AskedAgain(), PowerReported(on=False, by=By.SENSE))
    assert told.tell(taken_back).wait.powered is False


def test_after_a_gap_the_on_of_a_sense_is_no_word_that_it_stayed_on() -> None:
    gap = waiting().away(300).tell(PowerWitnessed())
    assert gap.tell(PowerReported(on=True, by=By.SENSE)).wait.why_not is WhyNot.POWER_UNKNOWN


def test_a_start_looks_at_a_wait_that_could_go_on_again() -> None:
    assert waiting().tell(CodeAccepted()).state.active


def test_a_start_has_nothing_to_look_at_once_something_else_was_said() -> None:
    assert not waiting().tell(CodeAccepted(), CodeAccepted()).state.active
