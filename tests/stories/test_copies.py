"""Copies off the car, made by touch or keys alone."""

from pathlib import Path

import pytest
from pykeepass import PyKeePass
from textual.widgets import Static

from pi.radio.events import CopyKind
from pi.service.protocol.commands import ChangeVehicle, Lock, NoteCopy, Outcome
from tests.pi.copies.zbar import needs_zbar, picture, read
from tests.stories.roads import THE_COPIES, copies
from tests.stories.stage import NISSAN
from tests.stories.telling import Owner, Terminal, in_the_car, read_aloud

NONE_YET = "No copy of this code exists off the car."
PASSWORD = "fourquietroads"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one place there is, whatever is plugged in to the machine that tests."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setattr("tui.screens.copies.copies.places", lambda: (place,))
    monkeypatch.setattr("tui.screens.copies.backup.places", lambda: (place,))
    return place


def qr(owner: Owner) -> Static:
    """The QR code on the screen."""
    return owner.screen.query_one("#qr", Static)


async def sees_the_qr_code(owner: Owner) -> None:
    """Open it, and wait until it is drawn."""
    await owner.plays([*THE_COPIES, ("None", "QR code for my phone")])
    await owner.until(lambda: bool(owner.screen.query("#qr")) and qr(owner).display, "a QR code")


async def types(owner: Owner, text: str) -> None:
    """Type a text on the keyboard, and Enter."""
    await owner.strikes(*text, "enter")
    await owner.settles()


async def is_asked_for_a_password(owner: Owner) -> None:
    """Choose a KeePass file, and where it goes."""
    await owner.plays([*THE_COPIES, ("None", "KeePass file"), ("WHERE TO?", "radio-codes.kdbx")])
    await owner.reads("password")


async def test_a_card_is_written_to_the_place_that_was_chosen(
    tmp_path: Path, home: Path, terminal: Terminal
) -> None:
    async with in_the_car(tmp_path / "state", **terminal) as (_, owner):
        await owner.plays(
            [
                *THE_COPIES,
                ("None was made yet.", "Card to print"),
                ("WHERE TO?", "radio-card.pdf"),
                ("Written and checked: radio-card.pdf, on home.", "Back"),
                ("Card: ", ""),
            ]
        )
        assert (home / "radio-card.pdf").read_bytes().startswith(b"%PDF")


async def test_a_keepass_file_has_the_password_typed_twice(tmp_path: Path, home: Path) -> None:
    async with in_the_car(tmp_path / "state", by="keys") as (_, owner):
        await is_asked_for_a_password(owner)
        await types(owner, "2580")
        await owner.reads("Digits alone are guessed at once. Use words.")
        for again in (PASSWORD + "x", PASSWORD):
            await types(owner, PASSWORD)
            await owner.reads("The same password again.")
            assert list(home.iterdir()) == []
            await types(owner, again)
            if again != PASSWORD:
                await owner.plays([("one of them has a slip", "Begin anew")])
                await owner.reads("four random words")
        await owner.reads("Written and checked: radio-codes.kdbx, on home.")
        opened = PyKeePass(str(home / "radio-codes.kdbx"), password=PASSWORD)
        assert [one.password for one in opened.entries] == [NISSAN.code]


