"""Which copies of a code are off the car, as every surface is told."""

import pytest
from msgspec.structs import replace

from pi.radio.events import CopyKind
from pi.service import copying
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


CARD_OF_STATE = ("mmcblk0",)


@pytest.fixture
def on_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """The state lies on a memory card, whatever this machine's own disk is called."""
    monkeypatch.setattr(copying, "media_of", lambda _: CARD_OF_STATE)


async def off_the_card(rig: Rig, *notes: NoteCopy) -> list[bool | None]:
    """Which of the copies lie elsewhere, the newest first."""
    watcher = await rig.watcher()
    await watcher.does(*notes)
    return [one.off_this_card for one in (await watcher.catch_up()).copies]


@pytest.mark.usefixtures("on_a_card")
@pytest.mark.parametrize(
    ("media", "elsewhere"),
    [
        (("sda",), True),
        (("network",), True),
        (CARD_OF_STATE, False),
        (("mmcblk0", "sda"), False),
        ((), None),
    ],
)
async def test_a_file_counts_where_it_lies_on_no_part_of_the_card_of_the_state(
    running: Rig, media: tuple[str, ...], elsewhere: bool | None
) -> None:
    assert await off_the_card(running, replace(KEEPASS, media=media)) == [elsewhere]


async def test_where_nobody_can_tell_what_the_state_lies_on_no_file_counts(
    running: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "media_of", lambda _: ())
    assert await off_the_card(running, replace(KEEPASS, media=("sda",))) == [None]


async def test_a_phone_that_has_it_is_elsewhere(running: Rig) -> None:
    assert await off_the_card(running, NoteCopy(kind=CopyKind.QR)) == [True]


@pytest.mark.usefixtures("on_a_card")
async def test_a_later_copy_on_the_card_hides_none_that_lies_elsewhere(running: Rig) -> None:
    away = replace(KEEPASS, media=("sda",))
    here = replace(KEEPASS, media=CARD_OF_STATE)
    assert await off_the_card(running, away, here) == [False, True]


@pytest.mark.usefixtures("on_a_card")
async def test_an_owner_takes_a_copy_off_the_card_while_it_holds_the_code(running: Rig) -> None:
    owner = await running.owner()
    here, taken = replace(KEEPASS, media=CARD_OF_STATE), replace(KEEPASS, taken_off=True)
    assert await owner.why_not(taken) is Reason.NO_COPY
    await owner.does(here, taken)
    assert (await owner.catch_up()).copies[0].off_this_card
    await owner.does(here, ChangeVehicle(code="1111"))
    assert await owner.why_not(taken) is Reason.NO_COPY


async def test_of_copies_of_an_earlier_version_nobody_knows_where_they_lie(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        await (await rig.watcher()).does(KEEPASS, NoteCopy(kind=CopyKind.QR))
        with rig.house.store.transaction() as connection:
            connection.execute(
                "UPDATE event SET data = CAST(json_remove(data, '$.off_this_card') AS BLOB)"
                " WHERE kind = 'CopyMade'"
            )
    async with rig.service():
        copies = (await rig.watcher()).state.copies
    assert [(one.kind, one.off_this_card) for one in copies] == [
        (CopyKind.QR, True),
        (CopyKind.KEEPASS, None),
    ]


@pytest.mark.parametrize("media", [("x" * 65,), ("sda",) * 9])
async def test_what_no_disk_is_called_is_no_medium(running: Rig, media: tuple[str, ...]) -> None:
    refusal = await (await running.watcher()).refused(replace(KEEPASS, media=media))
    assert refusal.reason is Reason.BAD_FIELD
