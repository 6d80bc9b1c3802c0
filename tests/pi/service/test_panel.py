"""The panel beside an unlocked screen: what a press means, and a walk and a wait by buttons alone.

Lamp and buzzer say where it stands.
"""

from collections.abc import AsyncIterator
from itertools import product

import pytest
from msgspec.structs import replace

from pi.hardware.filters import BUTTON_HELD_S
from pi.hardware.port import Beats, ButtonPressed, Cue, IgnitionIs, ParkedIs
from pi.hardware.wiring import BUTTONS, Signal
from pi.radio.instant import Instant
from pi.radio.state import Name, RadioState, Wait
from pi.service.panel.panel import ASKED_FOR_S, LEFT_ALONE_S, STAND_S, PanelQuestion, Seen, meant
from pi.service.protocol.commands import (
    DropQuestion,
    Lock,
    Outcome,
    Report,
    StartWalkthrough,
    StopWalkthrough,
)
from pi.settings import Pace, Settings
from tests.pi.service.driving import entry_of, radio_of, state_of, told, wait_of
from tests.pi.service.rig import BY_PIN, Rig, Talker
from tests.pi.service.wires import ALL, FakeBody

AT = Instant(boot_id="b", monotonic=1.0, boottime=1.0, wall=1.0)
WAIT = Wait(owed_s=65.0, mark=AT, counted_s=5.0)
UNKNOWN = replace(WAIT, powered=None)
LOST = replace(WAIT, powered=None, counted_s=0.0, interruptions=1)
OFF = replace(WAIT, powered=False)
HELD = [ButtonPressed(button=button, held=True) for button in BUTTONS]
SEEN = Seen(end=7)
NEXT, BACK, SEE = Signal.NEXT, Signal.BACK, Signal.SEE
LOST_POWER, ASKS_EARLY = PanelQuestion(Outcome.INTERRUPTED), PanelQuestion(Outcome.ASKS_AGAIN)


def outcome(
    press: ButtonPressed, name: Name, wait: Wait | None = None, standing: Seen = SEEN
) -> Outcome | PanelQuestion | None:
    """What a press reports or what is asked once more, None where it states nothing."""
    ask = meant(press, RadioState(name=name, wait=wait), None, standing)
    if ask is None or isinstance(ask, PanelQuestion):
        return ask
    assert isinstance(ask, Report)
    assert ask.answers == 7
    return ask.outcome


def test_a_statement_takes_a_held_press_of_what_has_stood_by_another_button() -> None:
    for name, held in product(set(Name) - {Name.ASKING, Name.ENTERING}, HELD):
        short = ButtonPressed(button=held.button)
        assert outcome(short, name, WAIT) is None
        for keeps in {"stood": False}, {"brought": held}, {"brought": short}:
            assert outcome(held, name, WAIT, replace(SEEN, **keeps)) is None


@pytest.mark.parametrize(
    ("name", "wait", "reports"),
    [
        (Name.WAITING, WAIT, [Outcome.STILL_WAITING, LOST_POWER, ASKS_EARLY]),
        (Name.WAITING, UNKNOWN, [Outcome.POWER_ON, LOST_POWER, None]),
        (Name.WAITING, LOST, [Outcome.POWER_OFF, Outcome.POWER_ON, None]),
        (Name.WAITING, OFF, [Outcome.POWER_OFF, Outcome.POWER_ON, None]),
        (Name.SAFE_TO_TRY, WAIT, [Outcome.ASKS_AGAIN, Outcome.STILL_WAITING, None]),
        (Name.DEAD_END, None, [None] * 3),
        (Name.NO_CODE, None, [None] * 3),
    ],
    ids=["counted", "stayed on?", "on again?", "off", "counted out", "dead end", "no code"],
)
def test_a_held_press_answers_the_question_of_the_screen(
    name: Name, wait: Wait | None, reports: list[Outcome | PanelQuestion | None]
) -> None:
    assert [outcome(press, name, wait) for press in HELD] == reports
    for asked in (Outcome.INTERRUPTED, Outcome.ASKS_AGAIN):  # once more: by next alone
        seen = replace(SEEN, asked=asked)
        assert [outcome(press, name, WAIT, seen) for press in HELD] == [asked, None, None]


