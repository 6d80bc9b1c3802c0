"""A service that ends in any state, and the next one that takes it up."""

import pytest

from pi.service.asks import ConfirmStep, Outcome, StartWalkthrough
from pi.service.refusal import Reason
from pi.service.shown import RadioView
from tests.pi.service.driving import FORD_WAIT_S, INTO, brought_into, state_of, told
from tests.pi.service.rig import Rig


async def radio_now(rig: Rig) -> RadioView:
    radio = (await (await rig.surface()).watch()).radio
    assert radio is not None
    return radio


async def left_in(rig: Rig, state: str) -> None:
    """Let a service end while the radio is in this state."""
    async with rig.service():
        await brought_into(rig, state)


async def waited(rig: Rig, seconds: float) -> None:
    """Let a service end after so many seconds of the wait were counted."""
    async with rig.service():
        await brought_into(rig, "Waiting")
        await rig.count(seconds)


@pytest.mark.parametrize("state", [name for name in INTO if name != "Entering"])
async def test_a_radio_stands_after_a_restart_where_it_stood(rig: Rig, state: str) -> None:
    await left_in(rig, state)
    async with rig.service():
        assert (await radio_now(rig)).state == state


async def test_an_entry_that_was_cut_off_says_so(rig: Rig) -> None:
    await left_in(rig, "Entering")
    async with rig.service():
        radio = await radio_now(rig)
    assert (radio.state, radio.cut_off, radio.rejected) == ("Asking", True, 0)


async def test_an_entry_that_was_cut_off_cannot_be_gone_on_with(rig: Rig) -> None:
    await left_in(rig, "Entering")
    async with rig.service():
        assert await (await rig.owner()).why_not(ConfirmStep(step=1)) is Reason.STALE


async def test_the_next_entry_clears_the_cut(rig: Rig) -> None:
    await left_in(rig, "Entering")
    async with rig.service():
        await (await rig.owner()).does(StartWalkthrough())
        assert not (await radio_now(rig)).cut_off


async def test_a_confirm_with_unknown_outcome_counts_as_failed_until_told(rig: Rig) -> None:
    async with rig.service():
        owner = await brought_into(rig, "Asking")
        await owner.does(*[told(Outcome.REJECTED)] * 2)
        await INTO["OutcomeUnknown"](rig, owner)
    async with rig.service():
        assert (await radio_now(rig)).tries_left == 0


async def test_after_a_restart_the_outcome_can_still_be_told(rig: Rig) -> None:
    await left_in(rig, "OutcomeUnknown")
    async with rig.service():
        talker = await rig.watcher()
        await talker.does(told(Outcome.ACCEPTED))
        assert state_of(talker) == "Playing"


async def test_after_a_restart_the_confirm_step_is_not_shown_again(rig: Rig) -> None:
    await left_in(rig, "OutcomeUnknown")
    async with rig.service():
        assert (await rig.owner()).state.entry is None


async def test_a_wait_goes_on_from_what_was_counted(rig: Rig) -> None:
    await waited(rig, 120)
    async with rig.service():
        wait = (await radio_now(rig)).wait
    assert wait is not None
    assert (wait.counted_s, wait.owed_s, wait.counting) == (120.0, FORD_WAIT_S, True)


async def test_the_hole_between_two_services_is_not_counted(rig: Rig) -> None:
    await waited(rig, 120)
    rig.clock.pass_time(20)
    async with rig.service():
        wait = (await radio_now(rig)).wait
    assert wait is not None
    assert (wait.counted_s, wait.interruptions) == (120.0, 1)


async def test_after_a_long_hole_the_owner_is_asked_whether_the_radio_is_on(rig: Rig) -> None:
    await waited(rig, 120)
    rig.clock.pass_time(3600)
    async with rig.service():
        wait = (await radio_now(rig)).wait
    assert wait is not None
    assert (wait.counted_s, wait.counting, wait.why_not) == (120.0, False, "power_unknown")


async def test_after_a_reboot_a_wait_of_unknown_habits_begins_again(rig: Rig) -> None:
    await waited(rig, 1200)
    rig.reboot()
    async with rig.service():
        wait = (await radio_now(rig)).wait
    assert wait is not None
    assert (wait.counted_s, wait.counting) == (0.0, False)


async def test_a_wait_that_was_counted_out_stays_so_over_a_reboot(rig: Rig) -> None:
    await left_in(rig, "SafeToTry")
    rig.reboot()
    async with rig.service():
        assert (await radio_now(rig)).state == "SafeToTry"


async def test_the_last_seconds_before_an_orderly_end_are_kept(rig: Rig) -> None:
    async with rig.service():
        await brought_into(rig, "Waiting")
        rig.clock.pass_time(7)
    async with rig.service():
        wait = (await radio_now(rig)).wait
    assert wait is not None
    assert wait.counted_s == 7.0


async def test_many_restarts_never_count_more_than_was_watched(rig: Rig) -> None:
    await waited(rig, 0)
    for _ in range(5):
        rig.clock.pass_time(10)  # nobody watches
        async with rig.service():
            rig.clock.pass_time(10)
    async with rig.service():
        wait = (await radio_now(rig)).wait
    assert wait is not None
    assert (wait.counted_s, wait.interruptions) == (50.0, 6)


@pytest.mark.parametrize("state", ["Playing", "Asking", "DeadEnd", "SafeToTry"])
async def test_a_start_journals_nothing_for_a_radio_that_is_not_timed(rig: Rig, state: str) -> None:
    async with rig.service():
        await brought_into(rig, state)
        before = rows(rig)
    async with rig.service():
        await radio_now(rig)
        assert rows(rig) == before


def rows(rig: Rig) -> int:
    return int(rig.house.store.query("SELECT COUNT(*) FROM event")[0][0])
