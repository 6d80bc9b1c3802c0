"""``steadyhand backup`` through the real command: to a stick, past its faults, and past kills."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pi.service.asks import BeginBackup, GetBackupPart
from pi.storage.backup import SMALL
from pi.storage.beside import COPY_NAME
from tests.blackbox.caller import calling
from tests.blackbox.processes import Place, until
from tests.blackbox.saying import show
from tests.blackbox.test_kills import OPEN
from tests.cards.card import Card
from tests.cards.mounted import a_card
from tests.pi.service.rig import PASSPHRASE, PIN, QASHQAI, SECRETS


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Card]:
    """A stick of 512 KiB."""
    with a_card(tmp_path / "stick", 512) as stick:
        yield stick


def backed_up(place: Place, file: Path) -> Path:
    done = place.run("backup", str(file), "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    return file


def fails(place: Place, status: int, file: Path, typed: str = PASSPHRASE) -> str:
    """The one line of a backup that was not made."""
    done = place.run("backup", str(file), "--passphrase-stdin", typed=typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    return done.stderr


def test_a_backup_put_in_the_place_of_a_store_shows_the_code(kept: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other")
    other.state.mkdir()
    backed_up(kept, tmp_path / "copy").rename(other.database)
    assert f"code: {QASHQAI.code}" in show(other)
    other.end()


def test_the_pin_does_not_open_a_backup(kept: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "other")
    other.state.mkdir()
    shutil.copy(kept.state / "device.key", other.state)
    backed_up(kept, tmp_path / "copy").rename(other.database)
    done = other.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PIN)
    assert (done.returncode, done.stdout) == (2, "")
    other.end()


def test_a_backup_says_what_it_holds_and_what_opens_it(kept: Place, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    done = kept.run("backup", str(file), "--passphrase-stdin", typed=PASSPHRASE)
    assert done.stdout.startswith(
        f"{file} holds 3 vehicles, and was read back. Keep it off the car.\n"
        "The passphrase or the recovery key opens it, on any machine with steadyhand. "
        "The PIN is not in it.\n"
    )


def test_no_secret_stands_in_a_backup(kept: Place, tmp_path: Path) -> None:
    held = backed_up(kept, tmp_path / "copy").read_bytes()
    assert [each for each in SECRETS if each.encode() in held] == []


def test_a_backup_is_remembered_as_a_copy(kept: Place, tmp_path: Path) -> None:
    backed_up(kept, tmp_path / "copy")
    with closing(sqlite3.connect(kept.database)) as store:
        kinds = [kind for (kind,) in store.execute("SELECT kind FROM event ORDER BY seq")]
    assert kinds[-3:] == ["CopyMade"] * 3


def test_who_may_not_open_the_vault_gets_no_backup(kept: Place, tmp_path: Path) -> None:
    assert "does not open it" in fails(kept, 2, tmp_path / "copy", typed="not the passphrase")
    assert not (tmp_path / "copy").exists()


def test_a_newer_backup_takes_the_place_of_an_older_one(kept: Place, tmp_path: Path) -> None:
    older = backed_up(kept, tmp_path / "copy").read_bytes()
    assert backed_up(kept, tmp_path / "copy").read_bytes() != older


def test_a_code_that_cannot_be_read_lets_no_backup_take_a_good_ones_place(
    kept: Place, tmp_path: Path
) -> None:
    before = backed_up(kept, tmp_path / "copy").read_bytes()
    kept.end()
    with closing(sqlite3.connect(kept.database)) as store:
        store.execute(
            "UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code' AND vehicle ="
            " (SELECT id FROM vehicle WHERE number = 1)"
        )
        store.commit()
    assert "the code of vehicle 1 can't be read" in fails(kept, 5, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == before


def test_a_file_that_is_no_backup_is_left_alone(kept: Place, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear aunt")
    assert "is something else" in fails(kept, 2, tmp_path / "letter")
    assert (tmp_path / "letter").read_text() == "Dear aunt"


def test_the_store_itself_is_not_overwritten_by_its_backup(kept: Place) -> None:
    with kept.service():
        before = kept.files()
        assert "the store's own directory" in fails(kept, 2, kept.database)
        assert kept.files() == before


@pytest.mark.parametrize(
    ("file", "line"),
    [(".", "is a directory"), ("none/copy", "No such file"), ("pipe", "no plain file")],
)
def test_a_place_that_takes_no_backup_is_named(
    kept: Place, tmp_path: Path, file: str, line: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert line in fails(kept, 2, tmp_path / file)


def test_on_a_full_stick_the_backup_of_before_stays(kept: Place, stick: Card) -> None:
    before = backed_up(kept, stick.path / "copy").read_bytes()
    stick.fill()
    assert "no room" in fails(kept, 5, stick.path / "copy")
    assert (stick.path / "copy").read_bytes() == before
    assert sorted(os.listdir(stick.path)) == ["copy", "filler"]


def test_a_stick_that_is_locked_is_named(kept: Place, stick: Card) -> None:
    stick.turn_read_only()
    assert "can't be written" in fails(kept, 5, stick.path / "copy")


@pytest.mark.parametrize("parts", [0, 1])
def test_a_service_killed_in_the_middle_of_a_backup_leaves_nothing_behind(
    kept: Place, parts: int
) -> None:
    with kept.service() as service, calling(kept) as caller:
        caller.ask(OPEN)
        caller.send(BeginBackup(), GetBackupPart(offset=0))
        caller.hear(parts)
        service.kill()
    assert f"code: {QASHQAI.code}" in show(kept)
    kept.end()
    assert sorted(os.listdir(kept.state)) == ["device.key", "steadyhand.db", "steadyhand.lock"]


def grown(place: Place, size: int) -> None:
    """A store whose file is at least so large, as years of marks make it."""
    with closing(sqlite3.connect(place.database)) as store:
        store.execute("CREATE TABLE filler (one BLOB)")
        for _ in range(size // 1_000_000 + 1):
            store.execute("INSERT INTO filler VALUES (zeroblob(1000000))")
        store.execute("DROP TABLE filler")
        store.commit()


@pytest.mark.parametrize("copied", [0, 1 << 20, SMALL // 2])
def test_what_a_service_left_that_was_killed_while_it_copied_is_gone_with_the_next(
    kept: Place, copied: int
) -> None:
    grown(kept, 4 * SMALL)
    copy = kept.state / COPY_NAME
    with kept.service() as service, calling(kept) as caller:
        caller.ask(OPEN)
        caller.send(BeginBackup())
        until(lambda: copy.exists() and copy.stat().st_size >= copied, "so much of the copy")
        service.kill()
        service.wait()
    assert f"code: {QASHQAI.code}" in show(kept)
    kept.end()
    assert sorted(os.listdir(kept.state)) == ["device.key", "steadyhand.db", "steadyhand.lock"]


def test_a_service_killed_before_the_backup_is_whole_leaves_no_file(
    kept: Place, tmp_path: Path
) -> None:
    for _ in range(5):
        done = killed_during_backup(kept, tmp_path / "copy")
        assert done == 0 or not (tmp_path / "copy").exists()
        (tmp_path / "copy").unlink(missing_ok=True)
    assert [name for name in os.listdir(tmp_path) if name.endswith(".part")] == []


def killed_during_backup(place: Place, file: Path) -> int:
    """The exit status of a backup whose service was killed as soon as it answered."""
    from threading import Thread

    said: list[int] = []
    with place.service() as service:
        command = Thread(
            target=lambda: said.append(
                place.run("backup", str(file), "--passphrase-stdin", typed=PASSPHRASE).returncode
            )
        )
        command.start()
        until(lambda: bool(said) or any(p.suffix == ".part" for p in file.parent.iterdir()), "part")
        service.kill()
        command.join()
    return said[0]
