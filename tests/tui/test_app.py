"""The app beside its service: how it ends by itself, and whose families of radios it knows."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pi.radio.catalogue import BUILT_IN
from pi.service.asks import KeepFamily, NewVehicle
from tests.clocks import FakeClock
from tests.stories.stage import Stage, set_up, stage, until
from tests.stories.visitor import Visitor, visit
from tui import families
from tui.app import SteadyhandApp
from tui.link import AsyncLink

IDLE_S = 900.0
LAST_LINE = "Nothing was pressed for 15 minutes: screens closed. A wait goes on being counted."


@asynccontextmanager
async def left_alone(clock: FakeClock, idle_s: float | None = IDLE_S) -> AsyncIterator[Pilot[int]]:
    """Screens on a clock that stands still until it is turned."""
    await set_up()
    app = SteadyhandApp(idle_s=idle_s, clock=lambda: clock.monotonic)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.state is not None)
        yield pilot


def leaves(pilot: Pilot[int]) -> bool:
    """Whether the screens end when they look for somebody now."""
    app = pilot.app
    assert isinstance(app, SteadyhandApp)
    app.leaving.look()
    return app._exit


async def test_nobody_there_for_long_enough_ends_the_screens_which_say_why(house: Stage) -> None:
    clock = FakeClock()
    async with left_alone(clock) as pilot:
        for shows_that_somebody_is_there in (pilot.press("x"), pilot.click(offset=(1, 1))):
            clock.pass_time(IDLE_S - 0.1)
            assert not leaves(pilot)
            await shows_that_somebody_is_there
        clock.pass_time(IDLE_S - 0.1)
        assert not leaves(pilot)
        await pilot.resize_terminal(60, 20)
        assert isinstance(pilot.app, SteadyhandApp)
        pilot.app.redraw()  # as for what the service tells: nobody is there for that
        clock.pass_time(0.1)
        assert leaves(pilot)
        assert pilot.app._exit_renderables == [LAST_LINE]
    assert pilot.app.return_value == 0


async def test_a_touchscreen_waits_for_ever(house: Stage) -> None:
    clock = FakeClock()
    async with left_alone(clock, idle_s=None) as pilot:
        clock.pass_time(1_000 * IDLE_S)
        assert not leaves(pilot)


NISSAN = Path(BUILT_IN, "nissan-radio-code.toml").read_text("utf-8")


def toml(name: str) -> str:
    """A family under a name of its own."""
    text = NISSAN.replace('id = "nissan-radio-code"', f'id = "{name}"', 1)
    return text.replace("Nissan, display asks", f"My {name}, display asks", 1)


def own_file(one: Stage, name: str) -> None:
    """A family that the service's user keeps."""
    directory = one.directory / "head_units"
    directory.mkdir(exist_ok=True)
    (directory / f"{name}.toml").write_text(toml(name), "utf-8")


@asynccontextmanager
async def elsewhere(one: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitor]:
    """Somebody whose own state directory is another than the service's."""
    monkeypatch.setenv("STEADYHAND_SOCKET", str(one.directory / "steadyhand.sock"))
    monkeypatch.setenv("STEADYHAND_STATE_DIR", os.devnull)
    async with visit() as owner:
        yield owner


async def test_the_families_of_another_users_service_are_known_however_many_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"mine", *(f"mine-{number:02d}" for number in range(30))}
    with stage(tmp_path) as one:
        for name in names:
            own_file(one, name)
        async with one.service():
            await set_up(NewVehicle(name="M", head_unit="mine", code="3712"))
            async with elsewhere(one, monkeypatch) as owner:
                await owner.reads("My mine, display asks")
                assert names < set(families.catalogue().ids())


async def test_a_family_that_joins_is_known_to_every_screen(
    house: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with elsewhere(house, monkeypatch) as owner:
        assert "mine" not in families.catalogue().ids()
        link = AsyncLink(lambda _: None)
        await link.connect()
        reading = asyncio.create_task(link.read())
        await link.ask(KeepFamily(toml=toml("mine")))
        reading.cancel()
        await until(owner.pilot, lambda: "mine" in families.catalogue().ids())


async def test_a_service_that_comes_back_is_asked_anew(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        own_file(one, "old")
        async with AsyncExitStack() as stack:
            async with one.service():
                owner = await stack.enter_async_context(visit())
            own_file(one, "new")
            async with one.service():
                await until(owner.pilot, lambda: "new" in families.catalogue().ids())
