"""A backup is brought back over what is kept, by touch or keys alone: its owner puts that aside."""

from pathlib import Path

import pytest

from pi.service.asks import (
    Lock,
)
from tests.stories.answering import By
from tests.stories.bringing import (
    BY_PAPER,
    OPEL,
    PUT_ASIDE,
    UNDER_COPIES,
    at_the_device,
    is_back,
    types_the_key,
    unlocks_by_pin,
)
from tests.stories.stage import NISSAN
from tests.stories.telling import HANDS, Size


async def test_what_could_not_be_brought_back_is_let_go_too(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.unlocks()
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, BY_PAPER])
        assert list(one.directory.glob(".steadyhand-*")) != []
        await owner.app.tell(Lock())
        await types_the_key(owner, key)
        await owner.reads("NOT BROUGHT BACK")
        await owner.until(lambda: not list(one.directory.glob(".steadyhand-*")), "no upload")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_what_is_kept_is_put_aside_with_the_explicit_word_by_its_owner(
    tmp_path: Path, key: str, size: Size, kiosk: bool, by: By
) -> None:
    here = tmp_path / "here"
    async with at_the_device(here, NISSAN, OPEL, size=size, kiosk=kiosk, by=by) as (_, owner):
        await owner.plays([*UNDER_COPIES, PUT_ASIDE])
        await unlocks_by_pin(owner)
        await owner.plays([BY_PAPER])
        await types_the_key(owner, key)
        await is_back(owner)
    assert (here / "steadyhand.db.replaced-1").exists()


async def test_it_is_said_where_the_old_one_lies(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.unlocks()
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, BY_PAPER])
        await types_the_key(owner, key)
        lies = str(one.directory / "steadyhand.db.replaced-1")
        await owner.until(lambda: lies in owner.text.replace(" ", ""), lies)


async def test_the_main_button_leaves_everything_as_it_is(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (_, owner):
        await owner.plays(
            [
                *UNDER_COPIES,
                ("1 vehicle is kept here. It stays on the card", "Leave it as it is"),
                ("WHICH BACKUP?", "Back"),
                ("None was made yet.", ""),
            ]
        )
        assert owner.radio.head_unit == NISSAN.head_unit


async def test_a_passer_by_comes_no_further_than_the_lock(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, ("Your PIN.", "Back")])
        await owner.reads("WHAT IS KEPT HERE NOW IS PUT ASIDE")
        await owner.reads("You unlock it first: only its owner may put it aside.")
        assert list(one.directory.glob("*replaced*")) == []


async def test_who_has_forgotten_everything_is_told_which_file_to_move(
    tmp_path: Path, key: str
) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.plays([*UNDER_COPIES, ("Does nothing unlock it? On the card, move", "")])
        assert str(one.directory / "steadyhand.db") in owner.text.replace(" ", "")


async def test_a_lock_before_the_end_changes_nothing(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (_, owner):
        await owner.unlocks()
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, BY_PAPER])
        await owner.app.tell(Lock())
        await types_the_key(owner, key)
        await owner.plays(
            [
                ("It was locked meanwhile. Choose the backup again. Nothing was changed.", "See"),
                ("WHICH BACKUP?", ""),
            ]
        )
        assert owner.radio.head_unit == NISSAN.head_unit


async def test_a_vehicle_that_is_no_more_is_not_asked_for(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN, OPEL) as (_, owner):
        await owner.unlocks()
        await owner.plays([("", "More"), ("", "Other vehicle"), ("", "Corsa"), ("Corsa", "")])
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, BY_PAPER])
        await types_the_key(owner, key)
        await is_back(owner)
