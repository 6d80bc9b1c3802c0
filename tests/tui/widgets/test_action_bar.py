"""The action bar: every button whole, large enough to hit, and reached by tap and by key."""

import asyncio
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region
from textual.screen import Screen

from tests.tui.widgets.stage import GIVE_UP_SECONDS, SIZES, HandClock, Stage, text_of
from tui.widgets.action import Action, label_lines
from tui.widgets.action_bar import ActionBar, ActionKeys
from tui.widgets.action_button import PRESSED, ActionButton
from tui.widgets.action_places import Room, places
from tui.widgets.settle import Settle

LABELS = [
    "Done: it shows 3700",
    "It shows something else",
    "Es zeigt etwas anderes an",
    "Call the dealer instead",
    "Einstellungen",
    "Back",
]


def offered(count: int) -> list[Action]:
    """``count`` actions: the first is primary, the last the way back."""
    return [
        Action(
            name=f"action-{key}",
            key=str(key),
            label=label,
            primary=key == 1,
            back=key == count > 1,
        )
        for key, label in enumerate(LABELS[: count - 1] + LABELS[-1:], 1)
    ]


async def chosen(app: Stage, count: int = 1) -> list[str]:
    """The names of the actions chosen, once ``count`` have been."""
    return [press.action.name for press in await app.hears(ActionButton.Pressed, count)]


def buttons(bar: ActionBar) -> dict[str, Region]:
    """Where each action's button is on the screen."""
    return {button.action.name: button.region for button in bar.query(ActionButton)}


WHOLE = pytest.mark.parametrize("count", range(1, 7))
EVERYWHERE = pytest.mark.parametrize("size", SIZES)


@EVERYWHERE
@WHOLE
@pytest.mark.parametrize("kiosk", [False, True])
async def test_every_button_is_inside_the_screen(
    size: tuple[int, int], count: int, kiosk: bool
) -> None:
    bar = ActionBar(offered(count))
    async with Stage(bar, kiosk=kiosk).run_test(size=size) as pilot:
        screen = pilot.app.screen.region
        assert all(screen.contains_region(region) for region in buttons(bar).values())


@EVERYWHERE
@WHOLE
async def test_on_a_touchscreen_every_button_is_at_least_12_by_5(
    size: tuple[int, int], count: int
) -> None:
    bar = ActionBar(offered(count))
    async with Stage(bar, kiosk=True).run_test(size=size):
        assert all(each.width >= 12 and each.height >= 5 for each in buttons(bar).values())


@EVERYWHERE
@WHOLE
async def test_only_the_smallest_terminal_has_buttons_of_four_rows(
    size: tuple[int, int], count: int
) -> None:
    bar = ActionBar(offered(count))
    least = 4 if size == (40, 16) else 5
    async with Stage(bar).run_test(size=size):
        assert all(each.width >= 12 and each.height >= least for each in buttons(bar).values())


@EVERYWHERE
@WHOLE
@pytest.mark.parametrize("kiosk", [False, True])
async def test_no_label_is_cut_off(size: tuple[int, int], count: int, kiosk: bool) -> None:
    bar = ActionBar(offered(count))
    async with Stage(bar, kiosk=kiosk).run_test(size=size):
        for button in bar.query(ActionButton):
            shown = "".join(line[1:] for line in text_of(button)).replace(" ", "")
            assert shown == (button.action.key + button.action.label).replace(" ", "")


rooms = st.builds(
    Room,
    width=st.integers(38, 130),
    screen_width=st.integers(40, 130),
    screen_height=st.integers(16, 50),
    kiosk=st.booleans(),
)


@given(rooms, st.integers(2, 6))
def test_no_two_buttons_overlap(room: Room, count: int) -> None:
    placed = places(offered(count), room).values()
    assert not any(one.overlaps(other) for one, other in combinations(placed, 2))


@given(rooms, st.integers(2, 6))
def test_fingers_get_an_empty_column_and_row_between_two_buttons(room: Room, count: int) -> None:
    kiosk = Room(width=room.width, screen_width=room.screen_width, screen_height=40, kiosk=True)
    placed = places(offered(count), kiosk).values()
    assert not any(one.grow((0, 1, 1, 0)).overlaps(other) for one, other in combinations(placed, 2))


@given(rooms, st.integers(2, 6))
def test_the_primary_button_is_bottom_right_and_the_widest(room: Room, count: int) -> None:
    placed = places(offered(count), room)
    primary = placed["action-1"]
    assert (primary.right, primary.bottom) == (
        room.width,
        max(each.bottom for each in placed.values()),
    )
    assert primary.width == max(each.width for each in placed.values())


@given(rooms, st.integers(2, 6))
def test_the_way_back_is_bottom_left(room: Room, count: int) -> None:
    placed = places(offered(count), room)
    back = placed[f"action-{count}"]
    assert (back.x, back.bottom) == (0, placed["action-1"].bottom)


@given(rooms, st.integers(1, 6), st.integers(12, 30))
def test_buttons_share_the_height_they_are_given(room: Room, count: int, height: int) -> None:
    placed = places(offered(count), room, height)
    assert height - 1 <= max(each.bottom for each in placed.values()) <= max(height, 11)


