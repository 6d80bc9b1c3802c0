"""What each surface is shown: the state to all who watch, the secrets to none but the open."""

import pytest

from pi.service.asks import (
    AddVehicle,
    AskCorrection,
    ConfirmStep,
    FindVehicles,
    GetHistory,
    GetStatus,
    Lock,
    Look,
    Outcome,
    ShowCode,
    StartWalkthrough,
    Unlock,
    UnlockKind,
    Watch,
)
from pi.service.protocol import CodeShown, Status
from pi.service.shown import State
from tests.pi.service.driving import FORD, INTO, brought_into, entry_of, told
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI, SECRETS, Rig
from tests.pi.service.talker import Talker


def leaked(talker: Talker, *texts: str) -> list[str]:
    """Which of these texts the surface was sent, in whatever message."""
    return [text for text in (*SECRETS, *texts) if text.encode() in talker.heard]


async def test_before_it_watches_a_surface_is_sent_nothing(running: Rig) -> None:
    quiet, other = await running.surface(), await running.surface()
    await other.does(told(Outcome.REJECTED))
    await quiet.ask(GetStatus())
    assert quiet.states == []


async def test_watching_sends_the_state_at_once(running: Rig) -> None:
    talker = await running.surface()
    await talker.does(Watch())
    assert [state.set_up for state in talker.states] == [True]


async def test_the_state_comes_before_the_answer_to_what_changed_it(running: Rig) -> None:
    watcher = await running.watcher()
    await watcher.does(told(Outcome.REJECTED))
    assert watcher.state.radio is not None
    assert watcher.state.radio.state == "Waiting"


async def test_what_changes_nothing_is_told_to_nobody(running: Rig) -> None:
    watcher, other = await running.watcher(), await running.owner()
    before = len(watcher.states)
    for ask in (ShowCode(), GetHistory(), GetStatus(), FindVehicles(), Look(vehicle=1)):
        await other.ask(ask)
    await watcher.catch_up()
    assert len(watcher.states) == before


async def test_an_empty_service_has_no_radio_to_show(empty: Rig) -> None:
    state = (await empty.watcher()).state
    assert (state.set_up, state.vehicles, state.radio, state.name) == (False, 0, None, None)


async def test_a_watcher_follows_the_vehicle_that_is_used(running: Rig) -> None:
    watcher, owner = await running.watcher(), await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA))
    state = await watcher.catch_up()
    assert state.radio is not None
    assert (state.radio.vehicle, state.vehicles) == (2, 2)


async def test_a_surface_that_looks_at_a_vehicle_stays_with_it(running: Rig) -> None:
    watcher, owner = await running.watcher(), await running.owner()
    await watcher.does(Look(vehicle=1))
    await owner.does(AddVehicle(vehicle=CORSA))
    state = await watcher.catch_up()
    assert state.radio is not None
    assert state.radio.vehicle == 1


async def test_looking_at_another_vehicle_shows_it_at_once(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), Look(vehicle=1))
    assert owner.state.name == QASHQAI.name


@pytest.mark.parametrize("state", INTO)
async def test_a_locked_surface_is_sent_no_secret_in_any_state(empty: Rig, state: str) -> None:
    watcher, asker = await empty.watcher(), await empty.surface()
    await brought_into(empty, state)
    await watcher.catch_up()
    for ask in (GetStatus(), GetHistory(), FindVehicles(text="Focus"), ShowCode(), Look(vehicle=1)):
        await asker.ask(ask)
        await watcher.ask(ask)
    secrets = (FORD.code, FORD.name, FORD.serial, FORD.plate)
    assert leaked(watcher, *secrets) + leaked(asker, *secrets) == []


async def test_the_steps_of_an_entry_are_sent_to_unlocked_surfaces_alone(running: Rig) -> None:
    watcher, owner = await running.watcher(), await running.owner()
    await owner.does(StartWalkthrough(), ConfirmStep(step=0))
    assert owner.state.entry is not None
    assert (await watcher.catch_up()).entry is None


async def test_a_locked_surface_sees_how_far_the_entry_is(running: Rig) -> None:
    watcher, owner = await running.watcher(), await running.owner()
    await owner.does(StartWalkthrough(), ConfirmStep(step=0))
    radio = (await watcher.catch_up()).radio
    assert radio is not None
    assert (radio.state, radio.step, radio.steps) == ("Entering", 1, 7)


