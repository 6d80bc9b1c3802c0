"""``steadyhand backup`` and ``restore``: to a stick, on other machines, past faults and kills."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from pi.service.asks import (
    Ask,
    BeginBackup,
    BeginRestore,
    FinishRestore,
    PutRestorePart,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import PART_BYTES, Restored
from pi.storage.backup import SMALL
from pi.storage.beside import COPY_NAME
from tests.blackbox.caller import calling
from tests.blackbox.places import HAS, OPEN, OTHER_WORDS, STORE_ALONE, fails, show
from tests.blackbox.processes import Place, ended, until
from tests.blackbox.terminal import Terminal, terminal
from tests.cards.card import Card
from tests.cards.mounted import a_card
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, SECRETS

BOTH = f"{PASSPHRASE}\n{OTHER_WORDS}\n"
"""What opens the backup, and what unlocks the store that makes room for it."""
PUT_ASIDE = "steadyhand.db.replaced-1"
PACE_S = 0.4  # of a hand, from what is seen to the press


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


@pytest.mark.parametrize("copied", [0, SMALL // 2])
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


def restored(place: Place, file: Path, *more: str, typed: str = PASSPHRASE) -> str:
    """What is said of a restore that was made."""
    done = place.run("restore", str(file), "--passphrase-stdin", *more, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def vehicles(place: Place) -> int:
    """How many a place has."""
    return len(place.json("status", "--json")["vehicles"])


def test_a_new_machine_shows_the_code_after_a_restore_and_says_what_there_is_to_know(
    new: Place, backup: Path
) -> None:
    assert "never the PIN" in fails(new, 2, "restore", backup, typed=PIN)
    assert restored(new, backup) == (
        "3 vehicles are back.\n"
        "No PIN now: the passphrase or recovery key opens it. For one: steadyhand pin\n"
        "What happened since the backup is not in it: look at each radio before the next try.\n"
    )
    assert HAS in show(new)


def test_what_is_no_backup_is_named(new: Place, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"\x89PNG\r\n\x1a\n" * 1000)
    for file, line in {".": "no plain file", "none": "No such", "photo": "no backup of"}.items():
        assert line in fails(new, 2, "restore", tmp_path / file)
    held = backup.read_bytes()
    for size, line in ((len(held) - 1, "ends too early"), (3 << 30, "far too large")):
        os.truncate(backup, size)
        assert line in fails(new, 2, "restore", backup)
    backup.write_bytes(held)
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "Update this one" in fails(new, 2, "restore", backup)


def test_who_cannot_unlock_what_is_kept_replaces_nothing(used: Place, backup: Path) -> None:
    with used.service():
        before = used.files()
        assert "With --replace it is put aside" in fails(used, 3, "restore", backup)
        said = fails(used, 3, "restore", backup, "--replace")
        assert "its secret on a second line" in said
        assert f"move {used.database} away" in said
        wrong = f"{PASSPHRASE}\nno such words at all\n"
        said = fails(used, 2, "restore", backup, "--replace", typed=wrong)
        assert "All forgotten?" in said
        wrong = BOTH.replace(PASSPHRASE, "7K3M-" * 7)
        said = fails(used, 2, "restore", backup, "--replace", typed=wrong)
        assert "Nothing was changed" in said
        assert used.files() == before
    assert vehicles(used) == 1


def test_the_service_goes_on_with_what_was_restored_and_what_was_kept_opens_as_before(
    used: Place, backup: Path
) -> None:
    with used.service() as service, terminal(used) as screen:
        screen.shows("Key it in")
        said = restored(used, backup, "--replace", typed=f"{PASSPHRASE}\n{PIN}\n")
        assert f"lies beside it as {PUT_ASIDE}." in said
        screen.shows("Nissan")  # a surface that watches sees the restored vehicles
        assert (vehicles(used), used.keeper()) == (3, service.pid)
        assert HAS in show(used)
        screen.process.terminate()
        assert screen.ends() == 0
        service.terminate()
        assert ended(service) == 0
    assert not used.socket.exists()
    (used.state / PUT_ASIDE).replace(used.database)
    done = used.run("show", "--passphrase-stdin", typed=OTHER_WORDS)
    assert f"code: {CORSA.code}" in done.stdout


def test_on_a_terminal_it_is_asked_before_anything_is_replaced_and_for_each_secret(
    used: Place, backup: Path
) -> None:
    with terminal(used, "restore", str(backup), "--replace") as screen:
        screen.shows("take the backup in its place?")
        screen.types("n\r")
        assert screen.ends() == 3
    assert vehicles(used) == 1
    with terminal(used, "restore", str(backup), "--replace") as screen:
        screen.shows("take the backup in its place?")
        screen.types("y\r")
        screen.shows("The backup's passphrase or recovery key")
        screen.types(f"{PASSPHRASE}\r")
        screen.shows("recovery key of what is kept here now")
        screen.types(f"{OTHER_WORDS}\r")
        screen.shows("3 vehicles are back.")
        assert screen.ends() == 0


def test_on_a_full_card_what_is_kept_stays(tmp_path: Path, used: Place, backup: Path) -> None:
    with a_card(tmp_path / "card", 512) as card:
        (card.path / "state").mkdir()
        for name, held in used.files().items():
            (card.path / "state" / name).write_bytes(held)
        full = Place(tmp_path / "full", STEADYHAND_STATE_DIR=str(card.path / "state"))
        full.state = card.path / "state"
        with full.service() as service:
            card.fill()
            said = fails(full, 5, "restore", backup, "--replace", typed=BOTH)
            assert "the card is full" in said
            card.free()
            service.terminate()
            service.wait()
        assert vehicles(full) == 1
        full.end()


def asked(held: bytes) -> list[Ask]:
    """What a surface asks for a whole restore."""
    starts = range(0, len(held), PART_BYTES)
    return [
        Unlock(kind=UnlockKind.PASSPHRASE, secret=OTHER_WORDS),
        BeginRestore(size=len(held), head=held[:100], replace=True),
        *[PutRestorePart(data=held[start : start + PART_BYTES]) for start in starts],
        FinishRestore(secret=PASSPHRASE),
    ]


@pytest.mark.parametrize(
    "answered", [1, 3, 4, 5, *(pytest.param(at, marks=pytest.mark.exhaustive) for at in (2, 4, 5))]
)
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
    assert left - {PUT_ASIDE} == set(STORE_ALONE)
    assert (PUT_ASIDE in left) == (now == 3)


def test_a_service_killed_right_after_a_restore_begins_with_what_was_restored(
    used: Place, backup: Path
) -> None:
    for _ in range(3):
        with used.service() as service, calling(used) as caller:
            caller.send(OPEN, *asked(backup.read_bytes()))
            while not isinstance(caller.hear(1)[0], Restored):
                pass
            service.kill()
        assert HAS in show(used)
        used.end()


class Hand:
    """Presses keys at a hand's pace: what follows sooner counts as a double tap.

    The pace counts from what the eye saw, not from the last press: a busy machine takes up one
    press late and the next at once.
    """

    def __init__(self, screen: Terminal) -> None:
        self.screen = screen

    def presses(self, text: str, key: str) -> None:
        """Press a key some time after that text came to stand on the screen."""
        self.screen.shows(text)
        seen = time.monotonic()
        until(lambda: time.monotonic() >= seen + PACE_S, "the next press")
        self.screen.types(key)

    def types(self, text: str, secret: str) -> None:
        """Type a secret where that is asked for, and then Enter."""
        self.screen.shows(text)
        self.screen.types(secret)
        self.presses("Del Clear", "\r")

    def brings_back(self, secret: str) -> None:
        """Say what opens the backup, up to the telling."""
        self.presses("WHAT OPENS THIS BACKUP?", "2")
        self.types("Small and capital letters matter.", secret)
        self.screen.shows("There is no PIN now")


def test_a_backup_made_on_the_screens_comes_back_on_them_here_and_on_a_new_device(
    used: Place, new: Place
) -> None:
    with terminal(used) as screen:
        hand = Hand(screen)
        for text, key in (("Key it in", "4"), ("2 About", "2"), ("5 Copies", "5")):
            hand.presses(text, key)
        hand.presses("4 Full", "4")
        hand.types("Your PIN.", PIN)
        hand.presses("used: steadyhand.backup", "1")
        hand.presses("It lies on this card, which may die, too.", "1")
        hand.presses("Backup: ", "5")
        hand.presses("steadyhand.backup on used", "1")
        screen.shows("WHAT IS KEPT HERE NOW IS PUT ASIDE")
        screen.shows_no_more("░")  # it has stood long enough
        hand.presses("Put it aside", "2")
        hand.brings_back(OTHER_WORDS)
        screen.shows("What was kept before is")
    assert (used.state / PUT_ASIDE).exists()
    (used.directory / "steadyhand.backup").rename(new.directory / "at home.backup")
    with terminal(new) as screen:
        hand = Hand(screen)
        hand.presses("I have a backup", "2")
        hand.presses("at home.backup on new", "1")
        hand.brings_back(OTHER_WORDS)
        hand.presses("See the radio", "1")
        screen.shows("Key it in")
    for place in (used, new):
        done = place.run("show", "--passphrase-stdin", typed=OTHER_WORDS)
        assert f"code: {CORSA.code}" in done.stdout
