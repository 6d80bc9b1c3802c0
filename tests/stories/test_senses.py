"""What a car's wires tell: parked or not, the battery, and the lights."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.hardware.port import FeedFell, FeedLost, IgnitionIs, LightsAre, ParkedIs
from pi.hardware.wiring import Signal
from pi.service.protocol.commands import Lock, Outcome, ShowCode, StartWalkthrough
from tests.stories.roads import TO_THE_CHECK, TO_THE_MUSIC
from tests.stories.stage import Stage
from tests.stories.telling import (
    Owner,
    Terminal,
    in_a_wired_car,
    in_the_car,
    owner_at,
    read_aloud,
    wired_car,
)
from tests.stories.test_power_and_company import afterwards
from tests.stories.wholeness import visible
from tui.themes import DAY, HIGH_CONTRAST, NIGHT, SIXTEEN_COLOURS
from tui.widgets.actions import ActionButton
from tui.widgets.big_digits import MaskedCode

PARKED = {Signal.PARKED: True}
STATED = "I am parked."
PARK = "Park first: handbrake on."


def first_button(owner: Owner) -> str:
    """What the primary button says, empty where there is none."""
    buttons = [one for one in owner.screen.query(ActionButton) if visible(one)]
    return next((one.action.label for one in buttons if one.action.primary), "")


async def test_where_no_wire_tells_the_owner_states_to_be_parked_with_the_first_press(
    owner: Owner, terminal: Terminal
) -> None:
    await owner.plays([("ASKS FOR", STATED), ("FIRST OF ALL PARK", "")])


async def test_an_entry_cut_off_is_begun_again_with_the_same_statement(owner: Owner) -> None:
    await owner.reads("ASKS FOR")
    state = owner.app.state
    assert state is not None
    owner.app.state = replace(state, radio=replace(owner.radio, cut_off=True))
    owner.app.redraw()
    await owner.reads("The last entry was cut off")
    assert first_button(owner) == "I am parked.\nStart it again, step by step"


@pytest.mark.parametrize("parked", [False, None])
async def test_an_entry_is_offered_as_soon_as_the_wire_tells_that_it_is_parked(
    tmp_path: Path, terminal: Terminal, parked: bool | None
) -> None:
    levels = {Signal.PARKED: parked, Signal.IGNITION: True}
    async with in_a_wired_car(tmp_path, levels, **terminal) as (one, owner):
        await owner.reads(PARK)
        assert not [label for label in owner.offered if "step by step" in label]
        one.body.tell(ParkedIs(parked=True))
        await owner.until(lambda: "step by step" in first_button(owner), "the way in")
        assert first_button(owner) == "Key it in, step by step"
        await owner.plays([("ASKS FOR", "Key it in"), ("FIRST OF ALL PARK", "")])


async def test_an_entry_waits_while_the_car_moves_and_can_be_stopped_meanwhile_or_goes_on(
    tmp_path: Path, terminal: Terminal
) -> None:
    car = in_a_wired_car(tmp_path, PARKED, **terminal)
    async with car as (one, owner):
        await owner.plays([*TO_THE_CHECK[:3], ("PRESS KEY 2 TIMES 7", "")])
        one.body.tell(ParkedIs(parked=False))
        await owner.reads("PARK FIRST")
        assert "3700" not in read_aloud(owner.screen)
        assert owner.offered == ["I have parked now", "Stop the entry"]
        one.body.tell(ParkedIs(parked=True))
        await owner.plays(TO_THE_MUSIC[3:6])
        await owner.app.tell(Lock())
        one.body.tell(ParkedIs(parked=None))
        await owner.reads("PARK FIRST")
        assert owner.offered == ["I have parked now", "Stop the entry"]
        await owner.presses("Stop the entry")
        await owner.reads("ASKS FOR ITS CODE")


@pytest.mark.parametrize(
    ("there", "on_top"),
    [
        ([*TO_THE_CHECK[:3], ("", "It shows something else")], "What does position 2 show?"),
        ([*TO_THE_CHECK, ("", "It shows something else")], "WHICH POSITION IS WRONG?"),
        ([*TO_THE_CHECK, ("MUST SHOW", "exactly this")], "LAST TRY"),
    ],
)
async def test_what_stands_on_top_of_a_step_goes_with_it(
    tmp_path: Path, there: list[tuple[str, str]], on_top: str
) -> None:
    async with in_a_wired_car(tmp_path, PARKED) as (one, owner):
        for _ in range(2):
            await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
        await owner.plays([*there, (on_top, "")])
        one.body.tell(ParkedIs(parked=False))
        await owner.reads("PARK FIRST")
        await owner.until(lambda: len(owner.app.screen_stack) == 2, "nothing on top of it")


def code_of(owner: Owner) -> str:
    """The digits or stars of the code's screen."""
    return owner.screen.query_one(MaskedCode).text


async def shown(one: Stage, owner: Owner) -> None:
    """The code, as it may be read."""
    await owner.plays([("ASKS FOR", "Show the code")])
    await owner.until(lambda: code_of(owner) == "3712", "the code")


async def test_a_shown_code_hides_when_the_car_is_parked_no_longer_and_is_not_shown_then(
    tmp_path: Path, terminal: Terminal
) -> None:
    car = in_a_wired_car(tmp_path, PARKED, **terminal)
    async with car as (one, owner):
        await shown(one, owner)
        await owner.plays([("", "The keys in words"), ("Press key 1", "")])
        one.body.tell(ParkedIs(parked=False))
        await owner.reads("Not while the car may move.")
        assert "Press key 1" not in read_aloud(owner.screen)
        assert code_of(owner) == "★★★★"
        assert await owner.app.tell(ShowCode()) is None
        assert await owner.app.tell(StartWalkthrough()) is None
        await owner.plays([("", "Back"), ("ASKS FOR", "Show the code")])
        await owner.reads("Not while the car may move. Park it")
        assert code_of(owner) == "★★★★"