@given(st.text("abc \n", max_size=60), st.integers(4, 20))
def test_a_label_breaks_into_lines_that_fit_and_keeps_every_letter(label: str, width: int) -> None:
    lines = label_lines("1", label, width)
    assert max(map(len, lines)) <= width
    assert "".join("".join(lines).split()) == "1" + "".join(label.split())


async def test_a_tap_chooses_an_action() -> None:
    app = Stage(bar := ActionBar(offered(3)))
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.click(bar.query(ActionButton).last())
        assert await chosen(app) == ["action-3"]


@pytest.mark.parametrize("key", ["1", "2", "3"])
async def test_its_own_key_chooses_an_action(key: str) -> None:
    app = Stage(ActionBar(offered(3)))
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press(key)
        assert await chosen(app) == [f"action-{key}"]


async def test_a_letter_key_counts_in_either_case() -> None:
    app = Stage(ActionBar([Action(name="help", key="H", label="Help")]))
    async with app.run_test(size=(66, 20)) as pilot:
        app.screen.query_one(ActionButton).focus()
        await pilot.press("h")
        assert await chosen(app) == ["help"]


async def test_enter_chooses_the_primary_action() -> None:
    app = Stage(ActionBar(offered(4)))
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("enter")
        assert await chosen(app) == ["action-1"]


async def test_enter_chooses_the_button_a_keyboard_user_went_to() -> None:
    app = Stage(ActionBar(offered(4)))
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("shift+tab", "enter")
        assert await chosen(app) == ["action-2"]


async def test_escape_goes_back() -> None:
    app = Stage(ActionBar(offered(4)))
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("escape")
        assert await chosen(app) == ["action-4"]


async def test_a_tap_leaves_enter_on_the_primary_action() -> None:
    app = Stage(bar := ActionBar(offered(3)))
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.click(bar.query(ActionButton).last())
        await pilot.press("enter")
        assert await chosen(app, 2) == ["action-3", "action-1"]


async def test_other_actions_take_the_place_of_the_old_ones() -> None:
    app = Stage(bar := ActionBar(offered(2)))
    async with app.run_test(size=(66, 20)) as pilot:
        for count in (5, 3):
            bar.actions = tuple(offered(count))
            await pilot.pause()
            assert list(buttons(bar)) == [f"action-{key}" for key in range(1, count + 1)]


async def test_enter_is_on_the_new_primary_action_when_others_are_offered() -> None:
    app = Stage(bar := ActionBar(offered(4)))
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("tab")
        bar.actions = (offered(3)[0], Action(name="other", key="2", label="Other"))
        await pilot.pause()
        await pilot.press("enter")
        assert await chosen(app) == ["action-1"]


@pytest.mark.parametrize(
    "actions",
    [
        [Action(name=str(key), key=str(key), label="") for key in range(7)],
        [Action(name="same", key="1", label=""), Action(name="same", key="2", label="")],
        [Action(name="one", key="a", label=""), Action(name="two", key="A", label="")],
    ],
)
def test_too_many_actions_or_names_or_keys_used_twice_are_refused(actions: list[Action]) -> None:
    with pytest.raises(ValueError, match="at most 6 actions"):
        ActionBar(actions)


async def test_a_pressed_button_looks_pressed() -> None:
    app = Stage(bar := ActionBar(offered(2)))
    async with app.run_test(size=(66, 20)):
        button = bar.query(ActionButton).last()
        button.press()
        assert button.has_class(PRESSED)


async def test_looking_pressed_is_another_ground() -> None:
    app = Stage(bar := ActionBar(offered(2)))
    async with app.run_test(size=(66, 20)) as pilot:
        button = bar.query(ActionButton).last()
        ground = button.styles.background
        button.add_class(PRESSED)
        await pilot.pause()
        assert button.styles.background != ground


async def test_a_resting_pointer_changes_nothing() -> None:
    app = Stage(bar := ActionBar(offered(2)))
    async with app.run_test(size=(66, 20)) as pilot:
        button = bar.query(ActionButton).last()
        before = button.render_lines(button.outer_size.region)
        await pilot.hover(button)
        assert button.render_lines(button.outer_size.region) == before


async def test_a_bounced_tap_counts_once() -> None:
    times_of_the_presses = iter([10.0, 10.2, 10.5])
    second_seen = asyncio.Event()

    def clock() -> float:
        now = next(times_of_the_presses)
        if now == 10.2:
            second_seen.set()
        return now

    app = Stage(ActionBar(offered(2), settle=Settle(0.3, clock=clock)))
    async with app.run_test(size=(66, 20)) as pilot, asyncio.timeout(GIVE_UP_SECONDS):
        await pilot.press("1", "1")
        await second_seen.wait()
        await pilot.press("2")
        assert await chosen(app, 2) == ["action-1", "action-2"]


def test_a_held_key_counts_once_however_long_it_is_held() -> None:
    clock = HandClock()
    settle = Settle(0.3, clock=clock)
    assert settle.allows()
    for _repeat in range(100):
        clock.now += 0.03
        assert not settle.allows()


async def test_a_screen_with_action_keys_hears_them_wherever_the_focus_is() -> None:
    class Keyed(ActionKeys, Screen[None]):
        pass

    app = Stage()
    async with app.run_test(size=(66, 20)) as pilot:
        screen = Keyed()
        await app.push_screen(screen)
        await screen.mount(ActionBar(offered(3)))
        screen.set_focus(None)
        await pilot.press("3")
        assert await chosen(app) == ["action-3"]
