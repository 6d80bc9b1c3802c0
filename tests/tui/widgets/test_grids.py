"""Lists, grids and pads: no scrolling, every target whole, reached once by tap and by key."""

from collections.abc import Iterable
from itertools import combinations
from string import ascii_letters, ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui.widgets.stage import SIZES, Stage, text_of
from tui.widgets.action_bar import ActionBar
from tui.widgets.actions import Action
from tui.widgets.lists import LEAST, NEXT, PREVIOUS, ROWS, PagedGrid, PagedList, TapGrid
from tui.widgets.typing import (
    BOTH_CASES,
    ENTER,
    ERASE,
    SHIFT,
    SPACE,
    DigitPad,
    Digits,
    KeyPad,
    LetterPad,
    Letters,
)

EVERYWHERE = pytest.mark.parametrize("size", SIZES)
MANY = [f"Model {number}" for number in range(30)]
FEW = ["Nissan", "Opel", "Renault"]
SIZE = (40, 16)


def regions(shown: TapGrid) -> dict[str, Region]:
    return {cell.token: cell.region for cell in shown.shown_cells() if cell.token}


def items(shown: PagedList) -> list[Region]:
    return [region for token, region in regions(shown).items() if token.isdigit()]


def titles(shown: PagedList) -> list[str]:
    lines = [line[2:].strip() for line in text_of(shown)]
    return [line[2:] for line in lines if line[:1].isdigit() and line[1:2] == " "]


def lie_apart(places: Iterable[Region]) -> bool:
    return not any(one.overlaps(other) for one, other in combinations(places, 2))


async def tap(shown: TapGrid, token: str, pilot: Pilot[None]) -> None:
    region = regions(shown)[token]
    await pilot.click(shown, offset=(region.x + region.width // 2, region.y + region.height // 2))


async def chosen(app: Stage) -> list[int]:
    return [choice.index for choice in await app.hears(PagedList.Chosen)]


async def typed(app: Stage, count: int) -> list[str]:
    return [press.character for press in await app.hears(KeyPad.Pressed, count)]


@EVERYWHERE
@pytest.mark.parametrize("kind", [PagedList, PagedGrid])
async def test_everything_is_inside_whatever_there_is_to_choose_from(
    size: tuple[int, int], kind: type[PagedList]
) -> None:
    shown = kind([])
    async with Stage(shown).run_test(size=size) as pilot:
        inside = shown.region.reset_offset
        for count in (0, 1, 2, 3, 5, 6, 9, 10, 30):
            shown.items = MANY[:count]
            await pilot.pause()
            assert all(inside.contains_region(cell.region) for cell in shown.shown_cells())
            assert lie_apart(items(shown))
            assert min(count, 1) <= len(items(shown)) <= count


@EVERYWHERE
async def test_turning_the_pages_of_a_list_shows_every_item_once(size: tuple[int, int]) -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=size) as pilot:
        seen = titles(shown)
        assert all(each.size == (size[0], 3) for each in items(shown))
        for _page in range(shown.pages - 1):
            await tap(shown, NEXT, pilot)
            seen += titles(shown)
            turning = [
                regions(shown)[token] for token in (NEXT, PREVIOUS) if token in regions(shown)
            ]
            assert all(each.width >= 12 and each.height >= 3 for each in turning)
        assert seen == MANY


@EVERYWHERE
async def test_turning_the_pages_of_a_grid_shows_every_item_once(size: tuple[int, int]) -> None:
    shown, seen, plain = PagedGrid(MANY), 0, PagedList(MANY)
    async with Stage(shown).run_test(size=size) as pilot:
        for _ in range(shown.pages):
            assert all(each.width >= LEAST and each.height == ROWS for each in items(shown))
            seen += len(items(shown))
            shown.turn(1)
            await pilot.pause()
        assert seen == len(MANY)
        many = shown.per_page
    async with Stage(plain).run_test(size=size):
        assert many >= plain.per_page


@given(st.integers(12, 200), st.integers(3, 60), st.integers(0, 40))
def test_a_word_of_ten_letters_is_never_broken(width: int, height: int, count: int) -> None:
    shown = PagedGrid(["Volkswagen"] * count)
    cells = shown.cells(Size(width, height)) if count else []
    assert all("Volkswagen" in "".join(cell.lines) for cell in cells if cell.token.isdigit())


async def test_a_list_that_fits_has_no_pages_to_turn_and_others_show_theirs() -> None:
    shown = PagedList(FEW)
    async with Stage(shown).run_test(size=SIZE) as pilot:
        assert list(regions(shown)) == ["1", "2", "3"]
        shown.items = MANY
        await pilot.pause()
        assert f"1/{shown.pages}" in "".join(text_of(shown))
        await pilot.press("right", "right")
        shown.items = FEW  # other items start at the first
        await pilot.pause()
        assert titles(shown) == FEW


@pytest.mark.parametrize("kind", [PagedList, PagedGrid])
async def test_a_digit_or_enter_on_the_mark_chooses_an_item(kind: type[PagedList]) -> None:
    for keys, index in (("3", 2), ("down down up enter", 1)):
        app = Stage(shown := kind(FEW))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press(*keys.split())
            assert (await chosen(app), shown.marked) == ([index], index)
    app = Stage(kind())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "1", "down", "right")
        await pilot.pause()
        assert app.heard == []  # where there is nothing to choose