async def test_a_code_stays_where_the_ignition_is_off_and_hides_once_on(tmp_path: Path) -> None:
    levels = {Signal.PARKED: True, Signal.IGNITION: False}
    async with in_a_wired_car(tmp_path, levels) as (one, owner):
        await shown(one, owner)
        one.body.tell(ParkedIs(parked=None))
        await owner.until(
            lambda: owner.app.state is not None and owner.app.state.car.parked is None, "the news"
        )
        assert code_of(owner) == "3712"
        one.body.tell(IgnitionIs(on=True))
        await owner.until(lambda: code_of(owner) == "★★★★", "the stars")


FEED = {Signal.FEED: True}
CUT = "The battery was disconnected: the radio will ask for its code."
GUESS = "This machine lost its power without being told. If the battery was off"


async def battery_cut(one: Stage, owner: Owner) -> None:
    """The radio plays, and the wire of the permanent feed goes dead."""
    await owner.reports(Outcome.ACCEPTED)
    await owner.reads("PLAYING")
    one.body.tell(FeedFell(), FeedLost())
    await owner.reads(CUT)


async def test_a_battery_seen_to_go_leads_to_the_entry(tmp_path: Path, terminal: Terminal) -> None:
    car = in_a_wired_car(tmp_path, FEED, **terminal)
    async with car as (one, owner):
        await battery_cut(one, owner)
        await owner.plays(TO_THE_MUSIC)
        assert CUT not in read_aloud(owner.screen)
        await owner.plays([("", "More"), ("Other", "About this radio"), ("", "History")])
        await owner.reads("The battery was off, says its wire")


async def test_a_battery_cut_in_the_middle_of_an_entry_tells_both(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, FEED) as (one, owner):
        await owner.plays(TO_THE_CHECK[:3])
        one.body.tell(FeedFell(), FeedLost())
        await owner.plays([(CUT, ""), ("The last entry was cut off", "Start it again")])


async def test_a_machine_that_went_dark_without_a_word_asks_to_look(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with in_the_car(tmp_path / "before", **terminal) as (one, owner):
        await owner.reports(Outcome.ACCEPTED)
        await owner.plays([("PLAYING", ""), ("Nothing to do.", "")])
        assert GUESS not in read_aloud(owner.screen)
        async with afterwards(one, "reboot", tmp_path / "after") as (_, after):
            await after.pilot.resize_terminal(*terminal["size"])
            await after.plays([("PLAYING", ""), (GUESS, "It asks for its code")])
            await after.plays([("", "Yes: it asks now"), ("ASKS FOR ITS CODE", "")])
            assert CUT not in read_aloud(after.screen)
            await after.plays(
                [
                    ("", "More"),
                    ("Other vehicle", "About this radio"),
                    ("What is known", "History"),
                    ("Power lost: was the battery off?", ""),
                ]
            )


DARK, LIT = {Signal.LIGHTS: False}, {Signal.LIGHTS: True}


async def wears(owner: Owner, theme: str) -> None:
    """Wait for those colours."""
    await owner.until(lambda: owner.app.theme == theme, f"the colours of {theme}")


async def told_of(owner: Owner, lights: bool | None) -> None:
    """Wait until this session has heard of the lights."""
    await owner.until(
        lambda: owner.app.state is not None and owner.app.state.car.lights is lights, "the news"
    )


async def test_the_lights_change_the_colours_of_two_sessions_at_once(tmp_path: Path) -> None:
    car = wired_car(tmp_path, DARK)
    async with car as one, owner_at(one, (48, 16), kiosk=True) as kiosk, owner_at(one) as phone:
        for owner in (kiosk, phone):
            owner.app.theme = DAY
        one.body.tell(LightsAre(on=True))
        for owner in (kiosk, phone):
            await wears(owner, NIGHT)
        one.body.tell(LightsAre(on=False))
        for owner in (kiosk, phone):
            await wears(owner, DAY)


async def test_a_session_that_comes_while_the_lights_are_on_begins_at_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    async with wired_car(tmp_path, LIT) as one, owner_at(one) as owner:
        await wears(owner, NIGHT)


@pytest.mark.parametrize("theme", [HIGH_CONTRAST, SIXTEEN_COLOURS])
async def test_other_colours_stay_whatever_the_lights_do(tmp_path: Path, theme: str) -> None:
    async with in_a_wired_car(tmp_path, DARK) as (one, owner):
        owner.app.theme = theme
        one.body.tell(LightsAre(on=True))
        await told_of(owner, True)
        assert owner.app.theme == theme


TO_THE_COLOURS = [("ASKS", "More"), ("", "Lock, PIN and colours"), ("This", "Colours and pace")]


async def test_colours_chosen_by_hand_stay_until_the_lights_change(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, LIT) as (one, owner):
        await owner.plays([*TO_THE_COLOURS, ("(chosen)", "Day")])
        await wears(owner, DAY)
        one.body.tell(LightsAre(on=True))
        await owner.plays([("Day (chosen)", "Back"), ("Lock this screen", "")])
        assert owner.app.theme == DAY
        one.body.tell(LightsAre(on=False))
        await told_of(owner, False)
        one.body.tell(LightsAre(on=True))
        await wears(owner, NIGHT)


async def test_lights_that_are_not_known_change_nothing(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, LIT) as (one, owner):
        owner.app.theme = DAY
        one.body.levels[Signal.LIGHTS] = None
        assert one.house is not None
        one.house.refit()
        await told_of(owner, None)
        assert owner.app.theme == DAY
