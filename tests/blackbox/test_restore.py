"""``steadyhand restore`` through the real command: on other machines, past kills and full cards."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pi.service.asks import Ask, BeginRestore, FinishRestore, PutRestorePart, Unlock, UnlockKind
from pi.service.protocol import PART_BYTES, Restored
from tests.blackbox.caller import calling
from tests.blackbox.places import OTHER_WORDS
from tests.blackbox.processes import Place, ended
from tests.blackbox.saying import ONE_VEHICLE, show
from tests.blackbox.terminal import terminal
from tests.cards.card import Card, CardNotPossibleError
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI

HAS = f"code: {QASHQAI.code}"
BOTH = f"{PASSPHRASE}\n{OTHER_WORDS}\n"
"""What opens the backup, and what unlocks the store that makes room for it."""


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Place]:
    """Another machine, on which nothing was ever set up."""
    new = Place(tmp_path / "new")
    yield new
    new.end()


def restored(place: Place, file: Path, *more: str, typed: str = PASSPHRASE) -> str:
    done = place.run("restore", str(file), "--passphrase-stdin", *more, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fails(place: Place, status: int, file: Path, *more: str, typed: str = PASSPHRASE) -> str:
    """The one line of a restore that was refused."""
    done = place.run("restore", str(file), "--passphrase-stdin", *more, typed=typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    return done.stderr


def vehicles(place: Place) -> int:
    return len(place.json("status", "--json")["vehicles"])


def test_a_new_machine_shows_the_code_after_a_restore(new: Place, backup: Path) -> None:
    restored(new, backup)
    assert HAS in show(new)


def test_a_restore_says_what_there_is_to_know(new: Place, backup: Path) -> None:
    assert restored(new, backup) == (
        "3 vehicles are back.\n"
        "No PIN now: the passphrase or recovery key opens it. For one: steadyhand pin\n"
        "What happened since the backup is not in it: look at each radio before the next try.\n"
    )


def test_the_recovery_key_alone_restores(place: Place, new: Place, tmp_path: Path) -> None:
    made = place.run("setup", "--from", "-", typed=f'pin = "{PIN}"\n{ONE_VEHICLE}')
    key = made.stdout.splitlines()[-1]
    place.run("backup", str(tmp_path / "copy"), "--passphrase-stdin", typed=PIN)
    restored(new, tmp_path / "copy", typed=key)
    done = new.run("show", "--passphrase-stdin", typed=key)
    assert "code: 3712" in done.stdout


def test_the_pin_does_not_restore(new: Place, backup: Path) -> None:
    assert "never the PIN" in fails(new, 2, backup, typed=PIN)


def test_a_wrong_recovery_key_changes_nothing(used: Place, backup: Path) -> None:
    with used.service():
        before = used.files()
        wrong = BOTH.replace(PASSPHRASE, "7K3M-" * 7)
        assert "Nothing was changed" in fails(used, 2, backup, "--replace", typed=wrong)
        assert used.files() == before
    assert vehicles(used) == 1


def test_what_is_kept_stays_without_the_word(used: Place, backup: Path) -> None:
    assert "With --replace it is put aside" in fails(used, 3, backup)
    assert vehicles(used) == 1


def test_with_the_word_the_old_store_is_named_and_opens_as_before(
    used: Place, backup: Path
) -> None:
    said = restored(used, backup, "--replace", typed=BOTH)
    assert "lies beside it as steadyhand.db.replaced-1." in said
    assert HAS in show(used)
    used.end()
    (used.state / "steadyhand.db.replaced-1").replace(used.database)
    done = used.run("show", "--passphrase-stdin", typed=OTHER_WORDS)
    assert f"code: {CORSA.code}" in done.stdout


def test_a_surface_that_watches_sees_the_restored_vehicles(used: Place, backup: Path) -> None:
    with terminal(used) as screen:
        screen.shows("Key it in")
        restored(used, backup, "--replace", typed=BOTH)
        screen.shows("Nissan")


def test_the_service_goes_on_as_the_same_process_and_ends_as_ever(
    used: Place, backup: Path
) -> None:
    with used.service() as service:
        restored(used, backup, "--replace", typed=BOTH)
        assert (vehicles(used), used.keeper()) == (3, service.pid)
        service.terminate()
        assert ended(service) == 0
    assert not used.socket.exists()


def test_a_second_restore_by_the_same_service_puts_the_first_aside(
    used: Place, backup: Path
) -> None:
    with used.service():
        restored(used, backup, "--replace", typed=BOTH)
        again = f"{PASSPHRASE}\n{PASSPHRASE}"
        assert "steadyhand.db.replaced-2" in restored(used, backup, "--replace", typed=again)
        assert vehicles(used) == 3


def test_on_a_terminal_it_is_asked_before_anything_is_replaced(used: Place, backup: Path) -> None:
    with terminal(used, "restore", str(backup), "--replace") as screen:
        screen.shows("take the backup in its place?")
        screen.types("n\r")
        assert screen.ends() == 3
    assert vehicles(used) == 1


def changed(file: Path, sql: str) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(sql)
    return file


def test_a_backup_of_a_newer_version_is_named(new: Place, backup: Path) -> None:
    assert "Update this one" in fails(new, 2, changed(backup, "PRAGMA user_version = 99"))


def test_another_programs_database_is_named(new: Place, backup: Path) -> None:
    assert "another program" in fails(new, 2, changed(backup, "PRAGMA application_id = 5"))


def test_a_truncated_backup_is_named(new: Place, backup: Path) -> None:
    os.truncate(backup, backup.stat().st_size - 1)
    assert "ends too early" in fails(new, 2, backup)


def test_a_file_of_three_gigabytes_is_named_without_being_sent(new: Place, backup: Path) -> None:
    os.truncate(backup, 3 << 30)
    assert "far too large" in fails(new, 2, backup)


def test_a_photo_is_no_backup(new: Place, tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"\x89PNG\r\n\x1a\n" * 1000)
    assert "no backup of steadyhand" in fails(new, 2, tmp_path / "photo")


@pytest.mark.parametrize(
    ("file", "line"), [(".", "no plain file"), ("pipe", "no plain file"), ("none", "No such file")]
)
def test_what_is_no_file_is_named(new: Place, tmp_path: Path, file: str, line: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert line in fails(new, 2, tmp_path / file)


def test_a_store_that_can_not_be_opened_is_to_be_moved_first(used: Place, backup: Path) -> None:
    used.end()
    used.database.write_bytes(b"noise" * 1000)
    assert "Move steadyhand.db away" in fails(used, 4, backup, "--replace")
    used.database.unlink()
    restored(used, backup)
    assert HAS in show(used)


def test_a_store_that_is_damaged_is_put_aside_as_it_is(used: Place, backup: Path) -> None:
    used.end()
    with closing(sqlite3.connect(used.database)) as store:
        ((root,),) = store.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'unlocker'")
    with used.database.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    damaged = used.database.read_bytes()
    restored(used, backup, "--replace")
    assert HAS in show(used)
    assert (used.state / "steadyhand.db.replaced-1").read_bytes() == damaged


def test_on_a_full_card_what_is_kept_stays(tmp_path: Path, used: Place, backup: Path) -> None:
    try:
        card = Card(tmp_path / "card", kib=512)
    except CardNotPossibleError as why:
        pytest.skip(f"no card can be mounted here: {why}")
    shutil.copytree(used.state, card.path / "state")
    full = Place(tmp_path / "full", STEADYHAND_STATE_DIR=str(card.path / "state"))
    full.state = card.path / "state"
    with full.service() as service:
        card.fill()
        assert "the card is full" in fails(full, 5, backup, "--replace", typed=BOTH)
        card.free()
        service.terminate()
        service.wait()
    assert vehicles(full) == 1
    full.end()
    card.remove()


def asked(held: bytes) -> list[Ask]:
    """What a surface asks for a whole restore."""
    starts = range(0, len(held), PART_BYTES)
    return [
        Unlock(kind=UnlockKind.PASSPHRASE, secret=OTHER_WORDS),
        BeginRestore(size=len(held), head=held[:100], replace=True),
        *[PutRestorePart(data=held[start : start + PART_BYTES]) for start in starts],
        FinishRestore(secret=PASSPHRASE),
    ]


@pytest.mark.parametrize("answered", [1, 2, 3, 4, 5] * 2)
def test_a_service_killed_during_a_restore_has_the_one_or_the_other(
    used: Place, backup: Path, answered: int
) -> None:
    asking = asked(backup.read_bytes())
    with used.service() as service, calling(used) as caller:
        caller.send(*asking)
        said = caller.hear(min(answered, len(asking)))
        service.kill()
        said += caller.hear()
    done = any(isinstance(one, Restored) for one in said)
    now = vehicles(used)
    assert now in ({3} if done else {1, 3})
    used.end()
    left = {path.name for path in used.state.iterdir()}
    assert left - {"steadyhand.db.replaced-1"} == {"device.key", "steadyhand.db", "steadyhand.lock"}
    assert ("steadyhand.db.replaced-1" in left) == (now == 3)


AGAIN = Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE)


def test_a_service_killed_right_after_a_restore_begins_with_what_was_restored(
    used: Place, backup: Path
) -> None:
    for _ in range(5):
        with used.service() as service, calling(used) as caller:
            caller.send(AGAIN, *asked(backup.read_bytes()))
            while not isinstance(caller.hear(1)[0], Restored):
                pass
            service.kill()
        assert HAS in show(used)
        used.end()