async def test_the_mark_is_a_shape_that_walks_on_to_the_next_page() -> None:
    shown = PagedList(MANY)
    async with Stage(shown).run_test(size=SIZE) as pilot:
        await pilot.press("down")
        assert [line[0] for line in text_of(shown)[:6]] == ["▏", "▏", "─", "█", "█", "─"]
        await pilot.press(*["down"] * (shown.per_page - 1))
        assert titles(shown)[0] == MANY[shown.per_page]


async def test_keys_turn_the_page_and_stop_at_both_ends_and_a_tap_chooses_on_the_last() -> None:
    app = Stage(shown := PagedList(MANY))
    async with app.run_test(size=SIZE) as pilot:
        for forth, back in (("right", "left"), ("pagedown", "pageup")):
            await pilot.press(*[back] * 20)
            assert titles(shown)[0] == MANY[0]
            await pilot.press(*[forth] * 20)
            assert titles(shown)[-1] == MANY[-1]
        second = titles(shown)[1]
        await tap(shown, "2", pilot)
        assert [MANY[index] for index in await chosen(app)] == [second]


async def test_a_long_item_takes_two_lines_and_a_longer_one_says_that_it_goes_on() -> None:
    long = 'Qashqai and Qashqai+2 (2007 to 2013), shows "Radio Code:"'
    shown = PagedList([long, "word " * 40])
    async with Stage(shown).run_test(size=SIZE):
        lines = text_of(shown)
        assert " ".join(line[1:].strip() for line in lines[:2]) == f"1 {long}"
        assert lines[4].rstrip().endswith("…")


class Entry(Widget):
    """The one line of entry above a pad."""

    DEFAULT_CSS = "Entry { height: 1; }"


@EVERYWHERE
@pytest.mark.parametrize(("kind", "least"), [(DigitPad, (8, 3)), (LetterPad, (5, 3))])
async def test_every_key_of_a_pad_is_whole_and_large_enough_under_a_line_of_entry(
    size: tuple[int, int], kind: type[KeyPad], least: tuple[int, int]
) -> None:
    pad = kind()
    async with Stage(Entry(), pad).run_test(size=size) as pilot:
        keys, shown = regions(pad), "".join(text_of(pad))
        assert pilot.app.screen.region.contains_region(pad.region)
        assert all(pad.region.reset_offset.contains_region(each) for each in keys.values())
        assert lie_apart(keys.values())
        assert all(each.width >= least[0] and each.height >= least[1] for each in keys.values())
        assert all(shown.count(key) == 1 for key in keys)
    if kind is DigitPad:  # a title and actions fit, too
        bar = ActionBar([Action(name="back", key="x", label="Back", back=True)])
        pad = kind()
        async with Stage(Entry(), Entry(), pad, bar, kiosk=True).run_test(size=size):
            assert pad.region.bottom <= bar.region.y


@pytest.mark.parametrize("width", [40, 48, 57, 66, 80, 120])
def test_pads_have_all_that_a_code_a_serial_number_or_a_name_needs(width: int) -> None:
    pads = (DigitPad(), LetterPad(), Letters(BOTH_CASES, names=True))
    have = [set("".join(pad.keys(width))) for pad in pads]
    assert set(digits) < have[0]
    assert set(ascii_uppercase + digits + "-" + SPACE) < have[1]
    assert set(digits + SPACE + ERASE + ENTER + SHIFT) < have[2]
    assert len({len(row) for row in Letters().keys(width)}) == 1
    assert list(Digits().keys(48)) == ["12345", "67890"]  # as a radio's keys stand


@pytest.mark.parametrize(
    ("said", "middle", "last"),
    [
        ("QWERTYUIOP ASDFGHJKL ZXCVBNM", "ASDFGHJKL" + ERASE, "-ZXCVBNM" + SPACE + ENTER),
        ("AZERTYUIOP QSDFGHJKLM WXCVBN", "QSDFGHJKLM", "-WXCVBN" + SPACE + ERASE + ENTER),
        ("QWERTYUIOP ASDFGHJKL", "ASDFGHJKL" + ERASE, "-ZXCVBNM" + SPACE + ENTER),  # no keyboard
    ],
)
def test_letters_stand_as_on_the_owners_keyboard_and_by_the_alphabet_where_it_does_not_fit(
    monkeypatch: pytest.MonkeyPatch, said: str, middle: str, last: str
) -> None:
    monkeypatch.setattr("tui.text.language.KEYBOARD", said)
    rows = Letters().keys(50)
    assert (rows[0], rows[2], rows[3]) == ("1234567890", middle, last)
    assert "".join(Letters().keys(49)).startswith(ascii_uppercase)


