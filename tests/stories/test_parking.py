"""A code is keyed in while the car is parked: sensed by a wire, or stated by its owner."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.hardware.told import IgnitionIs, ParkedIs
from pi.hardware.wiring import Signal
from pi.service.asks import Lock, Outcome, ShowCode, StartWalkthrough
from tests.stories.answering import By
from tests.stories.stage import Stage
from tests.stories.telling import SIZES, Owner, Size, in_the_car, in_turn, read_aloud, visible
from tests.stories.test_walkthrough import TO_THE_CHECK, TO_THE_MUSIC
from tests.stories.wired import in_a_wired_car
from tui.widgets.action_button import ActionButton
from tui.widgets.masked_code import MaskedCode

PARKED = {Signal.PARKED: True}
MOVING = {Signal.PARKED: False, Signal.IGNITION: True}
STATED = "I am parked."
PARK = "Park first: handbrake on."


def first_button(owner: Owner) -> str:
    """What the primary button says, empty where there is none."""
    buttons = [one for one in owner.screen.query(ActionButton) if visible(one)]
    return next((one.action.label for one in buttons if one.action.primary), "")


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(2))
async def test_where_no_wire_tells_the_owner_states_to_be_parked_with_the_first_press(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (_, owner):
        await owner.plays([("ASKS FOR", STATED), ("FIRST OF ALL PARK", "")])


async def test_an_entry_that_was_cut_off_is_begun_again_with_the_same_statement(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reads("ASKS FOR")
        state = owner.app.state
        assert state is not None
        owner.app.state = replace(state, radio=replace(owner.radio, cut_off=True))
        owner.app.redraw()
        await owner.reads("The last entry was cut off")
        assert first_button(owner) == "I am parked.\nStart it again, step by step"


async def test_where_a_wire_tells_that_it_is_parked_nothing_is_asked(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, PARKED) as (_, owner):
        await owner.reads("ASKS FOR ITS CODE")
        assert first_button(owner) == "Key it in, step by step"


@pytest.mark.parametrize("parked", [False, None])
@pytest.mark.parametrize(("size", "kiosk"), SIZES)
async def test_no_entry_is_offered_before_the_wire_tells_that_it_is_parked(
    tmp_path: Path, size: Size, kiosk: bool, parked: bool | None
) -> None:
    levels = {Signal.PARKED: parked}
    async with in_a_wired_car(tmp_path, levels, size=size, kiosk=kiosk) as (_, owner):
        await owner.reads(PARK)
        assert not [label for label in owner.offered if "step by step" in label]


async def test_the_entry_is_offered_as_soon_as_the_handbrake_is_on(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, MOVING) as (one, owner):
        await owner.reads(PARK)
        one.body.tell(ParkedIs(parked=True))
        await owner.presses("Key it in")
        await owner.reads("FIRST OF ALL PARK")


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(3))
async def test_an_entry_waits_while_the_car_moves_and_then_goes_on(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    car = in_a_wired_car(tmp_path, PARKED, size=size, kiosk=kiosk, by=by)
    async with car as (one, owner):
        await owner.plays([*TO_THE_CHECK[:3], ("PRESS KEY 2 TIMES 7", "")])
        one.body.tell(ParkedIs(parked=False))
        await owner.reads("PARK FIRST")
        assert "3700" not in read_aloud(owner.screen)
        one.body.tell(ParkedIs(parked=True))
        await owner.plays(TO_THE_MUSIC[3:])


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(0))
async def test_while_the_car_moves_an_entry_can_be_stopped_and_nothing_else(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    car = in_a_wired_car(tmp_path, PARKED, size=size, kiosk=kiosk, by=by)
    async with car as (one, owner):
        await owner.plays(TO_THE_CHECK[:3])
        one.body.tell(ParkedIs(parked=None))
        await owner.reads("PARK FIRST")
        assert owner.offered == ["I have parked now", "Stop the entry"]
        await owner.presses("Stop the entry")
        await owner.reads("ASKS FOR ITS CODE")


async def test_a_locked_screen_says_park_first_too(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, PARKED) as (one, owner):
        await owner.plays(TO_THE_CHECK[:3])
        await owner.app.tell(Lock())
        one.body.tell(ParkedIs(parked=False))
        await owner.reads("PARK FIRST")
        assert owner.offered == ["I have parked now", "Stop the entry"]


@pytest.mark.parametrize(
    ("there", "on_top"),
    [
        (TO_THE_CHECK[:3], "What does position 2 show?"),
        (TO_THE_CHECK, "WHICH POSITION IS WRONG?"),
    ],
)
async def test_what_stands_on_top_of_a_step_goes_with_it(
    tmp_path: Path, there: list[tuple[str, str]], on_top: str
) -> None:
    async with in_a_wired_car(tmp_path, PARKED) as (one, owner):
        await owner.plays([*there, ("", "It shows something else"), (on_top, "")])
        one.body.tell(ParkedIs(parked=False))
        await owner.reads("PARK FIRST")


async def test_the_last_warning_goes_with_its_step(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, PARKED) as (one, owner):
        for _ in range(2):
            await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
        await owner.plays([*TO_THE_CHECK, ("MUST SHOW", "exactly this"), ("LAST TRY", "")])
        one.body.tell(ParkedIs(parked=False))
        await owner.reads("PARK FIRST")


def code_of(owner: Owner) -> str:
    """The digits or stars of the code's screen."""
    return owner.screen.query_one(MaskedCode).text


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(1))
async def test_the_code_is_not_shown_while_the_car_may_move(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    car = in_a_wired_car(tmp_path, MOVING, size=size, kiosk=kiosk, by=by)
    async with car as (_, owner):
        await owner.plays(
            [("ASKS FOR", "Show the code"), ("Not while the car may move. Park it", "")]
        )
        assert code_of(owner) == "★★★★"


async def shown(one: Stage, owner: Owner) -> None:
    """The code, as it may be read."""
    await owner.plays([("ASKS FOR", "Show the code")])
    await owner.until(lambda: code_of(owner) == "3712", "the code")


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(2))
async def test_a_shown_code_hides_when_the_car_is_parked_no_longer(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    car = in_a_wired_car(tmp_path, PARKED, size=size, kiosk=kiosk, by=by)
    async with car as (one, owner):
        await shown(one, owner)
        one.body.tell(ParkedIs(parked=False))
        await owner.reads("Not while the car may move.")
        assert code_of(owner) == "★★★★"


async def test_the_keys_in_words_go_with_the_code(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, PARKED) as (one, owner):
        await shown(one, owner)
        await owner.plays([("", "The keys in words"), ("Press key 1", "")])
        one.body.tell(ParkedIs(parked=False))
        await owner.until(lambda: "Press key 1" not in read_aloud(owner.screen), "no keys")


async def test_a_code_stays_where_the_ignition_is_off(tmp_path: Path) -> None:
    levels = {Signal.PARKED: True, Signal.IGNITION: False}
    async with in_a_wired_car(tmp_path, levels) as (one, owner):
        await shown(one, owner)
        one.body.tell(ParkedIs(parked=None))
        await owner.until(
            lambda: owner.app.state is not None and owner.app.state.car.parked is None, "the news"
        )
        assert code_of(owner) == "3712"


async def test_a_code_hides_when_the_ignition_comes_on_and_it_is_not_parked(
    tmp_path: Path,
) -> None:
    levels = {Signal.PARKED: None, Signal.IGNITION: False}
    async with in_a_wired_car(tmp_path, levels) as (one, owner):
        await shown(one, owner)
        one.body.tell(IgnitionIs(on=True))
        await owner.until(lambda: code_of(owner) == "★★★★", "the stars")


async def test_a_start_that_comes_too_late_is_refused_in_one_line(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, MOVING) as (_, owner):
        assert await owner.app.tell(StartWalkthrough()) is None
        await owner.reads("Not while the car may move.")
        assert await owner.app.tell(ShowCode()) is None
