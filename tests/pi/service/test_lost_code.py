"""An owner without the code: where they looked, what a serial number cost, and what was found."""

from pathlib import Path

from msgspec.structs import replace

from pi.catalogue.catalogue import BUILT_IN
from pi.guide.guide import KINDS
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, History, Reason
from pi.service.protocol.commands import NewVehicle, Outcome
from tests.pi.service.driving import radio_of, state_of, told
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


async def test_a_code_that_is_lost_and_found_is_kept_and_keyed_in(empty: Rig) -> None:
    await empty.set_up(LOST)
    watcher, owner = await empty.watcher(), await empty.owner()
    assert not watcher.state.code_kept
    assert await owner.why_not(commands.StartWalkthrough()) is Reason.NO_CODE_KEPT
    for code in ("", "371", "37a2", "37123"):
        assert await owner.why_not(commands.ChangeVehicle(code=code)) is Reason.BAD_CODE
    assert await watcher.why_not(commands.ChangeVehicle(code="3712")) is Reason.LOCKED
    await owner.does(commands.ChangeVehicle(code="3712", source="dealer"))
    assert (await watcher.catch_up()).code_kept
    shown = await owner.asks(commands.ShowCode(), CodeShown)
    assert (shown.code, shown.source) == ("3712", "dealer")
    await owner.does(commands.StartWalkthrough())
    assert state_of(owner) == "Entering"
    assert await owner.why_not(commands.ChangeVehicle(code="1111")) is Reason.NOT_IN_THIS_STATE


async def test_the_history_says_that_something_changed_and_not_what(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(commands.ChangeVehicle(code="9071"), commands.ChangeVehicle(serial=""))
    shown = await owner.asks(commands.ShowCode(), CodeShown)
    assert (shown.code, shown.serial, shown.plate) == ("9071", "", QASHQAI.plate)
    assert running.kinds()[1:] == ["VehicleChanged"] * 2
    assert b"9071" not in running.stored()["steadyhand.db"]
    running.write_no_more("damaged")
    assert await owner.why_not(commands.ChangeVehicle(code="1111")) is Reason.NOT_SAVED
    assert (await owner.asks(commands.ShowCode(), CodeShown)).code == "9071"


async def test_every_place_of_the_guide_can_be_ticked_and_nothing_else(rig: Rig) -> None:
    async with rig.service():
        await rig.set_up(LOST)
        watcher = await rig.watcher()
        for place in ("Code 3712", "made-up", "a-1", ""):
            assert await watcher.why_not(commands.TickPlace(place=place)) is Reason.BAD_FIELD
        await watcher.does(*(commands.TickPlace(place=place) for place in KINDS))
        assert radio_of(watcher).looked == tuple(KINDS)
    async with rig.service():
        watcher = await rig.watcher()
        await watcher.does(commands.TickPlace(place="papers", looked=False))
        assert set(radio_of(watcher).looked) == set(KINDS) - {"papers"}


async def test_a_serial_number_on_the_display_may_cost_a_whole_series_once(rig: Rig) -> None:
    own = rig.directory / "head_units" / "costly-serial.toml"
    own.parent.mkdir(parents=True)
    text = (Path(BUILT_IN) / "nissan-note-2009.toml").read_text("utf-8")
    own.write_text(text.replace('id = "nissan-note-2009"', 'id = "costly-serial"') + WAY, "utf-8")
    async with rig.service():
        await rig.set_up(COSTLY)
        one, other = await rig.watcher(), await rig.watcher()
        for display in (0, 2, 3, -1):
            assert await one.why_not(commands.SpendTries(display=display)) is Reason.BAD_FIELD
        answer = commands.SpendTries(display=COSTS, answers=radio_of(one).seq)
        await one.does(answer)
        assert await other.why_not(answer) is Reason.STALE
        assert (state_of(one), radio_of(one).rejected) == ("Waiting", 3)
        lines = (await one.asks(commands.GetHistory(), History)).lines
        assert [line.kind for line in lines if line.for_serial] == ["CodeRejected"] * 3
        await one.does(told(Outcome.ACCEPTED))
        assert await one.why_not(commands.SpendTries(display=COSTS)) is Reason.NOT_IN_THIS_STATE
