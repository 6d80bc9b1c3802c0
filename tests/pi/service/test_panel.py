"""The panel beside an unlocked screen: a walkthrough and a wait by its buttons alone."""

import pytest

from pi.hardware.cues import Cue
from pi.hardware.told import IgnitionIs, ParkedIs, PinProblem
from pi.hardware.wiring import Signal
from pi.service.asks import DropQuestion, Lock, StartWalkthrough, StopWalkthrough
from pi.service.pressing import ASKED_FOR_S, LEFT_ALONE_S, STAND_S
from pi.service.shown import PinTrouble
from tests.pi.service.driving import entry_of, state_of
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker
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


def interruptions(owner: Talker) -> int:
    """The gaps of the wait that the owner looks at."""
    radio = owner.state.radio
    assert radio is not None
    assert radio.wait is not None
    return radio.wait.interruptions


async def test_next_alone_goes_from_home_to_the_question_whether_it_took_the_code(
    panelled: Rig,
) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        assert state_of(owner) == "OutcomeUnknown"


@pytest.mark.parametrize(("button", "state"), [(SEE, "Asking"), (BACK, "Waiting")])
async def test_what_the_radio_did_is_stated_by_holding(
    panelled: Rig, button: Signal, state: str
) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, button, held=True)
        assert state_of(owner) == state


async def test_next_states_nothing_of_the_try_that_it_brought_until_another_was_pressed(
    panelled: Rig,
) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT, held=True)
        assert state_of(owner) == "OutcomeUnknown"
        await pressed(panelled, owner, BACK)
        await pressed(panelled, owner, NEXT, held=True)
        assert state_of(owner) == "Playing"


async def test_a_button_that_was_left_alone_for_a_minute_counts_again(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT, held=True, after_s=LEFT_ALONE_S)
        assert state_of(owner) == "Playing"


@pytest.mark.parametrize(
    ("after_s", "state"),
    [
        *((after_s, "Entering") for after_s in (0.3, 0.4, 1.0, 1.9)),
        *((after_s, "OutcomeUnknown") for after_s in (2.0, 5.0)),
    ],
)
@pytest.mark.parametrize("held", [False, True])
async def test_next_alone_states_nothing_however_often_it_is_pressed(
    panelled: Rig, held: bool, after_s: float, state: str
) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        for _ in range(20):
            await pressed(panelled, owner, NEXT, held=held, after_s=after_s)
        assert state_of(owner) == state


async def test_a_press_that_was_refused_begins_the_rest_anew(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, BACK, held=True, after_s=0.5)
        await pressed(panelled, owner, BACK, held=True, after_s=1.9)
        assert state_of(owner) == "OutcomeUnknown"
        await pressed(panelled, owner, BACK, held=True)
        assert state_of(owner) == "Waiting"


@pytest.mark.parametrize("asked", [BACK, SEE])
async def test_a_no_on_a_screen_answers_what_a_button_had_asked(
    panelled: Rig, asked: Signal
) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await pressed(panelled, owner, asked, held=True)
        await owner.does(DropQuestion())
        await pressed(panelled, owner, NEXT, held=True)
        assert (state_of(owner), interruptions(owner)) == ("Waiting", 0)


async def test_a_short_press_of_see_is_a_no_as_well(panelled: Rig) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await pressed(panelled, owner, BACK, held=True)
        await pressed(panelled, owner, SEE)
        await pressed(panelled, owner, NEXT, held=True)
        assert (state_of(owner), interruptions(owner)) == ("Waiting", 0)


async def test_a_price_that_was_told_long_ago_is_told_again(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT, held=True, after_s=LEFT_ALONE_S)
        assert (state_of(owner), owner.state.panel.wants) == ("Entering", "sure")


@pytest.mark.parametrize("asked", [BACK, SEE])
async def test_a_question_that_nobody_answers_is_over_after_a_while(
    panelled: Rig, asked: Signal
) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await pressed(panelled, owner, asked, held=True)
        panelled.house.mark_now()
        await panelled.count(ASKED_FOR_S - STAND_S)
        await pressed(panelled, owner, NEXT, held=True)
        assert (state_of(owner), interruptions(owner)) == ("Waiting", 0)


@pytest.mark.parametrize("button", [NEXT, BACK, SEE])
async def test_one_button_alone_never_ends_a_wait(panelled: Rig, button: Signal) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        for after_s in (0.4, 2.0, 2.1, 3.0, 12.0, 2.1):
            await pressed(panelled, owner, button, held=True, after_s=after_s)
        assert (state_of(owner), interruptions(owner)) == ("Waiting", 0)


async def test_a_display_that_asks_early_is_told_by_two_buttons(panelled: Rig) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await pressed(panelled, owner, SEE, held=True)
        assert (owner.state.panel.wants, panelled.body.plays) == ("ends", Cue.LOOK)
        await pressed(panelled, owner, NEXT, held=True)
        assert state_of(owner) == "Asking"


async def test_a_press_of_another_kind_says_no_to_what_was_asked_once_more(panelled: Rig) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await pressed(panelled, owner, BACK, held=True)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT, held=True)
        assert (state_of(owner), owner.state.panel.wants) == ("Waiting", None)


@pytest.mark.parametrize("button", [NEXT, BACK, SEE])
async def test_a_short_press_states_nothing_of_what_the_radio_did(
    panelled: Rig, button: Signal
) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, button)
        assert state_of(owner) == "OutcomeUnknown"


