"""The shapes that patterns stand for, place by place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.serial_shape import ANY_DIGIT, MOST_SHAPES, shapes

PATTERNS = sorted(
    {pattern for one in catalogue.all_head_units() for pattern in one.serial.patterns}
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_of_the_catalogue_has_places(pattern: str) -> None:
    assert shapes(pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
def test_what_stands_in_the_places_fits_the_pattern(pattern: str, data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from(shapes(pattern)))
    text = "".join(data.draw(st.sampled_from(sorted(place))) for place in shape)
    assert re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
def test_what_fits_the_pattern_stands_in_the_places(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
    assert any(
        len(shape) == len(text)
        and all(char in place for char, place in zip(text, shape, strict=True))
        for shape in shapes(pattern)
    )


@pytest.mark.parametrize(
    ("pattern", "lengths"),
    [
        (r"^A\d{3}$", [4]),
        (r"A(B|CD)?", [1, 2, 3]),
        (r"(?:A|[BC])\d{1,2}", [2, 3]),
        (r"[A-C\d]", [1]),
        ("A|BC", [1, 2]),
        ("", [0]),
    ],
)
def test_places_are_counted(pattern: str, lengths: list[int]) -> None:
    assert sorted({len(shape) for shape in shapes(pattern)}) == lengths


def test_small_letters_and_capitals_are_one() -> None:
    assert shapes("ab") == shapes("AB")


def test_a_set_holds_what_it_spans() -> None:
    assert shapes(r"[A-C\d]")[0][0] == ANY_DIGIT | set("ABC")


@pytest.mark.parametrize(
    "pattern",
    [r"A+", r"A*", r".", r"\w{3}", r"(?=A)B", r"[^A]", r"A{2,}", r"A{9999}", r"(A", r"A)", r"\1"],
)
def test_a_pattern_of_another_kind_has_no_places(pattern: str) -> None:
    assert shapes(pattern) == ()


@pytest.mark.parametrize(
    "pattern",
    ["(A|B|C){30}", "(A|B)(A|B)(A|B)(A|B)(A|B)(A|B)(A|B)", "(" * 5000, "((A{40}){40}){40}"],
)
def test_a_pattern_that_stands_for_too_many_has_none(pattern: str) -> None:
    assert shapes(pattern) == ()


@given(st.text("AB01\\d[](){}|?^$*+.,-:") | st.text())
def test_any_pattern_is_read_or_passed_over(pattern: str) -> None:
    assert len(shapes(pattern)) <= MOST_SHAPES
