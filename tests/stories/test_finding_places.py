"""Looking for a lost code: papers, stickers, the label; what was looked at stays ticked."""

from pathlib import Path

import pytest

from tests.stories.lost import (
    NOTE,
    OF_NO_MAKE,
    OPEL,
    THE_GUIDE,
    does,
    goes_to,
    kept,
    presses_here,
    reads_all,
    ticks,
    types_the_code,
    without_a_code,
)
from tests.stories.stage import set_up, stage
from tests.stories.telling import HANDS, Size, in_turn, owner_at
from tests.stories.visitor import By, Visitor
from tui.screens.finding.serial import FoundSerialPage


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_code_found_in_the_handbook_is_kept_and_can_be_keyed_in(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, NOTE, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays([("No code is kept for this radio yet.", "Find my code")])
        await does(owner, "Handbook", "Found it")
        await types_the_code(owner, "The handbook")
        await owner.presses("The same")
        await owner.plays([("ASKS FOR ITS CODE", "Key it in"), ("FIRST OF ALL", "")])
        found = await kept(owner)
        assert (found.code, found.source) == ("3712", "handbook")


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(3))
async def test_a_sticker_in_the_glove_box_is_found_after_other_places(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, NOTE, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays([*THE_GUIDE, ("0 of", "")])
        await ticks(owner, "Stop first", "I stopped")
        await ticks(owner, "Papers", "Looked: not there")
        await ticks(owner, "Handbook", "Looked: not there")
        await owner.plays([("Next: Glove box", "Next: Glove box"), ("The glove box:", "")])
        await presses_here(owner, "Found it")
        await types_the_code(owner, "A sticker in the car")
        await owner.presses("The same")
        await owner.reads("ASKS FOR ITS CODE")
        assert (await kept(owner)).source == "sticker"


async def test_what_was_ticked_is_ticked_after_a_restart(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        async with one.service():
            await set_up(NOTE)
            async with owner_at(one) as owner:
                await owner.plays(THE_GUIDE)
                await ticks(owner, "Stop first", "I stopped")
                await ticks(owner, "Papers", "Looked: not there")
        async with one.service(), owner_at(one) as owner:
            await owner.plays([*THE_GUIDE, ("2 of", ""), ("☑ Papers", ""), ("Next: Handbook", "")])


async def test_a_tick_is_taken_back(tmp_path: Path) -> None:
    async with without_a_code(tmp_path) as (_, owner):
        await owner.plays(THE_GUIDE)
        await ticks(owner, "Papers", "Looked: not there")
        await does(owner, "Papers", "Not looked after all")
        await owner.reads("☐ Papers")


async def test_nobody_needs_to_unlock_to_look_around(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        async with one.service():
            await set_up(NOTE)
            async with owner_at(one) as owner:
                await owner.plays(THE_GUIDE)
                await ticks(owner, "Papers", "Looked: not there")
                await owner.reads("☑ Papers")


async def test_a_found_code_is_typed_after_unlocking(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        async with one.service():
            await set_up(NOTE)
            async with owner_at(one) as owner:
                await owner.plays([("No code is kept", "I have it"), ("PIN", "")])


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(0))
async def test_the_label_of_a_set_that_was_taken_out_is_photographed_and_typed(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with without_a_code(tmp_path, NOTE, size, by, kiosk=kiosk) as (_, owner):
        await owner.plays(THE_GUIDE)
        await goes_to(owner, "Its label")
        await reads_all(owner, "Ignition off", "Photograph the whole label")
        await presses_here(owner, "Type the serial number")
        await owner.sees(FoundSerialPage)
        await owner.types("BPO12")
        await Visitor.presses(owner, "enter")
        await owner.reads("The serial number is kept")
        assert (await kept(owner)).serial == "BPO12"


async def test_what_is_easily_misread_is_hinted_at_and_never_refused(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, NOTE) as (_, owner):
        await owner.plays(THE_GUIDE)
        await does(owner, "Its label", "Type the serial number")
        await owner.sees(FoundSerialPage)
        await owner.types("BPO12")
        await owner.reads("O/0")
        await Visitor.presses(owner, "enter")
        await owner.reads("The serial number is kept")


async def test_the_cautions_stand_before_any_how(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, NOTE, (40, 16)) as (_, owner):
        await owner.plays(THE_GUIDE)
        await goes_to(owner, "Its label")
        await owner.reads("do not unplug it")
        assert "extraction keys" not in owner.text


async def test_nothing_known_of_a_make_leaves_what_is_true_of_all(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, OF_NO_MAKE) as (_, owner):
        await owner.plays([*THE_GUIDE, ("Of this make nothing is known", "")])
        await goes_to(owner, "Glove box")
        await owner.reads("its side wall")


async def test_every_fact_names_who_says_so(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, NOTE) as (_, owner):
        await owner.plays(THE_GUIDE)
        await does(owner, "Papers", "Who says so?")
        await reads_all(owner, "the maker", "of 1985")


async def test_the_make_is_asked_where_several_fitted_the_radio(tmp_path: Path) -> None:
    async with without_a_code(tmp_path, OPEL) as (_, owner):
        await owner.plays([*THE_GUIDE, ("Which make is the car?", "")])
        await owner.chooses("Opel")
        await owner.reads("Find my code · Opel")