async def test_a_dear_try_is_warned_of_before_it_is_taken(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        assert (state_of(owner), panelled.body.plays) == ("Entering", Cue.LAST_TRY)
        assert owner.state.panel.wants == "sure"


@pytest.mark.parametrize("warned_by_held", [False, True])
async def test_next_says_that_a_dear_try_is_meant_once_back_was_pressed(
    panelled: Rig, warned_by_held: bool
) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT, held=warned_by_held)
        await pressed(panelled, owner, NEXT, held=True)
        assert state_of(owner) == "Entering"
        await pressed(panelled, owner, BACK)
        await pressed(panelled, owner, NEXT, held=True)
        assert state_of(owner) == "OutcomeUnknown"


async def test_a_no_on_a_screen_takes_the_price_back_to_be_told_again(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await owner.does(DropQuestion())
        await pressed(panelled, owner, BACK)
        assert (entry_of(owner).before_confirm, owner.state.panel.wants) == (False, None)


async def test_a_short_press_does_not_say_that_a_dear_try_is_meant(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT)
        assert state_of(owner) == "Entering"


async def test_a_held_press_alone_does_not_skip_the_warning(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT, held=True)
        assert state_of(owner) == "Entering"


async def test_a_held_back_after_the_warning_stops_the_entry(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, BACK, held=True)
        assert state_of(owner) == "Asking"


async def test_a_second_held_press_is_not_the_word_that_a_dear_try_is_meant(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT, held=True)
        await pressed(panelled, owner, NEXT, held=True)
        assert state_of(owner) == "Entering"


async def test_back_goes_one_step_back(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, BACK)
        assert entry_of(owner).at == 0


async def test_beside_a_locked_screen_it_begins_nothing_and_asks_for_unlocking(
    panelled: Rig,
) -> None:
    async with panelled.service():
        await panelled.set_up()
        watcher = await panelled.watcher()
        await pressed(panelled, watcher, NEXT)
        panel = watcher.state.panel
        assert (state_of(watcher), panel.wants, panel.turn) == ("Asking", "unlock", 1)
        assert panelled.body.plays is Cue.LOOK


async def test_its_rights_end_with_those_of_the_screen(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        await owner.does(Lock())
        await pressed(panelled, owner, NEXT)
        assert (owner.state.radio and owner.state.radio.step) == 0


async def test_see_asks_for_the_code_on_a_screen(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, SEE)
        await pressed(panelled, owner, SEE)
        assert (owner.state.panel.wants, owner.state.panel.turn) == ("code", 2)


async def test_by_two_buttons_a_wait_ends_in_another_try(panelled: Rig) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await panelled.count(65)
        await pressed(panelled, owner, NEXT, held=True)
        assert state_of(owner) == "Asking"


async def test_by_two_buttons_a_wait_that_is_not_over_goes_on(panelled: Rig) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await panelled.count(65)
        await pressed(panelled, owner, BACK, held=True)
        assert state_of(owner) == "Waiting"


async def test_by_two_buttons_it_is_said_that_the_power_was_lost_and_is_back(panelled: Rig) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await pressed(panelled, owner, BACK, held=True)
        await pressed(panelled, owner, NEXT, held=True)
        await pressed(panelled, owner, BACK, held=True)
        radio = owner.state.radio
        assert radio is not None
        assert radio.wait is not None
        assert (radio.wait.counting, radio.wait.interruptions) == (True, 1)


async def test_a_button_does_nothing_while_the_car_may_move(panelled: Rig) -> None:
    panelled.body = FakeBody(ALL - {Signal.FEED})
    panelled.body.levels = {Signal.PARKED: True}
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        panelled.body.tell(ParkedIs(parked=False))
        await pressed(panelled, owner, NEXT)
        assert (owner.state.radio and owner.state.radio.step) == 0
        assert panelled.body.plays is Cue.LOOK


async def test_what_does_not_work_is_told_to_every_surface(panelled: Rig) -> None:
    trouble = PinProblem(reason="busy", signal=Signal.LAMP, pin=20)
    panelled.body = FakeBody(frozenset({NEXT}), (trouble,))
    async with panelled.service():
        await panelled.set_up()
        panel = (await panelled.watcher()).state.panel
        assert panel.trouble == (PinTrouble(reason="busy", signal="lamp", pin=20),)


async def test_of_two_presses_at_once_the_second_states_nothing_of_the_next_step(
    panelled: Rig,
) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        panelled.clock.pass_time(STAND_S)
        panelled.body.press(NEXT)
        panelled.body.press(NEXT)
        await panelled.house.settled()
        await owner.catch_up()
        assert entry_of(owner).at == 1


@pytest.mark.parametrize("after_s", [0.3, 1.0, 1.9])
async def test_a_step_is_stated_by_no_press_that_followed_too_soon(
    panelled: Rig, after_s: float
) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT, after_s=after_s)
        assert entry_of(owner).at == 1
        await pressed(panelled, owner, NEXT)
        assert entry_of(owner).at == 2


async def test_before_anything_is_set_up_a_press_is_nothing(panelled: Rig) -> None:
    async with panelled.service():
        watcher = await panelled.watcher()
        await pressed(panelled, watcher, NEXT)
        panelled.body.tell(IgnitionIs(on=True))
        assert watcher.state.set_up is False


async def test_a_warning_is_forgotten_once_the_entry_was_left_on_a_screen(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of_a_last_try(panelled)
        await walk(panelled, owner)
        await pressed(panelled, owner, NEXT)
        await owner.does(StopWalkthrough(step=entry_of(owner).at), StartWalkthrough())
        assert (state_of(owner), owner.state.panel.wants) == ("Entering", None)
