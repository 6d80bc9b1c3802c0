"""``steadyhand backup``, ``restore`` and ``device-key``: what is kept off the card, and where."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.blackbox.places import OTHER_WORDS, set_up
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.tui.desk import Desk

BACKUP, RESTORE, KEY = (
    (what, "--passphrase-stdin") for what in ("backup", "restore", "device-key")
)
REPLACE = (*RESTORE, "copy", "--replace")
BOTH = f"{PASSPHRASE}\n{OTHER_WORDS}\n"


@pytest.fixture
def file(kept: Desk, tmp_path: Path) -> Path:
    """A backup of three vehicles."""
    kept.says(*BACKUP, "copy")
    return tmp_path / "copy"


@pytest.fixture
def new(desk: Desk, file: Path) -> Desk:
    """Another machine, on which nothing was ever set up."""
    desk.end()
    shutil.rmtree(desk.state)
    return desk


@pytest.fixture
def used(new: Desk) -> Desk:
    """Another machine, with a Corsa of its own."""
    set_up(new, CORSA, passphrase=OTHER_WORDS)
    return new


def test_a_backup_says_what_it_holds_and_what_opens_it_and_is_remembered(
    kept: Desk, file: Path
) -> None:
    older = file.read_bytes()
    assert kept.says(*BACKUP, str(file)).startswith(
        f"{file} holds 3 vehicles, and was read back. Keep it off the car.\n"
        "The passphrase or the recovery key opens it, on any machine with steadyhand. "
        "The PIN is not in it.\n"
    )
    assert file.read_bytes() != older
    assert kept.copies_noted() == 2 * 3


def test_a_place_or_a_word_that_is_no_good_gets_no_backup(kept: Desk, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear aunt")
    os.mkfifo(tmp_path / "pipe")
    kept.serve()
    before = kept.files()
    assert "does not open it" in kept.fails(2, *BACKUP, "copy", typed="not the passphrase")
    for place, said in (
        ("letter", "is something else"),
        (str(kept.database), "the store's own directory"),
        (".", "is a directory"),
        ("none/copy", "No such file"),
        ("pipe", "no plain file"),
        ("a\0b", "?"),
    ):
        assert said in kept.fails(2, *BACKUP, place)
    assert ((tmp_path / "letter").read_text(), (tmp_path / "copy").exists()) == ("Dear aunt", False)
    assert kept.files() == before


def test_a_code_that_cannot_be_read_lets_no_backup_take_a_good_ones_place(
    kept: Desk, file: Path
) -> None:
    before = file.read_bytes()
    kept.end()
    with closing(sqlite3.connect(kept.database)) as store, store:
        store.execute(
            "UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code' AND vehicle ="
            " (SELECT id FROM vehicle WHERE number = 1)"
        )
    assert "the code of vehicle 1 can't be read" in kept.fails(5, *BACKUP, str(file))
    assert file.read_bytes() == before


def test_a_new_machine_shows_the_code_after_a_restore(new: Desk) -> None:
    assert new.says(*RESTORE, "copy") == (
        "3 vehicles are back.\n"
        "No PIN now: the passphrase or recovery key opens it. For one: steadyhand pin\n"
        "What happened since the backup is not in it: look at each radio before the next try.\n"
    )
    assert f"code: {QASHQAI.code}" in new.shows("1")


def test_what_is_kept_stays_without_the_word_and_with_it_lies_beside(used: Desk) -> None:
    assert "With --replace it is put aside" in used.fails(3, *RESTORE, "copy")
    wrong = BOTH.replace(PASSPHRASE, "7K3M-" * 7)
    assert "Nothing was changed" in used.fails(2, *REPLACE, typed=wrong)
    used.fails(3, *REPLACE, typed=PASSPHRASE)
    used.fails(2, *REPLACE, typed=f"{PASSPHRASE}\nnot those words")
    leaving = used.person("restore", "copy", "--replace", answers=["n"])
    assert (leaving.returncode, "take the backup in its place?" in leaving.stderr) == (3, True)
    assert f"code: {CORSA.code}" in used.shows("1", OTHER_WORDS)
    said = used.says(*REPLACE, typed=BOTH)
    assert "lies beside it as steadyhand.db.replaced-1." in said
    assert f"code: {QASHQAI.code}" in used.shows("1")


def test_what_is_no_backup_that_can_be_taken_is_named(new: Desk, file: Path) -> None:
    assert "never the PIN" in new.fails(2, *RESTORE, "copy", typed=PIN)
    whole = file.read_bytes()
    with closing(sqlite3.connect(file)) as store:
        store.execute("PRAGMA user_version = 99")
    assert "Update this one" in new.fails(2, *RESTORE, "copy")
    with closing(sqlite3.connect(file)) as store:
        store.execute("PRAGMA application_id = 5")
    assert "another program" in new.fails(2, *RESTORE, "copy")
    file.write_bytes(whole[:-1])
    assert "ends too early" in new.fails(2, *RESTORE, "copy")
    os.truncate(file, 3 << 30)
    assert "far too large" in new.fails(2, *RESTORE, "copy")
    file.write_bytes(b"\x89PNG\r\n\x1a\n" * 1000)
    assert "no backup of steadyhand" in new.fails(2, *RESTORE, "copy")
    os.mkfifo(file.parent / "pipe")
    for name, said in ((".", "no plain file"), ("pipe", "no plain file"), ("none", "No such file")):
        assert said in new.fails(2, *RESTORE, name)
    assert new.json("status", "--json")["vehicles"] == []


def test_a_store_that_can_not_be_opened_is_to_be_moved_first(used: Desk) -> None:
    used.database.write_bytes(b"noise" * 1000)
    assert "Move steadyhand.db away" in used.fails(4, *REPLACE)


@pytest.fixture
def stick(kept: Desk, tmp_path: Path) -> Path:
    """A stick that is plugged in."""
    stick = tmp_path / "stick"
    stick.mkdir()
    kept.rig.sticks = [stick]
    return stick


def test_the_keys_place_is_told_with_what_it_does_not_keep_out(kept: Desk, stick: Path) -> None:
    said = kept.says("device-key")
    assert f"is on the memory card, in {kept.state}." in said
    assert "Who takes the card can try all PINs." in said
    assert "works only with this stick" in kept.says(*KEY, "--to", "stick", typed=PIN)
    assert "Who takes the card alone has no use for the PIN." in kept.says("device-key")
    assert kept.json("device-key", "--json") == {
        "place": "stick",
        "reason": None,
        "has_pin": True,
        "directory": str(kept.state),
        "sticks": [str(stick)],
    }
    assert "without a stick" in kept.says(*KEY, "--to", "card", typed=PIN)
    assert QASHQAI.code in kept.shows("1", PIN)


def test_a_lost_stick_is_mended_with_the_passphrase_and_a_new_pin(kept: Desk, stick: Path) -> None:
    kept.says(*KEY, "--to", "stick", typed=PIN)
    (key,) = stick.iterdir()
    key.unlink()
    assert kept.fails(3, "show", "--passphrase-stdin", typed=PIN).startswith("The ")
    kept.says(*KEY, "--to", "card", typed=f"{PASSPHRASE}\n640913\n")
    assert [QASHQAI.code in kept.shows("1", pin) for pin in ("640913", PIN)] == [True, False]


def test_a_move_that_cannot_be_made_is_one_line_and_moves_nothing(kept: Desk, stick: Path) -> None:
    assert "Wrong PIN" in kept.fails(2, *KEY, "--to", "stick", typed="000000")
    kept.rig.sticks = [stick, stick.parent]
    assert "Several USB sticks are plugged in." in kept.fails(3, *KEY, "--to", "stick", typed=PIN)
    kept.rig.sticks = []
    assert "No USB stick is plugged in" in kept.fails(3, *KEY, "--to", "stick", typed=PIN)
    elsewhere = ("--to", "stick", "--place", str(stick))
    assert "No USB stick is mounted there." in kept.fails(3, *KEY, *elsewhere, typed=PIN)
    for wrong in (["--place", "/x"], ["--to", "moon"], ["--to", "card", "--place", "/x"], [PIN]):
        assert PIN not in kept.fails(2, "device-key", *wrong)
    assert (list(stick.iterdir()), QASHQAI.code in kept.shows("1", PIN)) == ([], True)
