"""Many vehicles at once: all of them join, or none does."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.radio.events import VehicleAdded
from pi.service.asks import (
    AddVehicles,
    FindVehicles,
    Lock,
    NewVehicle,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import MOST_TOGETHER, CodeShown, Done, VehiclesFound
from pi.service.refusal import Reason, Refusal
from pi.storage.errors import SaveProblem
from tests.depth import examples
from tests.pi.service.rig import CORSA, PASSPHRASE, QASHQAI, Rig
from tests.pi.service.talker import Talker

VANS = tuple(replace(CORSA, name=f"Van {at}") for at in range(6))
BAD = (
    replace(CORSA, code="1"),
    replace(CORSA, name=" "),
    replace(CORSA, plate="a\tb"),
    replace(CORSA, head_unit="nothing-like-it"),
)


async def names(owner: Talker) -> list[str | None]:
    found = await owner.asks(FindVehicles(limit=1000), VehiclesFound)
    return [one.name for one in found.vehicles]


async def add(owner: Talker, vehicles: list[NewVehicle], cuts: set[int]) -> Done | Refusal:
    """In several lines, with an end after each place of ``cuts``. The last answer."""
    ends = sorted(at for at in cuts if 0 < at < len(vehicles))
    answer: object = None
    for begin, end in zip([0, *ends], [*ends, len(vehicles)], strict=True):
        more = end < len(vehicles)
        answer = await owner.ask(AddVehicles(vehicles=tuple(vehicles[begin:end]), more=more))
        if isinstance(answer, Refusal):
            return answer
    assert isinstance(answer, Done)
    return answer


async def test_vehicles_of_one_line_join_in_their_order(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicles(vehicles=VANS))
    assert await names(owner) == [QASHQAI.name, *(van.name for van in VANS)]


async def test_what_is_kept_of_each_can_be_shown(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicles(vehicles=(CORSA, replace(QASHQAI, name="Second"))))
    assert (await owner.asks(ShowCode(vehicle=3), CodeShown)).serial == QASHQAI.serial


async def test_each_joins_by_the_same_event_as_one_alone(running: Rig) -> None:
    await (await running.owner()).does(AddVehicles(vehicles=VANS))
    ids = running.house.companion.fleet.ids()
    journal = running.house.companion.ledger.journal
    events = [record.event for one in ids for record in journal.history(one)]
    assert events == [
        VehicleAdded(head_unit="nissan-radio-code"),
        *[VehicleAdded(head_unit="opel-safe")] * len(VANS),
    ]


async def test_the_surface_looks_at_the_last_of_them(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicles(vehicles=VANS))
    assert (await owner.catch_up()).name == VANS[-1].name


async def test_before_the_last_line_nothing_is_stored(running: Rig) -> None:
    owner, before = await running.owner(), running.stored()
    assert await owner.ask(AddVehicles(vehicles=VANS, more=True)) == Done(saved=False)
    assert running.stored() == before


@pytest.mark.parametrize("leave", [Lock(), Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE)])
async def test_a_surface_that_locks_forgets_what_was_not_complete(
    running: Rig, leave: Lock | Unlock
) -> None:
    owner = await running.owner()
    await owner.ask(AddVehicles(vehicles=VANS, more=True))
    await owner.does(leave, Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
    await owner.does(AddVehicles(vehicles=(CORSA,)))
    assert await names(owner) == [QASHQAI.name, CORSA.name]


async def test_a_locked_surface_adds_none(running: Rig) -> None:
    locked = await running.surface()
    assert await locked.why_not(AddVehicles(vehicles=VANS)) is Reason.LOCKED


async def test_at_least_one_is_needed(running: Rig) -> None:
    refusal = await (await running.owner()).refused(AddVehicles(vehicles=()))
    assert (refusal.field, refusal.detail) == ("vehicles", "empty")


@pytest.mark.parametrize("first", [0, 1, MOST_TOGETHER])
async def test_more_than_a_hundred_are_refused_in_one_line_or_in_two(
    running: Rig, first: int
) -> None:
    owner = await running.owner()
    await owner.ask(AddVehicles(vehicles=(CORSA,) * first, more=True))
    refusal = await owner.refused(AddVehicles(vehicles=(CORSA,) * (MOST_TOGETHER + 1 - first)))
    assert (refusal.field, refusal.detail) == ("vehicles", "too_many")
    assert await names(owner) == [QASHQAI.name]


async def test_none_of_them_is_there_where_they_cannot_be_saved(running: Rig) -> None:
    owner = await running.owner()
    running.house.store.write_no_more(SaveProblem(reason="full"))
    assert await owner.why_not(AddVehicles(vehicles=VANS)) is Reason.NOT_SAVED
    assert await names(owner) == [QASHQAI.name]


@settings(max_examples=examples(15), deadline=None)
@given(
    tried=st.lists(
        st.tuples(
            st.lists(st.sampled_from(VANS), max_size=5),
            st.sampled_from(BAD),
            st.lists(st.sampled_from((*VANS, *BAD)), max_size=3),
            st.sets(st.integers(1, 8)),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whichever_is_refused_it_is_named_and_none_is_added(
    tried: list[tuple[list[NewVehicle], NewVehicle, list[NewVehicle], set[int]]],
    tmp_path_factory: pytest.TempPathFactory,
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
            await owner.does(AddVehicles(vehicles=(CORSA,)))
            assert await names(owner) == [QASHQAI.name, CORSA.name]

    asyncio.run(story(Rig(tmp_path_factory.mktemp("adding") / "state")))
