"""The serial number on the display: what it costs stands before its keys."""

from pathlib import Path

import pytest

from pi.service.asks import Outcome
from tests.stories.lost import (
    COSTLY,
    NOTE,
    THE_GUIDE,
    does,
    goes_to,
    kept,
    presses_here,
    reads_all,
    types_the_code,
    without_a_code,
)
from tests.stories.telling import HANDS, Owner, Size, in_turn, read_aloud
from tests.stories.test_lockout import HOUR_AND_MARGIN_S
from tests.stories.visitor import By, Visitor
from tui.screens.finding.serial import FoundSerialPage

KEYS = "Key three wrong codes"
FREE = "Hold RDS"


async def types_the_serial(owner: Owner, serial: str) -> None:
    """On the pad, as it stands."""
    await owner.sees(FoundSerialPage)
    await owner.types(serial)
    await Visitor.presses(owner, "enter")


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(1))
async def test_a_free_number_on_the_display_brings_the_code_from_the_dealer(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, COSTLY, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays(THE_GUIDE)
        await goes_to(owner, "Its display")
        await reads_all(owner, "The next keys cost no try.", FREE)
        await presses_here(owner, "Type the serial number")
        await types_the_serial(owner, "BP7611")
        await owner.reads("The serial number is kept.")
        await owner.strikes("escape")
        await does(owner, "Dealer", "I have the code")
        await types_the_code(owner, "A dealer")
        await owner.reads("Kept here: BP7611")
        await owner.presses("The same")
        await owner.reads("ASKS FOR ITS CODE")
        assert (await kept(owner)).source == "dealer"


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_number_that_costs_a_series_is_spent_before_its_keys_are_told(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, COSTLY, size, by, kiosk=kiosk) as (one, owner):
        await owner.plays(THE_GUIDE)
        await does(owner, "Its display", "The way for 3 tries")
        await owner.plays(
            [
                ("THIS SPENDS 3 TRIES", ""),
                ("Then a wait of 60 minutes runs", "I am sure: tell me the keys"),
                (KEYS, ""),
            ]
        )
        assert (owner.radio.state, owner.radio.rejected) == ("Waiting", 3)
        await reads_all(owner, "These tries are counted")
        await owner.plays([("", "To the clock"), ("to the earliest safe try", "")])
        await one.pass_time(HOUR_AND_MARGIN_S)
        await owner.plays([("SAFE TO TRY", "It asks"), ("ASKS FOR ITS CODE", "")])


async def test_the_number_that_was_paid_for_is_typed_at_once(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, COSTLY) as (_, owner):
        await owner.plays(THE_GUIDE)
        await does(owner, "Its display", "The way for 3 tries")
        await owner.plays([("THIS SPENDS", "I am sure"), (KEYS, "Type the serial number")])
        await types_the_serial(owner, "BP7611")
        await owner.reads("The serial number is kept")
        assert (await kept(owner)).serial == "BP7611"


async def test_stopping_at_the_warning_costs_nothing(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, COSTLY) as (_, owner):
        await owner.plays(THE_GUIDE)
        await does(owner, "Its display", "The way for 3 tries")
        await owner.plays([("THIS SPENDS 3 TRIES", "Stop here, costs nothing")])
        await owner.reads("It may work: a seller says so.")
        assert (owner.radio.state, owner.radio.rejected) == ("Asking", 0)


async def test_no_keys_of_a_dear_way_stand_before_the_second_word(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, COSTLY) as (_, owner):
        await owner.plays(THE_GUIDE)
        await goes_to(owner, "Its display")
        await reads_all(owner)
        assert KEYS not in read_aloud(owner.screen)
        await presses_here(owner, "The way for 3 tries")
        await owner.reads("THIS SPENDS 3 TRIES")
        assert "three wrong codes" not in read_aloud(owner.screen)


async def test_a_way_of_unknown_cost_says_so_and_spends_nothing(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, NOTE) as (_, owner):
        await owner.plays(THE_GUIDE)
        await does(owner, "Its display", "The way of unknown cost")
        await owner.plays(
            [
                ("THINK TWICE", ""),
                ("Nobody says what these keys cost", "I am sure: tell me the keys"),
                ("Hold 1 and 6 together", ""),
            ]
        )
        assert (owner.radio.state, owner.radio.rejected) == ("Asking", 0)


async def test_no_dear_way_is_offered_during_a_wait(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, COSTLY) as (_, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.reports(*[Outcome.ASKS_AGAIN, Outcome.REJECTED] * 2)
        await owner.plays([("earliest safe try", "More"), ("", "Find my code")])
        await goes_to(owner, "Its display")
        await reads_all(owner, "Not now: the radio does not ask.")
        assert not [label for label in owner.offered if "The way" in label]


async def test_a_warning_goes_when_the_radio_asks_no_more(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, COSTLY) as (_, owner):
        await owner.plays(THE_GUIDE)
        await does(owner, "Its display", "The way for 3 tries")
        await owner.reads("THIS SPENDS 3 TRIES")
        await owner.reports(Outcome.ACCEPTED)
        await owner.reads("Its display" if "☐" in owner.text else "")
        assert "THIS SPENDS" not in read_aloud(owner.screen)
