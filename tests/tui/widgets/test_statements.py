"""Statements rest, and give way to the key and the place of the press that brought them."""

from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, MouseDown, MouseUp
from textual.geometry import NULL_REGION, Region

from tests.tui.widgets.stage import HandClock, Stage
from tests.tui.widgets.test_action_bar import buttons, offered, rooms
from tui.widgets.action import Action
from tui.widgets.action_bar import ActionBar
from tui.widgets.action_button import ActionButton
from tui.widgets.action_places import Room, clear_of, height_of, places
from tui.widgets.paged_list import PagedList
from tui.widgets.settle import BROUGHT_WITHIN_S, STAND_S, Press, Settle

CAREFUL = Action(name="careful", key="1", label="Not yet", primary=True)
PLAYS = Action(name="plays", key="2", label="It plays", states=True)
MORE = Action(name="more", key="3", label="More")


def settled(clock: HandClock) -> Settle:
    """A judge of presses for whom no two follow each other too fast."""
    return Settle(0, clock=clock)


Finger = TypeVar("Finger", MouseDown, MouseUp)


def finger(kind: type[Finger], x: int, y: int) -> Finger:
    """A finger that comes down or lifts."""
    return kind(None, x, y, 0, 0, 1, False, False, False, x, y)


def tap(x: int, y: int) -> MouseUp:
    """A finger that lifts."""
    return finger(MouseUp, x, y)


def staged(*offered: Action, settle: Settle) -> tuple[Stage, ActionBar]:
    """A bar that offers these, on a stage where each press is heard of."""
    bar = ActionBar(offered, settle=settle)
    return Stage(bar, settle=settle), bar


def names(app: Stage) -> list[str]:
    """The actions that were chosen so far."""
    return [press.action.name for press in app.all_of(ActionButton.Pressed)]


async def test_a_statement_is_taken_once_it_has_stood() -> None:
    clock = HandClock()
    app, _ = staged(CAREFUL, PLAYS, settle=settled(clock))
    async with app.run_test(size=(66, 20)) as pilot:
        clock.now += STAND_S
        await pilot.press("2")
        assert names(app) == ["plays"]


@pytest.mark.parametrize("pressed", ["1", "2", "3", "enter", "x"])
async def test_a_statement_rests_anew_from_every_press(pressed: str) -> None:
    clock = HandClock()
    app, _ = staged(CAREFUL, PLAYS, MORE, settle=settled(clock))
    async with app.run_test(size=(66, 20)) as pilot:
        clock.now += STAND_S - 0.01
        await pilot.press(pressed)
        clock.now += STAND_S - 0.01
        await pilot.press("2")
        assert "plays" not in names(app)
        clock.now += STAND_S
        await pilot.press("2")
        assert names(app)[-1] == "plays"


async def test_a_finger_that_was_down_before_states_nothing_as_it_lifts() -> None:
    clock = HandClock()
    settle = settled(clock)
    settle.note(finger(MouseDown, 30, 9))
    clock.now += STAND_S
    stand = settle.stand()
    clock.now += STAND_S
    settle.note(finger(MouseUp, 30, 9))
    assert not stand.takes_a_statement
    assert not stand.takes_what_stays(NULL_REGION)


async def test_what_states_nothing_is_taken_at_once() -> None:
    app, _ = staged(CAREFUL, PLAYS, settle=settled(HandClock()))
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("enter")
        assert names(app) == ["careful"]


async def test_a_statement_rests_anew_where_other_things_are_offered() -> None:
    clock = HandClock()
    app, bar = staged(CAREFUL, PLAYS, settle=settled(clock))
    async with app.run_test(size=(66, 20)) as pilot:
        clock.now += STAND_S
        bar.actions = (CAREFUL, PLAYS, MORE)
        await pilot.press("2")
        assert names(app) == []


async def test_the_key_that_brought_a_statement_is_not_its_key() -> None:
    clock = HandClock()
    settle = settled(clock)
    settle.note(Key("2", "2"))
    app, bar = staged(CAREFUL, PLAYS, MORE, settle=settle)
    async with app.run_test(size=(66, 20)) as pilot:
        clock.now += 100 * STAND_S
        await pilot.press("2")
        assert names(app) == []
        keys = {each.action.name: each.action.key for each in bar.query(ActionButton)}
        assert keys == {"careful": "1", "plays": "4", "more": "3"}


async def test_a_press_of_long_before_brought_nothing() -> None:
    clock = HandClock()
    settle = settled(clock)
    settle.note(Key("2", "2"))
    clock.now += BROUGHT_WITHIN_S + 1
    assert settle.stand().brought == Press()


async def test_another_button_stands_where_a_statement_was_tapped_for() -> None:
    clock = HandClock()
    settle = settled(clock)
    app, bar = staged(CAREFUL, MORE, settle=settle)
    async with app.run_test(size=(66, 20)) as pilot:
        x, y = (int(at) for at in buttons(bar)["more"].center)
        settle.note(tap(x, y))
        bar.actions = (CAREFUL, PLAYS)
        await pilot.pause()
        await pilot.pause()
        assert not buttons(bar)["plays"].contains(x, y)
        assert buttons(bar)["careful"].contains(x, y)


def test_a_statement_is_never_the_primary_action() -> None:
    with pytest.raises(ValueError, match="never the primary"):
        ActionBar([Action(name="plays", key="1", label="", primary=True, states=True)])


