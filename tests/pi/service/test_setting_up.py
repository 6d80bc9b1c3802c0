"""Set-up and adding: vehicles are checked, and all of them join or none does.

Nothing of a set-up is stored before its recovery key is known to be written down.
"""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.service.protocol import commands
from pi.service.protocol.answers import (
    LONGEST_FIELD,
    MOST_TOGETHER,
    CodeShown,
    Done,
    History,
    Reason,
    RecoveryKeyMade,
    Refusal,
    Status,
)
from pi.service.protocol.commands import NewVehicle
from pi.service.protocol.views import Saving
from pi.storage.vault.device_key import FILE_NAME
from tests.cards import room
from tests.depth import examples
from tests.pi.service.rig import BY_PASSPHRASE, CORSA, PIN, QASHQAI, Rig, Talker
from tests.pi.test_drawable import DRAWN

PLAIN = commands.SetUp(vehicles=(QASHQAI,), pin=PIN)


async def key_of(talker: Talker, ask: commands.SetUp = PLAIN) -> str:
    return (await talker.asks(ask, RecoveryKeyMade)).key


def last_group(key: str) -> commands.FinishSetUp:
    return commands.FinishSetUp(last_group=key.rsplit("-", 1)[-1])


VANS = tuple(replace(CORSA, name=f"Van {at}") for at in range(6))
BAD = (
    replace(CORSA, code="1"),
    replace(CORSA, name=" "),
    replace(CORSA, plate="a\tb"),
    replace(CORSA, head_unit="nothing-like-it"),
)


async def add(owner: Talker, vehicles: list[NewVehicle], cuts: set[int]) -> Done | Refusal:
    """In several lines, with an end after each place of ``cuts``. The last answer."""
    ends = sorted(at for at in cuts if 0 < at < len(vehicles))
    answer: object = None
    for begin, end in zip([0, *ends], [*ends, len(vehicles)], strict=True):
        more = end < len(vehicles)
        answer = await owner.ask(
            commands.AddVehicles(vehicles=tuple(vehicles[begin:end]), more=more)
        )
        if isinstance(answer, Refusal):
            return answer
    assert isinstance(answer, Done)
    return answer


async def test_nothing_is_stored_before_the_last_group_was_read_back(empty: Rig) -> None:
    talker, watcher, before = await empty.session(), await empty.watcher(), empty.stored()
    assert await watcher.why_not(BY_PASSPHRASE) is Reason.NOT_SET_UP
    key = await key_of(talker)
    assert await talker.why_not(commands.FinishSetUp(last_group="UUUU")) is Reason.WRONG_GROUP
    assert empty.stored() == before
    await talker.does(last_group(key))
    shown = await talker.asks(commands.ShowCode(), CodeShown)  # who sets up is open
    assert shown.code == QASHQAI.code
    assert (await watcher.catch_up()).set_up
    assert await watcher.why_not(commands.ShowCode()) is Reason.LOCKED
    assert await watcher.why_not(PLAIN) is Reason.ALREADY_SET_UP
    status = await watcher.asks(commands.GetStatus(), Status)
    assert [(one.vehicle, one.head_unit) for one in status.radios] == [(1, QASHQAI.head_unit)]


async def test_of_set_ups_at_once_the_first_to_finish_stands_and_who_leaves_takes_theirs_along(
    empty: Rig,
) -> None:
    left, one, other, *more = [await empty.session() for _ in range(8)]
    gone, first, second = await key_of(left), await key_of(one), await key_of(other)
    left.hang_up()
    assert await more[0].why_not(last_group(gone)) is Reason.NO_SET_UP_PENDING
    asked = [asyncio.create_task(each.ask(PLAIN)) for each in more]
    await other.does(last_group(second))
    answers = await asyncio.gather(*asked)
    assert {type(each) for each in answers} <= {RecoveryKeyMade, Refusal}
    assert await one.why_not(last_group(first)) is Reason.ALREADY_SET_UP


async def test_a_set_up_that_cannot_be_saved_stores_nothing_and_is_told_to_all(empty: Rig) -> None:
    talker, other = await empty.watcher(), await empty.watcher()
    key, before = await key_of(talker, commands.SetUp(vehicles=(QASHQAI,))), empty.stored()
    empty.write_no_more("full")
    assert await talker.ask(last_group(key)) == Refusal(reason=Reason.NOT_SAVED, detail="full")
    assert empty.stored() == before
    assert (await other.catch_up()).saving == Saving(ok=False, reason="full")


async def test_a_device_key_that_is_not_its_own_is_named_and_not_replaced(empty: Rig) -> None:
    talker, file = await empty.session(), empty.directory / FILE_NAME
    key = await key_of(talker)
    file.write_bytes(b"k" * 32)  # of another set-up
    assert await talker.why_not(last_group(key)) is Reason.NO_SET_UP_PENDING
    file.write_bytes(b"short")
    refusal = await talker.refused(PLAIN)
    assert (refusal.field, refusal.detail) == ("pin", "device_key_damaged")


