"""A family of the owner's own that is no longer there, or can't be read any more."""

from pathlib import Path

import pytest

from pi.radio.catalogue import BUILT_IN
from pi.service.asks import GetStatus, NewVehicle, Outcome, ShowCode, StartWalkthrough
from pi.service.protocol import CodeShown, Status
from pi.service.refusal import Reason
from tests.pi.service.driving import state_of, told
from tests.pi.service.rig import QASHQAI, Rig

OWN = "my-own-radio"


RADIO = NewVehicle(name="Own", head_unit=OWN, code=QASHQAI.code)


def write_family(rig: Rig) -> Path:
    """Give the owner a family file of their own; where it is."""
    own = rig.directory / "head_units" / f"{OWN}.toml"
    own.parent.mkdir(parents=True)
    built_in = Path(BUILT_IN, "nissan-radio-code.toml").read_text("utf-8")
    own.write_text(built_in.replace('id = "nissan-radio-code"', f'id = "{OWN}"'), "utf-8")
    return own


@pytest.fixture
async def left(rig: Rig) -> Rig:
    """A store whose one radio is of a family that the owner has removed."""
    own = write_family(rig)
    async with rig.service():
        await rig.set_up(RADIO)
        await (await rig.surface()).does(told(Outcome.REJECTED))
    own.unlink()
    return rig


async def test_an_owners_own_family_works_as_any(rig: Rig) -> None:
    write_family(rig)
    async with rig.service():
        await rig.set_up(RADIO)
        owner = await rig.owner()
        await owner.does(StartWalkthrough())
        assert state_of(owner) == "Entering"


async def test_the_radio_keeps_the_name_of_its_family(left: Rig) -> None:
    async with left.service():
        (radio,) = (await (await left.surface()).asks(GetStatus(), Status)).radios
    assert radio.head_unit == OWN


async def test_the_code_stays_readable(left: Rig) -> None:
    async with left.service():
        assert (await (await left.owner()).asks(ShowCode(), CodeShown)).code == QASHQAI.code


async def test_no_steps_are_offered(left: Rig) -> None:
    async with left.service():
        owner = await left.owner()
        await owner.does(told(Outcome.ASKS_AGAIN))
        assert await owner.why_not(StartWalkthrough()) is Reason.UNKNOWN_HEAD_UNIT


async def test_its_wait_is_not_forgotten(left: Rig) -> None:
    async with left.service():
        radio = (await left.watcher()).state.radio
    assert radio is not None
    assert radio.wait is not None
    assert (radio.state, radio.wait.owed_s) == ("Waiting", None)


async def test_a_wrong_try_is_of_unknown_cost(left: Rig) -> None:
    async with left.service():
        watcher = await left.watcher()
        await watcher.does(told(Outcome.REJECTED))
    radio = watcher.state.radio
    assert radio is not None
    assert radio.next_cost is not None
    assert (radio.state, radio.next_cost.needs_a_warning) == ("Waiting", True)


async def test_a_file_that_was_broken_meanwhile_is_no_fault(left: Rig) -> None:
    (left.directory / "head_units" / f"{OWN}.toml").write_text("id = \n")
    async with left.service():
        assert (await (await left.watcher()).catch_up()).radio is not None