async def test_a_surface_that_unlocks_during_an_entry_sees_its_step(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(StartWalkthrough(), ConfirmStep(step=0))
    assert entry_of(await running.owner()).at == 1


async def test_a_surface_that_locks_is_sent_no_secret_from_then_on(running: Rig) -> None:
    owner, other = await running.owner(), await running.owner()
    await owner.does(Lock())
    owner.heard = b""
    await other.does(StartWalkthrough(), *[ConfirmStep(step=at) for at in range(5)])
    await owner.catch_up()
    assert leaked(owner) == []


async def test_an_unlocked_surface_is_sent_the_code_only_when_it_asks(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(told(Outcome.REJECTED))
    assert QASHQAI.code.encode() not in owner.heard
    assert (await owner.asks(ShowCode(), CodeShown)).code == QASHQAI.code


async def test_no_answer_repeats_the_secret_it_was_asked_with(running: Rig) -> None:
    talker = await running.surface()
    await talker.does(Unlock(kind=UnlockKind.PIN, secret=PIN))
    await talker.refused(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE + "!"))
    await talker.refused(AskCorrection(step=3, shown="7"))
    assert leaked(talker) == []


async def test_no_file_holds_a_secret_after_a_whole_story(empty: Rig) -> None:
    owner = await brought_into(empty, "OutcomeUnknown")
    await owner.does(told(Outcome.REJECTED, FORD.code), AddVehicle(vehicle=QASHQAI))
    await owner.ask(Unlock(kind=UnlockKind.PIN, secret=PIN))
    held = b"".join(empty.stored().values())
    texts = (*SECRETS, FORD.code, FORD.name, FORD.serial, FORD.plate)
    forms = [form for text in texts for form in (text.encode(), text.encode("utf-16-le"))]
    assert [form for form in forms if form in held] == []


async def test_nothing_that_holds_a_secret_prints_it(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(StartWalkthrough(), ConfirmStep(step=0))
    shown = await owner.asks(ShowCode(), CodeShown)
    ask = Unlock(kind=UnlockKind.PIN, secret=PIN)
    printed = f"{shown!r} {entry_of(owner)!r} {QASHQAI!r} {ask!r} {AddVehicle(vehicle=QASHQAI)!r}"
    assert [text for text in SECRETS if text in printed] == []


async def test_the_status_counts_what_is_witnessed_up_to_now(running: Rig) -> None:
    watcher = await running.watcher()
    await watcher.does(told(Outcome.REJECTED))
    running.clock.pass_time(7)
    (radio,) = (await watcher.asks(GetStatus(), Status)).radios
    assert radio.wait is not None
    assert (radio.wait.owed_s, radio.wait.counted_s, radio.wait.remaining_s) == (65.0, 7.0, 58.0)


async def test_the_status_tells_every_vehicle_in_the_order_they_joined(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), AddVehicle(vehicle=FORD))
    radios = (await owner.asks(GetStatus(), Status)).radios
    assert [one.head_unit for one in radios] == ["nissan-radio-code", "opel-safe", "ford-6000cd"]


async def test_what_a_wrong_try_would_cost_is_told_before_it(empty: Rig) -> None:
    owner = await brought_into(empty, "Asking")
    await owner.does(*[told(Outcome.REJECTED)] * 2)
    radio = owner.state.radio
    assert radio is not None
    assert radio.next_cost is not None
    assert (radio.tries_left, radio.next_cost.wait_s, radio.next_cost.needs_a_warning) == (
        1,
        3600.0,
        True,
    )


async def test_every_unlocked_and_locked_surface_alike_is_sent_the_same(running: Rig) -> None:
    owners = [await running.owner() for _ in range(3)]
    watchers = [await running.watcher() for _ in range(3)]
    await owners[0].does(told(Outcome.REJECTED))

    def seen(state: State) -> tuple[str | None, object]:
        return state.name, state.radio

    told_owners = {seen(await one.catch_up()) for one in owners}
    told_watchers = {seen(await one.catch_up()) for one in watchers}
    assert (len(told_owners), len(told_watchers)) == (1, 1)
    assert told_owners != told_watchers
