"""The panel beside an unlocked screen: a walkthrough and a wait by its buttons alone."""

import pytest

from pi.hardware.cues import Cue
from pi.hardware.told import IgnitionIs, ParkedIs, PinProblem
from pi.hardware.wiring import Signal
from pi.service.asks import Lock, StartWalkthrough, StopWalkthrough
from pi.service.shown import PinTrouble
from tests.pi.service.driving import entry_of, state_of
from tests.pi.service.rig import Rig
from tests.pi.service.two_buttons import (
    BACK,
    NEXT,
    SEE,
    owner_of,
    owner_of_a_last_try,
    pressed,
    waits,
    walk,
)
from tests.pi.service.wires import ALL, FakeBody


@pytest.fixture
def wired(rig: Rig) -> Rig:
    """A rig with every button, a lamp and a buzzer, and a parked car."""
    rig.body = FakeBody(ALL - {Signal.PARKED, Signal.FEED, Signal.IGNITION})
    return rig


async def test_next_alone_goes_from_home_to_the_question_whether_it_took_the_code(
    wired: Rig,
) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT)
        assert state_of(owner) == "OutcomeUnknown"


@pytest.mark.parametrize(("button", "state"), [(NEXT, "Playing"), (BACK, "Waiting")])
async def test_what_the_radio_did_is_stated_by_holding(
    wired: Rig, button: Signal, state: str
) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, button, held=True)
        assert state_of(owner) == state


@pytest.mark.parametrize("button", [NEXT, BACK, SEE])
async def test_a_short_press_states_nothing_of_what_the_radio_did(
    wired: Rig, button: Signal
) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, button)
        assert state_of(owner) == "OutcomeUnknown"


async def test_a_dear_try_is_warned_of_before_it_is_taken(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of_a_last_try(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT)
        assert (state_of(owner), wired.body.plays) == ("Entering", Cue.LAST_TRY)
        assert owner.state.panel.wants == "sure"


async def test_a_held_press_after_the_warning_says_that_it_is_meant(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of_a_last_try(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, NEXT, held=True)
        assert state_of(owner) == "OutcomeUnknown"


async def test_a_short_press_does_not_say_that_a_dear_try_is_meant(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of_a_last_try(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, NEXT)
        assert state_of(owner) == "Entering"


async def test_a_held_press_alone_does_not_skip_the_warning(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of_a_last_try(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT, held=True)
        assert state_of(owner) == "Entering"


async def test_back_after_the_warning_stops_the_entry(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of_a_last_try(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, BACK)
        assert state_of(owner) == "Asking"


async def test_back_goes_one_step_back(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, BACK)
        assert entry_of(owner).at == 0


async def test_beside_a_locked_screen_it_begins_nothing_and_asks_for_unlocking(
    wired: Rig,
) -> None:
    async with wired.service():
        await wired.set_up()
        watcher = await wired.watcher()
        await pressed(wired, watcher, NEXT)
        panel = watcher.state.panel
        assert (state_of(watcher), panel.wants, panel.turn) == ("Asking", "unlock", 1)
        assert wired.body.plays is Cue.LOOK


async def test_its_rights_end_with_those_of_the_screen(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await pressed(wired, owner, NEXT)
        await owner.does(Lock())
        await pressed(wired, owner, NEXT)
        assert (owner.state.radio and owner.state.radio.step) == 0


async def test_see_asks_for_the_code_on_a_screen(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await pressed(wired, owner, SEE)
        await pressed(wired, owner, SEE)
        assert (owner.state.panel.wants, owner.state.panel.turn) == ("code", 2)


async def test_by_two_buttons_a_wait_ends_in_another_try(wired: Rig) -> None:
    async with wired.service():
        owner = await waits(wired)
        await wired.count(65)
        await pressed(wired, owner, NEXT, held=True)
        assert state_of(owner) == "Asking"


async def test_by_two_buttons_a_wait_that_is_not_over_goes_on(wired: Rig) -> None:
    async with wired.service():
        owner = await waits(wired)
        await wired.count(65)
        await pressed(wired, owner, BACK, held=True)
        assert state_of(owner) == "Waiting"


async def test_by_two_buttons_it_is_said_that_the_power_was_lost_and_is_back(wired: Rig) -> None:
    async with wired.service():
        owner = await waits(wired)
        await pressed(wired, owner, BACK, held=True)
        await pressed(wired, owner, NEXT, held=True)
        radio = owner.state.radio
        assert radio is not None
        assert radio.wait is not None
        assert (radio.wait.counting, radio.wait.interruptions) == (True, 1)


async def test_a_button_does_nothing_while_the_car_may_move(wired: Rig) -> None:
    wired.body = FakeBody(ALL - {Signal.FEED})
    wired.body.levels = {Signal.PARKED: True}
    async with wired.service():
        owner = await owner_of(wired)
        await pressed(wired, owner, NEXT)
        wired.body.tell(ParkedIs(parked=False))
        await pressed(wired, owner, NEXT)
        assert (owner.state.radio and owner.state.radio.step) == 0
        assert wired.body.plays is Cue.LOOK


async def test_what_does_not_work_is_told_to_every_surface(wired: Rig) -> None:
    trouble = PinProblem(reason="busy", signal=Signal.LAMP, pin=20)
    wired.body = FakeBody(frozenset({NEXT}), (trouble,))
    async with wired.service():
        await wired.set_up()
        panel = (await wired.watcher()).state.panel
        assert panel.trouble == (PinTrouble(reason="busy", signal="lamp", pin=20),)


async def test_two_presses_at_once_are_one_after_the_other(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        wired.body.press(NEXT)
        wired.body.press(NEXT)
        await wired.house.settled()
        await owner.catch_up()
        assert entry_of(owner).at == 1


async def test_before_anything_is_set_up_a_press_is_nothing(wired: Rig) -> None:
    async with wired.service():
        watcher = await wired.watcher()
        await pressed(wired, watcher, NEXT)
        wired.body.tell(IgnitionIs(on=True))
        assert watcher.state.set_up is False


async def test_a_warning_is_forgotten_once_the_entry_was_left_on_a_screen(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of_a_last_try(wired)
        await walk(wired, owner)
        await pressed(wired, owner, NEXT)
        await owner.does(StopWalkthrough(step=entry_of(owner).at), StartWalkthrough())
        assert (state_of(owner), owner.state.panel.wants) == ("Entering", None)
