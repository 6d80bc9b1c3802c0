"""Radios that owners describe themselves: kept beside the store, told to every surface."""

from pathlib import Path

import msgspec
import pytest

from pi.radio.catalogue import BUILT_IN
from pi.radio.head_unit import HeadUnit
from pi.radio.head_unit_file import BadFile
from pi.service.asks import AddVehicle, Ask, GetFamilies, KeepFamily, NewVehicle
from pi.service.protocol import OwnFamilies
from pi.service.refusal import Reason
from tests.pi.service.rig import QASHQAI, Rig

NISSAN = (Path(BUILT_IN) / "nissan-radio-code.toml").read_text("utf-8")


def described(name: str) -> KeepFamily:
    """A description under a name of its own."""
    return KeepFamily(toml=NISSAN.replace('id = "nissan-radio-code"', f'id = "{name}"', 1))


async def listed(rig: Rig, after: str = "") -> list[str]:
    """The ids of the owner's own families, as a new surface is told them."""
    surface, found = await rig.surface(), []
    while True:
        answer = await surface.asks(GetFamilies(after=after), OwnFamilies)
        found += [msgspec.json.decode(one, type=HeadUnit).id for one in answer.families]
        if not answer.more:
            return found
        after = found[-1]


async def test_a_described_radio_can_be_chosen_at_once(running: Rig) -> None:
    owner = await running.owner()
    await owner.does(described("mine"))
    await owner.does(AddVehicle(vehicle=NewVehicle(name="M", head_unit="mine", code=QASHQAI.code)))
    assert owner.state.radio is not None
    assert owner.state.radio.head_unit == "mine"


async def test_a_radio_can_be_described_before_anything_is_set_up(empty: Rig) -> None:
    await (await empty.surface()).does(described("mine"))
    assert await listed(empty) == ["mine"]


async def test_a_described_radio_is_there_after_a_restart(rig: Rig) -> None:
    async with rig.service():
        await (await rig.surface()).does(described("mine"))
    async with rig.service():
        assert await listed(rig) == ["mine"]


async def test_every_surface_hears_that_there_is_one_more(running: Rig) -> None:
    watcher, owner = await running.watcher(), await running.owner()
    before = watcher.state.families
    await owner.does(described("mine"))
    assert (await watcher.catch_up()).families != before


async def test_more_families_than_a_line_holds_are_told_in_turn(empty: Rig) -> None:
    surface = await empty.surface()
    names = [f"mine-{number:02d}" for number in range(30)]
    for name in names:
        await surface.does(described(name))
    assert await listed(empty) == names


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (KeepFamily(toml="no = toml ="), Reason.BAD_FAMILY),
        (KeepFamily(toml='id = "x"'), Reason.BAD_FAMILY),
        (described("../mine"), Reason.BAD_FAMILY),
        (KeepFamily(toml=NISSAN), Reason.FAMILY_EXISTS),
    ],
)
async def test_what_is_no_new_family_is_not_kept(empty: Rig, ask: Ask, reason: Reason) -> None:
    refusal = await (await empty.surface()).refused(ask)
    assert (refusal.reason, await listed(empty)) == (reason, [])


async def test_a_description_never_replaces_another(empty: Rig) -> None:
    surface = await empty.surface()
    await surface.does(described("mine"))
    assert (await surface.refused(described("mine"))).reason is Reason.FAMILY_EXISTS


async def test_a_locked_surface_describes_nothing_once_there_is_a_vault(running: Rig) -> None:
    refusal = await (await running.watcher()).refused(described("mine"))
    assert refusal.reason is Reason.LOCKED


async def test_a_file_that_is_wrong_is_named(empty: Rig) -> None:
    own = empty.directory / "head_units"
    own.mkdir()
    (own / "broken.toml").write_text("id = ", "utf-8")
    answer = await (await empty.surface()).asks(GetFamilies(), OwnFamilies)
    (bad,) = (msgspec.json.decode(one, type=BadFile) for one in answer.bad_files)
    assert bad.file == "broken.toml"
