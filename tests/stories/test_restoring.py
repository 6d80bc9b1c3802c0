"""A backup is brought back, on a new device and over a store, by touch or keys alone."""

import asyncio
from pathlib import Path

import pytest
from textual.worker import Worker

from pi.service.protocol.answers import Answer
from pi.service.protocol.commands import Ask, LetGo, Lock, PutRestorePart, UnlockKind
from tests.stories import roads
from tests.stories.stage import NISSAN, PASSPHRASE, PIN
from tests.stories.telling import Terminal, read_aloud


async def test_on_a_new_device_the_paper_brings_everything_back(
    tmp_path: Path, key: str, terminal: Terminal
) -> None:
    async with roads.at_the_device(tmp_path / "new", **terminal) as (_, owner):
        await owner.plays([*roads.I_HAVE_ONE, roads.BY_PAPER])
        await roads.types_the_key(owner, key)
        await owner.reads("There is no PIN now")
        await owner.reads("look at each radio before the next try")
        assert "What was kept before" not in read_aloud(owner.screen)
        await roads.is_back(owner)
        assert await roads.code_of(owner, UnlockKind.RECOVERY, key) == roads.FORD.code


async def test_a_pin_is_set_at_once(tmp_path: Path, key: str, terminal: Terminal) -> None:
    async with roads.at_the_device(tmp_path / "new", **terminal) as (_, owner):
        await owner.plays([*roads.I_HAVE_ONE, roads.BY_PAPER])
        await roads.types_the_key(owner, key)
        await owner.plays([("There is no PIN now", "Set a PIN"), ("hrase", "")])
        await owner.types(PASSPHRASE)
        await owner.strikes("enter")
        for question in ("Choose 4 to 12 digits:", "The same PIN once more."):
            await owner.reads(question)
            await owner.types(PIN)
            await owner.strikes("enter")
        await owner.plays([(roads.BACK, ""), ("See the radio", "")])
        assert "There is no PIN now" not in read_aloud(owner.screen)
        await owner.plays([("", "See the radio"), ("ASKS FOR ITS CODE", "")])
        assert await roads.code_of(owner, UnlockKind.PIN, PIN) == roads.FORD.code


async def test_a_wrong_key_stays_to_be_compared_and_mended(tmp_path: Path, key: str) -> None:
    async with roads.at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([*roads.I_HAVE_ONE, roads.BY_PAPER])
        await roads.types_the_key(owner, key[:-1])
        await owner.reads("You typed 27 of 28 characters.")
        await owner.types("A" if key[-1] != "A" else "B")
        await roads.enters(owner)
        await owner.reads("That does not open it. Compare each group with the paper.")
        await owner.erases(1)
        await owner.types(key[-1])
        await roads.enters(owner)
        await roads.is_back(owner)


async def test_the_passphrase_does_so_a_wrong_one_is_typed_anew(tmp_path: Path, key: str) -> None:
    async with roads.at_the_device(tmp_path / "new") as (one, owner):
        await owner.plays([*roads.I_HAVE_ONE, ("WHAT OPENS", "Back"), ("WHICH BACKUP?", "")])
        await owner.until(lambda: not list(one.directory.glob(".steadyhand-*")), "no upload")
        await owner.plays([roads.I_HAVE_ONE[1], roads.BY_PAPER, ("seven groups of four", "Back")])
        await owner.plays([roads.BY_PASSPHRASE, ("Small and capital letters matter.", "")])
        await owner.types("no such words")
        await roads.enters(owner)
        await owner.reads("That does not open it. Type it again.")
        await owner.types(PASSPHRASE)
        assert PASSPHRASE not in read_aloud(owner.screen)
        await roads.enters(owner)
        await roads.is_back(owner)


