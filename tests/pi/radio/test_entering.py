"""One guided entry, and what the fold makes of its end: known, unknown, or cut off."""

import pytest

from pi.radio.events import (
    AskedAgain,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    ConfirmWithheld,
    EntryBegunAnew,
    Event,
    RadioAsked,
    StepDone,
    StepTakenBack,
    StillWaitingSeen,
    WalkthroughStarted,
    WalkthroughStopped,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.state import Name
from tests.pi.radio.diary import Diary
from tests.pi.radio.folding import every_family
from tests.pi.radio.odd_families import ODD, account, family, rule


def asking() -> Diary:
    """A radio that asks: three tries, then an hour."""
    return Diary(family(rule(account(0, 0, 3600, ends=(3,)))))


def entering(steps: int = 4) -> Diary:
    """The same with an entry under way, on its first step."""
    return asking().tell(WalkthroughStarted(steps=steps))


def confirmed() -> Diary:
    """The same with the confirm key named."""
    done = [StepDone(step=step) for step in range(3)]
    return entering().tell(*done, ConfirmPrompted())


def test_an_entry_begins_on_its_first_step() -> None:
    state = entering().state
    assert (state.name, state.step, state.steps) == (Name.ENTERING, 0, 4)


def test_a_step_done_leads_to_the_next() -> None:
    assert entering().tell(StepDone(step=0)).state.step == 1


def test_a_step_done_twice_counts_once() -> None:
    assert entering().tell(StepDone(step=0), StepDone(step=0)).state.step == 1


def test_a_step_ahead_of_the_cursor_is_not_believed() -> None:
    assert entering().tell(StepDone(step=2)).state.step == 0


def test_the_last_step_stays_the_last() -> None:
    diary = entering(steps=2).tell(StepDone(step=0), StepDone(step=1))
    assert diary.state.step == 1


def test_a_step_can_be_taken_back() -> None:
    assert entering().tell(StepDone(step=0), StepTakenBack(step=1)).state.step == 0


def test_an_entry_can_be_begun_anew() -> None:
    diary = entering().tell(StepDone(step=0), StepDone(step=1), EntryBegunAnew())
    assert diary.state.step == 0


def test_an_entry_stopped_before_the_confirm_costs_nothing() -> None:
    assert entering().tell(WalkthroughStopped()).state == asking().state


@pytest.mark.parametrize("cut_off", [True, False])
def test_an_entry_says_whether_it_was_cut_off(cut_off: bool) -> None:
    state = entering().tell(WalkthroughStopped(cut_off=cut_off)).state
    assert (state.name, state.cut_off) == (Name.ASKING, cut_off)


def test_a_new_entry_forgets_that_the_last_was_cut_off() -> None:
    diary = entering().tell(WalkthroughStopped(cut_off=True), WalkthroughStarted(steps=4))
    assert not diary.state.cut_off


def test_a_display_that_asks_does_not_disturb_an_entry() -> None:
    assert entering().tell(StepDone(step=0), RadioAsked()).state.step == 1


def test_a_display_that_refuses_ends_an_entry() -> None:
    state = entering().tell(StillWaitingSeen()).state
    assert (state.name, state.step, state.tries_left) == (Name.WAITING, None, 0)


def test_no_entry_begins_during_a_wait() -> None:
    diary = asking().rejected(3).tell(WalkthroughStarted(steps=4))
    assert diary.state.name is Name.WAITING


def test_no_entry_begins_before_somebody_looked_at_the_display() -> None:
    diary = asking().rejected(3).watch(3672).tell(WalkthroughStarted(steps=4))
    assert diary.state.name is Name.SAFE_TO_TRY


def test_what_became_of_a_confirm_is_unknown_until_told() -> None:
    assert confirmed().state.name is Name.OUTCOME_UNKNOWN


@every_family
@pytest.mark.parametrize("already", [0, 1, 2, 5])
def test_an_unknown_outcome_counts_as_a_failed_try(head_unit: HeadUnit, already: int) -> None:
    feared, failed = Diary(head_unit), Diary(head_unit)
    for _ in range(already):
        feared.tell(CodeRejected(), AskedAgain())
        failed.tell(CodeRejected(), AskedAgain())
    feared.tell(WalkthroughStarted(steps=1), ConfirmPrompted())
    assert feared.state.tries_left == failed.rejected().state.tries_left


def test_a_confirm_named_outside_an_entry_counts_as_failed_too() -> None:
    assert asking().tell(ConfirmPrompted()).state.name is Name.OUTCOME_UNKNOWN


def test_a_confirm_never_pressed_gives_the_try_back() -> None:
    assert confirmed().tell(ConfirmWithheld()).state.final == asking().state


def test_an_unknown_outcome_told_as_rejected_counts_once() -> None:
    state = confirmed().tell(CodeRejected()).state
    assert (state.rejected, state.tries_left) == (1, 2)


def test_an_unknown_outcome_told_as_accepted_costs_nothing() -> None:
    state = confirmed().tell(CodeAccepted()).state
    assert (state.name, state.rejected, state.tries_left) == (Name.PLAYING, 0, 3)


@pytest.mark.parametrize("event", [RadioAsked(), AskedAgain(), StillWaitingSeen()])
def test_no_display_tells_whether_the_confirm_was_pressed(event: Event) -> None:
    assert confirmed().tell(event).state.final == confirmed().state


def test_a_word_of_the_end_tells_it_all_the_same() -> None:
    assert confirmed().tell(StillWaitingSeen(shows="LOCKED")).state.name is Name.DEAD_END


def series(head_unit: HeadUnit, tries: int) -> list[int | None]:
    """The tries left before the first try and after each."""
    diary = Diary(head_unit)
    return [diary.state.tries_left, *(diary.rejected().state.tries_left for _ in range(tries))]


def test_the_tries_left_count_down_to_none() -> None:
    assert series(asking().head_unit, 3) == [3, 2, 1, 0]


def test_the_display_that_asks_again_opens_a_new_series() -> None:
    state = asking().rejected(3).tell(AskedAgain()).state
    assert (state.rejected, state.in_series, state.tries_left) == (3, 0, 3)


def test_a_wait_inside_a_series_does_not_open_a_new_one() -> None:
    diary = Diary(ODD["contradicting"]).rejected().tell(AskedAgain())
    assert (diary.state.in_series, diary.state.tries_left) == (1, 2)


def test_the_last_try_of_all_is_a_dead_end() -> None:
    assert Diary(ODD["straight to dead"]).rejected(3).state.name is Name.DEAD_END


def test_a_dead_end_is_left_when_the_display_asks_again() -> None:
    diary = Diary(ODD["ten or six"])
    for _ in range(6):
        diary.tell(CodeRejected(), AskedAgain())
    assert (diary.state.name, diary.state.tries_left) == (Name.ASKING, 1)


def test_another_try_does_not_revive_a_dead_radio() -> None:
    assert Diary(ODD["ten or six"]).rejected(7).state.name is Name.DEAD_END


def test_a_word_of_the_end_is_believed_before_any_rule() -> None:
    assert asking().tell(CodeRejected(shows="LOCKED")).state.name is Name.DEAD_END
