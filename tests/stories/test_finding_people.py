"""Asking for a lost code: the former owner, a dealer with a letter, online, a specialist."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.service.asks import ChangeVehicle, Lock, Outcome
from tests.stories.lost import (
    NOTE,
    OPEL,
    SECURE,
    THE_GUIDE,
    does,
    goes_to,
    kept,
    presses_here,
    reads_all,
    types_the_code,
    without_a_code,
)
from tests.stories.telling import Owner, Size, in_the_car, in_turn, read_aloud
from tests.stories.visitor import By
from tui.screens.finding.first_aid import WordsScreen

TRIES = 6  # of the most careful account of the Opel


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(1))
async def test_the_former_owner_gives_the_code(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, NOTE, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays(THE_GUIDE)
        await goes_to(owner, "Former owner")
        await reads_all(owner, "Ask in writing")
        await presses_here(owner, "I have the code")
        await types_the_code(owner, "A previous owner")
        await owner.presses("The same")
        await owner.reads("ASKS FOR ITS CODE")
        assert (await kept(owner)).source == "previous owner"


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(2))
async def test_before_paying_online_there_is_much_to_check(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, NOTE, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays(THE_GUIDE)
        await goes_to(owner, "Online")
        await reads_all(owner, "Never send a passport scan, the car's papers", "refund terms")
        await presses_here(owner, "I have the code")
        await types_the_code(owner, "An online service")
        await owner.presses("The same")
        await owner.reads("ASKS FOR ITS CODE")
        assert (await kept(owner)).source == "online service"


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(3))
async def test_a_radio_that_is_locked_for_good_leads_to_a_specialist_first(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, OPEL, size, by, kiosk=kiosk) as (_, owner):
        await owner.reports(*[Outcome.REJECTED] * TRIES)
        await owner.plays([("SEE A DEALER", "Who helps now"), ("Which make is the car?", "")])
        await owner.chooses("Opel")
        await owner.plays([("the specialist first", "Next: Specialist")])
        await reads_all(owner, "reads the set on the bench")
        await owner.presses("Asked: no code")
        await owner.reads("☑ Specialist")


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(0))
async def test_a_radio_without_a_code_says_so_and_who_helps(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, SECURE, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays(
            [
                ("NO CODE TO KEY IN", "Who helps now"),
                ("This radio takes no code. See who helps.", "Next: No code"),
            ]
        )
        await reads_all(owner, "No code exists for this radio")
        await owner.presses("I have read this")
        assert "I have it: type it in" not in owner.offered


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(1))
async def test_the_letter_to_the_dealer_is_filled_in(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, NOTE, size, by, kiosk=kiosk) as (_, owner):
        await owner.app.tell(ChangeVehicle(serial="BP7611", plate="RD61 KXM"))
        await at_the_letter(owner)
        await owner.until(lambda: "Unlock: fill in the serial" not in owner.offered, "unlocked")
        await reads_all(
            owner,
            "steadyhand guide --letter",
            "Car, model, year Nissan",
            "Plate RD61 KXM",
            "Serial number in the dash BP7611",
            "Codes tried so far 0",
        )


async def test_a_locked_screen_shows_neither_serial_nor_plate(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, NOTE) as (_, owner):
        await owner.app.tell(ChangeVehicle(serial="BP7611", plate="RD61 KXM"))
        await owner.app.tell(Lock())
        await at_the_letter(owner)
        await reads_all(owner, "Serial number in the dash ____")
        assert "BP7611" not in read_aloud(owner.screen)


async def test_the_letter_holds_no_code(tmp_path: Path) -> None:
    with_code = replace(NOTE, code="3712", code_is_lost=False)
    async with in_the_car(tmp_path, with_code) as (_, owner):
        await owner.app.tell(ChangeVehicle(serial="3712", plate="AB 3712"))
        await at_the_letter(owner)
        for _page in range(9):
            await owner.settles()
            assert "3712" not in read_aloud(owner.screen)
            if not any(label.startswith("Read on") for label in owner.offered):
                break
            await owner.presses("Read on")


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(2))
async def test_a_word_on_the_display_is_explained(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, NOTE, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays(THE_GUIDE)
        await does(owner, "Stop first", "What does it show?")
        await owner.sees(WordsScreen)
        await owner.chooses("SECURE")
        await reads_all(owner, "There is no code.", "Do not type anything.")


async def test_a_paper_of_another_radio_is_not_kept(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, NOTE) as (_, owner):
        await owner.plays([("No code is kept", "I have it: type it in")])
        await types_the_code(owner, "The code card")
        await owner.plays(
            [
                ("A code of another radio costs a try", "They differ"),
                ("Then it is the paper of another radio", "Look on: keep nothing"),
                ("No code is kept", ""),
            ]
        )
        assert (await kept(owner)).code == ""


async def test_a_code_that_was_wrong_gives_way_to_another(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [("ASKS FOR ITS CODE", "Show the code"), ("", "It was wrong: type another")]
        )
        await types_the_code(owner, "A dealer", "9071")
        await owner.plays([("9 0 7 1", "The same"), ("ASKS FOR ITS CODE", "")])
        assert ((await kept(owner)).code, (await kept(owner)).source) == ("9071", "dealer")


async def test_who_has_the_code_reads_how_to_keep_it(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays([("ASKS", "Find my code")])
        await goes_to(owner, "Keep it well")
        await reads_all(owner, "Keep two copies, neither in the car")


async def test_locking_the_screen_takes_a_code_that_is_being_typed_away(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, NOTE) as (_, owner):
        await owner.plays([("No code is kept", "I have it: type it in")])
        await types_the_code(owner, "The code card")
        await owner.app.tell(Lock())
        await owner.reads("No code is kept")
        assert "3 7 1 2" not in read_aloud(owner.screen)


async def at_the_letter(owner: Owner) -> None:
    """Open the letter from the dealer's station."""
    await owner.plays(THE_GUIDE)
    await does(owner, "Dealer", "The letter to the dealer")
    await owner.reads("The letter to the dealer")
