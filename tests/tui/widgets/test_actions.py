"""The action bar: every button whole and reached by tap and key; statements that have to stand."""

from itertools import combinations
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, MouseDown, MouseUp
from textual.geometry import NULL_REGION, Region
from textual.screen import Screen

from tests.clocks import HandClock
from tests.tui.widgets.stage import SIZES, Stage, text_of
from tui.widgets.action_bar import ActionBar, ActionKeys
from tui.widgets.actions import (
    PRESSED,
    Action,
    ActionButton,
    Room,
    clear_of,
    height_of,
    label_lines,
    places,
)
from tui.widgets.lists import PagedList
from tui.widgets.press_guard import BROUGHT_WITHIN_S, STAND_S, InputPress, PressGuard

SIZE = (66, 20)
LABELS = [
    "Done: it shows 3700",
    "It shows something else",
    "Es zeigt etwas anderes an",
    "Call the dealer instead",
    "Einstellungen",
    "Back",
]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def guard(clock: HandClock) -> PressGuard:
    """A judge of presses for whom no two follow each other too fast."""
    return PressGuard(0, clock=clock)


def offered(count: int) -> list[Action]:
    """``count`` actions: the first is primary, the last the way back."""
    return [
        Action(
            name=f"action-{key}", key=str(key), label=label, primary=key == 1, back=key == count > 1
        )
        for key, label in enumerate(LABELS[: count - 1] + LABELS[-1:], 1)
    ]


async def chosen(app: Stage, count: int = 1) -> list[str]:
    return [press.action.name for press in await app.hears(ActionButton.Pressed, count)]


def names(app: Stage) -> list[str]:
    return [press.action.name for press in app.all_of(ActionButton.Pressed)]


