"""Backups, restores and the device key: what is kept off the card, whole, and found again."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.copies import target
from tests.blackbox.places import OTHER_WORDS, set_up
from tests.cards import a_card
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.tui.desk import Desk
from tui import backup_files
from tui.text.backup import not_kept

BACKUP, RESTORE, KEY = (
    (what, "--passphrase-stdin") for what in ("backup", "restore", "device-key")
)
REPLACE = (*RESTORE, "copy", "--replace")
BOTH = f"{PASSPHRASE}\n{OTHER_WORDS}\n"


@pytest.fixture
def file(kept: Desk, tmp_path: Path) -> Path:
    kept.says(*BACKUP, "copy")
    return tmp_path / "copy"


@pytest.fixture
def new(desk: Desk, file: Path) -> Desk:
    desk.end()
    shutil.rmtree(desk.state)
    return desk


@pytest.fixture
def used(new: Desk) -> Desk:
    set_up(new, CORSA, passphrase=OTHER_WORDS)
    return new


def test_a_backup_says_what_it_holds_what_opens_it_and_is_noted(kept: Desk, file: Path) -> None:
    older = file.read_bytes()
    assert kept.fails(2, *BACKUP, str(file)) == (
        f"{file} is there already and was left alone. Another name, or --replace."
    )
    assert kept.person("backup", str(file), answers=["n"]).returncode == 2
    assert file.read_bytes() == older
    assert kept.person("backup", str(file), answers=["y", PASSPHRASE]).returncode == 0
    assert kept.says(*BACKUP, str(file), "--replace").startswith(
        f"{file} holds 3 vehicles, and was read back. Keep it off the car.\n"
        "The passphrase or the recovery key opens it, on any machine with steadyhand. "
        "The PIN is not in it.\n"
    )
    assert file.read_bytes() != older
    assert kept.copies_noted() == 3 * 3


def test_a_place_or_a_word_that_is_no_good_gets_no_backup(kept: Desk, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear aunt")
    os.mkfifo(tmp_path / "pipe")
    kept.serve()
    before = kept.files()
    assert "does not open it" in kept.fails(2, *BACKUP, "copy", typed="not the passphrase")
    for place, said in (
        ("letter", "is there already and was left alone"),
        (str(kept.database), "the store's own directory"),
        (".", "is a directory"),
        ("none/copy", "there is no such directory"),
        ("pipe", "is no file but a pipe"),
        ("a\0b", "can't be called that"),
    ):
        assert said in kept.fails(2, *BACKUP, place)
    assert "the store's own" in kept.fails(2, *BACKUP, str(kept.database), "--replace")
    assert ((tmp_path / "letter").read_text(), (tmp_path / "copy").exists()) == ("Dear aunt", False)
    assert kept.files() == before


def test_a_backup_in_memory_alone_says_so(kept: Desk, tmp_path: Path) -> None:
    file = Path("/dev/shm") / f"steadyhand-{tmp_path.parent.name}-{tmp_path.name}"
    try:
        done = kept.run(*BACKUP, str(file), typed=PASSPHRASE)
    finally:
        file.unlink(missing_ok=True)
    told = f"steadyhand: {file} is gone at the next boot. Take it elsewhere before that.\n"
    assert (done.returncode, done.stderr) == (0, told)


def test_a_code_nobody_can_read_lets_no_backup_replace_a_good_one(kept: Desk, file: Path) -> None:
    before = file.read_bytes()
    kept.end()
    with closing(sqlite3.connect(kept.database)) as store, store:
        store.execute(
            "UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code' AND vehicle ="
            " (SELECT id FROM vehicle WHERE number = 1)"
        )
    said = kept.fails(5, *BACKUP, str(file), "--replace")
    assert "the code of vehicle 1 can't be read" in said
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


HEAD_OF_OURS = b"SQLite format 3\0" + bytes(52) + backup_files.APPLICATION_ID + bytes(28)


@given(parts=st.lists(st.binary(max_size=5000), max_size=5))
def test_what_is_kept_is_what_came_for_its_owner_alone(
    parts: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("kept") / "copy"
    backup_files.keep(str(file), parts, sha256(b"".join(parts)).hexdigest())
    assert file.read_bytes() == b"".join(parts)
    assert os.listdir(file.parent) == ["copy"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_other_bytes_than_were_promised_or_a_part_do_not_get_the_name(tmp_path: Path) -> None:
    def breaks_off() -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    (tmp_path / "copy").write_bytes(b"older")
    with pytest.raises(backup_files.NotReadBackError):
        backup_files.keep(str(tmp_path / "copy"), [b"half of"], sha256(b"half of it").hexdigest())
    with pytest.raises(OSError, match="Input/output"):
        backup_files.keep(str(tmp_path / "copy"), breaks_off(), "")
    assert (tmp_path / "copy").read_bytes() == b"older"
    assert os.listdir(tmp_path) == ["copy"]


def test_a_stick_that_fills_up_half_way_keeps_the_older_file(tmp_path: Path) -> None:
    with a_card(tmp_path / "stick", 512) as stick:
        (stick.path / "copy").write_bytes(b"older")

        def parts() -> Iterator[bytes]:
            yield bytes(100_000)
            stick.fill()
            yield bytes(100_000)

        with pytest.raises(OSError, match="No space"):
            backup_files.keep(str(stick.path / "copy"), parts(), "")
        assert (stick.path / "copy").read_bytes() == b"older"
        assert sorted(os.listdir(stick.path)) == ["copy", "filler"]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "copy")
    place = target.look(tmp_path / "link", replace=True)
    backup_files.keep(str(place), [b"one"], sha256(b"one").hexdigest())
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "copy").read_bytes() == b"one"


def test_each_fault_of_a_stick_has_its_line() -> None:
    gone = "the place is gone, or has errors"
    for number, line in {
        errno.ENOSPC: "no room",
        errno.EROFS: "can't be written",
        **dict.fromkeys((errno.EIO, errno.ENODEV, errno.ENOENT), gone),
        0: "did not come back as it was written",
    }.items():
        said = not_kept("/media/stick/copy", OSError(number, "?"))
        assert line in said
        assert said.endswith("No backup was made.")


def a_backup(path: Path, changed: float = 0.0) -> Path:
    """A file that begins as a backup does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEAD_OF_OURS + bytes(100))
    os.utime(path, (changed, changed))
    return path


