"""What is drawn large: digits, a clock, the radio's display, the code behind stars, the beat."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import product
from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.screen import Screen
from textual.widget import Widget

from tests.clocks import HandClock
from tests.tui.widgets.stage import GIVE_UP_SECONDS, SIZES, Stage, text_of
from tui.widgets import big_digits
from tui.widgets.step import MOST_DOTS, Beat, Faceplate

SIZE = (66, 20)
SCALES: list[big_digits.Scale] = ["large", "small"]
SIGNS = digits + ascii_uppercase + ":-/+?.★‖ "


@pytest.fixture
def clock() -> HandClock:
    return HandClock(500.0)


@pytest.mark.parametrize("scale", SCALES)
def test_every_sign_has_a_drawing_of_its_own_and_all_digits_are_equally_wide(
    scale: big_digits.Scale,
) -> None:
    drawings = big_digits.glyphs(scale)
    assert [sign for sign in SIGNS if sign not in drawings] == []
    assert len(set(drawings.values())) == len(drawings)
    assert len({len(drawings[digit][0]) for digit in digits}) == 1  # so a clock does not jitter


@given(st.text(SIGNS, min_size=1, max_size=8), st.sampled_from(SCALES))
def test_a_drawing_is_a_full_rectangle(text: str, scale: big_digits.Scale) -> None:
    lines = big_digits.draw(text, scale)
    assert lines is not None
    assert [len(line) for line in lines] == [len(lines[0])] * big_digits.ROWS[scale]
    assert big_digits.draw(text.lower(), scale) == lines


async def test_digits_are_as_large_as_asked_for_and_what_does_not_fit_is_smaller_or_text() -> None:
    big = big_digits.BigDigits("3700", size="small")
    async with Stage(big).run_test(size=(40, 16)) as pilot:
        assert text_of(big) == big_digits.draw("3700", "small")
        big.scale = "large"
        for text, shown in (
            ("3700", big_digits.draw("3700", "large")),
            ("TUNE 12", big_digits.draw("TUNE 12", "small")),  # too wide for its place
            ("SEEK DOWN TWICE", ["SEEK DOWN TWICE"]),
            ("◄◄", ["◄◄"]),  # a sign without a drawing
        ):
            big.text = text
            await pilot.pause()
            assert text_of(big) == shown
        big.text = "PRESS AND TURN THE TUNE CONTROL TO THE LEFT"
        await pilot.pause()
        assert " ".join(line.strip() for line in text_of(big)) == big.text
        assert big.styles.text_style.bold


@pytest.mark.parametrize("size", SIZES)
async def test_every_figure_is_whole_on_every_screen(size: tuple[int, int]) -> None:
    """A code of four digits is large on each of them."""

    @asynccontextmanager
    async def staged(*shown: Widget) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        async with Stage(*shown).run_test(size=size) as pilot:

            async def is_whole() -> None:
                await pilot.pause()
                whole = pilot.app.screen.region
                assert all(whole.contains_region(each.region) for each in shown)

            yield is_whole

    big, clock, beat = big_digits.BigDigits("8888"), HandClock(), Beat(1, 0.7)
    async with staged(big, Faceplate("8888888888")) as is_whole:
        await is_whole()
        assert text_of(big) == big_digits.draw("8888", "large")
    countdown = big_digits.Countdown(clock=clock)
    async with staged(countdown) as is_whole:
        for remaining_s, counting in product((90000, 3600, 5), (True, False)):
            countdown.show(remaining_s, as_of=clock.now, counting=counting)
            await is_whole()
            assert text_of(countdown) in [
                big_digits.draw(countdown.text, scale) for scale in SCALES
            ]
    for length in (4, 5, 6):
        code = big_digits.MaskedCode(length)
        async with staged(code) as is_whole:
            code.reveal("8" * length)
            await is_whole()
            assert text_of(code) in [big_digits.draw("8" * length, scale) for scale in SCALES]
    async with staged(beat) as is_whole:
        for times in (1, 10, 20, 27, 100):
            beat.times = times
            await is_whole()
            assert "".join(text_of(beat)).count("○") == min(times, MOST_DOTS)


def test_a_clock_rounds_up_to_whole_seconds_and_marks_standing_still() -> None:
    for seconds, face in {
        0: "00:00",
        0.001: "00:01",
        59: "00:59",
        59.01: "01:00",
        3599.5: "1:00:00",
        3672: "1:01:12",
        36000: "10:00:00",
        None: "--:--",
    }.items():
        assert big_digits.clock_face(seconds) == face
    said = [big_digits.Countdown(left, counting=False).text for left in (100, 0, None)]
    assert said == ["‖ 01:40", "00:00", "--:--"]  # marked where something is left


def test_what_remains_is_computed_from_what_the_service_said(clock: HandClock) -> None:
    cases: list[tuple[float | None, float, bool, float | None]] = [
        (100, 490.0, True, 83),  # it goes down with the clock
        (10, 100.0, True, 0),  # and never below zero
        (10, 900.0, True, 10),  # a time ahead of the clock gives no more than was said
        (100, 490.0, False, 100),  # while not counted it stands still
        (None, 490.0, True, None),
    ]
    clock.now += 7
    for said_s, as_of, counting, left in cases:
        shown = big_digits.Countdown(said_s, as_of=as_of, counting=counting, clock=clock)
        assert shown.remaining == left


async def test_a_clock_draws_what_is_said_next_and_what_a_look_brings(clock: HandClock) -> None:
    app = Stage(countdown := big_digits.Countdown(100, as_of=500.0, counting=True, clock=clock))
    async with app.run_test(size=SIZE) as pilot:
        clock.now += 40
        countdown.tick()
        await pilot.pause()
        assert text_of(countdown) == big_digits.draw("01:00", "large")
        countdown.show(3672, as_of=500.0, counting=False)
        await pilot.pause()
        assert text_of(countdown) == big_digits.draw("‖ 1:01:12", "large")
        countdown.show(1, as_of=500.0, counting=True)
        await pilot.pause()
        assert app.heard == []  # reaching zero says nothing


async def test_clocks_beats_and_codes_have_timers_of_their_own(clock: HandClock) -> None:
    over = asyncio.Event()

    class Moving(big_digits.Countdown):
        """Moves the clock after each look, until nothing is left."""

        def tick(self) -> None:
            super().tick()
            clock.now += 0.6
            if self.text == "00:00":
                over.set()

    countdown = Moving(1.0, as_of=500.0, counting=True, clock=clock)
    beat, code = Beat(3, 0.01), big_digits.MaskedCode(4, seconds=0.01)
    app = Stage(countdown, beat, code)
    async with app.run_test(size=SIZE), asyncio.timeout(GIVE_UP_SECONDS):
        await over.wait()
        beat.start()
        await app.hears(Beat.Done)
        code.reveal("3701")
        await app.hears(big_digits.MaskedCode.Hidden)
        assert (beat.beaten, code.revealed) == (3, False)


async def test_a_display_stands_with_its_characters_apart_where_there_is_room() -> None:
    wide, narrow = Faceplate("3700"), Faceplate("3700", narrow=True)
    long = Faceplate("ENTER SECURITY CODE ----")
    async with Stage(wide, narrow, long).run_test(size=(40, 16)) as pilot:
        assert text_of(wide) == ["╭─────────╮", "│ 3 7 0 0 │", "╰─────────╯"]
        assert text_of(narrow) == ["3 7 0 0"]
        assert text_of(long)[1] == "│ ENTER SECURITY CODE ---- │"
        narrow.shows = "10 ----"
        await pilot.pause()
        assert text_of(narrow) == ["1 0   - - - -"]  # blanks keep their place


async def test_the_position_to_look_at_is_drawn_in_reverse() -> None:
    for position, columns in {None: [], 0: [0], 2: [4], 9: []}.items():
        plate = Faceplate("3700", position=position, narrow=True)
        async with Stage(plate).run_test(size=SIZE):
            (strip,) = plate.render_lines(plate.outer_size.region)
        cells = [segment for segment in strip for _ in range(segment.cell_length)]
        assert [at for at, one in enumerate(cells) if one.style and one.style.reverse] == columns


async def test_a_code_is_shown_for_its_time_begun_anew_by_each_look(clock: HandClock) -> None:
    app = Stage(code := big_digits.MaskedCode(4, seconds=30, clock=clock))
    async with app.run_test(size=SIZE) as pilot:
        assert text_of(code) == big_digits.draw("★★★★", "large")
        code.hide()  # what is hidden says nothing
        code.reveal("3701")
        await pilot.pause()
        assert (text_of(code), app.heard) == (big_digits.draw("3701", "large"), [])
        clock.now += 20
        code.reveal("3701")
        clock.now += 29.9
        code.tick()
        assert code.revealed
        clock.now += 0.1
        code.tick()
        await app.hears(big_digits.MaskedCode.Hidden)
        await pilot.pause()
        assert text_of(code) == big_digits.draw("★★★★", "large")


async def test_a_code_hides_from_whoever_else_may_look() -> None:
    app = Stage(code := big_digits.MaskedCode(4, seconds=30))
    async with app.run_test(size=SIZE):
        code.reveal("3701")
        app.post_message(events.AppBlur())
        await app.hears(big_digits.MaskedCode.Hidden)
        assert not code.revealed
        code.reveal("3701")
        await app.push_screen(Screen())
        assert not code.revealed


async def test_nothing_refers_to_the_digits_once_they_are_hidden() -> None:
    digits = "".join(["37", "01", "55"])
    code = big_digits.MaskedCode(6)
    async with Stage(code).run_test(size=SIZE) as pilot:
        code.reveal(digits)
        await pilot.pause()
        code.hide()
        await pilot.pause()
        gc.collect()
        own = (vars(code), code)
        assert not any(holder in own for holder in gc.get_referrers(digits))
        assert digits not in repr(vars(code))


FOREVER = 10_000.0
"""An interval in seconds whose timer never fires within a test."""


async def test_beat_n_comes_n_intervals_after_the_start_and_not_before(clock: HandClock) -> None:
    app = Stage(beat := Beat(7, FOREVER, clock=clock))
    async with app.run_test(size=SIZE) as pilot:
        assert text_of(beat) == ["○ ○ ○ ○ ○ ○ ○"]
        beat.start()
        clock.now += FOREVER - 1
        beat.tick()
        assert beat.beaten == 0
        clock.now += 1
        beat.tick()
        clock.now += FOREVER * 3.5  # held up: the beats due come at once
        beat.tick()
        assert [tick.n for tick in await app.hears(Beat.Tick, 2)] == [1, 4]
        await pilot.pause()
        assert text_of(beat) == ["● ● ● ● ○ ○ ○"]
        clock.now += FOREVER * 99
        beat.tick()
        await app.hears(Beat.Done)
        assert (beat.beaten, beat.running) == (7, False)


async def test_a_pause_costs_no_beat_a_new_pace_keeps_them_and_another_step_has_none(
    clock: HandClock,
) -> None:
    beat = Beat(7, FOREVER, clock=clock)
    async with Stage(beat).run_test(size=SIZE):
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
        beat.interval = FOREVER * 2
        clock.now += FOREVER
        beat.tick()
        assert beat.beaten == 3
        beat.times = 5
        assert (beat.beaten, beat.running) == (0, False)


async def test_without_a_beat_or_a_sure_count_nothing_moves(clock: HandClock) -> None:
    for times, interval, shown in (
        *((4, None, ["○ ○ ○ ○"]), (4, 0.0, ["○ ○ ○ ○"])),
        *((None, 0.7, []), (0, 0.7, [])),
    ):
        beat = Beat(times, interval, clock=clock)
        async with Stage(beat).run_test(size=SIZE):
            beat.start()
            clock.now += 100
            beat.tick()
            assert (text_of(beat), beat.running) == (shown, False)


async def test_many_presses_are_shown_twenty_at_a_time() -> None:
    beat = Beat(27, 0.7)
    async with Stage(beat).run_test(size=SIZE) as pilot:
        for beaten in (0, 20):
            beat.beaten = beaten
            await pilot.pause()
            assert "●" not in "".join(text_of(beat))
            assert text_of(beat)[-1].strip() == f"{beaten}/27"


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
