"""The panel's buttons beside the screens, and wires that do not work."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.hardware.filters import BUTTON_HELD_S
from pi.hardware.port import PinProblem
from pi.hardware.wiring import BUTTONS, Signal
from pi.service.panel.panel import STAND_S
from pi.service.protocol.commands import AddVehicle, Lock, Outcome
from tests.stories.roads import HOUR_AND_MARGIN_S, third_refusal
from tests.stories.stage import NISSAN, PIN, Stage
from tests.stories.telling import Owner, Terminal, in_a_wired_car, owner_at, read_aloud, wired_car
from tui.screens.code import CodeScreen
from tui.screens.confirmations import AskedOnceScreen
from tui.screens.entry.outcome import LastTryScreen
from tui.screens.home import HomeScreen
from tui.screens.lockout import LockoutScreen
from tui.screens.unlock import UnlockScreen

NEXT, BACK, SEE = BUTTONS
NO_SENSES: dict[Signal, bool | None] = {}
HOLD = "Hold NEXT:"


async def press(one: Stage, *buttons: Signal, held: bool = False) -> None:
    """Press buttons of the panel, one after the other, each after a look."""
    assert one.house is not None
    for button in buttons:
        one.clock.pass_time(STAND_S + (BUTTON_HELD_S if held else 0))
        one.body.press(button, held=held)
        await one.house.settled()


async def to_the_check(one: Stage, owner: Owner) -> None:
    """From Home to the check by *next* alone."""
    await owner.reads("ASKS FOR ITS CODE")
    await press(one, *[NEXT] * 6)
    await owner.reads("THE RADIO MUST SHOW 3712")


async def one_try_left(owner: Owner) -> None:
    """Two wrong codes and their waits."""
    for _ in range(2):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)


async def test_two_buttons_lead_from_home_to_playing(tmp_path: Path, terminal: Terminal) -> None:
    car = in_a_wired_car(tmp_path, NO_SENSES, NEXT, BACK, **terminal)
    async with car as (one, owner):
        await to_the_check(one, owner)
        await press(one, NEXT)
        await owner.reads("NOW HOLD KEY 6")
        await press(one, BACK)
        await press(one, NEXT, held=True)
        await owner.reads("PLAYING")


async def test_every_screen_says_which_button_tells_what(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, NO_SENSES, *BUTTONS) as (one, owner):
        await to_the_check(one, owner)
        await press(one, NEXT)
        took = "Hold BACK: it refused. BACK, then hold NEXT: it plays."
        await owner.reads(took)
        await owner.app.tell(Lock())
        await owner.plays([("DID IT TAKE THE CODE?", ""), (took, "")])
        await owner.reports(Outcome.ACCEPTED)
        await owner.plays([("PLAYING", ""), ("Hold NEXT: it asks.", "")])


async def test_a_wait_says_which_button_tells_what(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, NO_SENSES, NEXT, BACK) as (one, owner):
        await third_refusal(owner)
        await owner.reads("Hold NEXT: it still refuses. Hold BACK: it lost power.")
        await one.pass_time(1_800)
        await one.is_held_up(300)
        await owner.reads("DID IT STAY ON?")
        await owner.reads("Hold NEXT: it stayed on. Hold BACK: it lost power.")
        await press(one, NEXT, held=True)
        await one.pass_time(HOUR_AND_MARGIN_S)
        await owner.reads("SAFE TO TRY")
        await owner.reads("Hold NEXT: it asks again. Hold BACK: it still refuses.")
        await owner.reports(Outcome.ASKS_AGAIN, Outcome.REJECTED, Outcome.INTERRUPTED)
        await owner.reads("IS IT ON AGAIN?")
        await owner.reads("Hold NEXT: it is off. Hold BACK: it is on again.")


async def test_a_button_that_is_not_wired_is_not_named(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, NO_SENSES, BACK) as (_, owner):
        await third_refusal(owner)
        await owner.reads("Hold BACK: it lost power.")
        assert HOLD not in read_aloud(owner.screen)


async def test_a_screen_that_shows_another_vehicle_names_no_button(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, NO_SENSES, *BUTTONS, kiosk=True) as (one, owner):
        await owner.reports(Outcome.ACCEPTED)
        await owner.reads(HOLD)
        await owner.app.tell(AddVehicle(vehicle=replace(NISSAN, name="Micra")))
        await owner.plays([("Micra", "It plays"), ("", "Yes: it plays now"), ("PLAYING", "")])
        assert HOLD not in read_aloud(owner.screen)
        await press(one, SEE)
        await owner.until(lambda: one_turn(owner), "the news")
        assert isinstance(owner.screen, HomeScreen)


def one_turn(owner: Owner) -> bool:
    """Whether this session has heard of one wish."""
    return owner.app.state is not None and owner.app.state.panel.turn == 1


async def test_the_price_of_the_last_try_is_named_once_and_meant_by_a_held_button(
    tmp_path: Path, terminal: Terminal
) -> None:
    car = in_a_wired_car(tmp_path, NO_SENSES, NEXT, BACK, **terminal)
    async with car as (one, owner):
        await one_try_left(owner)
        await to_the_check(one, owner)
        await press(one, NEXT, NEXT)
        await owner.reads("LAST TRY")
        shown = [type(each) for each in owner.app.screen_stack]
        assert shown.count(LastTryScreen) == 1
        await press(one, BACK)
        await press(one, NEXT, held=True)
        await owner.reads("NOW HOLD KEY 6")


async def test_the_last_warning_names_the_buttons_and_a_held_back_leaves(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, NO_SENSES, NEXT, BACK) as (one, owner):
        await one_try_left(owner)
        await to_the_check(one, owner)
        await press(one, NEXT)
        await owner.reads("Hold BACK: stop. BACK, then hold NEXT: I am sure.")
        await press(one, BACK, held=True)
        await owner.reads("ASKS FOR ITS CODE")


@pytest.mark.parametrize("asked", [BACK, SEE])
async def test_the_screens_no_is_one_for_a_button_that_asked(tmp_path: Path, asked: Signal) -> None:
    async with in_a_wired_car(tmp_path, NO_SENSES, *BUTTONS) as (one, owner):
        await third_refusal(owner)
        await owner.reads("Hold NEXT: it still refuses.")
        await press(one, asked, held=True)
        await owner.sees(AskedOnceScreen)
        await owner.reads("Any other press: no.")
        await owner.presses("No: keep waiting")
        await owner.reads("Hold NEXT: it still refuses.")


async def test_a_no_of_a_button_takes_the_question_off_the_screen(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, NO_SENSES, *BUTTONS) as (one, owner):
        await third_refusal(owner)
        await owner.reads("Hold NEXT: it still refuses.")
        await press(one, SEE, held=True)
        await owner.sees(AskedOnceScreen)
        await press(one, BACK)
        await owner.sees(LockoutScreen)


async def test_a_press_before_a_locked_touchscreen_asks_for_the_pin_once(
    tmp_path: Path, terminal: Terminal
) -> None:
    car = wired_car(tmp_path, NO_SENSES, NEXT, BACK)
    async with car as one, owner_at(one, terminal["size"], terminal["by"], kiosk=True) as owner:
        await owner.reads("ASKS FOR ITS CODE")
        await press(one, NEXT, NEXT, NEXT)
        await owner.reads("PIN")
        shown = [type(each) for each in owner.app.screen_stack]
        assert shown.count(UnlockScreen) == 1
        await owner.types(PIN)
        await owner.presses("Unlock")
        await owner.reads("ASKS FOR ITS CODE")
        await press(one, NEXT)
        await owner.reads("FIRST OF ALL PARK")


async def test_a_session_over_ssh_is_not_disturbed_by_a_button_in_the_car(tmp_path: Path) -> None:
    car = wired_car(tmp_path, NO_SENSES, *BUTTONS)
    async with car as one, owner_at(one) as owner:
        await owner.reads("ASKS FOR ITS CODE")
        await press(one, NEXT)
        await owner.until(lambda: one_turn(owner), "the news")
        assert isinstance(owner.screen, HomeScreen)


async def test_see_opens_the_code_on_the_touchscreen_and_closes_it(
    tmp_path: Path, terminal: Terminal
) -> None:
    car = in_a_wired_car(tmp_path, NO_SENSES, *BUTTONS, size=terminal["size"], kiosk=True)
    async with car as (one, owner):
        await owner.reads("ASKS FOR ITS CODE")
        await press(one, SEE)
        await owner.sees(CodeScreen)
        await owner.reads("3712")
        await press(one, SEE)
        await owner.sees(HomeScreen)


async def test_see_asks_a_locked_touchscreen_for_the_pin_before_the_code(tmp_path: Path) -> None:
    car = wired_car(tmp_path, NO_SENSES, *BUTTONS)
    async with car as one, owner_at(one, kiosk=True) as owner:
        await owner.reads("ASKS FOR ITS CODE")
        await press(one, SEE)
        await owner.reads("PIN")
        await owner.types(PIN)
        await owner.presses("Unlock")
        await owner.reads("3712")


async def test_what_was_wished_for_before_a_screen_came_is_not_news_to_it(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, NO_SENSES, *BUTTONS) as (one, first):
        await press(one, SEE)
        await first.until(lambda: one_turn(first), "the news")
        async with owner_at(one, kiosk=True) as later:
            await later.unlocks()
            await later.reads("Qashqai")
            assert isinstance(later.screen, HomeScreen)


NEXT_IS_TAKEN = PinProblem(reason="busy", signal=Signal.NEXT, pin=6)
LAMP = PinProblem(reason="clash", signal=Signal.LAMP, pin=7, detail="spi_screen")
NO_CHIP = PinProblem(reason="no_chip", detail="/dev/gpiochip0")
SEE_MORE = "A wire of the panel does not work: see More."


async def test_each_wire_that_fails_is_named_on_more(tmp_path: Path, terminal: Terminal) -> None:
    car = in_a_wired_car(tmp_path, {}, problems=(NEXT_IS_TAKEN, LAMP), **terminal)
    async with car as (_, owner):
        await owner.plays([("ASKS FOR ITS CODE", "More"), ("2 faults of the panel", "")])
        await owner.reads("Button NEXT, pin 6: another program has it. End that.")
        await owner.reads("Lamp, pin 7: used by spi screen.")


async def test_home_tells_of_a_button_that_fails_until_it_was_mended(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, {}, problems=(NEXT_IS_TAKEN,)) as (one, owner):
        await owner.plays([("ASKS FOR ITS CODE", ""), (SEE_MORE, "")])
        one.body.problems = (LAMP,)  # which is left to More
        assert one.house is not None
        one.house.refit()
        await owner.until(lambda: SEE_MORE not in read_aloud(owner.screen), "no trouble")


async def test_what_keeps_the_whole_panel_can_be_read_on_a_locked_screen(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, {}, problems=(NO_CHIP,)) as (_, owner):
        await owner.app.tell(Lock())
        await owner.plays([("Vehicle 1", "More"), ("Panel: this machine has no pins", "")])