@pytest.mark.parametrize(
    ("pin", "passphrase", "field", "rule"),
    [
        ("12", None, "pin", "too_short"),
        ("1234", None, "pin", "too_easy"),
        (QASHQAI.code, None, "pin", "is_the_code"),
        (CORSA.code, None, "pin", "is_the_code"),  # of one that was told before
        (None, QASHQAI.serial.lower(), "passphrase", "is_kept"),
    ],
)
async def test_a_secret_that_cannot_be_one_is_named_by_its_rule_and_the_vehicles_stay_known(
    empty: Rig, pin: str | None, passphrase: str | None, field: str, rule: str
) -> None:
    talker = await empty.session()
    assert await talker.ask(commands.AddToSetUp(vehicles=(CORSA,))) == Done(saved=False)
    refusal = await talker.refused(
        commands.SetUp(vehicles=(QASHQAI,), pin=pin, passphrase=passphrase)
    )
    assert (refusal.field, refusal.detail) == (field, rule)
    assert isinstance(await talker.ask(commands.SetUp(vehicles=(), pin=PIN)), RecoveryKeyMade)


async def test_vehicles_told_one_line_at_a_time_join_in_their_order(empty: Rig) -> None:
    talker = await empty.session()
    for at in range(0, len(VANS), 2):
        await talker.ask(commands.AddToSetUp(vehicles=VANS[at : at + 2]))
    await talker.does(last_group(await key_of(talker, commands.SetUp(vehicles=(QASHQAI,)))))
    assert await talker.names() == [*(van.name for van in VANS), QASHQAI.name]