def test_backups_of_any_name_are_found_the_newest_of_each_place_first(tmp_path: Path) -> None:
    stick, home = tmp_path / "stick", tmp_path / "home"
    old, below = a_backup(stick / "holiday.jpg", 1.0), a_backup(stick / "car" / "b", 2.0)
    newest = a_backup(home / "b", 3.0)
    told = [(one.path, one.changed) for one in backup_files.find_backups([stick, home])]
    assert told == [(below, 2.0), (old, 1.0), (newest, 3.0)]


def test_others_and_what_lies_deeper_hidden_in_use_or_gone_are_not_found(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear aunt" * 100)
    (tmp_path / "short").write_bytes(HEAD_OF_OURS[:99])
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(a_backup(tmp_path / "a" / "b" / "c"))
    os.mkfifo(tmp_path / "pipe")
    a_backup(tmp_path / ".hidden" / "c")
    a_backup(tmp_path / "steadyhand" / "steadyhand.db")
    (tmp_path / "steadyhand" / "steadyhand.lock").touch()
    assert list(backup_files.find_backups([tmp_path, tmp_path / "pulled out"])) == []


def test_of_a_stick_full_of_photos_the_newest_files_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = a_backup(tmp_path / "new", 9.0)
    for number in range(3):
        a_backup(tmp_path / f"old-{number}", 1.0)
    monkeypatch.setattr(backup_files, "MOST_OPENED", 1)
    assert [one.path for one in backup_files.find_backups([tmp_path])] == [newest]
