"""``steadyhand backup`` through the real command: to a stick, past its faults, and past kills."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from pi.service.asks import BeginBackup, GetBackupPart
from pi.storage.backup import SMALL
from pi.storage.beside import COPY_NAME
from tests.blackbox.caller import calling
from tests.blackbox.places import HAS, OPEN, STORE_ALONE, fails, show
from tests.blackbox.processes import Place, until
from tests.cards.card import Card
from tests.cards.mounted import a_card
from tests.pi.service.rig import PASSPHRASE, PIN, SECRETS


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Card]:
    """A stick of 512 KiB."""
    with a_card(tmp_path / "stick", 512) as stick:
        yield stick


def backed_up(place: Place, file: Path) -> str:
    """What is said of a backup that was made."""
    done = place.run("backup", str(file), "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_backup_says_what_opens_it_holds_no_secret_and_is_noted_as_a_copy(
    kept: Place, tmp_path: Path
) -> None:
    file = tmp_path / "copy"
    assert backed_up(kept, file).startswith(
        f"{file} holds 3 vehicles, and was read back. Keep it off the car.\n"
        "The passphrase or the recovery key opens it, on any machine with steadyhand. "
        "The PIN is not in it.\n"
    )
    held = file.read_bytes()
    assert [each for each in SECRETS if each.encode() in held] == []
    with closing(sqlite3.connect(kept.database)) as store:
        kinds = [kind for (kind,) in store.execute("SELECT kind FROM event ORDER BY seq")]
    assert kinds[-3:] == ["CopyMade"] * 3
    backed_up(kept, file)
    assert file.read_bytes() != held  # a newer one takes its place


def test_put_in_the_place_of_a_store_it_shows_the_code_and_no_pin_opens_it(
    kept: Place, new: Place, tmp_path: Path
) -> None:
    new.state.mkdir()
    backed_up(kept, tmp_path / "copy")
    (tmp_path / "copy").rename(new.database)
    (new.state / "device.key").write_bytes((kept.state / "device.key").read_bytes())
    done = new.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PIN)
    assert (done.returncode, done.stdout) == (2, "")
    assert HAS in show(new)


def test_what_takes_no_backup_is_named_and_left_as_it_is(kept: Place, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "letter").write_text("Dear aunt")
    with kept.service():
        before = kept.files()
        for file, line in {
            ".": "is a directory",
            "none/copy": "No such file",
            "pipe": "no plain file",
            "letter": "is something else",
            str(kept.database): "the store's own directory",
        }.items():
            assert line in fails(kept, 2, "backup", tmp_path / file)
        wrong = fails(kept, 2, "backup", tmp_path / "copy", typed="not the passphrase")
        assert "does not open it" in wrong
        assert kept.files() == before
    assert (tmp_path / "letter").read_text() == "Dear aunt"
    assert not (tmp_path / "copy").exists()


def test_a_code_that_cannot_be_read_lets_no_backup_take_a_good_ones_place(
    kept: Place, tmp_path: Path
) -> None:
    backed_up(kept, tmp_path / "copy")
    before = (tmp_path / "copy").read_bytes()
    kept.end()
    with closing(sqlite3.connect(kept.database)) as store:
        store.execute(
            "UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code' AND vehicle ="
            " (SELECT id FROM vehicle WHERE number = 1)"
        )
        store.commit()
    assert "the code of vehicle 1 can't be read" in fails(kept, 5, "backup", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == before


def test_on_a_full_stick_the_backup_of_before_stays_and_a_locked_one_is_named(
    kept: Place, stick: Card
) -> None:
    backed_up(kept, stick.path / "copy")
    before = (stick.path / "copy").read_bytes()
    stick.fill()
    assert "no room" in fails(kept, 5, "backup", stick.path / "copy")
    assert (stick.path / "copy").read_bytes() == before
    assert sorted(os.listdir(stick.path)) == ["copy", "filler"]
    stick.turn_read_only()
    assert "can't be written" in fails(kept, 5, "backup", stick.path / "copy")


def grown(place: Place, size: int) -> None:
    """A store whose file is at least so large, as years of marks make it."""
    with closing(sqlite3.connect(place.database)) as store:
        store.execute("CREATE TABLE filler (one BLOB)")
        for _ in range(size // 1_000_000 + 1):
            store.execute("INSERT INTO filler VALUES (zeroblob(1000000))")
        store.execute("DROP TABLE filler")
        store.commit()


@pytest.mark.parametrize(
    "copied",
    [0, pytest.param(1 << 20, marks=pytest.mark.exhaustive), SMALL // 2],
)
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
    assert HAS in show(kept)
    kept.end()
    assert sorted(os.listdir(kept.state)) == STORE_ALONE


@pytest.mark.parametrize("parts", [pytest.param(0, marks=pytest.mark.exhaustive), 1])
def test_a_service_killed_in_the_middle_of_a_backup_leaves_nothing_behind(
    kept: Place, parts: int
) -> None:
    with kept.service() as service, calling(kept) as caller:
        caller.ask(OPEN)
        caller.send(BeginBackup(), GetBackupPart(offset=0))
        caller.hear(parts)
        service.kill()
    assert HAS in show(kept)
    kept.end()
    assert sorted(os.listdir(kept.state)) == STORE_ALONE


def test_a_command_whose_service_is_killed_leaves_a_whole_backup_or_none(
    kept: Place, tmp_path: Path
) -> None:
    file = tmp_path / "copy"
    for _ in range(3):
        assert killed_during_backup(kept, file) == 0 or not file.exists()
        file.unlink(missing_ok=True)
    assert [name for name in os.listdir(tmp_path) if name.endswith(".part")] == []


def killed_during_backup(place: Place, file: Path) -> int:
    """The exit status of a backup whose service was killed as soon as it answered."""
    said: list[int] = []

    def back_up() -> None:
        done = place.run("backup", str(file), "--passphrase-stdin", typed=PASSPHRASE)
        said.append(done.returncode)

    with place.service() as service:
        command = Thread(target=back_up)
        command.start()
        until(lambda: bool(said) or any(p.suffix == ".part" for p in file.parent.iterdir()), "part")
        service.kill()
        command.join()
    return said[0]