async def test_without_any_place_it_is_said_to_plug_a_stick_in(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged_in: list[Path] = []
    monkeypatch.setattr("tui.screens.copies.copies.places", lambda: tuple(plugged_in))
    monkeypatch.setattr("tui.screens.copies.backup.places", lambda: tuple(plugged_in))
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays([*THE_COPIES, ("None", "Card"), ("No stick is plugged in.", "")])
        plugged_in.append(home)
        await owner.plays([("then look again", "Look again"), ("home: radio-card.pdf", "")])


async def test_a_place_that_takes_none_says_so_and_is_no_copy(tmp_path: Path, home: Path) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.plays([*THE_COPIES, ("None", "Card"), ("WHERE TO?", "")])
        home.rmdir()
        await owner.presses("radio-card.pdf")
        await owner.reads("radio-card.pdf: there is no such directory. Make it first.")
        assert copies(owner) == []


@needs_zbar
async def test_a_phone_reads_the_code_off_the_screen(tmp_path: Path, terminal: Terminal) -> None:
    async with in_the_car(tmp_path / "state", **terminal) as (_, owner):
        await sees_the_qr_code(owner)
        lines = str(qr(owner).content).split("\n")
        photo = picture([[(one, 0, 255) for one in line] for line in lines], tmp_path)
        assert f"Radio code: {NISSAN.code}" in read(photo)


async def test_after_a_minute_the_qr_code_is_gone(tmp_path: Path) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        await sees_the_qr_code(owner)
        before = owner.app.clock
        owner.app.clock = lambda: before() + 60
        await owner.reads("DOES YOUR PHONE HAVE IT?")
        assert "▀▀▀▀▀▀▀" not in read_aloud(owner.screen)


async def test_a_lock_wipes_the_qr_code_at_once(tmp_path: Path) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        await sees_the_qr_code(owner)
        await owner.app.tell(Lock())
        await owner.reads("None was made yet.")


@pytest.mark.parametrize(
    ("answer", "wanted"), [("My phone has it", [(CopyKind.QR, False)]), ("No, leave it", [])]
)
async def test_a_qr_code_counts_once_the_phone_has_it(
    tmp_path: Path, answer: str, wanted: list[tuple[CopyKind, bool]]
) -> None:
    async with in_the_car(tmp_path / "state", by="keys") as (_, owner):
        await sees_the_qr_code(owner)
        await owner.strikes("x")
        await owner.plays([("DOES YOUR PHONE HAVE IT?", answer), ("Card to print", "")])
        assert copies(owner) == wanted


async def test_home_says_that_there_is_no_copy_or_an_old_one_and_leads_to_them_while_it_plays(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path / "state") as (_, owner):
        await owner.reads(NONE_YET)
        await owner.reports(Outcome.ACCEPTED)
        await owner.plays([("PLAYING", "Copies off the car"), ("None was made yet.", "Back")])
        await owner.app.tell(NoteCopy(kind=CopyKind.CARD))
        await owner.reports(Outcome.ASKING)
        await owner.until(lambda: NONE_YET not in read_aloud(owner.screen), "no more of it")
        await owner.app.tell(ChangeVehicle(code="1111"))
        await owner.reads("Card is older than the code.")


async def test_home_says_that_a_copy_on_this_card_is_none_off_the_car(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pi.service.core.copies.media_of", lambda _: ("mmcblk0",))
    async with in_the_car(tmp_path / "state", size=(40, 16)) as (_, owner):
        await owner.app.tell(NoteCopy(kind=CopyKind.CARD, media=("mmcblk0",)))
        await owner.reads("The copy lies on this car's own card: take it off.")
        await owner.plays([*THE_COPIES[:2], (", on this card", "")])
        await owner.app.tell(NoteCopy(kind=CopyKind.BACKUP, media=("sda",)))
        await owner.reads("Backup: ")
        await owner.presses("Back")


@pytest.mark.parametrize("kind", [CopyKind.CARD, CopyKind.BACKUP])
async def test_who_took_a_copy_off_the_card_says_so_where_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: CopyKind
) -> None:
    monkeypatch.setattr("pi.service.core.copies.media_of", lambda _: ("mmcblk0",))
    button = {CopyKind.CARD: "Card to print", CopyKind.BACKUP: "Full backup"}[kind]
    async with in_the_car(tmp_path / "state", size=(40, 16)) as (_, owner):
        await owner.app.tell(NoteCopy(kind=kind, media=("mmcblk0",)))
        await owner.plays(
            [
                *THE_COPIES[:2],
                (", on this card", button),
                ("WHERE TO?", "I took the last one off"),
                ("Noted: the copy lies elsewhere now.", ""),
            ]
        )
        assert "I took" not in read_aloud(owner.screen)
        assert owner.app.state is not None
        assert owner.app.state.copies[0].off_this_card


async def after_the_qr_code(owner: Owner) -> None:
    """The question."""
    await sees_the_qr_code(owner)
    await owner.strikes("x")
    await owner.reads("DOES YOUR PHONE HAVE IT?")