async def test_a_tap_types_what_is_under_the_finger() -> None:
    for pad, keys in ((DigitPad(erase="Erase"), digits), (LetterPad(enter="Done"), f"AZ0-{SPACE}")):
        app = Stage(pad)
        async with app.run_test(size=SIZE) as pilot:
            for key in keys:
                await tap(pad, key, pilot)
            assert await typed(app, len(keys)) == [*keys.replace(SPACE, " ")]
            before = pad.render_line(1)
            pad.light(pad.keys(40)[0][0])
            assert pad.render_line(1) != before  # as a key that is pressed
            said = "".join(text_of(pad))
            assert ("Erase" in said) is (pad.__class__ is DigitPad)  # where a word fits
            assert ENTER in said


@pytest.mark.parametrize("kind", [DigitPad, LetterPad])
async def test_erase_and_enter_say_so_by_tap_and_by_key(kind: type[KeyPad]) -> None:
    app = Stage(pad := kind())
    async with app.run_test(size=SIZE) as pilot:
        await tap(pad, ERASE, pilot)
        await pilot.press("backspace")
        assert len(await app.hears(KeyPad.Erased, 2)) == 2
        await tap(pad, ENTER, pilot)
        await pilot.press("enter")
        assert len(await app.hears(KeyPad.Entered, 2)) == 2


async def test_a_finger_that_slides_lies_between_or_is_held_back_types_nothing() -> None:
    app = Stage(pad := Digits())
    async with app.run_test(size=(48, 16)) as pilot:
        one, five = (regions(pad)[key] for key in "15")
        await pilot.mouse_down(pad, offset=(one.x + 2, one.y + 1))
        await pilot.mouse_up(pad, offset=(five.x + 2, five.y + 1))
        await pilot.click(pad, offset=(one.right, 1))
        pad.held = lambda: True
        await tap(pad, "3", pilot)
        pad.held = lambda: False
        await tap(pad, "9", pilot)
        assert await typed(app, 1) == ["9"]


@pytest.mark.parametrize(
    ("kind", "keys", "types"),
    [
        (DigitPad, "3 7", "37"),
        (LetterPad, "b P space minus 0", "BP -0"),
        (Letters, "a Z ä space percent_sign", "aZä %"),
        (Digits, "1 n 2", "12"),  # a letter is left to the screen's buttons
    ],
)
async def test_a_keyboard_types_what_a_pad_takes(kind: type[KeyPad], keys: str, types: str) -> None:
    """Under a bar of actions, too."""
    bar = ActionBar([Action(name="next", key="1", label="Next", primary=True)])
    app = Stage(bar, kind())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()
        assert await typed(app, len(types)) == [*types]
        if kind is Letters:  # what is pasted counts as typed
            app.screen.query_one(kind).post_message(events.Paste("01\n"))
            assert (await typed(app, len(types) + 2))[-2:] == ["0", "1"]


async def test_a_key_the_pad_does_not_know_is_left_to_the_screen() -> None:
    left: list[str] = []

    class Listening(Stage):
        def on_key(self, event: object) -> None:
            left.append(getattr(event, "key", ""))

    async with Listening(DigitPad()).run_test(size=SIZE) as pilot:
        await pilot.press("f5", "3", "escape")
    assert left == ["f5", "escape"]


@given(st.text(ascii_letters + digits + " -", max_size=12))
def test_a_name_goes_on_in_small_letters_inside_a_word(text: str) -> None:
    pad = Letters(BOTH_CASES, names=True)
    pad.show_for(text, "Done")
    assert ("a" in "".join(pad.keys(80))) is text[-1:].isalpha()


@EVERYWHERE
async def test_shift_changes_letters_and_erasing_nothing_leads_back(size: tuple[int, int]) -> None:
    async with Stage(pad := Letters(BOTH_CASES)).run_test(size=size) as pilot:
        await pilot.pause()
        before = "".join(pad.keys(80))
        pad.tapped(SHIFT)
        assert "".join(pad.keys(80)) == before.swapcase()
        for text, alone, says in (("", True, "Back"), ("", False, ""), ("x", True, ERASE)):
            pad.alone = alone
            pad.show_for(text, "Done")
            found = ["".join(cell.lines) for cell in pad.shown_cells() if cell.token == ERASE]
            assert [says in line for line in found] == [True] * bool(says)
