"""The pads of typed screens: what a tap types, and what a keyboard types."""

from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tests.tui.widgets.stage import SIZES, Stage
from tui.screens.pads import BOTH_CASES, SHIFT, Digits, Letters
from tui.widgets.keypad import ENTER, ERASE, SPACE, KeyPad


async def typed(app: Stage, *keys: str) -> list[str]:
    """The characters that keys struck on a keyboard type."""
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        return [each.character for each in app.all_of(KeyPad.Pressed)]


@pytest.mark.parametrize("width", [40, 48, 57, 66, 80, 120])
def test_letters_have_all_that_a_name_needs(width: int) -> None:
    pad = Letters(BOTH_CASES, names=True)
    assert set(digits + SPACE + ERASE + ENTER + SHIFT) < set("".join(pad.keys(width)))


@pytest.mark.parametrize("width", [40, 48, 57, 66, 80, 120])
def test_the_keys_of_letters_fill_their_rows(width: int) -> None:
    assert len({len(row) for row in Letters().keys(width)}) == 1


def test_digits_stand_in_the_order_of_a_radios_keys() -> None:
    assert list(Digits().keys(48)) == ["12345", "67890"]


async def test_a_keyboard_types_what_the_pad_has_not() -> None:
    keys = ("a", "Z", "ä", "space", "percent_sign")
    assert await typed(Stage(Letters()), *keys) == ["a", "Z", "ä", " ", "%"]


async def test_a_letter_on_a_digit_pad_is_left_to_the_screens_buttons() -> None:
    assert await typed(Stage(Digits()), "1", "n", "2") == ["1", "2"]


async def test_backspace_and_enter_are_said_as_the_pads_own_keys() -> None:
    app = Stage(Letters())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("backspace", "enter")
        assert len(app.all_of(KeyPad.Erased)) == len(app.all_of(KeyPad.Entered)) == 1


async def test_a_pasted_line_counts_as_typed() -> None:
    app = Stage(pad := Letters())
    async with app.run_test(size=(80, 24)) as pilot:
        pad.post_message(events.Paste("BP 01\n"))
        await pilot.pause()
        assert "".join(each.character for each in app.all_of(KeyPad.Pressed)) == "BP 01"


@given(st.text(ascii_letters + digits + " -", max_size=12))
def test_a_name_goes_on_in_small_letters_inside_a_word(text: str) -> None:
    pad = Letters(BOTH_CASES, names=True)
    pad.show_for(text, "Done")
    small = "a" in "".join(pad.keys(80))
    assert small is text[-1:].isalpha()


async def test_shift_changes_the_letters() -> None:
    app = Stage(pad := Letters(BOTH_CASES))
    async with app.run_test(size=(80, 24)):
        before = "".join(pad.keys(80))
        pad.tapped(SHIFT)
        assert "".join(pad.keys(80)) == before.swapcase()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("empty", [True, False])
async def test_the_erasing_key_leads_back_while_nothing_is_typed(
    size: tuple[int, int], empty: bool
) -> None:
    app = Stage(pad := Letters())
    async with app.run_test(size=size):
        pad.show_for("" if empty else "x", "Done")
        cell = next(cell for cell in pad.shown_cells() if cell.token == ERASE)
        assert ("Back" in "".join(cell.lines)) is empty


async def test_taps_that_are_held_back_type_nothing() -> None:
    app = Stage(pad := Digits())
    async with app.run_test(size=(48, 16)) as pilot:
        pad.held = lambda: True
        await pilot.click(pad, offset=(5, 1))
        pad.held = lambda: False
        await pilot.click(pad, offset=(5, 1))
        assert len(await app.hears(KeyPad.Pressed)) == 1
