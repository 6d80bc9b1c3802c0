"""The beat: dots that follow the clock, whatever the timers do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.widgets.stage import SIZES, HandClock, Stage, text_of
from tui.widgets.beat import MOST_DOTS, Beat

FOREVER = 10_000.0
"""An interval in seconds whose timer never fires within a test."""


def full(beat: Beat) -> int:
    """How many dots are full."""
    return "".join(text_of(beat)).count("●")


async def test_the_dots_wait_empty() -> None:
    beat = Beat(7, 0.7)
    async with Stage(beat).run_test(size=(66, 20)):
        assert text_of(beat) == ["○ ○ ○ ○ ○ ○ ○"]


async def test_no_beat_comes_before_its_time() -> None:
    clock = HandClock()
    beat = Beat(7, FOREVER, clock=clock)
    async with Stage(beat).run_test(size=(66, 20)):
        beat.start()
        clock.now += FOREVER - 1
        beat.tick()
        assert beat.beaten == 0


async def test_beat_n_comes_n_intervals_after_the_start() -> None:
    clock = HandClock()
    beat = Beat(7, FOREVER, clock=clock)
    async with Stage(beat).run_test(size=(66, 20)) as pilot:
        beat.start()
        clock.now += FOREVER * 3
        beat.tick()
        await pilot.pause()
        assert text_of(beat) == ["● ● ● ○ ○ ○ ○"]


async def test_a_tick_tells_the_beat_that_came() -> None:
    clock = HandClock()
    app = Stage(beat := Beat(7, FOREVER, clock=clock))
    async with app.run_test(size=(66, 20)):
        beat.start()
        for _second in range(2):
            clock.now += FOREVER
            beat.tick()
        assert [tick.n for tick in await app.hears(Beat.Tick, 2)] == [1, 2]


async def test_after_being_held_up_the_beats_due_come_at_once() -> None:
    clock = HandClock()
    app = Stage(beat := Beat(7, FOREVER, clock=clock))
    async with app.run_test(size=(66, 20)):
        beat.start()
        clock.now += FOREVER * 4.5
        beat.tick()
        assert [tick.n for tick in await app.hears(Beat.Tick)] == [4]


async def test_the_last_beat_ends_it() -> None:
    clock = HandClock()
    app = Stage(beat := Beat(3, FOREVER, clock=clock))
    async with app.run_test(size=(66, 20)):
        beat.start()
        clock.now += FOREVER * 99
        beat.tick()
        await app.hears(Beat.Done)
        assert (beat.beaten, beat.running) == (3, False)


async def test_a_pause_costs_no_beat() -> None:
    clock = HandClock()
    beat = Beat(7, FOREVER, clock=clock)
    async with Stage(beat).run_test(size=(66, 20)):
        beat.start()
        clock.now += FOREVER * 2
        beat.tick()
        beat.pause()
        clock.now += FOREVER * 50
        beat.tick()
        beat.resume()
        clock.now += FOREVER
        beat.tick()
        assert beat.beaten == 3


async def test_a_new_pace_keeps_the_beats_that_came() -> None:
    clock = HandClock()
    beat = Beat(7, FOREVER, clock=clock)
    async with Stage(beat).run_test(size=(66, 20)):
        beat.start()
        clock.now += FOREVER * 2
        beat.tick()
        beat.interval = FOREVER * 2
        clock.now += FOREVER
        beat.tick()
        assert beat.beaten == 2


async def test_another_step_starts_from_no_beat() -> None:
    clock = HandClock()
    beat = Beat(7, FOREVER, clock=clock)
    async with Stage(beat).run_test(size=(66, 20)):
        beat.start()
        clock.now += FOREVER * 2
        beat.tick()
        beat.times = 5
        assert (beat.beaten, beat.running) == (0, False)


@pytest.mark.parametrize("interval", [None, 0.0])
async def test_with_the_beat_off_the_dots_stay_empty(interval: float | None) -> None:
    clock = HandClock()
    beat = Beat(4, interval, clock=clock)
    async with Stage(beat).run_test(size=(66, 20)):
        beat.start()
        clock.now += 100
        beat.tick()
        assert text_of(beat) == ["○ ○ ○ ○"]


@pytest.mark.parametrize("times", [None, 0])
async def test_without_a_sure_count_there_is_nothing_to_see(times: int | None) -> None:
    beat = Beat(times, 0.7)
    async with Stage(beat).run_test(size=(66, 20)):
        beat.start()
        assert (text_of(beat), beat.running) == ([], False)


async def test_its_own_timer_brings_the_beats() -> None:
    app = Stage(beat := Beat(3, 0.01))
    async with app.run_test(size=(66, 20)):
        beat.start()
        await app.hears(Beat.Done)
        assert beat.beaten == 3


@pytest.mark.parametrize(("beaten", "dots", "count"), [(0, 0, "0/27"), (20, 0, "20/27")])
async def test_many_presses_are_shown_twenty_at_a_time(beaten: int, dots: int, count: str) -> None:
    beat = Beat(27, 0.7)
    async with Stage(beat).run_test(size=(66, 20)) as pilot:
        beat.beaten = beaten
        await pilot.pause()
        assert (full(beat), text_of(beat)[-1].strip()) == (dots, count)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("times", [1, 10, 20, 27, 100])
async def test_the_dots_are_whole_on_every_screen(size: tuple[int, int], times: int) -> None:
    beat = Beat(times, 0.7)
    async with Stage(beat).run_test(size=size) as pilot:
        assert pilot.app.screen.region.contains_region(beat.region)
        assert "".join(text_of(beat)).count("○") == min(times, MOST_DOTS)


@given(st.integers(1, 40), st.floats(0.1, 5), st.lists(st.floats(0, 3), max_size=30))
def test_however_the_timer_fires_the_beats_are_those_the_clock_says(
    times: int, interval: float, gaps: list[float]
) -> None:
    clock = HandClock(0.0)

    class Untimed(Beat):
        """Fires no timer of its own and posts into the void."""

        def _wait(self, seconds: float | None) -> None:
            pass

        def post_message(self, message: object) -> bool:
            return True

    beat = Untimed(times, interval, clock=clock)
    beat.start()
    for gap in gaps:
        clock.now += gap
        beat.tick()
    most = min(times, (clock.now + 0.001) / interval)
    assert most - 1 < beat.beaten <= most
