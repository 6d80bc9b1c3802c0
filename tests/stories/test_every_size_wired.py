"""What wires bring to the screens, at every size and on a touchscreen: whole, and large enough."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.hardware.told import FeedFell, FeedLost, ParkedIs, PinProblem
from pi.hardware.wiring import BUTTONS, Signal
from pi.service.asks import NewVehicle, Outcome
from pi.service.shown import Saving
from tests.stories.stage import NISSAN, Stage
from tests.stories.telling import Owner
from tests.stories.test_battery import CUT
from tests.stories.test_every_size import OPEL, Prepare, check_every_size, scenes
from tests.stories.test_panel_buttons import one_try_left, press, to_the_check
from tests.stories.test_walkthrough import TO_THE_CHECK
from tests.stories.wired import in_a_wired_car

SENSES: dict[Signal, bool | None] = {Signal.FEED: True, Signal.PARKED: True}
WRONG = (
    PinProblem(reason="no_permission", detail="/dev/gpiochip0"),
    *(PinProblem(reason="clash", signal=one, pin=9, detail="spi_screen") for one in Signal),
)


async def battery_cut(one: Stage, owner: Owner) -> None:
    """The battery was off."""
    await owner.reports(Outcome.ACCEPTED)
    one.body.tell(FeedFell(), FeedLost())
    await owner.reads(CUT)


async def cut_in_an_entry(one: Stage, owner: Owner) -> None:
    """The battery went in the middle of an entry, and the car is not parked."""
    await owner.plays([("ASKS", "Key it in"), ("PARK", "Parked"), ("", "")])
    one.body.tell(FeedFell(), FeedLost(), ParkedIs(parked=None))
    await owner.reads(CUT)


async def moving(one: Stage, owner: Owner) -> None:
    """Home, before the car is parked, close to the dealer."""
    for _ in range(4):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
    one.body.tell(ParkedIs(parked=False))
    await owner.reads("Park first")


async def moving_in_an_entry(one: Stage, owner: Owner) -> None:
    """The car moves in the middle of an entry."""
    await owner.plays(TO_THE_CHECK[:3])
    one.body.tell(ParkedIs(parked=False))
    await owner.reads("PARK FIRST")


async def guessed(one: Stage, owner: Owner) -> None:
    """The radio plays, and this machine had lost its power."""
    await owner.reports(Outcome.ACCEPTED)
    await owner.reads("PLAYING")
    state = owner.app.state
    assert state is not None
    owner.app.state = replace(state, radio=replace(owner.radio, battery="guess"))
    owner.app.redraw()


async def last_try(one: Stage, owner: Owner) -> None:
    """The last warning, asked for by a button."""
    await one_try_left(owner)
    await to_the_check(one, owner)
    await press(one, Signal.NEXT)
    await owner.reads("LAST TRY")


async def confirm(one: Stage, owner: Owner) -> None:
    """The confirm key, reached by a button."""
    await to_the_check(one, owner)
    await press(one, Signal.NEXT)
    await owner.reads("NOW HOLD KEY 6")


async def wait(one: Stage, owner: Owner) -> None:
    """The wait."""
    await owner.reports(Outcome.REJECTED)
    await owner.reads("to the earliest safe try")


SITUATIONS: dict[str, tuple[NewVehicle, Prepare]] = {
    "a battery that was off": (NISSAN, battery_cut),
    "a battery that went in an entry": (NISSAN, cut_in_an_entry),
    "a guess": (NISSAN, guessed),
    "home while the car moves": (OPEL, moving),
    "an entry while the car moves": (NISSAN, moving_in_an_entry),
    "the last try": (NISSAN, last_try),
    "the confirm": (NISSAN, confirm),
    "the wait": (NISSAN, wait),
    "more": (NISSAN, scenes(("ASKS", "More"), ("10 faults of the panel", ""))),
}


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_every_screen_is_whole_at_every_size(tmp_path: Path, situation: str) -> None:
    vehicle, prepare = SITUATIONS[situation]
    problems = WRONG if situation == "more" else ()
    car = in_a_wired_car(tmp_path, SENSES, *BUTTONS, vehicle=vehicle, problems=problems)
    async with car as (one, owner):
        await prepare(one, owner)
        await check_every_size(owner)


@pytest.mark.parametrize(
    "situation", ["a battery that was off", "home while the car moves", "the last try"]
)
async def test_the_red_line_of_a_full_card_cuts_nothing_off(tmp_path: Path, situation: str) -> None:
    vehicle, prepare = SITUATIONS[situation]
    async with in_a_wired_car(tmp_path, SENSES, *BUTTONS, vehicle=vehicle) as (one, owner):
        await prepare(one, owner)
        assert owner.app.state is not None
        owner.app.state = replace(owner.app.state, saving=Saving(ok=False, reason="full"))
        owner.app.redraw()
        await owner.reads("NOT SAVED: the card is full.")
        await check_every_size(owner)
