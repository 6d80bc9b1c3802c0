"""Which copies of a code are off the car, as every surface is told."""

from pi.radio.events import CopyKind
from pi.service.asks import AddVehicle, ChangeVehicle, Look, NoteCopy, Outcome
from pi.service.refusal import Reason
from pi.service.shown import State
from tests.pi.service.driving import told
from tests.pi.service.rig import CORSA, Rig

KEEPASS, CARD = NoteCopy(kind=CopyKind.KEEPASS), NoteCopy(kind=CopyKind.CARD)


def kinds(state: State) -> list[tuple[CopyKind, bool]]:
    """What there is, and whether it is older than the code."""
    return [(one.kind, one.stale) for one in state.copies]


async def test_before_any_copy_is_made_there_is_none(running: Rig) -> None:
    assert kinds((await running.watcher()).state) == []


async def test_every_surface_hears_of_a_copy(running: Rig) -> None:
    watcher, other = await running.watcher(), await running.watcher()
    await other.does(KEEPASS)
    assert kinds(await watcher.catch_up()) == [(CopyKind.KEEPASS, False)]


async def test_the_newest_kind_comes_first(running: Rig) -> None:
    watcher = await running.watcher()
    await watcher.does(KEEPASS, CARD)
    assert [kind for kind, _ in kinds(watcher.state)] == [CopyKind.CARD, CopyKind.KEEPASS]


async def test_a_copy_is_older_than_a_code_that_came_later(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(KEEPASS, ChangeVehicle(code="1111"), CARD)
    assert kinds(owner.state) == [(CopyKind.CARD, False), (CopyKind.KEEPASS, True)]


async def test_a_serial_number_that_came_later_makes_no_copy_old(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(KEEPASS, ChangeVehicle(serial="BP000000000000"))
    assert kinds(await owner.catch_up()) == [(CopyKind.KEEPASS, False)]


async def test_copies_are_known_after_a_restart_and_after_the_radio_played(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        await (await rig.watcher()).does(KEEPASS, told(Outcome.ACCEPTED))
    async with rig.service():
        assert kinds((await rig.watcher()).state) == [(CopyKind.KEEPASS, False)]


async def test_a_copy_of_one_vehicle_is_none_of_another(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), NoteCopy(kind=CopyKind.CARD, vehicles=(1,)))
    assert kinds(await owner.catch_up()) == []
    await owner.does(Look(vehicle=1))
    assert kinds(await owner.catch_up()) == [(CopyKind.CARD, False)]


async def test_a_copy_without_a_number_is_one_of_all(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), KEEPASS)
    assert kinds(await owner.catch_up()) == [(CopyKind.KEEPASS, False)]


async def test_there_is_no_copy_of_a_vehicle_that_there_is_not(running: Rig) -> None:
    refusal = await (await running.watcher()).refused(NoteCopy(kind=CopyKind.QR, vehicles=(7,)))
    assert refusal.reason is Reason.UNKNOWN_VEHICLE