@given(rooms, st.integers(2, 6), st.data())
def test_no_place_of_a_bar_has_a_statement_under_the_finger(
    room: Room, count: int, data: st.DataObject
) -> None:
    actions = offered(count)
    some = data.draw(st.sets(st.integers(1, count - 1)))
    actions = [
        Action(
            name=each.name, key=each.key, label=each.label, primary=each.primary, states=at in some
        )
        for at, each in enumerate(actions)
    ]
    height = height_of(places(actions, room))
    x = data.draw(st.integers(0, room.width - 1))
    above = data.draw(st.integers(1, height))
    placed = places(actions, room, height, clear_of(actions, room, height, x, above))
    y = height_of(placed) - above
    assert not any(each.states and placed[each.name].contains(x, y) for each in actions)


@given(rooms, st.integers(2, 6))
def test_without_a_statement_under_the_finger_nothing_leaves_its_place(
    room: Room, count: int
) -> None:
    actions = offered(count)
    order = clear_of(actions, room, 0, 0, 1)
    assert places(actions, room, 0, order) == places(actions, room)


async def test_an_item_that_states_something_rests_and_has_another_digit() -> None:
    clock = HandClock()
    settle = settled(clock)
    settle.note(Key("1", "1"))
    app = Stage(shown := PagedList(["It plays", "It waits"], states=settle), settle=settle)
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("2", "1")
        clock.now += STAND_S
        await pilot.press("1", "enter")
        assert app.all_of(PagedList.Chosen) == []
        clock.now += STAND_S
        await pilot.press("3")
        assert [each.index for each in await app.hears(PagedList.Chosen)] == [1]
        assert [cell.token for cell in shown.shown_cells()] == ["2", "3"]


async def test_enter_chooses_a_statement_only_where_the_mark_was_moved() -> None:
    clock = HandClock()
    settle = settled(clock)
    app = Stage(PagedList(["It plays", "It waits"], states=settle), settle=settle)
    async with app.run_test(size=(66, 20)) as pilot:
        clock.now += STAND_S
        await pilot.press("enter")
        assert app.all_of(PagedList.Chosen) == []
        await pilot.press("down")
        clock.now += STAND_S
        await pilot.press("enter")
        assert [each.index for each in await app.hears(PagedList.Chosen)] == [1]


SHOW = Action(name="show", key="2", label="Show the code", stays=True)


async def test_what_stays_is_taken_at_once_from_another_press_than_brought_it() -> None:
    settle = settled(HandClock())
    settle.note(Key("1", "1"))
    app, _ = staged(CAREFUL, SHOW, settle=settle)
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("2")
        assert names(app) == ["show"]


@given(st.lists(st.floats(0.0, STAND_S - 0.01), max_size=20))
def test_the_press_that_brought_what_stays_does_nothing_however_often_it_is_made(
    rests: list[float],
) -> None:
    clock = HandClock()
    settle = settled(clock)
    settle.note(Key("2", "2"))
    stand = settle.stand()
    for each in rests:
        clock.now += each
        settle.note(Key("2", "2"))
        assert not stand.takes_what_stays(NULL_REGION)
    clock.now += STAND_S + 0.01  # a sum of such seconds is not exact
    settle.note(Key("2", "2"))
    assert stand.takes_what_stays(NULL_REGION)


@pytest.mark.parametrize(
    ("x", "y", "taken"),
    [(30, 9, False), (32, 10, False), (28, 8, False), (33, 9, True), (30, 11, True)],
)
def test_a_finger_in_the_same_place_is_the_same_within_its_reach(
    x: int, y: int, taken: bool
) -> None:
    settle = settled(HandClock())
    settle.note(tap(30, 9))
    stand = settle.stand()
    settle.note(tap(x, y))
    assert stand.takes_what_stays(NULL_REGION) == taken
    assert stand.repeated == (not taken)


def test_all_of_a_target_under_the_finger_rests() -> None:
    settle = settled(HandClock())
    settle.note(tap(30, 9))
    stand = settle.stand()
    settle.note(tap(45, 9))
    assert not stand.takes_what_stays(Region(28, 8, 20, 5))
    assert stand.takes_what_stays(Region(40, 8, 20, 5))


async def test_how_long_what_stays_still_rests_can_be_seen_and_begins_anew_with_each_press() -> (
    None
):
    clock = HandClock()
    settle = settled(clock)
    settle.note(Key("2", "2"))
    app, bar = staged(CAREFUL, SHOW, settle=settle)
    async with app.run_test(size=(66, 20)) as pilot:
        filled = {each.action.name: each for each in bar.query(ActionButton)}
        clock.now += STAND_S / 2
        bar.show_rest()
        assert (filled["careful"].filled, filled["show"].filled) == (1.0, 0.5)
        await pilot.press("2")
        assert filled["show"].filled == 0.0


async def test_an_item_that_stays_is_not_chosen_by_the_press_that_brought_it() -> None:
    clock = HandClock()
    settle = settled(clock)
    settle.note(Key("2", "2"))
    app = Stage(PagedList(["One stick", "Another stick"], stays=settle), settle=settle)
    async with app.run_test(size=(66, 20)) as pilot:
        await pilot.press("2")
        assert app.all_of(PagedList.Chosen) == []
        await pilot.press("1")
        assert [each.index for each in await app.hears(PagedList.Chosen)] == [0]
