"""Where only a dealer helps, and where no code is keyed in at all."""

from pathlib import Path

from pi.service.asks import NewVehicle, Outcome
from tests.stories.telling import in_the_car

OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="1470")
SECURE = NewVehicle(name="Leaf", head_unit="nissan-secure", code="")
TRIES = 6  # of the most careful account


async def test_the_sixth_wrong_code_leads_to_the_dealer(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, OPEL) as (_, owner):
        await owner.reports(*[Outcome.REJECTED] * TRIES)
        await owner.plays([("SEE A DEALER", ""), ("Bring: car papers and identity card.", "")])


async def test_a_display_that_asks_again_opens_the_dead_end(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, OPEL, (48, 16), "taps", kiosk=True) as (_, owner):
        await owner.reports(*[Outcome.REJECTED] * TRIES)
        await owner.plays([("SEE A DEALER", "It asks again"), ("", "Yes: it asks now")])
        await owner.reads("ASKS FOR ITS CODE")


async def test_a_radio_that_the_dealer_opened_plays(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, OPEL) as (_, owner):
        await owner.reports(*[Outcome.REJECTED] * TRIES)
        await owner.plays(
            [("SEE A DEALER", "It plays"), ("", "Yes: it plays now"), ("PLAYING", "")]
        )


async def test_the_code_and_the_serial_number_can_be_shown_to_the_dealer(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, OPEL) as (_, owner):
        await owner.reports(*[Outcome.REJECTED] * TRIES)
        await owner.plays([("SEE A DEALER", "Show code and serial"), ("1470", "")])


async def test_a_radio_tied_to_the_immobiliser_offers_no_steps(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, SECURE) as (_, owner):
        await owner.plays([("NO CODE TO KEY IN", ""), ("Tied to the immobiliser", "")])
        assert not [label for label in owner.offered if "Key it in" in label]


async def test_a_word_that_looks_like_a_prompt_is_explained(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, SECURE) as (_, owner):
        await owner.reads('"SECURE"')


async def test_nobody_asks_what_a_radio_without_a_code_did_with_one(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, SECURE, (40, 16)) as (_, owner):
        await owner.plays([("NO CODE TO KEY IN", "More"), ("Other vehicle", "")])
        assert "The radio did something" not in owner.offered


async def test_the_history_of_a_radio_without_a_code_says_so(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, SECURE, (40, 16)) as (_, owner):
        to_the_history = [("NO CODE", "More"), ("", "About this radio"), ("", "History")]
        await owner.plays([*to_the_history, ("History: no code", ""), ("was added", "")])
