"""``steadyhand head-units --export``: one family as the text of its file."""

import asyncio

import pytest

from pi.radio import catalogue
from pi.radio.described import Answers, Way, family, proposed_id
from pi.radio.events import JudgedRule
from pi.radio.family_table import as_table
from pi.radio.head_unit_file import read_text
from pi.radio.toml_text import write
from pi.service.asks import JudgeRule, KeepFamily, NewVehicle
from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.pi.service.rig import Rig

place = places.place

SAID = Answers(make="Lada", model="Niva", shows="LOCKED", digits=4, way=Way.TOUCH, tries=3)
MINE = family(SAID, proposed_id(SAID, frozenset()))


async def _keep(place: Place) -> None:
    """A described radio, in a car whose owner found the wait to be another."""
    rig = Rig(place.state)
    async with rig.service():
        await (await rig.surface()).does(KeepFamily(toml=write(as_table(MINE))))
        await rig.set_up(NewVehicle(name="Niva", head_unit=MINE.id, code="3712"))
        await (await rig.watcher()).does(
            JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=1800)
        )


def exported(place: Place, head_unit: str) -> str:
    done = place.run("head-units", "--export", head_unit)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_described_radio_is_exported_as_a_file_that_can_be_contributed(place: Place) -> None:
    asyncio.run(_keep(place))
    said = exported(place, MINE.id)
    assert read_text(said) == MINE
    assert "# You, " in said
    assert "the wait was 30 minutes, not as counted." in said
    assert "3712" not in said


@pytest.mark.parametrize("head_unit", ["opel-safe", "nissan-secure"])
def test_a_family_that_comes_with_steadyhand_is_exported_to_be_copied(
    place: Place, head_unit: str
) -> None:
    assert read_text(exported(place, head_unit)) == catalogue.load(head_unit)


def test_a_family_that_nobody_has_is_bad_input(place: Place) -> None:
    done = place.run("head-units", "--export", "opel-saf")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "opel-safe" in done.stderr


@pytest.mark.parametrize("beside", [("--json",), ("--make", "Opel"), ("--shows", "SAFE")])
def test_one_family_is_exported_and_nothing_listed_beside_it(
    place: Place, beside: tuple[str, ...]
) -> None:
    assert place.run("head-units", "--export", "opel-safe", *beside).returncode == 2
