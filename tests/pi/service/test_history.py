"""What is told of the past: newest first, in pages, with the best label of each moment."""

import pytest

from pi.service.asks import AddVehicle, GetHistory, Outcome, Report
from pi.service.protocol import History
from tests.pi.service.driving import (
    told,
)
from tests.pi.service.rig import CORSA, Rig
from tests.pi.service.talker import Talker


async def history(talker: Talker) -> list[str]:
    said = await talker.asks(GetHistory(), History)
    return [line.kind for line in said.lines]


async def test_the_history_tells_the_newest_first(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(told(Outcome.REJECTED))
    await running.count(66)
    await owner.does(told(Outcome.ASKS_AGAIN), told(Outcome.ACCEPTED))
    assert await history(owner) == [
        "CodeAccepted",
        "AskedAgain",
        "WaitCountedOut",
        "LockoutBegan",
        "CodeRejected",
        "VehicleAdded",
    ]


async def test_the_history_says_what_a_lockout_owes(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(told(Outcome.REJECTED))
    said = await owner.asks(GetHistory(limit=1), History)
    assert [(line.kind, line.owed_s) for line in said.lines] == [("LockoutBegan", 65.0)]


async def test_the_history_comes_in_pages_without_gap_or_overlap(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(*[told(Outcome.ASKING)] * 7)
    whole = (await owner.asks(GetHistory(), History)).lines
    paged: list[object] = []
    before = None
    while page := (await owner.asks(GetHistory(before=before, limit=3), History)).lines:
        paged += page
        before = page[-1].seq
    assert paged == list(whole)


@pytest.mark.parametrize("limit", [0, -1])
async def test_a_history_of_no_lines_is_empty(running: Rig, limit: int) -> None:
    assert (await (await running.surface()).asks(GetHistory(limit=limit), History)).lines == ()


@pytest.mark.parametrize("before", [2**63, 2**64 - 1, -(2**63)])
async def test_a_history_before_any_number_is_answered(running: Rig, before: int) -> None:
    said = await (await running.surface()).ask(GetHistory(before=before))
    assert isinstance(said, History)


async def test_the_history_is_that_of_the_vehicle_asked_for(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(AddVehicle(vehicle=CORSA), Report(outcome=Outcome.ACCEPTED, vehicle=2))
    said = await owner.asks(GetHistory(vehicle=1), History)
    assert [line.kind for line in said.lines] == ["VehicleAdded"]


async def test_a_moment_by_an_unsure_clock_says_so(running: Rig) -> None:
    said = await (await running.surface()).asks(GetHistory(), History)
    assert [line.sure for line in said.lines] == [False]


async def test_once_the_clock_is_synchronised_earlier_moments_are_labelled_anew(
    running: Rig,
) -> None:
    talker = await running.surface()
    wrong = (await talker.asks(GetHistory(), History)).lines[0].wall
    running.synchronise(ahead_s=86_400)
    line = (await talker.asks(GetHistory(), History)).lines[0]
    assert (line.wall, line.sure) == (wrong + 86_400, True)


async def test_moments_of_an_earlier_boot_keep_their_later_label(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        wrong = rig.clock.wall
        rig.synchronise(ahead_s=86_400)
        await (await rig.surface()).does(told(Outcome.ACCEPTED))
    rig.reboot()
    async with rig.service():
        lines = (await (await rig.surface()).asks(GetHistory(), History)).lines
    assert [(line.wall, line.sure) for line in lines] == [(wrong + 86_400, True)] * 2
