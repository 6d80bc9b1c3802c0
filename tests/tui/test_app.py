"""The app beside its service: how it ends by itself, and whose families of radios it knows."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pi.catalogue.catalogue import BUILT_IN
from pi.service.protocol.commands import KeepFamily, NewVehicle
from tests.clocks import FakeClock
from tests.stories.stage import Stage, connected, set_up, stage, until
from tests.stories.visitor import Visitor, visit
from tui import families
from tui.app.app import SteadyhandApp
from tui.app.navigation import screen_class
from tui.port import ScreenName
from tui.practice.rehearsal import PractisedScreen

IDLE_S = 900.0


def test_every_screen_that_can_be_named_is_there() -> None:
    assert all(issubclass(screen_class(name), PractisedScreen) for name in ScreenName)


@asynccontextmanager
async def left_alone(
    clock: FakeClock, idle_s: float | None = IDLE_S
) -> AsyncIterator[tuple[Pilot[int], Callable[[], bool]]]:
    """Screens on a clock that stands still; and whether they end when they look for somebody."""
    app = SteadyhandApp(idle_s=idle_s, clock=lambda: clock.monotonic)

    def leaves() -> bool:
        app.leaving.look()
        return app._exit

    async with app.run_test() as pilot:
        await until(pilot, lambda: app.state is not None)
        yield pilot, leaves


async def test_nobody_there_for_long_enough_ends_the_screens_which_say_why(house: Stage) -> None:
    await set_up()
    clock = FakeClock()
    async with left_alone(clock) as (pilot, leaves):
        for shows_that_somebody_is_there in (pilot.press("x"), pilot.click(offset=(1, 1))):
            clock.pass_time(IDLE_S - 0.1)
            assert not leaves()
            await shows_that_somebody_is_there
        clock.pass_time(IDLE_S - 0.1)
        assert not leaves()
        await pilot.resize_terminal(60, 20)
        assert isinstance(pilot.app, SteadyhandApp)
        pilot.app.redraw()  # as for what the service tells: nobody is there for that
        clock.pass_time(0.1)
        assert leaves()
        assert pilot.app._exit_renderables == [
            "Nothing was pressed for 15 minutes: screens closed. A wait goes on being counted."
        ]
    assert pilot.app.return_value == 0
    async with left_alone(clock, idle_s=None) as (_, leaves):
        clock.pass_time(1_000 * IDLE_S)
        assert not leaves()  # a touchscreen waits for ever


def own_family(name: str, one: Stage | None = None) -> str:
    """A family under a name of its own, which the service's user keeps if there is one."""
    text = Path(BUILT_IN, "nissan-radio-code.toml").read_text("utf-8")
    text = text.replace('id = "nissan-radio-code"', f'id = "{name}"', 1)
    text = text.replace("Nissan, display asks", f"My {name}, display asks", 1)
    if one:
        directory = one.directory / "head_units"
        directory.mkdir(exist_ok=True)
        (directory / f"{name}.toml").write_text(text, "utf-8")
    return text


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
            own_family(name, one)
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
        async with connected() as link:
            await link.ask(KeepFamily(toml=own_family("mine")))
        await until(owner.pilot, lambda: "mine" in families.catalogue().ids())


async def test_a_service_that_comes_back_is_asked_anew(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        own_family("old", one)
        async with AsyncExitStack() as stack:
            async with one.service():
                owner = await stack.enter_async_context(visit())
            own_family("new", one)
            async with one.service():
                await until(owner.pilot, lambda: "new" in families.catalogue().ids())
