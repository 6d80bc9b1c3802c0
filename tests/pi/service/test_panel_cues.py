"""What lamp and buzzer say beside an owner who uses the panel."""

import pytest

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


@pytest.fixture
def wired(rig: Rig) -> Rig:
    """A rig with every button, a lamp and a buzzer, and a parked car."""
    rig.body = FakeBody(ALL - {Signal.PARKED, Signal.FEED, Signal.IGNITION})
    return rig


async def test_a_step_with_a_sure_count_is_beaten(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, NEXT)
        assert await wired.body.played(Cue.PRESS) == Beats(count=3, pace_s=0.8)


async def test_a_step_that_was_taken_is_acknowledged_before_the_next_is_beaten(
    wired: Rig,
) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await pressed(wired, owner, NEXT)
        await pressed(wired, owner, NEXT)
        await wired.body.played(Cue.PRESS)
        cues = [cue for cue, _ in wired.body.cues]
        assert cues[-2:] == [Cue.STEP_DONE, Cue.PRESS]


async def test_no_beat_tells_a_digit_while_every_screen_is_locked(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await pressed(wired, owner, NEXT)
        await owner.does(Lock())
        assert wired.body.plays is Cue.LOOK


async def test_the_beat_can_be_off(wired: Rig) -> None:
    wired.settings = Settings(pace=Pace(beat_s=0))
    async with wired.service():
        owner = await owner_of(wired)
        await walk(wired, owner)
        assert Cue.PRESS not in [cue for cue, _ in wired.body.cues]


async def test_before_the_confirm_it_says_check(wired: Rig) -> None:
    async with wired.service():
        owner = await owner_of(wired)
        await walk(wired, owner)
        assert await wired.body.played(Cue.CHECK) is None


async def test_a_wait_that_is_counted_says_so(wired: Rig) -> None:
    async with wired.service():
        await waits(wired)
        assert wired.body.plays is Cue.WAITING


async def test_safe_to_try_is_said_until_it_is_answered(wired: Rig) -> None:
    async with wired.service():
        owner = await waits(wired)
        await wired.count(65)
        said = wired.body.plays
        await pressed(wired, owner, SEE)
        assert (said, wired.body.plays) == (Cue.SAFE_TO_TRY, Cue.NONE)


async def test_wires_that_are_taken_up_anew_say_what_the_old_ones_said(wired: Rig) -> None:
    async with wired.service():
        await waits(wired)
        wired.body = FakeBody(ALL - {Signal.PARKED})
        wired.house.refit()
        assert wired.body.plays is Cue.WAITING
