"""What a press means, in every state a radio can be in."""

import pytest
from msgspec.structs import replace

from pi.hardware.told import ButtonPressed
from pi.hardware.wiring import BUTTONS, Signal
from pi.radio.instant import Instant
from pi.radio.state import Name, RadioState, Wait
from pi.service.asks import Outcome, Report, StartWalkthrough
from pi.service.pressing import meant

AT = Instant(boot_id="b", monotonic=1.0, boottime=1.0, wall=1.0)
WAIT = Wait(owed_s=65.0, mark=AT, counted_s=5.0)
UNKNOWN = replace(WAIT, powered=None)
LOST = replace(WAIT, powered=None, counted_s=0.0, interruptions=1)
OFF = replace(WAIT, powered=False)
KEYED = {Name.ASKING, Name.ENTERING}
HELD = [ButtonPressed(button=button, held=True) for button in BUTTONS]
SHORT = [ButtonPressed(button=button) for button in BUTTONS]


def outcome(press: ButtonPressed, name: Name, wait: Wait | None = None) -> Outcome | None:
    """What a press reports, None where it reports nothing."""
    ask = meant(press, RadioState(name=name, wait=wait), None, 7, warned=False)
    assert ask is None or isinstance(ask, Report)
    assert ask is None or ask.answers == 7
    return None if ask is None else ask.outcome


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
        (WAIT, [Outcome.ASKS_AGAIN, Outcome.INTERRUPTED, Outcome.STILL_WAITING]),
        (UNKNOWN, [Outcome.POWER_ON, Outcome.INTERRUPTED, None]),
        (LOST, [Outcome.POWER_ON, Outcome.POWER_OFF, None]),
        (OFF, [Outcome.POWER_ON, Outcome.POWER_OFF, None]),
    ],
    ids=["counted", "stayed on?", "on again?", "off"],
)
def test_during_a_wait_a_held_press_answers_the_question_of_the_screen(
    wait: Wait, reports: list[Outcome | None]
) -> None:
    assert [outcome(press, Name.WAITING, wait) for press in HELD] == reports


def test_a_counted_out_wait_is_answered_by_next_and_back() -> None:
    reports = [Outcome.ASKS_AGAIN, Outcome.STILL_WAITING, None]
    assert [outcome(press, Name.SAFE_TO_TRY, WAIT) for press in HELD] == reports


@pytest.mark.parametrize("held", [False, True])
def test_next_begins_an_entry(held: bool) -> None:
    press = ButtonPressed(button=Signal.NEXT, held=held)
    ask = meant(press, RadioState(name=Name.ASKING), None, 1, warned=False)
    assert ask == StartWalkthrough()
