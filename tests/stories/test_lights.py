"""Day and night by the car's lights, on every surface at once."""

from pathlib import Path

import pytest

from pi.hardware.told import LightsAre
from pi.hardware.wiring import Signal
from tests.stories.telling import Owner, owner_at
from tests.stories.wired import in_a_wired_car, wired_car
from tui.themes import DAY, HIGH_CONTRAST, NIGHT, SIXTEEN_COLOURS

DARK, LIT = {Signal.LIGHTS: False}, {Signal.LIGHTS: True}


async def wears(owner: Owner, theme: str) -> None:
    """Wait for those colours."""
    await owner.until(lambda: owner.app.theme == theme, f"the colours of {theme}")


async def told_of(owner: Owner, lights: bool | None) -> None:
    """Wait until this surface has heard of the lights."""
    await owner.until(
        lambda: owner.app.state is not None and owner.app.state.car.lights is lights, "the news"
    )


async def test_the_lights_change_the_colours_of_two_surfaces_at_once(tmp_path: Path) -> None:
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


async def test_a_surface_that_comes_while_the_lights_are_on_begins_at_night(
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


async def test_colours_chosen_by_hand_stay_until_the_lights_change(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, LIT) as (one, owner):
        await owner.plays([("ASKS", "More"), ("", "Colours and pace"), ("Night", "Day")])
        await wears(owner, DAY)
        one.body.tell(LightsAre(on=True))
        await owner.plays([("", "Back"), ("Lock this screen", "")])
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
