"""Practice: a companion of one surface alone, in memory, with a made-up code."""

import pytest

from pi.radio.catalogue import all_head_units, load
from pi.radio.security_code import find_problem
from pi.service.asks import (
    AddVehicle,
    Ask,
    ConfirmStep,
    Examine,
    GetStatus,
    KeepFamily,
    LeavePractice,
    Lock,
    Look,
    MakeRecoveryKey,
    Practise,
    RemoveVehicle,
    SetUp,
    ShowCode,
    StartWalkthrough,
    Unlock,
    UnlockKind,
)
from pi.service.practice import made_up_code
from pi.service.practising import FIRST
from pi.service.protocol import CodeShown, Status
from pi.service.refusal import Reason
from pi.storage.save_problem import SaveProblem
from tests.pi.service.driving import entry_of, state_of
from tests.pi.service.practised import (
    NISSAN,
    REFUSED,
    practise_it_all,
    practised,
)
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, SECRETS, Rig

MINUTE_AND_MARGIN_S = 65.0

BEYOND: list[Ask] = [
    SetUp(vehicles=(CORSA,)),
    AddVehicle(vehicle=CORSA),
    RemoveVehicle(vehicle=1),
    MakeRecoveryKey(),
    Unlock(kind=UnlockKind.PIN, secret=PIN),
    Lock(),
    KeepFamily(toml="id = 'mine'"),
    Examine(),
]
"""What would reach beyond a practice."""


async def test_nothing_is_stored(running: Rig) -> None:
    watcher = await running.watcher()
    before = running.stored()
    await practise_it_all(watcher)
    assert running.stored() == before


async def test_nothing_is_stored_before_anything_is_set_up(empty: Rig) -> None:
    watcher = await empty.watcher()
    before = empty.stored()
    await practise_it_all(watcher)
    assert empty.stored() == before


async def test_a_locked_surface_practises_and_stays_locked(running: Rig) -> None:
    watcher = await running.watcher()
    await practise_it_all(watcher)
    assert await watcher.why_not(ShowCode()) is Reason.LOCKED


async def test_a_locked_surface_is_told_no_secret_of_the_vault(running: Rig) -> None:
    watcher = await running.watcher()
    await practise_it_all(watcher)
    long = [text for text in SECRETS if len(text) > 6]  # a short one may be part of a number
    assert not [text for text in long if text.encode() in watcher.heard]


async def test_the_code_that_is_shown_is_made_up(running: Rig) -> None:
    watcher = await running.watcher()
    await watcher.does(NISSAN)
    shown = await watcher.asks(ShowCode(), CodeShown)
    assert shown.code == practised(watcher).code


async def test_an_open_surface_is_open_again_after_practice(running: Rig) -> None:
    owner = await running.owner()
    await practise_it_all(owner)
    assert (await owner.asks(ShowCode(), CodeShown)).code == "3712"


async def test_others_are_told_nothing(running: Rig) -> None:
    other, learner = await running.watcher(), await running.watcher()
    before = await other.catch_up()
    told = len(other.states)
    await practise_it_all(learner)
    await other.catch_up()
    assert (len(other.states), other.state) == (told, before)


async def test_the_real_radio_is_not_touched(running: Rig) -> None:
    other, learner = await running.surface(), await running.watcher()
    await learner.does(NISSAN, REFUSED)
    status = await other.asks(GetStatus(), Status)
    assert [radio.state for radio in status.radios] == ["Asking"]


async def test_the_real_wait_is_counted_on(running: Rig) -> None:
    learner = await running.watcher()
    await learner.does(REFUSED, NISSAN)
    await running.count(MINUTE_AND_MARGIN_S)
    await learner.does(LeavePractice())
    assert state_of(learner) == "SafeToTry"


async def test_what_happens_for_real_does_not_show_in_practice(running: Rig) -> None:
    learner, other = await running.watcher(), await running.watcher()
    await learner.does(NISSAN)
    await other.does(REFUSED)
    await learner.ask(GetStatus())
    assert state_of(learner) == "Asking"


async def test_every_state_of_a_practice_says_that_it_is_one(running: Rig) -> None:
    learner = await running.watcher()
    before = len(learner.states)
    await learner.does(NISSAN, StartWalkthrough(), ConfirmStep(step=0), REFUSED)
    assert all(state.practice is not None for state in learner.states[before:])


@pytest.mark.parametrize("ask", BEYOND, ids=lambda ask: type(ask).__name__)
async def test_what_reaches_beyond_it_is_refused(running: Rig, ask: Ask) -> None:
    learner = await running.owner()
    await learner.does(NISSAN)
    assert await learner.why_not(ask) is Reason.IN_PRACTICE


async def test_it_begins_with_the_family_of_the_vehicle_on_the_screen(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), Look(vehicle=2), Practise())
    assert practised(owner).head_unit == CORSA.head_unit


async def test_without_a_vehicle_it_begins_with_a_nissan(empty: Rig) -> None:
    learner = await empty.watcher()
    await learner.does(Practise())
    assert practised(learner).head_unit == FIRST


async def test_a_family_that_is_not_known_is_refused_with_the_nearest(empty: Rig) -> None:
    refusal = await (await empty.surface()).refused(Practise(head_unit="nisan-radio-code"))
    assert (refusal.reason, refusal.nearest[0]) == (Reason.UNKNOWN_HEAD_UNIT, "nissan-radio-code")


async def test_a_radio_that_takes_no_code_says_so(empty: Rig) -> None:
    learner = await empty.watcher()
    await learner.does(Practise(head_unit="nissan-secure"))
    assert (state_of(learner), practised(learner).code) == ("NoCode", "")


async def test_a_card_that_cannot_be_written_is_no_hindrance(running: Rig) -> None:
    running.house.store.write_no_more(SaveProblem(reason="read_only"))
    learner = await running.watcher()
    await learner.does(NISSAN, StartWalkthrough())
    assert learner.state.saving.ok


async def test_the_panel_gets_no_vault_from_a_screen_that_practises(running: Rig) -> None:
    owner = await running.owner()
    vehicle = running.house.companion.fleet.last_used()
    assert vehicle is not None
    await owner.does(NISSAN)
    assert running.house.companion.panel.lender(vehicle) is None


async def test_an_entry_is_told_step_by_step(empty: Rig) -> None:
    learner = await empty.watcher()
    await learner.does(NISSAN, StartWalkthrough())
    assert entry_of(learner).at == 0


async def test_unlocking_afterwards_works_as_before(running: Rig) -> None:
    watcher = await running.watcher()
    await practise_it_all(watcher)
    await watcher.does(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))


@pytest.mark.parametrize("family", [each.id for each in all_head_units() if each.code is not None])
def test_a_made_up_code_is_a_code_of_its_family(family: str) -> None:
    shape = load(family).code
    assert shape is not None
    assert [find_problem(made_up_code(shape), shape) for _ in range(50)] == [None] * 50