async def test_a_crowd_of_large_set_ups_has_its_room_and_a_small_one_finds_its_own(
    empty: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(empty.house.joining.unfinished, "room", 100_000)
    longest = "\U0001f697" * LONGEST_FIELD
    large = replace(CORSA, name=longest, serial=longest, plate=longest, source=longest)
    owner = await empty.session()
    await owner.ask(commands.AddToSetUp(vehicles=(CORSA,)))
    for _ in range(20):
        await (await empty.session()).ask(commands.AddToSetUp(vehicles=(large,) * 15))
    assert sum(empty.house.joining.unfinished.sizes().values()) <= 100_000
    assert isinstance(await owner.ask(commands.SetUp(vehicles=(), pin=PIN)), RecoveryKeyMade)


@pytest.mark.parametrize(
    ("vehicle", "reason", "field"),
    [
        (replace(QASHQAI, name=" "), Reason.BAD_FIELD, "name"),
        (replace(QASHQAI, name="a\x1b[2J"), Reason.BAD_FIELD, "name"),  # a terminal obeys it
        (replace(QASHQAI, plate="a\u202eb"), Reason.BAD_FIELD, "plate"),
        (replace(QASHQAI, serial="x" * 201), Reason.BAD_FIELD, "serial"),
        (replace(QASHQAI, head_unit="../../etc/passwd"), Reason.UNKNOWN_HEAD_UNIT, None),
        (replace(QASHQAI, code="98989"), Reason.BAD_CODE, None),
        (replace(QASHQAI, code=""), Reason.BAD_CODE, None),
        (replace(QASHQAI, head_unit="nissan-secure"), Reason.NO_CODE_TO_KEY_IN, None),
    ],
)
async def test_a_vehicle_that_cannot_be_right_is_named_by_its_number_and_no_code_is_repeated(
    empty: Rig, vehicle: NewVehicle, reason: Reason, field: str | None
) -> None:
    talker = await empty.session()
    refusal = await talker.refused(commands.AddToSetUp(vehicles=(QASHQAI, vehicle)))
    assert (refusal.reason, refusal.vehicle, refusal.field) == (reason, 2, field)
    assert b"98989" not in talker.heard
    refusal = await talker.refused(commands.SetUp(vehicles=()))  # as none is in the draft
    assert refusal.field == "vehicles"


async def test_a_name_is_any_text_that_a_terminal_can_draw(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(
        commands.AddVehicles(vehicles=tuple(replace(CORSA, name=name) for name in DRAWN))
    )
    assert await owner.names() == [QASHQAI.name, *DRAWN]


async def test_vehicles_added_later_are_found_on_every_session(running: Rig) -> None:
    owner, other = await running.owner(), await running.owner()
    assert await other.names() == [QASHQAI.name]
    await owner.does(commands.AddVehicle(vehicle=replace(QASHQAI, name="Second")))
    await owner.does(commands.AddVehicles(vehicles=VANS))
    assert await other.names() == [QASHQAI.name, "Second", *(van.name for van in VANS)]
    assert (await other.asks(commands.ShowCode(vehicle=2), CodeShown)).serial == QASHQAI.serial
    assert (await owner.catch_up()).name == VANS[-1].name  # it looks at the last of them
    radios = (await other.asks(commands.GetStatus(), Status)).radios
    assert [one.head_unit for one in radios[1:]] == [QASHQAI.head_unit] + [CORSA.head_unit] * 6


@pytest.mark.parametrize(
    "ask", [commands.AddVehicle(vehicle=CORSA), commands.AddVehicles(vehicles=VANS)]
)
async def test_a_locked_session_adds_none_and_a_card_without_writes_keeps_none(
    running: Rig, ask: commands.AddVehicle | commands.AddVehicles
) -> None:
    assert await (await running.session()).why_not(ask) is Reason.LOCKED
    owner = await running.owner()
    running.write_no_more("full")
    assert await owner.why_not(ask) is Reason.NOT_SAVED
    assert await owner.names() == [QASHQAI.name]
    assert (await owner.catch_up()).vehicles == 1


@pytest.mark.parametrize("leave", [commands.Lock(), BY_PASSPHRASE])
async def test_what_was_not_complete_is_not_stored_and_goes_with_the_lock(
    running: Rig, leave: commands.Lock | commands.Unlock
) -> None:
    owner, before = await running.owner(), running.stored()
    assert await owner.ask(commands.AddVehicles(vehicles=VANS, more=True)) == Done(saved=False)
    assert running.stored() == before
    await owner.does(leave, BY_PASSPHRASE, commands.AddVehicles(vehicles=(CORSA,)))
    assert await owner.names() == [QASHQAI.name, CORSA.name]


async def test_none_or_more_than_a_hundred_at_once_are_refused(running: Rig) -> None:
    owner = await running.owner()
    assert (await owner.refused(commands.AddVehicles(vehicles=()))).detail == "empty"
    await owner.ask(commands.AddVehicles(vehicles=(CORSA,), more=True))
    refusal = await owner.refused(commands.AddVehicles(vehicles=(CORSA,) * MOST_TOGETHER))
    assert (refusal.field, refusal.detail) == ("vehicles", "too_many")
    assert await owner.names() == [QASHQAI.name]


async def test_no_more_are_set_up_with_than_may_be_added_at_once(empty: Rig) -> None:
    talker = await empty.session()
    await talker.ask(commands.AddToSetUp(vehicles=(CORSA,) * MOST_TOGETHER))
    for ask in (commands.AddToSetUp(vehicles=(CORSA,)), commands.SetUp(vehicles=(CORSA,), pin=PIN)):
        assert (await talker.refused(ask)).detail == "too_many"
    assert isinstance(await talker.ask(commands.SetUp(vehicles=(), pin=PIN)), RecoveryKeyMade)


_tried = st.tuples(
    st.lists(st.sampled_from(VANS), max_size=5),
    st.sampled_from(BAD),
    st.lists(st.sampled_from((*VANS, *BAD)), max_size=3),
    st.sets(st.integers(1, 8)),
)


@settings(max_examples=examples(15), deadline=None)
@given(tried=st.lists(_tried, min_size=1, max_size=5))
def test_whichever_is_refused_it_is_named_and_none_is_added(
    tried: list[tuple[list[NewVehicle], NewVehicle, list[NewVehicle], set[int]]],
) -> None:
    async def story(rig: Rig) -> None:
        async with rig.service():
            await rig.set_up()
            owner = await rig.owner()
            before = rig.stored()
            for good, bad, rest, cuts in tried:
                refusal = await add(owner, [*good, bad, *rest], cuts)
                assert isinstance(refusal, Refusal)
                assert refusal.vehicle == len(good) + 1
                assert rig.stored() == before
            await owner.does(commands.AddVehicles(vehicles=(CORSA,)))
            assert await owner.names() == [QASHQAI.name, CORSA.name]

    with room() as place:
        asyncio.run(story(Rig(place / "state")))


async def test_a_wait_that_was_told_of_is_counted_from_then_on_and_taken_up_by_a_start(
    tmp_path: Path,
) -> None:
    rig = Rig(tmp_path)
    ford = NewVehicle(
        name="Focus",
        head_unit="ford-6000cd",
        code_is_lost=True,
        beginning=commands.Beginning(shows="WAIT 29:30"),
    )
    async with rig.service():
        await rig.set_up(ford)
        await rig.count(60)
        (told,) = (await (await rig.watcher()).asks(commands.GetStatus(), Status)).radios
        assert told.wait is not None
        assert (told.wait.owed_s, told.wait.counted_s) == (1770 * 1.02, 60)
    rig.reboot()
    async with rig.service():
        (again,) = (await (await rig.watcher()).asks(commands.GetStatus(), Status)).radios
        assert again.wait is not None
        assert (again.state, again.wait.counting) == ("Waiting", False)
        history = await (await rig.watcher()).asks(commands.GetHistory(), History)
        assert "BeginningTold" in [line.kind for line in history.lines]
