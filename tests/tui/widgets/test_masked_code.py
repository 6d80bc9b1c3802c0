"""The masked code: stars, shown for a short while, and forgotten when hidden."""

import gc

import pytest
from textual import events
from textual.screen import Screen

from tests.tui.widgets.stage import SIZES, HandClock, Stage, text_of
from tui.widgets.glyphs import draw
from tui.widgets.masked_code import MaskedCode


async def test_it_starts_as_stars() -> None:
    code = MaskedCode(4)
    async with Stage(code).run_test(size=(66, 20)):
        assert text_of(code) == draw("★★★★", "large")


async def test_revealing_shows_the_digits_big() -> None:
    code = MaskedCode(4)
    async with Stage(code).run_test(size=(66, 20)) as pilot:
        code.reveal("3701")
        await pilot.pause()
        assert text_of(code) == draw("3701", "large")


async def test_digits_stay_for_less_than_their_time() -> None:
    clock = HandClock()
    code = MaskedCode(4, seconds=30, clock=clock)
    async with Stage(code).run_test(size=(66, 20)):
        code.reveal("3701")
        clock.now += 29.9
        code.tick()
        assert code.revealed


async def test_digits_hide_when_their_time_is_over() -> None:
    clock = HandClock()
    app = Stage(code := MaskedCode(4, seconds=30, clock=clock))
    async with app.run_test(size=(66, 20)) as pilot:
        code.reveal("3701")
        clock.now += 30
        code.tick()
        await app.hears(MaskedCode.Hidden)
        await pilot.pause()
        assert text_of(code) == draw("★★★★", "large")


async def test_revealing_again_starts_the_time_anew() -> None:
    clock = HandClock()
    code = MaskedCode(4, seconds=30, clock=clock)
    async with Stage(code).run_test(size=(66, 20)):
        code.reveal("3701")
        clock.now += 20
        code.reveal("3701")
        clock.now += 20
        code.tick()
        assert code.revealed


async def test_its_own_timer_hides_the_digits() -> None:
    app = Stage(code := MaskedCode(4, seconds=0.01))
    async with app.run_test(size=(66, 20)):
        code.reveal("3701")
        await app.hears(MaskedCode.Hidden)
        assert not code.revealed


async def test_digits_hide_when_the_terminal_loses_the_focus() -> None:
    app = Stage(code := MaskedCode(4))
    async with app.run_test(size=(66, 20)):
        code.reveal("3701")
        app.post_message(events.AppBlur())
        await app.hears(MaskedCode.Hidden)
        assert not code.revealed


async def test_digits_hide_under_another_screen() -> None:
    app = Stage(code := MaskedCode(4))
    async with app.run_test(size=(66, 20)):
        code.reveal("3701")
        await app.push_screen(Screen())
        assert not code.revealed


async def test_hiding_what_is_hidden_says_nothing() -> None:
    app = Stage(code := MaskedCode(4))
    async with app.run_test(size=(66, 20)) as pilot:
        code.hide()
        await pilot.pause()
        assert app.heard == []


async def test_nothing_refers_to_the_digits_once_they_are_hidden() -> None:
    digits = "".join(["37", "01", "55"])
    code = MaskedCode(6)
    async with Stage(code).run_test(size=(66, 20)) as pilot:
        code.reveal(digits)
        await pilot.pause()
        code.hide()
        await pilot.pause()
        gc.collect()
        own = (vars(code), code)
        assert not any(holder in own for holder in gc.get_referrers(digits))
        assert digits not in repr(vars(code))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("length", [4, 5, 6])
async def test_it_is_whole_on_every_screen(size: tuple[int, int], length: int) -> None:
    code = MaskedCode(length)
    async with Stage(code).run_test(size=size) as pilot:
        code.reveal("8" * length)
        await pilot.pause()
        assert pilot.app.screen.region.contains_region(code.region)
        assert text_of(code) in (draw("8" * length, "large"), draw("8" * length, "small"))
