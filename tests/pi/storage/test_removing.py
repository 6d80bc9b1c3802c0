"""A vehicle that is removed is gone from the file, to the last byte, or is there as it was."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from itertools import islice, repeat
from pathlib import Path
from random import Random
from signal import SIGKILL

import pytest

from pi.radio.events import CodeRejected, VehicleAdded, VehicleChanged
from pi.storage import store as stores
from pi.storage.connection import read_header
from pi.storage.errors import NotSavedError, SaveProblem, UnknownVehicleError
from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.store import PAGES_AT_A_TIME, Store
from pi.storage.store_file import DATABASE_NAME
from pi.storage.sweep import SWEPT_NAME, sweep
from pi.storage.vault.unlocked import UnlockedVault
from pi.storage.vault.vault import Field, Vault, VehicleSecrets
from tests.pi.storage.moments import at
from tests.pi.storage.processes import at_work
from tests.pi.storage.spoiling import PAGE

LONG = "x" * 1_000_000
PATIENCE_S = 60.0  # who waits for so long waits for the sweep
VEHICLES = 60  # so many that rows moved: with this seed a deletion alone leaves one of them
REJECTED = [("car", CodeRejected())]
UNSWEPT = "SELECT COUNT(*) FROM unswept"


def add(journal: Journal, opened: UnlockedVault, vehicle: str) -> None:
    secrets = VehicleSecrets(vehicle=vehicle, name=f"Name of {vehicle}", code="1111")
    added = VehicleAdded(head_unit="unit")
    journal.append([(vehicle, added)], at(), extra=opened.adding(secrets))


def remove(journal: Journal, opened: UnlockedVault, vehicle: str) -> None:
    journal.remove(vehicle, opened.removing(vehicle))


def bytes_of(directory: Path) -> bytes:
    """Every file of the state directory, its journal among them."""
    return b"".join(path.read_bytes() for path in directory.iterdir() if path.is_file())


def header_of(directory: Path) -> tuple[int, int]:
    header = read_header(directory / DATABASE_NAME)
    assert header is not None
    return header.user_version, header.application_id


def test_no_byte_of_a_removed_vehicle_is_left_in_any_file(
    store: Store, journal: Journal, opened: UnlockedVault, directory: Path
) -> None:
    random, ids = Random(2), [md5(b"%d" % at).hexdigest() for at in range(VEHICLES)]
    written: dict[str, list[bytes]] = {}
    for vehicle in ids:
        add(journal, opened, vehicle)
    for _ in range(10 * VEHICLES):
        vehicle = random.choice(ids)
        change = opened.changing(vehicle, {random.choice(tuple(Field)): "x" * 40})
        journal.append([(vehicle, VehicleChanged(fields=())), (vehicle, CodeRejected())], at())
        with store.transaction() as connection:
            change(connection)
        rows = store.query("SELECT ciphertext FROM record WHERE vehicle = ?", (vehicle,))
        written.setdefault(vehicle, []).extend(ciphertext for (ciphertext,) in rows)
    random.shuffle(ids)
    for vehicle in ids[:-1]:
        remove(journal, opened, vehicle)
        assert store.sweep() is None
        left = bytes_of(directory)
        assert vehicle.encode() not in left
        assert not any(ciphertext in left for ciphertext in written[vehicle])
    assert opened.read(ids[-1], Field.CODE) is not None


def test_a_vehicle_goes_with_all_that_goes_with_it_or_is_whole(
    store: Store, journal: Journal, opened: UnlockedVault
) -> None:
    with pytest.raises(UnknownVehicleError):
        journal.remove("another", opened.removing("car"))
    store.write_no_more(SaveProblem(reason="full"))
    with pytest.raises(NotSavedError):
        remove(journal, opened, "car")
    assert (opened.read("car", Field.CODE), len(journal.history("car"))) == ("0042", 1)


def test_the_number_of_a_removed_vehicle_is_never_given_again(
    journal: Journal, opened: UnlockedVault
) -> None:
    add(journal, opened, "van")
    remove(journal, opened, "van")
    remove(journal, opened, "car")
    add(journal, opened, "bus")
    assert [(one.id, one.number) for one in journal.vehicles()] == [("bus", 3)]


def test_a_sweep_keeps_all_else_and_how_the_file_is_written_and_watched(
    store: Store, journal: Journal, vault: Vault, opened: UnlockedVault, directory: Path
) -> None:
    before = header_of(directory)
    ((old,),) = store.query("SELECT wrapped FROM unlocker WHERE kind = 'recovery'")
    new, _ = opened.prepare_recovery_key()
    opened.keep(new)
    assert store.query(UNSWEPT) == [(1,)]
    assert store.sweep() is None
    assert old not in bytes_of(directory)
    opened.write("car", {Field.CODE: "0043"})
    journal.append(REJECTED, at(), {"car": True})
    assert (opened.read("car", Field.CODE), opened.amiss()) == ("0043", [])
    assert (vault.kinds(), store.broken_tables()) == ({"recovery", "pin", "passphrase"}, [])
    assert header_of(directory) == before
    for setting, value in (("synchronous", 3), ("secure_delete", 1), ("temp_store", 2)):
        assert store.query(f"PRAGMA {setting}") == [(value,)]


@pytest.fixture
def large(store: Store, opened: UnlockedVault) -> Store:
    """A store of many steps of a copying, with something to sweep."""
    with store.transaction() as connection:
        for number in range(6):
            connection.execute("INSERT INTO family (id, toml) VALUES (?, ?)", (f"f{number}", LONG))
    opened.write("car", {Field.SERIAL: None})
    return store


@pytest.fixture
def another() -> Iterator[Callable[..., object]]:
    """Do it in another thread, for which the one that asks waits."""
    with ThreadPoolExecutor(1) as threads:
        yield lambda work, *args: threads.submit(work, *args).result(PATIENCE_S)


def while_it_is_written_anew(monkeypatch: pytest.MonkeyPatch, then: Callable[[], object]) -> None:
    def sweep_and(copy: sqlite3.Connection) -> None:
        then()
        sweep(copy)

    monkeypatch.setattr(stores, "sweep", sweep_and)


def test_others_have_their_turn_all_along_a_sweep(
    large: Store, another: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[object] = []

    def ask(_: float = 0.0) -> None:
        turns.append(another(large.query, "SELECT COUNT(*) FROM vehicle"))

    pages: int = large.query("PRAGMA page_count")[0][0]
    monkeypatch.setattr(stores.time, "sleep", ask)
    while_it_is_written_anew(monkeypatch, ask)
    assert large.sweep() is None
    assert len(turns) >= pages // PAGES_AT_A_TIME + 1 > 5


@pytest.mark.parametrize("once", [True, False], ids=["once", "all the time"])
def test_what_is_written_during_a_sweep_is_kept_and_all_of_it_done_again(
    large: Store,
    journal: Journal,
    another: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
    once: bool,
) -> None:
    said = islice(repeat(REJECTED), 1 if once else None)

    def report() -> None:
        for events in islice(said, 1):
            another(journal.append, events, at(), {"car": True})

    while_it_is_written_anew(monkeypatch, report)
    busy = None if once else SaveProblem(reason="busy")
    assert large.sweep() == large.not_swept == busy
    assert large.query(UNSWEPT) == [(0 if once else 1,)]
    monkeypatch.setattr(stores, "sweep", sweep)
    assert (large.sweep(), large.not_swept) == (None, None)
    large.close()
    with open_store(large.directory) as again:
        assert type(Journal(again).history("car")[0].event) is CodeRejected
        assert again.query(UNSWEPT) == [(0,)]


def test_a_sweep_without_room_or_whose_copy_does_not_come_back_whole_leaves_all_as_it_was(
    large: Store, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoRoom:
        f_bavail = f_frsize = 0

    def spoil(draft: Path) -> None:
        with draft.open("r+b") as file:
            file.seek(PAGE)
            file.write(b"\xff" * PAGE)

    before = bytes_of(directory)
    with monkeypatch.context() as full:
        full.setattr("pi.storage.sweep.os.statvfs", lambda _: NoRoom)
        problem = large.sweep()
    assert problem is not None
    assert (problem.reason, bytes_of(directory)) == ("full", before)
    monkeypatch.setattr("pi.storage.sweep.sync_file", spoil)
    assert large.sweep() is not None
    assert bytes_of(directory) == before


def test_a_process_that_is_killed_in_a_sweep_leaves_a_store_and_sweeps_it_later(
    large: Store, opened: UnlockedVault, directory: Path
) -> None:
    ((old,),) = large.query("SELECT ciphertext FROM record WHERE field = 'name'")
    remove(Journal(large), opened, "car")
    large.close()
    (directory / SWEPT_NAME).write_bytes(old)
    with at_work("die sweeping", directory) as victim:
        assert victim.wait() == -SIGKILL
    assert (directory / SWEPT_NAME).exists()
    with open_store(directory) as again:
        assert not (directory / SWEPT_NAME).exists()
        assert again.query(UNSWEPT) == [(1,)]
        assert again.sweep() is None
        assert again.query(UNSWEPT) == [(0,)]
        assert old not in bytes_of(directory)


def test_a_store_behind_a_link_stays_there(large: Store, directory: Path, tmp_path: Path) -> None:
    large.close()
    real = tmp_path / "disk" / DATABASE_NAME
    real.parent.mkdir()
    shutil.move(directory / DATABASE_NAME, real)
    (directory / DATABASE_NAME).symlink_to(real)
    with open_store(directory) as linked:
        assert linked.sweep() is None
        assert linked.query(UNSWEPT) == [(0,)]
    assert (directory / DATABASE_NAME).is_symlink()
    assert [each.name for each in real.parent.iterdir()] == [DATABASE_NAME]
