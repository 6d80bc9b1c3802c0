"""What is said beside a serial number as it is typed: one thing, with its place."""

import pytest

from pi.radio.serial_misread import Expected
from pi.radio.serial_number import AlsoNeeded, SerialLook
from tui.words.vehicle_facts import serial_also, serial_joined, serial_looks, serial_misfit

TWO_LINES = 2 * 38  # of the smallest screen


@pytest.mark.parametrize(
    ("position", "char", "expects", "instead", "said"),
    [
        (
            3,
            "O",
            "digit",
            ("0",),
            "Character 3: a digit stands there on labels of this kind. 0, not O?",
        ),
        (
            1,
            "8",
            "letter",
            ("B",),
            "Character 1: a letter stands there on labels of this kind. B, not 8?",
        ),
        (2, "X", "digit", (), "Character 2: a digit stands there on labels of this kind."),
        (
            1,
            "N",
            "letter",
            ("M", "V"),
            "Character 1: M or V stands there on labels of this kind, not N.",
        ),
        (
            4,
            "l",
            "digit",
            ("1", "7"),
            "Character 4: a digit stands there on labels of this kind. 1 or 7, not l?",
        ),
    ],
)
def test_a_misfit_names_its_place_and_the_two_characters(
    position: int, char: str, expects: str, instead: tuple[str, ...], said: str
) -> None:
    assert serial_misfit(position, char, expects, instead) == said


@pytest.mark.parametrize("expects", [each.value for each in Expected])
@pytest.mark.parametrize("char", ["O", "0", "-"])
@pytest.mark.parametrize("instead", [(), ("0",), ("1", "7")])
def test_every_misfit_fits_two_lines_of_the_smallest_screen(
    expects: str, char: str, instead: tuple[str, ...]
) -> None:
    assert 0 < len(serial_misfit(14, char, expects, instead)) <= TWO_LINES


@pytest.mark.parametrize("needed", [each.value for each in AlsoNeeded])
def test_all_that_may_be_needed_besides_has_a_sentence_of_two_lines(needed: str) -> None:
    assert 0 < len(serial_also(needed)) <= TWO_LINES


def test_the_joined_halves_are_read_out() -> None:
    assert serial_joined("12345678").endswith(": 12345678")


@pytest.mark.parametrize("look", [each.value for each in SerialLook])
def test_every_look_has_at_most_two_lines(look: str) -> None:
    assert len(serial_looks(look, "B/8 0/O/D/Q")) <= TWO_LINES
