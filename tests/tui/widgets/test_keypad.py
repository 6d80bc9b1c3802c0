"""The pads: every key whole and large enough, and the same messages from taps and keys."""

from itertools import combinations
from string import ascii_uppercase, digits

import pytest
from textual.app import App
from textual.geometry import Region
from textual.widget import Widget

from tests.tui.widgets.stage import SIZES, Stage, text_of
from tui.widgets.action import Action
from tui.widgets.action_bar import ActionBar
from tui.widgets.keypad import ENTER, ERASE, SPACE, DigitPad, KeyPad, LetterPad

EVERYWHERE = pytest.mark.parametrize("size", SIZES)
EITHER = pytest.mark.parametrize("pad_class", [DigitPad, LetterPad])
NARROW = (40, 16)


def regions(pad: KeyPad) -> dict[str, Region]:
    """Where each key is, within the pad."""
    return {cell.token: cell.region for cell in pad.shown_cells()}


def middle(pad: KeyPad, key: str) -> tuple[int, int]:
    """The middle of a key, within the pad."""
    region = regions(pad)[key]
    return (region.x + region.width // 2, region.y + region.height // 2)


class Entry(Widget):
    """The one line of entry above a pad."""

    DEFAULT_CSS = "Entry { height: 1; }"


def test_the_digit_pad_has_every_digit() -> None:
    assert set(digits) < set("".join(DigitPad().keys(40)))


@pytest.mark.parametrize("width", [40, 66])
def test_the_letter_pad_has_all_a_serial_number_needs(width: int) -> None:
    assert set(ascii_uppercase + digits + "-" + SPACE) < set("".join(LetterPad().keys(width)))


@EVERYWHERE
async def test_digit_keys_are_at_least_8_by_3(size: tuple[int, int]) -> None:
    pad = DigitPad()
    async with Stage(Entry(), pad).run_test(size=size):
        assert all(each.width >= 8 and each.height >= 3 for each in regions(pad).values())


@EVERYWHERE
async def test_letter_keys_are_at_least_5_by_3(size: tuple[int, int]) -> None:
    pad = LetterPad()
    async with Stage(Entry(), pad).run_test(size=size):
        assert all(each.width >= 5 and each.height >= 3 for each in regions(pad).values())


@EVERYWHERE
@EITHER
async def test_a_pad_fits_under_a_line_of_entry(
    size: tuple[int, int], pad_class: type[KeyPad]
) -> None:
    pad = pad_class()
    async with Stage(Entry(), pad).run_test(size=size) as pilot:
        assert pilot.app.screen.region.contains_region(pad.region)
        assert all(pad.region.reset_offset.contains_region(each) for each in regions(pad).values())


@EVERYWHERE
@EITHER
async def test_no_two_keys_overlap(size: tuple[int, int], pad_class: type[KeyPad]) -> None:
    pad = pad_class()
    async with Stage(Entry(), pad).run_test(size=size):
        assert not any(one.overlaps(two) for one, two in combinations(regions(pad).values(), 2))


@EVERYWHERE
async def test_a_title_an_entry_the_digit_pad_and_the_actions_fit_together(
    size: tuple[int, int],
) -> None:
    pad = DigitPad()
    bar = ActionBar([Action(name="back", key="x", label="Back", back=True)])
    async with Stage(Entry(), Entry(), pad, bar, kiosk=True).run_test(size=size):
        assert pad.region.bottom <= bar.region.y


@EVERYWHERE
@EITHER
async def test_every_key_shows_its_character(
    size: tuple[int, int], pad_class: type[KeyPad]
) -> None:
    pad = pad_class()
    async with Stage(Entry(), pad).run_test(size=size):
        shown = "".join(text_of(pad))
        assert all(shown.count(key) == 1 for key in regions(pad))


@pytest.mark.parametrize("key", digits)
async def test_a_tap_types_the_digit_under_the_finger(key: str) -> None:
    app = Stage(pad := DigitPad())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.click(pad, offset=middle(pad, key))
        assert [press.character for press in await app.hears(KeyPad.Pressed)] == [key]


@pytest.mark.parametrize("key", ["A", "Z", "0", "-", SPACE])
async def test_a_tap_types_the_letter_under_the_finger(key: str) -> None:
    app = Stage(pad := LetterPad())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.click(pad, offset=middle(pad, key))
        typed = " " if key == SPACE else key
        assert [press.character for press in await app.hears(KeyPad.Pressed)] == [typed]


@EITHER
@pytest.mark.parametrize(("key", "message"), [(ERASE, KeyPad.Erased), (ENTER, KeyPad.Entered)])
async def test_erase_and_enter_say_so(
    pad_class: type[KeyPad], key: str, message: type[KeyPad.Erased] | type[KeyPad.Entered]
) -> None:
    app = Stage(pad := pad_class())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.click(pad, offset=middle(pad, key))
        assert len(await app.hears(message)) == 1


async def test_a_finger_that_slides_to_another_key_types_nothing() -> None:
    app = Stage(pad := DigitPad())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.mouse_down(pad, offset=middle(pad, "1"))
        await pilot.mouse_up(pad, offset=middle(pad, "5"))
        await pilot.click(pad, offset=middle(pad, "9"))
        assert [press.character for press in await app.hears(KeyPad.Pressed)] == ["9"]


async def test_a_tap_between_the_keys_types_nothing() -> None:
    app = Stage(pad := DigitPad())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.click(pad, offset=(regions(pad)["1"].right, 1))
        await pilot.click(pad, offset=middle(pad, "9"))
        assert [press.character for press in await app.hears(KeyPad.Pressed)] == ["9"]


async def test_a_keyboard_types_digits_at_once() -> None:
    app = Stage(DigitPad())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("3", "7")
        presses = await app.hears(KeyPad.Pressed, 2)
        assert [press.character for press in presses] == ["3", "7"]


async def test_a_keyboard_types_letters_in_capitals() -> None:
    app = Stage(LetterPad())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("b", "P", "space", "minus", "0")
        presses = await app.hears(KeyPad.Pressed, 5)
        assert [press.character for press in presses] == ["B", "P", " ", "-", "0"]


@EITHER
@pytest.mark.parametrize(
    ("key", "message"), [("backspace", KeyPad.Erased), ("enter", KeyPad.Entered)]
)
async def test_backspace_and_enter_are_erase_and_enter(
    pad_class: type[KeyPad], key: str, message: type[KeyPad.Erased] | type[KeyPad.Entered]
) -> None:
    app = Stage(pad_class())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(key)
        assert len(await app.hears(message)) == 1


async def test_a_pad_takes_the_typed_keys_even_under_a_bar_of_actions() -> None:
    bar = ActionBar([Action(name="next", key="1", label="Next", primary=True)])
    app = Stage(bar, DigitPad())
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("1")
        assert [press.character for press in await app.hears(KeyPad.Pressed)] == ["1"]


async def test_a_key_the_pad_does_not_know_is_left_to_the_screen() -> None:
    left: list[str] = []

    class Listening(Stage):
        """Notes the keys that nothing took."""

        def on_key(self, event: object) -> None:
            left.append(getattr(event, "key", ""))

    app: App[None] = Listening(DigitPad())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f5", "3", "escape")
    assert left == ["f5", "escape"]


async def test_labels_replace_the_signs_where_they_fit() -> None:
    pad = DigitPad(erase="Erase", enter="Done")
    async with Stage(pad).run_test(size=NARROW):
        shown = "".join(text_of(pad))
        assert ("Erase" in shown, "Done" in shown) == (True, True)


async def test_a_label_too_long_for_its_key_leaves_the_sign() -> None:
    pad = LetterPad(enter="Finished")
    async with Stage(pad).run_test(size=NARROW):
        shown = "".join(text_of(pad))
        assert (ENTER in shown, "Fini" in shown) == (True, False)


async def test_a_typed_key_looks_pressed() -> None:
    pad = DigitPad()
    async with Stage(pad).run_test(size=NARROW):
        before = pad.render_line(1)
        pad.light("1")
        assert pad.render_line(1) != before