def buttons(bar: ActionBar) -> dict[str, Region]:
    return {button.action.name: button.region for button in bar.query(ActionButton)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kiosk", [False, True])
async def test_every_button_is_whole_and_large_enough_whatever_is_offered(
    size: tuple[int, int], kiosk: bool
) -> None:
    """Only the smallest terminal has buttons of four rows."""
    least = 4 if size == (40, 16) and not kiosk else 5
    bar = ActionBar(offered(1))
    async with Stage(bar, kiosk=kiosk).run_test(size=size) as pilot:
        for count in (1, 2, 3, 4, 5, 6, 3):
            bar.actions = tuple(offered(count))
            await pilot.pause()
            shown = buttons(bar)
            assert list(shown) == [f"action-{key}" for key in range(1, count + 1)]
            assert all(pilot.app.screen.region.contains_region(each) for each in shown.values())
            assert all(each.width >= 12 and each.height >= least for each in shown.values())
            for button in bar.query(ActionButton):
                label = "".join(line[1:] for line in text_of(button)).replace(" ", "")
                assert label == (button.action.key + button.action.label).replace(" ", "")


rooms = st.builds(
    Room,
    width=st.integers(38, 130),
    screen_width=st.integers(40, 130),
    screen_height=st.integers(16, 50),
    kiosk=st.booleans(),
)


@given(rooms, st.integers(2, 6))
def test_buttons_lie_apart_the_primary_bottom_right_and_the_way_back_bottom_left(
    room: Room, count: int
) -> None:
    placed = places(offered(count), room)
    assert not any(one.overlaps(other) for one, other in combinations(placed.values(), 2))
    primary, back = placed["action-1"], placed[f"action-{count}"]
    lowest = max(each.bottom for each in placed.values())
    assert (primary.right, primary.bottom) == (room.width, lowest)
    assert primary.width == max(each.width for each in placed.values())
    assert (back.x, back.bottom) == (0, lowest)
    assert places(offered(count), room, 0, clear_of(offered(count), room, 0, 0, 1)) == placed


@given(rooms, st.integers(1, 6), st.integers(12, 30))
def test_buttons_share_the_height_they_are_given_and_fingers_get_room_between_two(
    room: Room, count: int, height: int
) -> None:
    placed = places(offered(count), room, height)
    assert height - 1 <= max(each.bottom for each in placed.values()) <= max(height, 11)
    kiosk = Room(width=room.width, screen_width=room.screen_width, screen_height=40, kiosk=True)
    apart = combinations(places(offered(count), kiosk).values(), 2)
    assert not any(one.grow((0, 1, 1, 0)).overlaps(other) for one, other in apart)


@given(st.text("abc \n", max_size=60), st.integers(4, 20))
def test_a_label_breaks_into_lines_that_fit_and_keeps_every_letter(label: str, width: int) -> None:
    lines = label_lines("1", label, width)
    assert max(map(len, lines)) <= width
    assert "".join("".join(lines).split()) == "1" + "".join(label.split())


async def test_a_tap_chooses_an_action_and_leaves_enter_on_the_primary_one() -> None:
    app = Stage(bar := ActionBar(offered(3)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click(bar.query(ActionButton).last())
        assert await chosen(app) == ["action-3"]
        await pilot.press("enter")
        assert await chosen(app, 2) == ["action-3", "action-1"]


async def test_a_key_chooses_an_action() -> None:
    for keys, wanted in (
        (["2"], "action-2"),
        (["enter"], "action-1"),
        (["escape"], "action-4"),
        (["shift+tab", "enter"], "action-2"),  # the button a keyboard user went to
        (["tab", "h"], "help"),  # a letter, in either case
    ):
        app = Stage(bar := ActionBar([*offered(4), Action(name="help", key="H", label="Help")]))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press(*keys)
            assert await chosen(app) == [wanted]
            bar.actions = (offered(3)[0], Action(name="other", key="2", label="Other"))
            await pilot.pause()
            await pilot.press("enter")  # is on the primary action once others are offered
            assert await chosen(app, 2) == [wanted, "action-1"]


def test_too_many_actions_keys_used_twice_and_a_primary_statement_are_refused() -> None:
    many = [Action(name=str(key), key=str(key), label="") for key in range(7)]
    twice = [
        [Action(name="same", key=key, label="") for key in "12"],
        [Action(name=key, key=key, label="") for key in "aA"],
    ]
    for actions in (many, *twice):
        with pytest.raises(ValueError, match="at most 6 actions"):
            ActionBar(actions)
    with pytest.raises(ValueError, match="never the primary"):
        ActionBar([Action(name="plays", key="1", label="", primary=True, states=True)])


async def test_a_bounced_tap_and_a_held_key_count_once(clock: HandClock) -> None:
    guard = PressGuard(0.3, clock=clock)
    app = Stage(bar := ActionBar(offered(2), press_guard=guard))
    async with app.run_test(size=SIZE) as pilot:
        button = bar.query(ActionButton).last()
        before, ground = button.render_lines(button.outer_size.region), button.styles.background
        await pilot.hover(button)
        assert button.render_lines(button.outer_size.region) == before  # a pointer rests there
        await pilot.press("1")
        clock.now += 0.2
        await pilot.press("1")
        clock.now += 0.31
        await pilot.press("2")
        assert await chosen(app, 2) == ["action-1", "action-2"]
        button.add_class(PRESSED)
        await pilot.pause()
        assert button.styles.background != ground
    clock.now += 1
    assert guard.allows()
    for _repeat in range(100):
        clock.now += 0.03
        assert not guard.allows()


async def test_a_screen_with_action_keys_hears_them_wherever_the_focus_is() -> None:
    class Keyed(ActionKeys, Screen[None]):
        pass

    app = Stage()
    async with app.run_test(size=SIZE) as pilot:
        screen = Keyed()
        await app.push_screen(screen)
        await screen.mount(ActionBar(offered(3)))
        screen.set_focus(None)
        await pilot.press("3")
        assert await chosen(app) == ["action-3"]


CAREFUL = Action(name="careful", key="1", label="Not yet", primary=True)
PLAYS = Action(name="plays", key="2", label="It plays", states=True)
MORE = Action(name="more", key="3", label="More")
SHOW = Action(name="show", key="2", label="Show the code", stays=True)
Finger = TypeVar("Finger", MouseDown, MouseUp)


def finger(kind: type[Finger], x: int, y: int) -> Finger:
    return kind(None, x, y, 0, 0, 1, False, False, False, x, y)


async def test_what_states_nothing_is_taken_at_once_and_a_statement_once_it_has_stood(
    clock: HandClock, guard: PressGuard
) -> None:
    app = Stage(bar := ActionBar([CAREFUL, PLAYS], press_guard=guard), guard=guard)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert names(app) == ["careful"]
        clock.now += STAND_S
        bar.actions = (CAREFUL, PLAYS, MORE)  # other things: it stands anew
        await pilot.press("2")
        assert names(app) == ["careful"]
        clock.now += STAND_S
        await pilot.press("2")
        assert names(app) == ["careful", "plays"]


@pytest.mark.parametrize("pressed", ["1", "2", "3", "enter", "x"])
async def test_a_statement_rests_anew_from_every_press(
    clock: HandClock, guard: PressGuard, pressed: str
) -> None:
    app = Stage(ActionBar([CAREFUL, PLAYS, MORE], press_guard=guard), guard=guard)
    async with app.run_test(size=SIZE) as pilot:
        clock.now += STAND_S - 0.01
        await pilot.press(pressed)
        clock.now += STAND_S - 0.01
        await pilot.press("2")
        assert "plays" not in names(app)
        clock.now += STAND_S
        await pilot.press("2")
        assert names(app)[-1] == "plays"


def test_a_finger_down_before_states_nothing_lifted(clock: HandClock, guard: PressGuard) -> None:
    guard.note(finger(MouseDown, 30, 9))
    clock.now += STAND_S
    stand = guard.stand()
    clock.now += STAND_S
    guard.note(finger(MouseUp, 30, 9))
    assert (stand.takes_a_statement, stand.takes_what_stays(NULL_REGION)) == (False, False)
    guard.note(Key("2", "2"))
    clock.now += BROUGHT_WITHIN_S + 1
    assert guard.stand().brought == InputPress()  # a press of long before brought nothing


async def test_the_key_to_a_statement_is_not_its_key(clock: HandClock, guard: PressGuard) -> None:
    guard.note(Key("2", "2"))
    app = Stage(bar := ActionBar([CAREFUL, PLAYS, MORE], press_guard=guard), guard=guard)
    async with app.run_test(size=SIZE) as pilot:
        clock.now += 100 * STAND_S
        await pilot.press("2")
        assert names(app) == []
        keys = {each.action.name: each.action.key for each in bar.query(ActionButton)}
        assert keys == {"careful": "1", "plays": "4", "more": "3"}


async def test_another_button_stands_where_a_statement_was_tapped(guard: PressGuard) -> None:
    app = Stage(bar := ActionBar([CAREFUL, MORE], press_guard=guard), guard=guard)
    async with app.run_test(size=SIZE) as pilot:
        x, y = (int(at) for at in buttons(bar)["more"].center)
        guard.note(finger(MouseUp, x, y))
        bar.actions = (CAREFUL, PLAYS)
        await pilot.pause()
        await pilot.pause()
        assert not buttons(bar)["plays"].contains(x, y)
        assert buttons(bar)["careful"].contains(x, y)


@given(rooms, st.integers(2, 6), st.data())
def test_no_place_of_a_bar_has_a_statement_under_the_finger(
    room: Room, count: int, data: st.DataObject
) -> None:
    some = data.draw(st.sets(st.integers(1, count - 1)))
    actions = [
        Action(
            name=each.name, key=each.key, label=each.label, primary=each.primary, states=at in some
        )
        for at, each in enumerate(offered(count))
    ]
    height = height_of(places(actions, room))
    x = data.draw(st.integers(0, room.width - 1))
    above = data.draw(st.integers(1, height))
    placed = places(actions, room, height, clear_of(actions, room, height, x, above))
    y = height_of(placed) - above
    assert not any(each.states and placed[each.name].contains(x, y) for each in actions)


async def test_an_item_that_states_something_rests_and_has_another_digit(
    clock: HandClock, guard: PressGuard
) -> None:
    guard.note(Key("1", "1"))
    app = Stage(shown := PagedList(["It plays", "It waits"], states=guard), guard=guard)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "1")
        clock.now += STAND_S
        await pilot.press("1", "enter")
        assert app.all_of(PagedList.Chosen) == []
        clock.now += STAND_S
        await pilot.press("3")
        assert [each.index for each in await app.hears(PagedList.Chosen)] == [1]
        assert [cell.token for cell in shown.shown_cells()] == ["2", "3"]
    again = Stage(PagedList(["It plays", "It waits"], states=guard), guard=guard)
    async with again.run_test(size=SIZE) as pilot:
        clock.now += STAND_S
        await pilot.press("enter")
        assert again.all_of(PagedList.Chosen) == []
        await pilot.press("down")  # enter counts where the mark was moved
        clock.now += STAND_S
        await pilot.press("enter")
        assert [each.index for each in await again.hears(PagedList.Chosen)] == [1]


@given(st.lists(st.floats(0.0, STAND_S - 0.01), max_size=20))
def test_the_press_that_brought_what_stays_does_nothing_however_often_it_is_made(
    rests: list[float],
) -> None:
    clock = HandClock()
    guard = PressGuard(0, clock=clock)
    guard.note(Key("2", "2"))
    stand = guard.stand()
    for each in rests:
        clock.now += each
        guard.note(Key("2", "2"))
        assert not stand.takes_what_stays(NULL_REGION)
    clock.now += STAND_S + 0.01  # a sum of such seconds is not exact
    guard.note(Key("2", "2"))
    assert stand.takes_what_stays(NULL_REGION)


def test_a_finger_in_the_same_place_is_the_same_in_reach_of_it(guard: PressGuard) -> None:
    for x, y, taken in (
        *((30, 9, False), (32, 10, False), (28, 8, False)),
        *((33, 9, True), (30, 11, True)),
    ):
        guard.note(finger(MouseUp, 30, 9))
        stand = guard.stand()
        guard.note(finger(MouseUp, x, y))
        assert (stand.takes_what_stays(NULL_REGION), stand.repeated) == (taken, not taken)
    guard.note(finger(MouseUp, 30, 9))
    stand = guard.stand()
    guard.note(finger(MouseUp, 45, 9))
    assert not stand.takes_what_stays(Region(28, 8, 20, 5))
    assert stand.takes_what_stays(Region(40, 8, 20, 5))


async def test_what_stays_is_taken_once_it_rested_from_the_press_that_brought_it_which_is_seen(
    clock: HandClock, guard: PressGuard
) -> None:
    guard.note(Key("1", "1"))
    app = Stage(ActionBar([CAREFUL, SHOW], press_guard=guard), guard=guard)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        assert names(app) == ["show"]
    sticks = Stage(PagedList(["One stick", "Another stick"], stays=guard), guard=guard)
    async with sticks.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        assert sticks.all_of(PagedList.Chosen) == []
        await pilot.press("1")
        assert [each.index for each in await sticks.hears(PagedList.Chosen)] == [0]
    guard.note(Key("2", "2"))
    app = Stage(bar := ActionBar([CAREFUL, SHOW], press_guard=guard), guard=guard)
    async with app.run_test(size=SIZE) as pilot:
        filled = {each.action.name: each for each in bar.query(ActionButton)}
        clock.now += STAND_S / 2
        bar.show_rest()
        assert (filled["careful"].filled, filled["show"].filled) == (1.0, 0.5)
        await pilot.press("2")
        assert filled["show"].filled == 0.0
