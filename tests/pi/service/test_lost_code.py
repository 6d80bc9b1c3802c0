"""An owner without the code: where they looked, what a serial number cost, and what was found."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.finding.road import KINDS
from pi.radio.catalogue import BUILT_IN
from pi.radio.events import PlaceLooked
from pi.radio.state import MOST_PLACES
from pi.service.asks import (
    AddVehicle,
    ChangeVehicle,
    GetHistory,
    NewVehicle,
    Outcome,
    ShowCode,
    SpendTries,
    StartWalkthrough,
    TickPlace,
)
from pi.service.protocol import CodeShown, History
from pi.service.refusal import Reason
from pi.storage.errors import SaveProblem
from tests.pi.service.driving import state_of, told, walk_to_check
from tests.pi.service.rig import QASHQAI, Rig

LOST = replace(QASHQAI, code="", source="", serial="", code_is_lost=True)
COSTLY = NewVehicle(name="Costly", head_unit="costly-serial", code_is_lost=True)
COSTS = 1  # the place of that way: the file it is added to has one already
WAY = """
[[serial.displays]]
how = "three wrong codes"
costs_attempts = true
tries = 3
sources = [{ trust = "owner", where = "this radio's owner" }]

[[serial.displays]]
how = "hold 1 and 6"
costs_attempts = false
sources = [{ trust = "owner", where = "this radio's owner" }]
"""


@pytest.fixture
async def lost(empty: Rig) -> Rig:
    """A service whose one vehicle is kept without its code."""
    await empty.set_up(LOST)
    return empty


@pytest.fixture
async def costly(rig: Rig) -> Rig:
    """A store whose one radio shows its serial number after three wrong codes."""
    own = rig.directory / "head_units" / "costly-serial.toml"
    own.parent.mkdir(parents=True)
    text = (Path(BUILT_IN) / "nissan-note-2009.toml").read_text("utf-8")
    own.write_text(text.replace('id = "nissan-note-2009"', 'id = "costly-serial"') + WAY, "utf-8")
    return rig


async def test_a_vehicle_whose_code_is_lost_is_kept_without_it(lost: Rig) -> None:
    assert not (await lost.watcher()).state.code_kept


async def test_a_vehicle_whose_code_is_only_left_out_is_not(running: Rig) -> None:
    owner = await running.owner()
    refusal = await owner.refused(AddVehicle(vehicle=replace(LOST, code_is_lost=False)))
    assert refusal.reason is Reason.BAD_CODE


async def test_no_entry_is_begun_without_a_code(lost: Rig) -> None:
    refusal = await (await lost.owner()).refused(StartWalkthrough())
    assert refusal.reason is Reason.NO_CODE_KEPT


async def test_a_code_that_was_found_is_kept_with_its_source(lost: Rig) -> None:
    owner = await lost.owner()
    await owner.does(ChangeVehicle(code="3712", source="dealer"))
    shown = await owner.asks(ShowCode(), CodeShown)
    assert (shown.code, shown.source) == ("3712", "dealer")


async def test_every_surface_hears_that_a_code_is_kept(lost: Rig) -> None:
    watcher, owner = await lost.watcher(), await lost.owner()
    await owner.does(ChangeVehicle(code="3712"))
    assert (await watcher.catch_up()).code_kept


async def test_a_found_code_can_be_keyed_in(lost: Rig) -> None:
    owner = await lost.owner()
    await owner.does(ChangeVehicle(code="3712"), StartWalkthrough())
    assert state_of(owner) == "Entering"


@pytest.mark.parametrize("code", ["", "371", "37a2", "37123"])
async def test_a_found_code_must_be_one_of_this_radio(lost: Rig, code: str) -> None:
    refusal = await (await lost.owner()).refused(ChangeVehicle(code=code))
    assert refusal.reason is Reason.BAD_CODE


async def test_nothing_is_changed_by_a_surface_that_has_not_unlocked(lost: Rig) -> None:
    refusal = await (await lost.watcher()).refused(ChangeVehicle(code="3712"))
    assert refusal.reason is Reason.LOCKED


async def test_a_code_is_not_changed_in_the_middle_of_an_entry(running: Rig) -> None:
    owner = await running.owner()
    await walk_to_check(owner)
    refusal = await owner.refused(ChangeVehicle(code="1111"))
    assert refusal.reason is Reason.NOT_IN_THIS_STATE


async def test_what_is_not_named_stays(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(ChangeVehicle(serial="BP000000000000"))
    shown = await owner.asks(ShowCode(), CodeShown)
    assert (shown.code, shown.plate) == (QASHQAI.code, QASHQAI.plate)


async def test_an_empty_text_takes_a_field_away(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(ChangeVehicle(serial=""))
    assert (await owner.asks(ShowCode(), CodeShown)).serial == ""


async def test_the_history_says_that_something_was_changed_and_not_what(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(ChangeVehicle(code="9071"))
    assert (await owner.asks(GetHistory(), History)).lines[0].kind == "VehicleChanged"
    assert b"9071" not in running.stored()["steadyhand.db"]


async def test_a_change_that_is_not_saved_changes_nothing(running: Rig) -> None:
    owner = await running.owner()
    running.house.store.write_no_more(SaveProblem(reason="damaged"))
    refusal = await owner.refused(ChangeVehicle(code="1111"))
    shown = await owner.asks(ShowCode(), CodeShown)
    assert (refusal.reason, shown.code) == (Reason.NOT_SAVED, QASHQAI.code)


async def test_a_tick_is_there_after_a_restart(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up(LOST)
        watcher = await rig.watcher()
        await watcher.does(TickPlace(place="papers"), TickPlace(place="glove-box"))
    async with rig.service():
        radio = (await rig.watcher()).state.radio
        assert radio is not None
        assert radio.looked == ("papers", "glove-box")


async def test_a_tick_can_be_taken_back(lost: Rig) -> None:
    watcher = await lost.watcher()
    await watcher.does(TickPlace(place="papers"), TickPlace(place="papers", looked=False))
    assert watcher.state.radio is not None
    assert watcher.state.radio.looked == ()


@pytest.mark.parametrize("place", ["Code 3712", "made-up", "a-1", ""])
async def test_what_is_no_place_of_the_guide_is_not_written_down(lost: Rig, place: str) -> None:
    refusal = await (await lost.watcher()).refused(TickPlace(place=place))
    assert refusal.reason is Reason.BAD_FIELD


async def test_every_place_of_the_guide_can_be_ticked(lost: Rig) -> None:
    watcher = await lost.watcher()
    await watcher.does(*(TickPlace(place=place) for place in KINDS))
    assert watcher.state.radio is not None
    assert watcher.state.radio.looked == tuple(KINDS)


async def test_a_journal_full_of_made_up_places_keeps_no_tick_from_being_seen(lost: Rig) -> None:
    """As a version wrote it that took any word."""
    ledger, fleet = lost.house.companion.ledger, lost.house.companion.fleet
    (vehicle,) = fleet.ids()
    made_up = [(vehicle, PlaceLooked(place=f"made-up-{at}")) for at in range(9_000)]
    ledger.journal.append(made_up, at=ledger.now())
    ledger.forget_families()
    watcher = await lost.watcher()
    await watcher.does(TickPlace(place="papers"))
    assert watcher.state.radio is not None
    assert "papers" in watcher.state.radio.looked
    assert len(watcher.state.radio.looked) <= MOST_PLACES


async def test_a_serial_number_on_the_display_may_cost_a_whole_series(costly: Rig) -> None:
    async with costly.service():
        await costly.set_up(COSTLY)
        watcher = await costly.watcher()
        await watcher.does(SpendTries(display=COSTS))
        assert watcher.state.radio is not None
        assert (watcher.state.radio.state, watcher.state.radio.rejected) == ("Waiting", 3)


async def test_the_history_says_what_the_tries_were_spent_for(costly: Rig) -> None:
    async with costly.service():
        await costly.set_up(COSTLY)
        watcher = await costly.watcher()
        await watcher.does(SpendTries(display=COSTS))
        lines = (await watcher.asks(GetHistory(), History)).lines
        assert [one.kind for one in lines if one.for_serial] == ["CodeRejected"] * 3


@pytest.mark.parametrize("display", [0, 2, 3, -1])
async def test_a_way_that_costs_no_tries_spends_none(costly: Rig, display: int) -> None:
    async with costly.service():
        await costly.set_up(COSTLY)
        refusal = await (await costly.watcher()).refused(SpendTries(display=display))
        assert refusal.reason is Reason.BAD_FIELD


async def test_tries_are_not_spent_twice_by_two_surfaces(costly: Rig) -> None:
    async with costly.service():
        await costly.set_up(COSTLY)
        one, other = await costly.watcher(), await costly.watcher()
        assert one.state.radio is not None
        seen = one.state.radio.seq
        await one.does(SpendTries(display=COSTS, answers=seen))
        refusal = await other.refused(SpendTries(display=COSTS, answers=seen))
        assert refusal.reason is Reason.STALE


async def test_no_tries_are_spent_while_the_radio_plays(costly: Rig) -> None:
    async with costly.service():
        await costly.set_up(COSTLY)
        watcher = await costly.watcher()
        await watcher.does(told(Outcome.ACCEPTED))
        refusal = await watcher.refused(SpendTries(display=COSTS))
        assert refusal.reason is Reason.NOT_IN_THIS_STATE