async def test_who_leaves_while_it_is_read_stops_the_reading(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.restore.PART_BYTES", 4096)
    async with roads.at_the_device(tmp_path / "new") as (one, owner):
        ask, begun, held = owner.app.link.ask, asyncio.Event(), asyncio.Event()
        goes_on: list[Worker[object]] = []

        async def after_the_first(each: Ask) -> Answer:
            if isinstance(each, PutRestorePart):
                begun.set()
                await held.wait()
            if isinstance(each, LetGo):
                readings = [one for one in owner.app.workers if one.name == "_bring"]
                goes_on.extend(one for one in readings if not one.is_cancelled)
            return await ask(each)

        monkeypatch.setattr(owner.app.link, "ask", after_the_first)
        await owner.plays(roads.I_HAVE_ONE)
        await owner.until(begun.is_set, "the reading")
        await owner.plays([("One moment: 0 % is read.", "Back"), ("WHICH", "")])
        held.set()
        await owner.until(lambda: not list(one.directory.glob(".steadyhand-*")), "no upload")
        await owner.reads("WHICH BACKUP?")
        assert goes_on == []  # what it asks after the upload was let go of would stay


async def test_a_stick_put_in_later_is_found(tmp_path: Path, key: str, plugged_in: Path) -> None:
    (plugged_in / roads.BACKUP).rename(tmp_path / roads.BACKUP)
    async with roads.at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([roads.I_HAVE_ONE[0], ("No backup was found.", "")])
        await owner.reads("Plug in the stick that holds it, wait a moment, then look again.")
        (tmp_path / roads.BACKUP).rename(plugged_in / roads.BACKUP)
        await owner.plays([("", "Look again"), (f"{roads.BACKUP} on BLUE", "")])


async def test_a_service_that_goes_meanwhile_changes_nothing(tmp_path: Path, key: str) -> None:
    async with roads.at_the_device(tmp_path / "new") as (one, owner):
        await owner.plays([*roads.I_HAVE_ONE, roads.BY_PAPER])
        assert one.house is not None
        assert one.house._server is not None
        await one.house._server.hang_up()
        await owner.until(lambda: not owner.app.away and owner.app.link._writer is not None, "it")
        await roads.types_the_key(owner, key)
        await owner.reads("The service began anew meanwhile. Choose the backup again.")


async def test_what_is_kept_is_put_aside_with_the_explicit_word_by_its_owner(
    tmp_path: Path, key: str, terminal: Terminal
) -> None:
    here = tmp_path / "here"
    async with roads.at_the_device(here, NISSAN, roads.CORSA, **terminal) as (_, owner):
        await owner.plays([*roads.UNDER_COPIES, roads.PUT_ASIDE])
        await roads.unlocks_by_pin(owner)
        await owner.plays([roads.BY_PAPER])
        await roads.types_the_key(owner, key)
        lies = str(here / "steadyhand.db.replaced-1")
        await owner.until(lambda: lies in owner.text.replace(" ", ""), lies)
        await roads.is_back(owner)
    assert Path(lies).exists()


async def test_the_main_button_leaves_all_as_it_is_and_a_passer_by_comes_no_further_than_the_lock(
    tmp_path: Path, key: str
) -> None:
    async with roads.at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.plays([*roads.UNDER_COPIES, ("Does nothing unlock it? On the card, move", "")])
        assert str(one.directory / "steadyhand.db") in owner.text.replace(" ", "")
        await owner.plays([roads.PUT_ASIDE, ("Your PIN.", "Back")])
        await owner.plays(
            [
                ("You unlock it first: only its owner may put it aside.", ""),
                ("1 vehicle is kept here. It stays on the card", "Leave it as it is"),
                ("WHICH BACKUP?", "Back"),
                ("None was made yet.", ""),
            ]
        )
        assert list(one.directory.glob("*replaced*")) == []


async def test_a_lock_before_the_end_changes_nothing_and_lets_go_of_what_was_read(
    tmp_path: Path, key: str
) -> None:
    async with roads.at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.unlocks()
        await owner.plays([*roads.UNDER_COPIES, roads.PUT_ASIDE, roads.BY_PAPER])
        assert list(one.directory.glob(".steadyhand-*")) != []
        await owner.app.tell(Lock())
        await roads.types_the_key(owner, key)
        await owner.reads("It was locked meanwhile. Choose the backup again. Nothing was changed.")
        await owner.until(lambda: not list(one.directory.glob(".steadyhand-*")), "no upload")
        await owner.plays([("NOT BROUGHT BACK", "See"), ("WHICH BACKUP?", "")])
        assert owner.radio.head_unit == NISSAN.head_unit


async def test_a_vehicle_that_is_no_more_is_not_asked_for(tmp_path: Path, key: str) -> None:
    async with roads.at_the_device(tmp_path / "here", NISSAN, roads.CORSA) as (_, owner):
        await owner.unlocks()
        await owner.plays([("", "More"), ("", "Other vehicle"), ("", "Corsa"), ("Corsa", "")])
        await owner.plays([*roads.UNDER_COPIES, roads.PUT_ASIDE, roads.BY_PAPER])
        await roads.types_the_key(owner, key)
        await roads.is_back(owner)
