"""What a press means, in every state a radio can be in."""

import pytest
from msgspec.structs import replace

from pi.hardware.told import ButtonPressed
from pi.hardware.wiring import BUTTONS, Signal
from pi.radio.instant import Instant
from pi.radio.state import Name, RadioState, Wait
from pi.service.asks import Outcome, Report, StartWalkthrough, StopWalkthrough
from pi.service.pressing import Question, Standing, meant

AT = Instant(boot_id="b", monotonic=1.0, boottime=1.0, wall=1.0)
WAIT = Wait(owed_s=65.0, mark=AT, counted_s=5.0)
UNKNOWN = replace(WAIT, powered=None)
LOST = replace(WAIT, powered=None, counted_s=0.0, interruptions=1)
OFF = replace(WAIT, powered=False)
KEYED = {Name.ASKING, Name.ENTERING}
HELD = [ButtonPressed(button=button, held=True) for button in BUTTONS]
SHORT = [ButtonPressed(button=button) for button in BUTTONS]


SEEN = Standing(end=7)
LOST_POWER, ASKS_EARLY = Question(Outcome.INTERRUPTED), Question(Outcome.ASKS_AGAIN)


def outcome(
    press: ButtonPressed, name: Name, wait: Wait | None = None, standing: Standing = SEEN
) -> Outcome | Question | None:
    """What a press reports or what is asked once more, None where it states nothing."""
    ask = meant(press, RadioState(name=name, wait=wait), None, standing)
    if ask is None or isinstance(ask, Question):
        return ask
    assert isinstance(ask, Report)
    assert ask.answers == 7
    return ask.outcome


@pytest.mark.parametrize("press", SHORT)
@pytest.mark.parametrize("name", [each for each in Name if each not in KEYED])
def test_a_short_press_never_states_what_the_radio_did(press: ButtonPressed, name: Name) -> None:
    assert outcome(press, name, WAIT) is None


@pytest.mark.parametrize("press", HELD)
@pytest.mark.parametrize("name", [Name.DEAD_END, Name.NO_CODE])
def test_where_only_a_dealer_helps_no_press_means_anything(
    press: ButtonPressed, name: Name
) -> None:
    assert outcome(press, name) is None


@pytest.mark.parametrize(
    ("wait", "reports"),
    [
        (WAIT, [Outcome.STILL_WAITING, LOST_POWER, ASKS_EARLY]),
        (UNKNOWN, [Outcome.POWER_ON, LOST_POWER, None]),
        (LOST, [Outcome.POWER_OFF, Outcome.POWER_ON, None]),
        (OFF, [Outcome.POWER_OFF, Outcome.POWER_ON, None]),
    ],
    ids=["counted", "stayed on?", "on again?", "off"],
)
def test_during_a_wait_a_held_press_answers_the_question_of_the_screen(
    wait: Wait, reports: list[Outcome | Question | None]
) -> None:
    assert [outcome(press, Name.WAITING, wait) for press in HELD] == reports


def test_a_counted_out_wait_is_answered_by_next_and_back() -> None:
    reports = [Outcome.ASKS_AGAIN, Outcome.STILL_WAITING, None]
    assert [outcome(press, Name.SAFE_TO_TRY, WAIT) for press in HELD] == reports


@pytest.mark.parametrize("held", [False, True])
def test_next_begins_an_entry(held: bool) -> None:
    press = ButtonPressed(button=Signal.NEXT, held=held)
    ask = meant(press, RadioState(name=Name.ASKING), None, SEEN)
    assert ask == StartWalkthrough()


@pytest.mark.parametrize("press", HELD)
@pytest.mark.parametrize("name", [each for each in Name if each not in KEYED])
def test_what_has_not_stood_is_not_answered(press: ButtonPressed, name: Name) -> None:
    assert outcome(press, name, WAIT, replace(SEEN, stood=False)) is None


@pytest.mark.parametrize("brought_held", [False, True])
@pytest.mark.parametrize("press", HELD)
@pytest.mark.parametrize("name", [each for each in Name if each not in KEYED])
def test_the_button_that_brought_the_question_does_not_answer_it(
    press: ButtonPressed, name: Name, brought_held: bool
) -> None:
    brought = ButtonPressed(button=press.button, held=brought_held)
    assert outcome(press, name, WAIT, replace(SEEN, brought=brought)) is None


@pytest.mark.parametrize("asked", [Outcome.INTERRUPTED, Outcome.ASKS_AGAIN])
def test_what_was_asked_once_more_is_meant_by_next_alone(asked: Outcome) -> None:
    reports = [outcome(press, Name.WAITING, WAIT, replace(SEEN, asked=asked)) for press in HELD]
    assert reports == [asked, None, None]


@pytest.mark.parametrize("held", [False, True])
def test_back_does_not_leave_an_entry_that_back_led_to_the_beginning(held: bool) -> None:
    press = ButtonPressed(button=Signal.BACK, held=held)
    entering = RadioState(name=Name.ENTERING, step=0, steps=6)
    assert meant(press, entering, None, SEEN) == StopWalkthrough(step=0)
    brought = replace(SEEN, brought=ButtonPressed(button=Signal.BACK))
    assert meant(press, entering, None, brought) is None
