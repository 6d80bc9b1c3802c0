"""Screens that are left alone end by themselves: measured on a clock turned by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tests.clocks import FakeClock
from tests.stories.stage import set_up, stage, until
from tui.app import SteadyhandApp

IDLE_S = 900.0
LAST_LINE = "Nothing was pressed for 15 minutes: screens closed. A wait goes on being counted."


@asynccontextmanager
async def left_alone(
    directory: Path, clock: FakeClock, idle_s: float | None = IDLE_S
) -> AsyncIterator[Pilot[int]]:
    """Screens on a clock that stands still until it is turned."""
    with stage(directory) as on_stage:
        async with on_stage.service():
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


async def test_nobody_there_for_long_enough_ends_the_screens(tmp_path: Path) -> None:
    clock = FakeClock()
    async with left_alone(tmp_path, clock) as pilot:
        clock.pass_time(IDLE_S)
        assert leaves(pilot)


async def test_a_moment_before_that_they_stay(tmp_path: Path) -> None:
    clock = FakeClock()
    async with left_alone(tmp_path, clock) as pilot:
        clock.pass_time(IDLE_S - 0.1)
        assert not leaves(pilot)


async def test_the_last_line_says_why(tmp_path: Path) -> None:
    clock = FakeClock()
    async with left_alone(tmp_path, clock) as pilot:
        clock.pass_time(IDLE_S)
        leaves(pilot)
        assert pilot.app._exit_renderables == [LAST_LINE]


async def test_that_is_no_failure(tmp_path: Path) -> None:
    clock = FakeClock()
    async with left_alone(tmp_path, clock) as pilot:
        clock.pass_time(IDLE_S)
        leaves(pilot)
    assert pilot.app.return_value == 0


async def test_a_key_shows_that_somebody_is_there(tmp_path: Path) -> None:
    clock = FakeClock()
    async with left_alone(tmp_path, clock) as pilot:
        clock.pass_time(IDLE_S - 0.1)
        await pilot.press("x")
        clock.pass_time(IDLE_S - 0.1)
        assert not leaves(pilot)


async def test_a_tap_shows_it_too(tmp_path: Path) -> None:
    clock = FakeClock()
    async with left_alone(tmp_path, clock) as pilot:
        clock.pass_time(IDLE_S - 0.1)
        await pilot.click(offset=(1, 1))
        clock.pass_time(IDLE_S - 0.1)
        assert not leaves(pilot)


async def test_what_the_service_tells_shows_nothing(tmp_path: Path) -> None:
    clock = FakeClock()
    async with left_alone(tmp_path, clock) as pilot:
        clock.pass_time(IDLE_S)
        await pilot.resize_terminal(60, 20)
        app = pilot.app
        assert isinstance(app, SteadyhandApp)
        app.redraw()
        assert leaves(pilot)


async def test_a_touchscreen_waits_for_ever(tmp_path: Path) -> None:
    clock = FakeClock()
    async with left_alone(tmp_path, clock, idle_s=None) as pilot:
        clock.pass_time(1_000 * IDLE_S)
        assert not leaves(pilot)
