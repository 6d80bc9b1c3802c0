"""What lamp and buzzer say beside an owner who uses the panel."""

from pi.hardware.cues import Cue
from pi.hardware.told import Beats
from pi.hardware.wiring import Signal
from pi.service.asks import Lock
from pi.settings import Pace, Settings
from tests.pi.service.rig import Rig
from tests.pi.service.two_buttons import (
    NEXT,
    SEE,
    owner_of,
    pressed,
    waits,
    walk,
)
from tests.pi.service.wires import ALL, FakeBody


async def test_a_step_with_a_sure_count_is_beaten(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT)
        assert await panelled.body.played(Cue.PRESS) == Beats(count=3, pace_s=0.8)


async def test_a_step_that_was_taken_is_acknowledged_before_the_next_is_beaten(
    panelled: Rig,
) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        await pressed(panelled, owner, NEXT)
        await panelled.body.played(Cue.PRESS)
        cues = [cue for cue, _ in panelled.body.cues]
        assert cues[-2:] == [Cue.STEP_DONE, Cue.PRESS]


async def test_no_beat_tells_a_digit_while_every_screen_is_locked(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await pressed(panelled, owner, NEXT)
        await owner.does(Lock())
        assert panelled.body.plays is Cue.LOOK


async def test_the_beat_can_be_off(panelled: Rig) -> None:
    panelled.settings = Settings(pace=Pace(beat_s=0))
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        assert Cue.PRESS not in [cue for cue, _ in panelled.body.cues]


async def test_before_the_confirm_it_says_check(panelled: Rig) -> None:
    async with panelled.service():
        owner = await owner_of(panelled)
        await walk(panelled, owner)
        assert await panelled.body.played(Cue.CHECK) is None


async def test_a_wait_that_is_counted_says_so(panelled: Rig) -> None:
    async with panelled.service():
        await waits(panelled)
        assert panelled.body.plays is Cue.WAITING


async def test_safe_to_try_is_said_until_it_is_answered(panelled: Rig) -> None:
    async with panelled.service():
        owner = await waits(panelled)
        await panelled.count(65)
        said = panelled.body.plays
        await pressed(panelled, owner, SEE)
        assert (said, panelled.body.plays) == (Cue.SAFE_TO_TRY, Cue.NONE)


async def test_wires_that_are_taken_up_anew_say_what_the_old_ones_said(panelled: Rig) -> None:
    async with panelled.service():
        await waits(panelled)
        panelled.body = FakeBody(ALL - {Signal.PARKED})
        panelled.house.refit()
        assert panelled.body.plays is Cue.WAITING