@pytest.mark.parametrize("held", [False, True])
def test_next_begins_an_entry_and_back_leaves_it_unless_back_led_there(held: bool) -> None:
    on, back = (ButtonPressed(button=one, held=held) for one in (NEXT, BACK))
    assert meant(on, RadioState(name=Name.ASKING), None, SEEN) == StartWalkthrough()
    entering = RadioState(name=Name.ENTERING, step=0, steps=6)
    assert meant(back, entering, None, SEEN) == StopWalkthrough(step=0)
    brought = replace(SEEN, brought=ButtonPressed(button=BACK))
    assert meant(back, entering, None, brought) is None


async def pressed(
    rig: Rig, owner: Talker, button: Signal, *, held: bool = False, after_s: float = STAND_S
) -> None:
    """Press a button after a look, and wait until the screen has heard of it.

    A press that is held is told of once it was held for long.
    """
    rig.clock.pass_time(after_s + (BUTTON_HELD_S if held else 0))
    rig.body.press(button, held=held)
    await rig.house.settled()
    await owner.catch_up()


async def walk(rig: Rig, owner: Talker) -> None:
    """Go with *next* from Home to the check."""
    await pressed(rig, owner, NEXT)
    while not entry_of(owner).before_confirm:
        await pressed(rig, owner, NEXT)


async def owner_of(rig: Rig) -> Talker:
    """The unlocked screen of an owner who has set up."""
    await rig.set_up()
    return await rig.owner()


async def tries(rig: Rig) -> Talker:
    """An owner whose try was keyed in and begun by *next* alone."""
    owner = await owner_of(rig)
    await walk(rig, owner)
    await pressed(rig, owner, NEXT)
    return owner


async def at_a_last_try(rig: Rig) -> Talker:
    """An owner with one try left, at the check."""
    owner = await owner_of(rig)
    for _ in range(2):
        await owner.does(told(Outcome.REJECTED), told(Outcome.ASKS_AGAIN))
    await walk(rig, owner)
    return owner


async def waits(rig: Rig) -> Talker:
    """A screen of a radio whose minute has begun."""
    owner = await owner_of(rig)
    await owner.does(told(Outcome.REJECTED))
    return owner


@pytest.fixture
async def served(panelled: Rig) -> AsyncIterator[Rig]:
    """A service with a panel."""
    async with panelled.service():
        yield panelled


@pytest.mark.parametrize(
    ("presses", "state"),
    [
        ([(SEE, STAND_S)], "Asking"),
        ([(BACK, STAND_S)], "Waiting"),
        ([(NEXT, LEFT_ALONE_S)], "Playing"),  # left alone for so long it brought nothing
        ([(BACK, 0.5), (BACK, 1.9)], "OutcomeUnknown"),  # what is refused begins the rest anew
        ([(BACK, 0.5), (BACK, 1.9), (BACK, STAND_S)], "Waiting"),
    ],
)
async def test_next_alone_leads_to_the_question_and_holding_states_what_the_radio_did(
    served: Rig, presses: list[tuple[Signal, float]], state: str
) -> None:
    owner = await tries(served)
    assert state_of(owner) == "OutcomeUnknown"
    for button, after_s in presses:
        await pressed(served, owner, button, held=True, after_s=after_s)
    assert state_of(owner) == state


async def test_next_answers_what_it_led_to_only_after_another_button(served: Rig) -> None:
    owner = await tries(served)
    for button in (NEXT, SEE, BACK):  # short presses state nothing either
        await pressed(served, owner, button, held=button is NEXT)
        assert state_of(owner) == "OutcomeUnknown"
    await pressed(served, owner, NEXT, held=True)
    assert state_of(owner) == "Playing"


