"""What is thought of a radio whose permanent feed went, and of one where it is only feared."""

import pytest

from pi.radio.events import (
    BatteryCut,
    CodeAccepted,
    ConfirmPrompted,
    Event,
    FeedCameBack,
    FeedFell,
    RadioAsked,
    StepDone,
    WalkthroughStarted,
    Witness,
)
from pi.radio.state import Name
from tests.pi.radio.diary import Diary
from tests.pi.radio.odd_families import account, family, rule

HOUR = rule(account(3600, ends=(1,)))
CUT = BatteryCut(witness=Witness.PIN)
GUESS = BatteryCut(witness=Witness.GUESS)


def radio(*events: Event) -> Diary:
    """A radio to which this happened."""
    return Diary(family(HOUR)).tell(*events)


@pytest.mark.parametrize("witness", [Witness.PIN, Witness.CLOCK])
def test_a_playing_radio_whose_battery_was_cut_will_ask_for_its_code(witness: Witness) -> None:
    cut = radio(CodeAccepted(), BatteryCut(witness=witness)).state
    assert (cut.name, cut.battery, cut.tries_left) == (Name.ASKING, witness, 1)


def test_a_guess_leaves_a_radio_playing_and_says_that_it_is_one() -> None:
    guessed = radio(CodeAccepted(), GUESS).state
    assert (guessed.name, guessed.battery) == (Name.PLAYING, Witness.GUESS)


def test_a_guess_never_takes_the_place_of_what_was_seen() -> None:
    assert radio(CodeAccepted(), CUT, GUESS).state.battery is Witness.PIN


def test_an_entry_under_way_is_cut_off() -> None:
    cut = radio(WalkthroughStarted(steps=5), StepDone(step=0), CUT).state
    assert (cut.name, cut.cut_off, cut.step) == (Name.ASKING, True, None)


def test_whether_the_radio_took_the_code_is_still_asked_after_a_cut() -> None:
    steps = (WalkthroughStarted(steps=1), StepDone(step=0), ConfirmPrompted())
    assert radio(*steps, CUT).state.name is Name.OUTCOME_UNKNOWN


def test_a_code_that_was_accepted_settles_it() -> None:
    assert radio(CodeAccepted(), CUT, CodeAccepted()).state.battery is None


def test_a_radio_that_is_seen_to_ask_makes_the_guess_needless() -> None:
    asks = radio(CodeAccepted(), GUESS, RadioAsked()).state
    assert (asks.name, asks.battery) == (Name.ASKING, None)


def test_a_start_must_look_at_a_radio_whose_feed_fell() -> None:
    assert radio(CodeAccepted(), FeedFell()).state.active


@pytest.mark.parametrize("event", [FeedCameBack(), CUT])
def test_a_feed_that_came_back_or_was_lost_for_good_is_no_open_question(event: Event) -> None:
    assert not radio(CodeAccepted(), FeedFell(), event).state.active
