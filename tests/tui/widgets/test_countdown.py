"""The countdown: computed from what the service said, never counted, never early."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.widgets.stage import GIVE_UP_SECONDS, SIZES, HandClock, Stage, text_of
from tui.widgets.countdown import Countdown, clock_face
from tui.widgets.glyphs import draw


@pytest.mark.parametrize(
    ("seconds", "face"),
    [
        (0, "00:00"),
        (0.2, "00:01"),
        (59, "00:59"),
        (59.01, "01:00"),
        (3599.5, "1:00:00"),
        (3672, "1:01:12"),
        (36000, "10:00:00"),
        (None, "--:--"),
    ],
)
def test_the_face_rounds_up_to_whole_seconds(seconds: float | None, face: str) -> None:
    assert clock_face(seconds) == face


@given(st.floats(0.001, 1e6))
def test_zero_is_never_shown_before_the_wait_is_over(seconds: float) -> None:
    assert clock_face(seconds) != "00:00"


def test_while_counted_it_goes_down_with_the_clock() -> None:
    clock = HandClock(500.0)
    countdown = Countdown(100, as_of=490.0, counting=True, clock=clock)
    clock.now += 7
    assert countdown.remaining == 83


def test_it_never_goes_below_zero() -> None:
    clock = HandClock(500.0)
    assert Countdown(10, as_of=100.0, counting=True, clock=clock).remaining == 0


def test_a_time_ahead_of_the_clock_gives_no_more_than_was_said() -> None:
    clock = HandClock(500.0)
    assert Countdown(10, as_of=900.0, counting=True, clock=clock).remaining == 10


def test_while_not_counted_it_stands_still() -> None:
    clock = HandClock(500.0)
    countdown = Countdown(100, as_of=490.0, counting=False, clock=clock)
    clock.now += 1000
    assert countdown.remaining == 100


def test_standing_still_is_marked_by_a_sign() -> None:
    assert Countdown(100, counting=False).text == "‖ 01:40"


@pytest.mark.parametrize("remaining_s", [0, None])
def test_with_nothing_left_to_count_there_is_no_pause(remaining_s: float | None) -> None:
    assert "‖" not in Countdown(remaining_s, counting=False).text


def test_an_unknown_wait_shows_no_number() -> None:
    assert Countdown(None, counting=True).text == "--:--"


async def test_it_draws_what_the_service_says_next() -> None:
    clock = HandClock(500.0)
    countdown = Countdown(100, as_of=500.0, counting=True, clock=clock)
    async with Stage(countdown).run_test(size=(66, 20)) as pilot:
        countdown.show(3672, as_of=500.0, counting=False)
        await pilot.pause()
        assert text_of(countdown) == draw("‖ 1:01:12", "large")


async def test_a_look_at_the_clock_draws_the_new_time() -> None:
    clock = HandClock(500.0)
    countdown = Countdown(100, as_of=500.0, counting=True, clock=clock)
    async with Stage(countdown).run_test(size=(66, 20)) as pilot:
        clock.now += 40
        countdown.tick()
        await pilot.pause()
        assert text_of(countdown) == draw("01:00", "large")


async def test_its_own_timer_looks_at_the_clock() -> None:
    over = asyncio.Event()

    class Moving(Countdown):
        """Moves the clock after each look, until nothing is left."""

        def tick(self) -> None:
            super().tick()
            clock.now += 0.6
            if self.text == "00:00":
                over.set()

    clock = HandClock(500.0)
    countdown = Moving(1.0, as_of=500.0, counting=True, clock=clock)
    async with Stage(countdown).run_test(size=(66, 20)), asyncio.timeout(GIVE_UP_SECONDS):
        await over.wait()


async def test_reaching_zero_says_nothing() -> None:
    clock = HandClock(500.0)
    app = Stage(countdown := Countdown(1, as_of=500.0, counting=True, clock=clock))
    async with app.run_test(size=(66, 20)) as pilot:
        clock.now += 5
        countdown.tick()
        await pilot.pause()
        assert app.heard == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("remaining_s", [90000, 3600, 5])
@pytest.mark.parametrize("counting", [True, False])
async def test_it_is_whole_on_every_screen(
    size: tuple[int, int], remaining_s: float, counting: bool
) -> None:
    clock = HandClock()
    countdown = Countdown(remaining_s, as_of=clock.now, counting=counting, clock=clock)
    async with Stage(countdown).run_test(size=size) as pilot:
        assert pilot.app.screen.region.contains_region(countdown.region)
        assert text_of(countdown) in (
            draw(countdown.text, "large"),
            draw(countdown.text, "small"),
        )
