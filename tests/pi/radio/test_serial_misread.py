"""Characters that stand where a label of this kind has another. All numbers here are invented."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.catalogue import load
from pi.radio.head_unit import HeadUnit
from pi.radio.serial_misread import ALIKE, Confusable, Expected, Misfit, confusable, misfits
from pi.radio.serial_number import SerialLook, looks_like
from pi.radio.serial_shape import shapes

WITH_SHAPES = [one for one in catalogue.all_head_units() if one.serial.patterns]
families = st.sampled_from(WITH_SHAPES)
a_text = st.text() | st.text("BPMVUL018OIlSZ ", max_size=20)


@st.composite
def fitting(draw: st.DrawFn) -> tuple[HeadUnit, str]:
    """A number that a family's labels may carry, typed with or without spaces and in any case."""
    head_unit = draw(families)
    shape = draw(
        st.sampled_from([row for each in head_unit.serial.patterns for row in shapes(each)])
    )
    chars = [draw(st.sampled_from(sorted(place))) for place in shape]
    spaced = "".join(char + draw(st.sampled_from(["", "", " "])) for char in chars)
    return head_unit, draw(st.sampled_from([spaced, spaced.lower()]))


@st.composite
def slipped(draw: st.DrawFn) -> tuple[HeadUnit, str, int]:
    """A number with one character misread so that it fits no more, and its position.

    Longer than four characters: in so few, one slip may be of two kinds.
    """
    head_unit, text = draw(fitting())
    found = [
        (written, at + 1)
        for at, char in enumerate(text)
        for double in ALIKE.get(char.upper(), ())
        if looks_like(written := text[:at] + double + text[at + 1 :], head_unit).look
        is not SerialLook.THIS_FAMILY
    ]
    assume(found and len("".join(text.split())) > 4)
    return head_unit, *draw(st.sampled_from(found))


def test_a_letter_where_a_digit_stands_is_named_with_its_place_and_the_digit() -> None:
    assert misfits("BPO12345678901", load("nissan-note-2009")) == (
        Misfit(3, "O", Expected.DIGIT, ("0",)),
    )


def test_a_digit_where_a_letter_stands_is_named_with_the_letter() -> None:
    assert misfits("8P012345678901", load("nissan-note-2009")) == (
        Misfit(1, "8", Expected.LETTER, ("B",)),
    )


def test_a_letter_that_looks_like_no_digit_is_named_without_one() -> None:
    assert misfits("MX23456", load("ford-6000cd")) == (Misfit(2, "X", Expected.DIGIT, ()),)


def test_a_letter_in_the_place_of_its_double_is_named() -> None:
    assert misfits("U123456", load("ford-6000cd")) == (Misfit(1, "U", Expected.LETTER, ("V",)),)


def test_a_letter_where_one_of_two_stands_is_told_both() -> None:
    assert misfits("N123456", load("ford-6000cd"))[0].instead == ("M", "V")


def test_spaces_count_as_the_owner_typed_them() -> None:
    assert misfits("BP O12345678901", load("nissan-note-2009"))[0].position == 4


@pytest.mark.parametrize("text", ["XYXYXYX", "M12", "", "    ", "M1234567890"])
def test_a_number_too_unlike_to_compare_has_nothing_pointed_out(text: str) -> None:
    assert misfits(text, load("ford-6000cd")) == ()


def test_nothing_is_pointed_out_where_no_shape_is_known() -> None:
    assert misfits("BPO12345678901", load("hyundai-cde")) == ()


def test_a_digit_where_only_digits_stand_is_taken_for_no_letter() -> None:
    assert confusable("M123450", load("ford-6000cd")) == (Confusable(2, "1", ("7",)),)


@pytest.mark.parametrize(
    ("one", "other"),
    ["0O", "0D", "0Q", "OD", "OQ", "DQ", "1I", "1l", "17", "2Z", "5S", "6G", "8B", "UV"],
)
def test_each_looks_like_the_other(one: str, other: str) -> None:
    assert other in ALIKE[one]
    assert one in ALIKE[other]


@given(fitting())
def test_a_number_that_fits_has_nothing_pointed_out(case: tuple[HeadUnit, str]) -> None:
    head_unit, text = case
    assert looks_like(text, head_unit).look is SerialLook.THIS_FAMILY
    assert misfits(text, head_unit) == ()


@given(slipped())
def test_one_misread_character_is_found_at_its_place(case: tuple[HeadUnit, str, int]) -> None:
    head_unit, text, position = case
    assert [one.position for one in misfits(text, head_unit)] == [position]


@given(slipped())
def test_what_is_named_instead_makes_the_number_fit(case: tuple[HeadUnit, str, int]) -> None:
    head_unit, text, position = case
    (found,) = misfits(text, head_unit)
    mended = text[: position - 1] + found.instead[0] + text[position:]
    assert looks_like(mended, head_unit).look is SerialLook.THIS_FAMILY


@given(a_text, families)
def test_each_misfit_points_at_its_character(text: str, head_unit: HeadUnit) -> None:
    assert all(text[one.position - 1] == one.char for one in misfits(text, head_unit))


@given(a_text, families)
def test_misfits_are_told_in_the_order_of_the_label(text: str, head_unit: HeadUnit) -> None:
    positions = [one.position for one in misfits(text, head_unit)]
    assert positions == sorted(set(positions))


@given(a_text, families)
def test_no_character_is_to_be_replaced_by_itself(text: str, head_unit: HeadUnit) -> None:
    assert all(one.char.upper() not in one.instead for one in misfits(text, head_unit))


@given(a_text, families)
def test_a_shape_only_narrows_what_may_be_misread(text: str, head_unit: HeadUnit) -> None:
    narrowed = {one.position for one in confusable(text, head_unit)}
    assert narrowed <= {one.position for one in confusable(text)}
