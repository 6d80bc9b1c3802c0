"""The end of an entry: the check, the price of a dear try, and the confirm that is named once."""

import pytest

from pi.radio.steps import Check
from pi.service.asks import (
    ConfirmStep,
    Outcome,
    PromptConfirm,
    StartWalkthrough,
)
from pi.service.protocol import Done
from pi.service.refusal import Reason, Refusal
from pi.storage.journal import Journal
from tests.pi.service.driving import (
    INTO,
    brought_into,
    entry_of,
    state_of,
    told,
    walk_to_check,
)
from tests.pi.service.rig import QASHQAI, Rig


async def test_the_check_is_not_passed_as_a_step(running: Rig) -> None:
    owner = await running.owner()
    check = await walk_to_check(owner)
    assert await owner.why_not(ConfirmStep(step=check.at)) is Reason.CONFIRM_AGAIN


async def test_the_check_shows_the_whole_code(running: Rig) -> None:
    check = await walk_to_check(await running.owner())
    assert check.step == Check(display=QASHQAI.code)


async def test_a_cheap_try_needs_no_second_confirmation(running: Rig) -> None:
    owner = await running.owner()
    check = await walk_to_check(owner)
    await owner.does(PromptConfirm(step=check.at))
    assert (state_of(owner), entry_of(owner).confirming) == ("OutcomeUnknown", True)


async def test_a_dear_try_is_confirmed_again_and_its_price_named(empty: Rig) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(*[told(Outcome.REJECTED)] * 2)
    check = await walk_to_check(owner)
    refusal = await owner.refused(PromptConfirm(step=check.at))
    assert (refusal.reason, refusal.wait_s) == (Reason.CONFIRM_AGAIN, 3600.0)
    assert state_of(owner) == "Entering"


async def test_a_dear_try_that_is_confirmed_again_goes_on(empty: Rig) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(*[told(Outcome.REJECTED)] * 2)
    check = await walk_to_check(owner)
    assert await owner.ask(PromptConfirm(step=check.at, sure=True)) == Done()


async def test_the_confirm_is_on_the_card_before_it_is_named(running: Rig) -> None:
    owner = await running.owner()
    check = await walk_to_check(owner)
    await owner.does(PromptConfirm(step=check.at))
    journal = Journal(running.house.store)
    assert (
        type(journal.history(journal.active_vehicles()[0])[0].event).__name__ == "ConfirmPrompted"
    )


async def test_a_confirm_is_named_once(running: Rig) -> None:
    owner = await running.owner()
    check = await walk_to_check(owner)
    await owner.does(PromptConfirm(step=check.at))
    assert await owner.why_not(PromptConfirm(step=check.at)) is Reason.STALE


@pytest.mark.parametrize("state", [name for name in INTO if name != "Asking"])
async def test_an_entry_begins_only_while_the_radio_asks(empty: Rig, state: str) -> None:
    owner = await brought_into(empty, state)
    assert await owner.refused(StartWalkthrough()) == Refusal(
        reason=Reason.NOT_IN_THIS_STATE, state=state
    )


async def test_a_locked_surface_begins_no_entry(running: Rig) -> None:
    assert await (await running.watcher()).why_not(StartWalkthrough()) is Reason.LOCKED
