"""Set-up in two phases: nothing is stored before the recovery key is known to be written down."""

import asyncio

import pytest
from msgspec.structs import replace

from pi.service.asks import (
    AddToSetUp,
    FindVehicles,
    FinishSetUp,
    GetStatus,
    SetUp,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import (
    LONGEST_FIELD,
    MOST_TOGETHER,
    CodeShown,
    Done,
    RecoveryKeyMade,
    Status,
    VehiclesFound,
)
from pi.service.refusal import Reason, Refusal
from pi.service.shown import Saving
from pi.storage.device_key import FILE_NAME
from pi.storage.errors import SaveProblem
from tests.pi.service.rig import CORSA, PIN, QASHQAI, Rig
from tests.pi.service.talker import Talker

PLAIN = SetUp(vehicles=(QASHQAI,), pin=PIN)


async def key_of(talker: Talker, ask: SetUp = PLAIN) -> str:
    return (await talker.asks(ask, RecoveryKeyMade)).key


def last_group(key: str) -> FinishSetUp:
    return FinishSetUp(last_group=key.rsplit("-", 1)[-1])


async def test_a_set_up_stores_nothing_before_its_recovery_key_is_confirmed(empty: Rig) -> None:
    before = empty.stored()
    await key_of(await empty.surface())
    assert empty.stored() == before


async def test_the_confirmed_set_up_holds_its_vehicle(empty: Rig) -> None:
    await empty.set_up()
    status = await (await empty.surface()).asks(GetStatus(), Status)
    assert [(one.vehicle, one.head_unit) for one in status.radios] == [(1, "nissan-radio-code")]


async def test_whoever_sets_up_sees_the_code_without_unlocking(empty: Rig) -> None:
    talker = await empty.surface()
    await talker.does(last_group(await key_of(talker)))
    assert (await talker.asks(ShowCode(), CodeShown)).code == QASHQAI.code


async def test_another_surface_has_to_unlock_after_the_set_up(running: Rig) -> None:
    assert await (await running.surface()).why_not(ShowCode()) is Reason.LOCKED


async def test_a_wrong_last_group_stores_nothing(empty: Rig) -> None:
    talker, before = await empty.surface(), empty.stored()
    await key_of(talker)
    assert await talker.why_not(FinishSetUp(last_group="UUUU")) is Reason.WRONG_GROUP
    assert empty.stored() == before


async def test_after_a_wrong_last_group_the_right_one_still_finishes(empty: Rig) -> None:
    talker = await empty.surface()
    key = await key_of(talker)
    await talker.refused(FinishSetUp(last_group="UUUU"))
    assert await talker.ask(last_group(key)) == Done()


async def test_the_last_group_is_read_as_people_write_it(empty: Rig) -> None:
    talker, group = await empty.surface(), ""
    while not {"0", "1"} & set(group):
        group = (await key_of(talker)).rsplit("-", 1)[-1]
    written = f" {group.lower().replace('0', 'o').replace('1', 'l')} "
    assert await talker.ask(FinishSetUp(last_group=written)) == Done()


async def test_a_surface_that_leaves_takes_its_set_up_along(empty: Rig) -> None:
    talker = await empty.surface()
    finish = last_group(await key_of(talker))
    talker.hang_up()
    assert await (await empty.surface()).why_not(finish) is Reason.NO_SET_UP_PENDING


async def test_finishing_without_a_set_up_is_refused(empty: Rig) -> None:
    talker = await empty.surface()
    assert await talker.why_not(FinishSetUp(last_group="0000")) is Reason.NO_SET_UP_PENDING


async def test_a_second_set_up_is_refused(running: Rig) -> None:
    assert await (await running.surface()).why_not(PLAIN) is Reason.ALREADY_SET_UP


async def test_of_two_set_ups_at_once_the_first_to_finish_stands(empty: Rig) -> None:
    one, other = await empty.surface(), await empty.surface()
    first, second = await key_of(one), await key_of(other)
    await other.does(last_group(second))
    assert await one.why_not(last_group(first)) is Reason.ALREADY_SET_UP


async def test_set_ups_made_while_another_finishes_are_refused_or_made(empty: Rig) -> None:
    finisher = await empty.surface()
    key = await key_of(finisher)
    others = [await empty.surface() for _ in range(8)]
    asked = [asyncio.create_task(each.ask(PLAIN)) for each in others]
    await finisher.does(last_group(key))
    answers = await asyncio.gather(*asked)
    assert {type(each) for each in answers} <= {RecoveryKeyMade, Refusal}


async def test_a_set_up_that_cannot_be_saved_stores_nothing(empty: Rig) -> None:
    talker = await empty.watcher()
    key = await key_of(talker, SetUp(vehicles=(QASHQAI,)))
    before = empty.stored()
    empty.house.store.write_no_more(SaveProblem(reason="full"))
    assert await talker.ask(last_group(key)) == Refusal(reason=Reason.NOT_SAVED, detail="full")
    assert empty.stored() == before


async def test_a_set_up_that_cannot_be_saved_is_told_to_all(empty: Rig) -> None:
    talker, other = await empty.surface(), await empty.watcher()
    key = await key_of(talker)
    empty.house.store.write_no_more(SaveProblem(reason="full"))
    await talker.refused(last_group(key))
    assert (await other.catch_up()).saving == Saving(ok=False, reason="full")


async def test_the_device_key_of_another_set_up_makes_this_one_begin_again(empty: Rig) -> None:
    one, other = await empty.surface(), await empty.surface()
    first = await key_of(one)
    await key_of(other)
    (empty.directory / FILE_NAME).write_bytes(b"k" * 32)
    assert await one.why_not(last_group(first)) is Reason.NO_SET_UP_PENDING


async def test_a_damaged_device_key_is_named_and_not_replaced(empty: Rig) -> None:
    (empty.directory / FILE_NAME).write_bytes(b"short")
    refusal = await (await empty.surface()).refused(PLAIN)
    assert (refusal.field, refusal.detail) == ("pin", "device_key_damaged")


async def test_vehicles_told_one_line_at_a_time_join_in_their_order(empty: Rig) -> None:
    talker = await empty.surface()
    many = [replace(CORSA, name=f"Van {at}") for at in range(30)]
    for at in range(0, 30, 10):
        await talker.ask(AddToSetUp(vehicles=tuple(many[at : at + 10])))
    await talker.does(last_group(await key_of(talker, SetUp(vehicles=(QASHQAI,)))))
    found = await talker.asks(FindVehicles(limit=40), VehiclesFound)
    names = [one.name for one in found.vehicles]
    assert names == [*(each.name for each in many), QASHQAI.name]


@pytest.mark.parametrize(
    ("pin", "passphrase", "field", "rule"),
    [
        ("12", None, "pin", "too_short"),
        ("12a4", None, "pin", "not_digits"),
        (None, "short", "passphrase", "too_short"),
        ("1234", "", "passphrase", "empty"),
        (None, "password1", "passphrase", "too_easy"),
        ("849205713662", "849205713662", "passphrase", "like_a_pin"),
        ("12", "password1", "pin", "too_short"),
    ],
)
async def test_a_secret_that_cannot_be_one_is_named_by_its_rule(
    empty: Rig, pin: str | None, passphrase: str | None, field: str, rule: str
) -> None:
    ask = SetUp(vehicles=(QASHQAI,), pin=pin, passphrase=passphrase)
    refusal = await (await empty.surface()).refused(ask)
    assert (refusal.field, refusal.detail) == (field, rule)


async def test_after_a_refused_pin_the_vehicles_told_before_are_still_known(empty: Rig) -> None:
    talker = await empty.surface()
    await talker.ask(AddToSetUp(vehicles=(QASHQAI,)))
    await talker.refused(SetUp(vehicles=(), pin="1"))
    assert isinstance(await talker.ask(SetUp(vehicles=(), pin=PIN)), RecoveryKeyMade)


async def test_every_watching_surface_hears_of_the_set_up(empty: Rig) -> None:
    watcher = await empty.watcher()
    await empty.set_up()
    assert (await watcher.catch_up()).set_up


async def test_the_recovery_key_opens_what_was_set_up(empty: Rig) -> None:
    key = await empty.set_up(pin=None, passphrase=None)
    talker = await empty.surface()
    await talker.does(Unlock(kind=UnlockKind.RECOVERY, secret=key.lower()))
    assert (await talker.asks(ShowCode(), CodeShown)).serial == QASHQAI.serial


async def test_no_more_are_set_up_with_than_may_be_added_in_one_go(empty: Rig) -> None:
    talker = await empty.surface()
    for _ in range(MOST_TOGETHER):
        await talker.ask(AddToSetUp(vehicles=(CORSA,)))
    for ask in (AddToSetUp(vehicles=(CORSA,)), SetUp(vehicles=(CORSA,), pin=PIN)):
        refusal = await talker.refused(ask)
        assert (refusal.field, refusal.detail) == ("vehicles", "too_many")
    assert isinstance(await talker.ask(SetUp(vehicles=(), pin=PIN)), RecoveryKeyMade)


async def test_a_crowd_of_large_set_ups_has_its_room_and_a_small_one_finds_its_own(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty.house.keeping.unfinished, "room", 100_000)
    longest = "\U0001f697" * LONGEST_FIELD
    large = replace(CORSA, name=longest, serial=longest, plate=longest, source=longest)
    owner = await empty.surface()
    await owner.ask(AddToSetUp(vehicles=(CORSA,)))
    for _ in range(20):
        await (await empty.surface()).ask(AddToSetUp(vehicles=(large,) * 15))
    assert sum(empty.house.keeping.unfinished.sizes().values()) <= 100_000
    assert isinstance(await owner.ask(SetUp(vehicles=(), pin=PIN)), RecoveryKeyMade)


async def test_no_code_of_any_vehicle_is_taken_as_the_pin(empty: Rig) -> None:
    talker = await empty.surface()
    assert await talker.ask(AddToSetUp(vehicles=(CORSA,))) == Done(saved=False)
    for code in (CORSA.code, QASHQAI.code):
        refusal = await talker.refused(SetUp(vehicles=(QASHQAI,), pin=code))
        assert (refusal.reason, refusal.field, refusal.detail) == (
            Reason.BAD_FIELD,
            "pin",
            "is_the_code",
        )


async def test_what_is_read_off_the_car_is_taken_as_no_passphrase(empty: Rig) -> None:
    ask = SetUp(vehicles=(replace(QASHQAI, serial="BP0515 77203274 Q"),))
    refusal = await (await empty.surface()).refused(replace(ask, passphrase="bp051577203274q"))
    assert (refusal.field, refusal.detail) == ("passphrase", "is_kept")
