"""Numbers that are no serial number, halves of one, and what is needed besides one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.catalogue import load
from pi.radio.head_unit import HeadUnit
from pi.radio.serial_number import AlsoNeeded, SerialLook, also_needed, joined, looks_like

HONDA, FORD, NISSAN = load("honda-5-digit"), load("ford-6000cd"), load("nissan-radio-code")
any_family = st.sampled_from(catalogue.all_head_units())


@pytest.mark.parametrize("text", ["50700012", "DP", "DP 0123", "MV-12", "sh 1", "ACU:1.2", "CFG 7"])
def test_what_a_ford_shows_besides_its_serial_number_is_said_to_be_another(text: str) -> None:
    assert looks_like(text, FORD).look is SerialLook.OTHER_NUMBER


@pytest.mark.parametrize("text", ["M123456", "V123456"])
def test_a_fords_serial_number_is_not_taken_for_another(text: str) -> None:
    assert looks_like(text, FORD).look is SerialLook.THIS_FAMILY


def test_a_number_that_only_a_ford_shows_means_nothing_on_a_honda() -> None:
    assert looks_like("50700012", HONDA).look is SerialLook.THIS_FAMILY


@pytest.mark.parametrize("family", ["mitsubishi-off", "mitsubishi-preset"])
@pytest.mark.parametrize("text", ["MR123456", "mr 123456", "MR-123A"])
def test_a_mitsubishi_part_number_names_the_part(family: str, text: str) -> None:
    assert looks_like(text, load(family)).look is SerialLook.PART_NUMBER


@pytest.mark.parametrize("text", ["PN-1234A", "PU1234", "AGC-0001RF"])
@given(head_unit=any_family)
def test_a_model_number_is_one_whatever_the_car(text: str, head_unit: HeadUnit) -> None:
    assert looks_like(text, head_unit).look is SerialLook.MODEL_NUMBER


@pytest.mark.parametrize(
    "text", ["U1234L5678", "U1234 L5678", "u1234, l5678", "L5678 U1234", " U1234 / L5678 "]
)
def test_the_two_screens_of_a_honda_are_joined_upper_first(text: str) -> None:
    assert joined(text, HONDA) == "12345678"


@pytest.mark.parametrize("text", ["12345678", "U1234", "U1234 U5678", "U123 L5678", ""])
def test_what_is_no_pair_of_screens_is_not_joined(text: str) -> None:
    assert joined(text, HONDA) is None


def test_no_other_family_has_two_screens() -> None:
    assert joined("U1234 L5678", FORD) is None


@given(st.text("UL0123456789 ", max_size=14), any_family)
def test_whatever_is_joined_has_eight_digits_that_were_typed(
    text: str, head_unit: HeadUnit
) -> None:
    digits = joined(text, head_unit)
    assert digits is None or sorted(digits) == sorted(filter(str.isdigit, text))


@pytest.mark.parametrize("text", ["U1234", "l5678"])
def test_one_screen_of_a_honda_wants_the_other(text: str) -> None:
    assert also_needed(text, HONDA) is AlsoNeeded.SECOND_SCREEN


def test_both_screens_of_a_honda_want_nothing_more() -> None:
    assert also_needed("U1234 L5678", HONDA) is None


def test_a_clarion_label_wants_the_second_one() -> None:
    assert also_needed("CL 123456", NISSAN) is AlsoNeeded.SECOND_LABEL


def test_a_clarion_label_typed_with_its_second_wants_nothing_more() -> None:
    assert also_needed("CL123456 C71234", NISSAN) is None


def test_a_daewoo_label_wants_a_photo() -> None:
    assert also_needed("DW123456", NISSAN) is AlsoNeeded.PHOTO


@pytest.mark.parametrize("text", ["", "CL", "DW", "BP012345678901", "A123"])
def test_any_other_number_is_enough_as_far_as_is_known(text: str) -> None:
    assert also_needed(text, NISSAN) is None


@given(st.text(), any_family)
def test_any_text_gets_an_answer(text: str, head_unit: HeadUnit) -> None:
    assert also_needed(text, head_unit) in {None, *AlsoNeeded}
