"""Which simulated head units there are, and which there can't be."""

import subprocess
import sys

import pytest
from msgspec.structs import replace

from pi.radio import catalogue
from pi.radio.simulated import FAMILIES, SimulatedHeadUnit, Unknowns, can_have, worlds
from tests.pi.radio.locked_sets import switched_on


def test_the_press_plan_and_its_parts_are_not_even_loaded_with_it() -> None:
    script = "import sys, pi.radio.simulated; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    judged = {f"pi.radio.{name}" for name in ("press_plan", "keying", "correction", "steps")}
    assert not judged & set(loaded)


def test_every_family_of_the_catalogue_is_simulated() -> None:
    assert set(FAMILIES) == set(catalogue.ids())


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_set_shows_nothing_without_ignition(family: str) -> None:
    unit = switched_on(family, "1" * FAMILIES[family].lengths[0])
    unit.turn_key(False)
    assert unit.display == ""


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_answer_to_what_is_unknown_makes_a_set(family: str) -> None:
    code = "1" * FAMILIES[family].lengths[0]
    assert all(SimulatedHeadUnit(family, code, unknowns) for unknowns in worlds(family))


def test_a_set_that_contradicts_the_facts_is_refused() -> None:
    with pytest.raises(ValueError, match="no hyundai-cde is like that"):
        SimulatedHeadUnit("hyundai-cde", "1234", Unknowns(start="-"))


@pytest.mark.parametrize(
    ("family", "code"), [("bmw-5-digit", "12347"), ("lexus-sec", "1234"), ("hyundai-cde", "x123")]
)
def test_a_code_of_another_shape_is_refused(family: str, code: str) -> None:
    with pytest.raises(ValueError, match="can have this code"):
        SimulatedHeadUnit(family, code)


def test_a_set_whose_digits_stop_at_nine_has_no_code_below_its_start() -> None:
    stops = replace(FAMILIES["vw-safe"].known, wraps=False)
    assert not can_have("vw-safe", "0123", stops)


def test_a_key_that_the_set_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="no key HR"):
        switched_on("vw-safe", "1234").press("HR")
