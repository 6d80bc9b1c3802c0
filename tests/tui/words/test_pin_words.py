"""What is wrong with a pin, in one line that fits the smallest screen."""

import pytest

from pi.hardware.boards import Bus
from pi.hardware.wiring import Board, Signal
from pi.service.shown import PinTrouble
from tui.words.pins import see_more, trouble

LONGEST = PinTrouble(reason="", signal="ignition", pin=26)
OF_A_PIN = {
    "reserved": ["id_eeprom"],
    "twice": [signal.value for signal in Signal],
    "clash": [*(board.value for board in Board), *(bus.value for bus in Bus)],
    "busy": ["GPIOPinInUse: GPIO26 is in use"],
    "fixed_pull": ["up"],
    "boots_on": ["high", "low"],
    "wrong_board": ["PinInvalidPin"],
}
CASES = [(reason, detail) for reason, details in OF_A_PIN.items() for detail in details]
OF_ALL = [
    ("no_chip", "/dev/gpiochip0"),
    ("no_permission", "/dev/gpiochip0"),
    ("no_library", "lgpio"),
]


def say(reason: str, detail: str = "", signal: str | None = "ignition", pin: int = 26) -> str:
    """The line of a pin."""
    return trouble(PinTrouble(reason=reason, signal=signal, pin=pin, detail=detail))


@pytest.mark.parametrize(("reason", "detail"), CASES)
def test_a_pin_in_trouble_takes_two_lines_of_the_smallest_screen(reason: str, detail: str) -> None:
    assert len(say(reason, detail)) <= 2 * 38


@pytest.mark.parametrize(("reason", "detail"), [*CASES, *OF_ALL, ("fault", "OSError: gone")])
def test_every_trouble_says_what_to_do(reason: str, detail: str) -> None:
    assert say(reason, detail).endswith(".")
    assert ". " in say(reason, detail)


@pytest.mark.parametrize(("reason", "detail"), OF_ALL)
def test_what_keeps_the_whole_panel_names_no_pin(reason: str, detail: str) -> None:
    said = trouble(PinTrouble(reason=reason, detail=detail))
    assert said.startswith("Panel: ")
    assert detail in said


def test_of_two_signals_on_one_pin_each_names_the_other() -> None:
    assert say("twice", "back", "next", 6) == (
        "Button NEXT, pin 6: Button BACK has it too. Choose another."
    )


def test_a_board_is_named_without_the_signs_of_the_settings() -> None:
    assert "used by spi screen" in say("clash", "spi_screen")


def test_a_reason_that_is_not_known_here_is_shown_as_it_is() -> None:
    assert "melted" in say("melted")


@pytest.mark.parametrize(("signal", "told"), [("next", True), (None, True), ("lamp", False)])
def test_home_tells_of_what_would_be_missed(signal: str | None, told: bool) -> None:
    assert bool(see_more([PinTrouble(reason="busy", signal=signal)])) is told
