"""The families in words."""

import pytest

from pi.radio.catalogue import all_head_units, load
from pi.radio.head_unit import CodeShape, Protection
from tui.words import head_units

FAMILIES = pytest.mark.parametrize("family", all_head_units(), ids=lambda family: family.id)


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        (CodeShape(lengths=(4,)), "The code has 4 digits."),
        (CodeShape(lengths=(4, 5)), "The code has 4 or 5 digits."),
        (
            CodeShape(lengths=(5,), digits=("123456",)),
            "The code has 5 digits, each one of 1 2 3 4 5 6.",
        ),
    ],
)
def test_what_a_code_looks_like(shape: CodeShape, sentence: str) -> None:
    assert head_units.code_rule(shape) == sentence


def test_what_the_display_shows_before_it_asks_comes_first() -> None:
    assert head_units.shows(load("opel-safe")) == 'Its display shows "SAFE", "10 ----".'


def test_the_cars_of_the_chosen_make_come_first() -> None:
    assert head_units.cars(load("renault-keypad"), "Nissan").index("Nissan") < head_units.cars(
        load("renault-keypad"), "Renault"
    ).index("Nissan")


@FAMILIES
def test_cars_that_are_not_sure_are_named_as_such(family: object) -> None:
    doubtful = [fit for fit in family.fits if not fit.sure]  # type: ignore[attr-defined]
    assert ("Perhaps in" in head_units.cars(family)) is bool(doubtful)  # type: ignore[arg-type]


@pytest.mark.parametrize("protection", list(Protection))
def test_a_radio_that_takes_no_code_says_why(protection: Protection) -> None:
    assert bool(head_units.takes_no_code(protection)) is not protection.takes_a_code


@FAMILIES
def test_a_family_in_a_list_says_whether_it_takes_a_code(family: object) -> None:
    line = head_units.in_a_list(family)  # type: ignore[arg-type]
    assert ("takes no code" in line) is not family.takes_a_code  # type: ignore[attr-defined]
