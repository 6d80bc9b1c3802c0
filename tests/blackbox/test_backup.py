"""``steadyhand backup`` and ``restore``: to a stick, on other machines, past faults and kills."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from pi.service.protocol import commands
from pi.service.protocol.answers import PART_BYTES, Restored
from pi.service.protocol.commands import Ask
from pi.storage.backup import SMALL
from pi.storage.beside import COPY_NAME
from tests.blackbox.caller import calling
from tests.blackbox.places import HAS, OPEN, OTHER_WORDS, STORE_ALONE, fails, show
from tests.blackbox.processes import Place, ended, until
from tests.blackbox.terminal import terminal
from tests.cards import Card, a_card
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN

PUT_ASIDE = "steadyhand.db.replaced-1"


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Card]:
    with a_card(tmp_path / "stick", 512) as stick:
        yield stick


def test_on_a_full_stick_the_backup_of_before_stays_and_a_locked_one_is_named(
    kept: Place, stick: Card
) -> None:
    file = str(stick.path / "copy")
    assert kept.run("backup", file, "--passphrase-stdin", typed=PASSPHRASE).returncode == 0
    before = (stick.path / "copy").read_bytes()
    stick.fill()
    assert "no room" in fails(kept, 5, "backup", stick.path / "copy", "--replace")
    assert (stick.path / "copy").read_bytes() == before
    assert sorted(os.listdir(stick.path)) == ["copy", "filler"]
    stick.turn_read_only()
    assert "can't be written" in fails(kept, 5, "backup", stick.path / "copy", "--replace")


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
        caller.send(commands.BeginBackup())
        until(lambda: copy.exists() and copy.stat().st_size >= copied, "so much of the copy")
        service.kill()
        service.wait()
    assert HAS in show(kept)
    kept.end()
    assert sorted(os.listdir(kept.state)) == STORE_ALONE


@pytest.mark.parametrize("_", range(3))
def test_a_command_whose_service_is_killed_leaves_a_whole_backup_or_none(
    kept: Place, tmp_path: Path, _: int
) -> None:
    grown(kept, 20 * PART_BYTES)
    words = ("backup", str(tmp_path / "copy"), "--passphrase-stdin")
    with kept.service() as service, ThreadPoolExecutor(1) as beside:
        command = beside.submit(kept.run, *words, typed=PASSPHRASE)
        until(lambda: command.done() or [*tmp_path.glob("*.part")] != [], "a part of it")
        service.kill()
    is_made = command.result().returncode == 0
    assert ((tmp_path / "copy").exists(), [*tmp_path.glob("*.part")]) == (is_made, [])
    if is_made:
        typed = f"{PASSPHRASE}\n{PASSPHRASE}"
        assert kept.run("restore", words[1], "--replace", words[2], typed=typed).returncode == 0


def vehicles(place: Place) -> int:
    return len(place.json("status", "--json")["vehicles"])


def test_the_service_goes_on_with_what_was_restored_and_what_was_kept_opens_as_before(
    used: Place, backup: Path
) -> None:
    replace = ("restore", str(backup), "--replace")
    with used.service() as service, terminal(used) as screen:
        screen.shows("Key it in")
        said = fails(used, 3, *replace)
        assert "its secret on a second line" in said
        assert f"move {used.database} away" in said
        wrong = f"{PASSPHRASE}\nno such words at all\n"
        assert "All forgotten?" in fails(used, 2, *replace, typed=wrong)
        with terminal(used, *replace) as asking:
            asking.answers("take the backup in its place?", "y")
            asking.answers("The backup's passphrase or recovery key", PASSPHRASE)
            asking.answers("recovery key of what is kept here now", PIN)
            asking.shows(f"lies beside it as {PUT_ASIDE}.")
            assert asking.ends() == 0
        screen.shows("Nissan")  # a session that watches sees the restored vehicles
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


def asked(held: bytes) -> list[Ask]:
    """What a session asks for a whole restore."""
    starts = range(0, len(held), PART_BYTES)
    return [
        commands.Unlock(kind=commands.UnlockKind.PASSPHRASE, secret=OTHER_WORDS),
        commands.BeginRestore(size=len(held), head=held[:100], replace=True),
        *[commands.PutRestorePart(data=held[start : start + PART_BYTES]) for start in starts],
        commands.FinishRestore(secret=PASSPHRASE),
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
