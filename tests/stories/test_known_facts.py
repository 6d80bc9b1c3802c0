"""What is known of the radio in the car: read page by page, with who says so, at every size."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pi.radio import catalogue
from pi.radio.events import JudgedRule
from pi.service.asks import JudgeRule, NewVehicle
from tests.stories.answering import By
from tests.stories.telling import HANDS, Owner, Size, in_the_car, read_aloud
from tests.stories.wholeness import whole
from tui.screens.paragraphs import Paragraphs
from tui.words import known_facts
from tui.words.known_facts import disagreement

OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="3712")
PAIRED = NewVehicle(name="Leaf", head_unit="nissan-secure")
TO_THE_FACTS = [("", "More"), ("", "About this radio"), ("", "What is known of it")]


def run_together(text: str) -> str:
    """The letters alone: lines break at every size elsewhere."""
    return "".join(text.split())


async def reads_all(owner: Owner) -> str:
    """Every page of what is to be read here, whole, from the first to the last."""
    pages = []
    for _ in owner.screen.query_one(Paragraphs).pages:
        await owner.until(lambda: not whole(owner.screen), "a whole page")
        pages.append(run_together(read_aloud(owner.screen)))
        if "Read on" in owner.offered:
            await owner.presses("Read on")
    return "".join(pages)


def missing(facts: Sequence[str], pages: str) -> list[str]:
    """The facts whose every word is not on the pages."""
    return [fact for fact in facts if any(run_together(word) not in pages for word in fact.split())]


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_every_rule_can_be_read_at_every_size(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    facts = known_facts.known(catalogue.load("opel-safe"))
    async with in_the_car(tmp_path, OPEL, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays(TO_THE_FACTS)
        assert missing(facts, await reads_all(owner)) == []


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_every_address_can_be_read_at_every_size(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    addresses = known_facts.addresses(catalogue.load("opel-safe"))
    async with in_the_car(tmp_path, OPEL, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays([*TO_THE_FACTS, ("", "Who says so")])
        pages = await reads_all(owner)
        assert all(run_together(each) in pages or len(each) > size[0] for each in addresses)


async def test_the_owners_own_word_stands_first(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, OPEL) as (_, owner):
        await owner.app.tell(JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=2700.0))
        await owner.plays([*TO_THE_FACTS, ("the wait was 45 minutes, not as counted", "")])


async def test_a_radio_without_a_code_says_so_first_and_asks_for_no_judgement(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path, PAIRED) as (_, owner):
        await owner.plays([("NO CODE TO KEY IN", "More"), ("", "About this radio")])
        await owner.reads("takes no code from you")
        assert "Was it as we said?" not in owner.offered
        await owner.plays([("", "What is known of it"), ("1. This radio takes no code", "")])


@pytest.mark.parametrize("head_unit", catalogue.ids())
def test_every_family_says_something_and_who_says_it(head_unit: str) -> None:
    family = catalogue.load(head_unit)
    assert all(fact.strip() == fact for fact in known_facts.known(family))
    assert known_facts.addresses(family)


@pytest.mark.parametrize("head_unit", catalogue.ids())
def test_every_side_of_a_disagreement_is_told(head_unit: str) -> None:
    for one in catalogue.load(head_unit).disagreements:
        told = disagreement(one)
        assert all(claim.says in told for claim in one.claims)
        assert one.applied.rstrip(".") in told
