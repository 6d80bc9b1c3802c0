"""Big digits: thick, sized exactly, and readable text where they do not fit."""

from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.widgets.stage import SIZES, Stage, text_of
from tui.widgets.big_digits import BigDigits
from tui.widgets.glyphs import ROWS, Scale, draw, glyphs

SCALES: list[Scale] = ["large", "small"]
SIGNS = digits + ascii_uppercase + ":-/+?.★‖ "


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("character", SIGNS)
def test_every_sign_a_key_or_a_code_needs_has_a_drawing(character: str, scale: Scale) -> None:
    assert character in glyphs(scale)


@pytest.mark.parametrize("scale", SCALES)
def test_no_two_signs_look_alike(scale: Scale) -> None:
    drawings = glyphs(scale).values()
    assert len(set(drawings)) == len(drawings)


@pytest.mark.parametrize("scale", SCALES)
def test_all_digits_are_equally_wide_so_a_clock_does_not_jitter(scale: Scale) -> None:
    assert len({len(glyphs(scale)[digit][0]) for digit in digits}) == 1


@given(st.text(SIGNS, min_size=1, max_size=8), st.sampled_from(SCALES))
def test_a_drawing_is_a_full_rectangle(text: str, scale: Scale) -> None:
    lines = draw(text, scale)
    assert lines is not None
    assert [len(line) for line in lines] == [len(lines[0])] * ROWS[scale]


def test_lower_case_is_drawn_as_upper_case() -> None:
    assert draw("rds", "large") == draw("RDS", "large")


@pytest.mark.parametrize("scale", SCALES)
async def test_the_widget_is_exactly_as_large_as_its_drawing(scale: Scale) -> None:
    big = BigDigits("3700", size=scale)
    async with Stage(big).run_test(size=(80, 24)):
        assert text_of(big) == draw("3700", scale)


async def test_a_drawing_too_wide_for_its_place_becomes_smaller() -> None:
    big = BigDigits("TUNE 12", size="large")
    async with Stage(big).run_test(size=(40, 16)):
        assert text_of(big) == draw("TUNE 12", "small")


async def test_what_fits_in_no_size_is_shown_as_bold_text() -> None:
    big = BigDigits("SEEK DOWN TWICE")
    async with Stage(big).run_test(size=(40, 16)):
        assert text_of(big) == ["SEEK DOWN TWICE"]
        assert big.styles.text_style.bold


async def test_a_sign_without_a_drawing_is_shown_as_text() -> None:
    big = BigDigits("◄◄")
    async with Stage(big).run_test(size=(40, 16)):
        assert text_of(big) == ["◄◄"]


async def test_long_text_wraps_so_that_nothing_is_lost() -> None:
    big = BigDigits("PRESS AND TURN THE TUNE CONTROL TO THE LEFT")
    async with Stage(big).run_test(size=(40, 16)):
        shown = " ".join(line.strip() for line in text_of(big))
        assert shown == "PRESS AND TURN THE TUNE CONTROL TO THE LEFT"


async def test_a_shorter_text_takes_less_room() -> None:
    big = BigDigits("88")
    async with Stage(big).run_test(size=(80, 24)) as pilot:
        big.text = "8"
        await pilot.pause()
        assert text_of(big) == draw("8", "large")


async def test_a_new_size_is_drawn_at_once() -> None:
    big = BigDigits("8")
    async with Stage(big).run_test(size=(80, 24)) as pilot:
        big.scale = "small"
        await pilot.pause()
        assert text_of(big) == draw("8", "small")


@pytest.mark.parametrize("size", SIZES)
async def test_a_four_digit_code_is_drawn_large_on_every_screen(size: tuple[int, int]) -> None:
    big = BigDigits("8888")
    async with Stage(big).run_test(size=size):
        assert text_of(big) == draw("8888", "large")