@pytest.mark.parametrize(
    ("after_s", "state"), [(0.3, "Entering"), (1.9, "Entering"), (2.0, "OutcomeUnknown")]
)
@pytest.mark.parametrize("held", [False, True])
async def test_next_alone_states_nothing_however_often_it_is_pressed(
    served: Rig, held: bool, after_s: float, state: str
) -> None:
    owner = await owner_of(served)
    for _ in range(20):
        await pressed(served, owner, NEXT, held=held, after_s=after_s)
    assert state_of(owner) == state


@pytest.mark.parametrize("no", ["on a screen", SEE, NEXT, "no word for a while"])
@pytest.mark.parametrize("asked", [BACK, SEE])
async def test_what_was_asked_once_more_is_answered_by_a_no_and_over_after_a_while(
    served: Rig, asked: Signal, no: Signal | str
) -> None:
    owner = await waits(served)
    await pressed(served, owner, asked, held=True)
    if isinstance(no, Signal):
        await pressed(served, owner, no)
    elif no == "on a screen":
        await owner.does(DropQuestion())
    else:
        served.house.mark_now()
        await served.count(ASKED_FOR_S - STAND_S)
    await pressed(served, owner, NEXT, held=True)
    assert (state_of(owner), wait_of(owner).interruptions) == ("Waiting", 0)
    assert owner.state.panel.wants in {None, "code"}


@pytest.mark.parametrize("button", BUTTONS)
async def test_one_button_alone_never_ends_a_wait(served: Rig, button: Signal) -> None:
    owner = await waits(served)
    for after_s in (0.4, 2.0, 2.1, 3.0, 12.0, 2.1):
        await pressed(served, owner, button, held=True, after_s=after_s)
    assert (state_of(owner), wait_of(owner).interruptions) == ("Waiting", 0)


async def test_by_two_buttons_it_is_said_that_it_lost_its_power_or_asks_early(served: Rig) -> None:
    owner = await waits(served)
    assert served.body.plays is Cue.WAITING
    for button in (BACK, NEXT, BACK):  # it was lost, indeed, and is back
        await pressed(served, owner, button, held=True)
    assert (wait_of(owner).counting, wait_of(owner).interruptions) == (True, 1)
    await pressed(served, owner, SEE, held=True)
    assert (owner.state.panel.wants, served.body.plays) == ("ends", Cue.LOOK)
    await pressed(served, owner, NEXT, held=True)
    assert state_of(owner) == "Asking"


@pytest.mark.parametrize(("button", "state"), [(NEXT, "Asking"), (BACK, "Waiting")])
async def test_by_two_buttons_a_wait_ends_in_another_try_or_goes_on(
    served: Rig, button: Signal, state: str
) -> None:
    owner = await waits(served)
    await served.count(65)
    assert served.body.plays is Cue.SAFE_TO_TRY  # until it is answered
    await pressed(served, owner, SEE)
    assert served.body.plays is Cue.NONE
    await pressed(served, owner, button, held=True)
    assert state_of(owner) == state


@pytest.mark.parametrize(("warned_by_held", "stops"), [(False, False), (True, False), (True, True)])
async def test_a_dear_try_is_warned_of_and_meant_by_a_held_next_once_back_was_pressed(
    served: Rig, warned_by_held: bool, stops: bool
) -> None:
    """A held *back* stops the entry instead."""
    owner = await at_a_last_try(served)
    await pressed(served, owner, NEXT, held=warned_by_held)
    assert (state_of(owner), owner.state.panel.wants) == ("Entering", "sure")
    assert served.body.plays is Cue.LAST_TRY
    for held in (False, True):
        await pressed(served, owner, NEXT, held=held)
        assert state_of(owner) == "Entering"
    await pressed(served, owner, BACK, held=stops)
    if stops:
        assert state_of(owner) == "Asking"
    else:
        await pressed(served, owner, NEXT, held=True)
        assert state_of(owner) == "OutcomeUnknown"


