"""In a car with every sense and button there is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from pi.hardware.port import FeedFell, FeedLost, ParkedIs, PinProblem
from pi.hardware.wiring import BUTTONS, Signal
from pi.service.protocol.commands import NewVehicle, Outcome
from tests.stories.roads import TO_THE_CHECK
from tests.stories.stage import NISSAN, Stage
from tests.stories.stations.cars import OPEL, Prepare, reported, scenes
from tests.stories.stations.road import each_anew, walked
from tests.stories.telling import Owner, in_a_wired_car
from tests.stories.test_panel import one_try_left, to_the_check
from tests.stories.test_panel import press as presses_a_button
from tests.stories.test_senses import CUT
from tests.stories.visitor import Visitor

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
    await presses_a_button(one, Signal.NEXT)
    await owner.reads("LAST TRY")


async def confirm(one: Stage, owner: Owner) -> None:
    """The confirm key, reached by a button."""
    await to_the_check(one, owner)
    await presses_a_button(one, Signal.NEXT)
    await owner.reads("NOW HOLD KEY 6")


WIRED: dict[str, tuple[NewVehicle, Prepare]] = {
    "a battery that was off": (NISSAN, battery_cut),
    "a battery that went in an entry": (NISSAN, cut_in_an_entry),
    "a guess": (NISSAN, guessed),
    "home while the car moves": (OPEL, moving),
    "an entry while the car moves": (NISSAN, moving_in_an_entry),
    "the last try": (NISSAN, last_try),
    "the confirm": (NISSAN, confirm),
    "the wait": (NISSAN, reported(Outcome.REJECTED)),
    "more": (NISSAN, scenes(("ASKS", "More"), ("10 faults of the panel", ""))),
}
WITH_THE_RED_LINE = {"a battery that was off", "home while the car moves", "the last try"}


@asynccontextmanager
async def with_wires(directory: Path, name: str) -> AsyncIterator[Visitor]:
    """An owner in a car with every sense and button there is."""
    vehicle, prepare = WIRED[name]
    problems = WRONG if name == "more" else ()
    car = in_a_wired_car(directory, SENSES, *BUTTONS, vehicle=vehicle, problems=problems)
    async with car as (one, owner):
        await prepare(one, owner)
        yield owner


async def test_every_screen_is_whole(tmp_path: Path) -> None:
    await walked(
        each_anew(with_wires, WIRED, red=WITH_THE_RED_LINE, only_looked_at=WIRED), tmp_path
    )