async def test_the_price_is_told_again_after_a_no_a_while_or_an_entry(served: Rig) -> None:
    owner = await at_a_last_try(served)
    await pressed(served, owner, NEXT)
    await pressed(served, owner, NEXT, held=True, after_s=LEFT_ALONE_S)
    assert (state_of(owner), owner.state.panel.wants) == ("Entering", "sure")
    await owner.does(DropQuestion())
    await pressed(served, owner, BACK)
    assert (entry_of(owner).before_confirm, owner.state.panel.wants) == (False, None)
    await pressed(served, owner, NEXT)
    await pressed(served, owner, NEXT)
    assert owner.state.panel.wants == "sure"
    await owner.does(StopWalkthrough(step=entry_of(owner).at), StartWalkthrough())
    assert (state_of(owner), owner.state.panel.wants) == ("Entering", None)


async def test_beside_a_locked_screen_it_asks_for_unlocking(served: Rig) -> None:
    watcher = await served.watcher()
    await pressed(served, watcher, NEXT)  # before anything is set up it is nothing
    served.body.tell(IgnitionIs(on=True))
    assert watcher.state.set_up is False
    await served.set_up()
    await pressed(served, watcher, NEXT)
    panel = watcher.state.panel
    assert (state_of(watcher), panel.wants, panel.turn) == ("Asking", "unlock", 1)
    assert served.body.plays is Cue.LOOK


async def test_its_rights_are_those_of_the_screen_and_see_asks_for_the_code(served: Rig) -> None:
    owner = await owner_of(served)
    await pressed(served, owner, NEXT)
    await owner.does(Lock())
    assert served.body.plays is Cue.LOOK  # a beat would tell a digit
    await pressed(served, owner, NEXT)
    assert radio_of(owner).step == 0
    await owner.does(BY_PIN)
    for turn in (2, 3):  # the first was asked for by the press beside a locked screen
        await pressed(served, owner, SEE)
        assert (owner.state.panel.wants, owner.state.panel.turn) == ("code", turn)


async def test_a_step_is_stated_by_no_press_that_followed_too_soon(served: Rig) -> None:
    owner = await owner_of(served)
    await pressed(served, owner, NEXT)
    served.clock.pass_time(STAND_S)
    served.body.press(NEXT)
    served.body.press(NEXT)  # at once: it states nothing of the next step
    await served.house.settled()
    await owner.catch_up()
    assert entry_of(owner).at == 1
    for after_s, at in (0.3, 1), (1.6, 1), (STAND_S, 2):
        await pressed(served, owner, NEXT, after_s=after_s)
        assert entry_of(owner).at == at
    await pressed(served, owner, BACK)
    assert entry_of(owner).at == 1


async def test_while_the_car_may_move_a_button_does_nothing(panelled: Rig) -> None:
    panelled.body = FakeBody(ALL - {Signal.FEED})
    panelled.body.levels = {Signal.PARKED: True}
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        panelled.body.tell(ParkedIs(parked=False))
        await pressed(panelled, owner, NEXT)
        assert (radio_of(owner).step, panelled.body.plays) == (0, Cue.LOOK)


async def test_a_step_that_was_taken_is_said_before_the_next_is_beaten(served: Rig) -> None:
    owner = await owner_of(served)
    await pressed(served, owner, NEXT)
    await pressed(served, owner, NEXT)
    assert await served.body.played(Cue.PRESS) == Beats(count=3, pace_s=0.8)
    assert [cue for cue, _ in served.body.cues][-2:] == [Cue.STEP_DONE, Cue.PRESS]
    while not entry_of(owner).before_confirm:
        await pressed(served, owner, NEXT)
    assert await served.body.played(Cue.CHECK) is None


async def test_the_beat_can_be_off(panelled: Rig) -> None:
    panelled.settings = Settings(pace=Pace(beat_s=0))
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        assert Cue.PRESS not in [cue for cue, _ in panelled.body.cues]


async def test_wires_that_are_taken_up_anew_say_what_the_old_ones_said(panelled: Rig) -> None:
    async with panelled.service():
        await waits(panelled)
        panelled.body = FakeBody(ALL - {Signal.PARKED})
        panelled.house.refit()
        assert panelled.body.plays is Cue.WAITING
