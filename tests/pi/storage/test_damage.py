"""What a cut, a bad page or a flipped bit left: read as far as it goes, and mended."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import pytest

from pi.radio.events import CodeAccepted, CodeRejected, RadioAsked, StatementTakenBack, VehicleAdded
from pi.storage import connection as connections
from pi.storage.connection import connect_to_memory
from pi.storage.errors import DamagedStoreError, NotSavedError, SaveProblem
from pi.storage.journal import Journal, Listed
from pi.storage.opening import DamagedPart, damaged_parts, open_store
from pi.storage.row_sums import broken_rows
from pi.storage.store_file import DATABASE_NAME, Store
from pi.storage.vault.vault import Field, UnlockedVault, UnlockerKind, Vault, VehicleSecrets
from tests.cards import Card
from tests.depth import examples
from tests.pi.storage.flips import Sound, made, untold
from tests.pi.storage.moments import WORDS, at, cheap
from tests.pi.storage.processes import leave_a_hot_journal
from tests.pi.storage.spoiling import PAGE, flip, spoil

SAID = [CodeAccepted(), RadioAsked(), CodeAccepted(), StatementTakenBack(said="x")]
ROWS = 400
CARS = ["van", "car"]  # in the order they joined, which is not that of their ids
EVENTS = len(CARS) + len(SAID) + ROWS
VEHICLES = "SELECT id, number, head_unit, settled_seq, accepted_seq FROM vehicle ORDER BY id"
BITS_OF_A_PAGE = examples(48)
NOTHING_KEPT = {"probe", "unswept", "sqlite_sequence"}  # tables that need no sums


def fill(directory: Path) -> Path:
    """Two vehicles and events for many pages; the van is settled by the first of what was said."""
    with open_store(directory) as store:
        journal = Journal(store)
        secrets = [VehicleSecrets(vehicle=each, code="0042") for each in CARS]
        setup = Vault(store, cheap).prepare_setup(secrets, passphrase=WORDS)
        joining = [(each, VehicleAdded(head_unit=f"unit-of-{each}")) for each in CARS]
        setup.commit(partial(journal.append, at=at()), joining)
        journal.append([("van", event) for event in SAID], at())
        journal.append([("car", CodeRejected(shows="WAIT"))] * ROWS, at())
    return directory / DATABASE_NAME


@pytest.fixture
def whole(directory: Path) -> Path:
    return fill(directory)


def unlocked(store: Store) -> UnlockedVault:
    return Vault(store, cheap).unlock(UnlockerKind.PASSPHRASE, WORDS, at())


def listed(path: Path) -> list[Listed]:
    with open_store(path.parent) as store:
        return Journal(store).vehicles()


def assert_all_is_read(store: Store) -> None:
    assert store.query("SELECT COUNT(*) FROM event WHERE kind <> 'Half'") == [(EVENTS,)]
    assert len(Journal(store).since_settled("car")) == ROWS + 1
    assert unlocked(store).read("car", Field.CODE) == "0042"


def test_a_cut_halfway_is_rolled_back_on_a_read_only_card_in_a_private_copy(card: Card) -> None:
    state = card.path / "state"
    fill(state)
    leave_a_hot_journal(state)
    with open_store(state) as store:
        assert_all_is_read(store)
    leave_a_hot_journal(state)
    card.turn_read_only()
    with open_store(state) as store:
        assert_all_is_read(store)
        problem, place = store.can_save(), store.path.parent
        assert problem is not None
        assert (problem.reason, place.stat().st_mode & 0o777) == ("read_only", 0o700)
    assert not place.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3\0", b"garbage" * 5000, bytes(8192), None],
    ids=["empty", "a_bare_header", "garbage", "zeros", "its_first_page"],
)
def test_what_is_no_database_is_refused_and_not_touched(whole: Path, content: bytes | None) -> None:
    content = whole.read_bytes()[:PAGE] if content is None else content
    whole.write_bytes(content)
    with pytest.raises(DamagedStoreError):
        open_store(whole.parent)
    assert whole.read_bytes() == content


@pytest.mark.parametrize(
    ("missing", "part"), [(1, DamagedPart("file")), (3 * PAGE, DamagedPart("event", rows=False))]
)
def test_a_shortened_store_still_gives_the_code_and_is_not_written(
    whole: Path, missing: int, part: DamagedPart
) -> None:
    os.truncate(whole, whole.stat().st_size - missing)
    before = whole.read_bytes()
    with open_store(whole.parent) as store:
        assert (store.damaged, store.read_only) == (True, True)
        assert damaged_parts(whole)[-1] == part
        assert unlocked(store).read("car", Field.CODE) == "0042"
        with pytest.raises(NotSavedError) as caught:
            Journal(store).append([("car", CodeRejected())], at())
    assert (caught.value.problem.reason, whole.read_bytes()) == ("damaged", before)


@pytest.mark.parametrize("table", ["unlocker", "vault", "pin_guard"])
def test_damage_where_the_way_in_lies_is_seen_at_the_start_and_leaves_the_journal_readable(
    whole: Path, table: str
) -> None:
    spoil(whole, table)
    with open_store(whole.parent) as store:
        assert (store.damaged, len(Journal(store).since_settled("car"))) == (True, ROWS + 1)


def test_a_damaged_page_is_told_by_a_whole_check_and_once_read_ends_writing(whole: Path) -> None:
    with open_store(whole.parent) as store:
        assert store.check_whole() == []
    spoil(whole, "event")
    with open_store(whole.parent) as store:
        assert (store.check_whole() != [], store.read_only) == (True, False)
        with pytest.raises(DamagedStoreError):
            Journal(store).history("car")
        assert (store.damaged, store.read_only) == (True, True)


def test_a_table_that_begins_where_another_does_is_seen_at_the_start(whole: Path) -> None:
    place = "(SELECT rootpage FROM sqlite_schema WHERE name = 'boot')"
    moved = f"UPDATE sqlite_schema SET rootpage = {place} WHERE name = 'probe'"
    flip(whole, "PRAGMA writable_schema = ON", moved)
    with open_store(whole.parent) as store:
        assert store.save_problem == SaveProblem(reason="damaged", detail="schema")


def test_a_whole_check_does_not_call_a_busy_file_damaged(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "WAIT_FOR_OTHERS_S", 0.0)
    with open_store(directory) as store:
        store.connection.execute("BEGIN EXCLUSIVE")
        assert store.check_whole() == []


def test_an_event_that_cannot_be_understood_is_damage(whole: Path) -> None:
    with open_store(whole.parent) as store:
        with store.transaction() as connection:
            connection.execute("UPDATE event SET data = x'7b7d' WHERE seq = 9")
        with pytest.raises(DamagedStoreError) as caught:
            Journal(store).since_settled("car")
    assert caught.value.detail == "event 9"


@pytest.mark.parametrize(
    ("spoilt", "part"),
    [
        ("vault", "vault"),
        ("record", "record"),
        ("vehicle_active", "vehicle"),
        ("event_told", "event"),
        ("boot", "boot"),
        (None, None),
    ],
)
def test_each_damaged_part_is_found(whole: Path, spoilt: str | None, part: str | None) -> None:
    spoil(whole, *[spoilt] if spoilt else [])
    assert damaged_parts(whole) == tuple(DamagedPart(one) for one in [part] if one)


@pytest.mark.parametrize("spoilt", ["vehicle", "sqlite_autoindex_vehicle_2", "vehicle_active"])
def test_unreadable_vehicles_are_listed_and_folded_as_before(whole: Path, spoilt: str) -> None:
    before = listed(whole)
    spoil(whole, spoilt)
    held = whole.read_bytes()
    with open_store(whole.parent) as store:
        journal = Journal(store)
        folded = [one.event for one in journal.since_settled("van")]
        assert (journal.vehicles(), folded) == (before, SAID)
    assert whole.read_bytes() == held


def test_without_the_journal_records_name_their_vehicles_and_their_codes(whole: Path) -> None:
    spoil(whole, "vehicle", "event")
    assert {one.id for one in listed(whole)} == set(CARS)
    with open_store(whole.parent) as store:
        assert unlocked(store).read("car", Field.CODE) == "0042"


@pytest.mark.parametrize(
    "flipped",
    [
        "UPDATE vehicle SET head_unit = 'unit-of-bar' WHERE id = 'car'",
        "UPDATE vehicle SET number = 9 WHERE id = 'car'",
        "UPDATE vehicle SET settled_seq = 1 << 40 WHERE id = 'van'",
        "UPDATE vehicle SET active = 3 WHERE id = 'van'",
        "UPDATE vehicle SET id = 'cat' WHERE id = 'car'",
        "UPDATE vehicle SET sum = NULL WHERE id = 'car'",
    ],
)
def test_a_flipped_row_is_mended_from_the_journal_and_the_store_is_written_on(
    whole: Path, flipped: str
) -> None:
    with open_store(whole.parent) as store:
        before = store.query(VEHICLES)
    flip(whole, flipped)
    with open_store(whole.parent) as store:
        assert (store.mended, store.save_problem, store.query(VEHICLES)) == (True, None, before)
        Journal(store).append([("car", RadioAsked()), ("van", RadioAsked())], at())
        with closing(unlocked(store)) as vault:
            assert vault.amiss() == []
    with open_store(whole.parent) as store:
        assert not store.mended


def test_a_bit_that_flips_in_an_index_is_mended_too(whole: Path) -> None:
    before = listed(whole)
    with closing(sqlite3.connect(whole)) as connection:
        named = "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_vehicle_2'"
        ((page,),) = connection.execute(named)
    raw = bytearray(whole.read_bytes())
    raw[page * PAGE - 1] ^= 1  # of a vehicle's id
    whole.write_bytes(raw)
    with open_store(whole.parent) as store:
        assert (store.mended, store.save_problem, store.check_whole()) == (True, None, [])
    assert listed(whole) == before


@pytest.mark.parametrize(
    "besides",
    [
        "UPDATE event SET wall = wall + 1 WHERE seq = 1",
        "UPDATE event SET vehicle = 'van' WHERE vehicle = 'car'",
        "DELETE FROM event WHERE vehicle = 'van'",
    ],
)
def test_where_the_journal_is_not_whole_nothing_is_made_up(whole: Path, besides: str) -> None:
    flip(whole, "UPDATE vehicle SET head_unit = 'unit-of-bar' WHERE id = 'car'", besides)
    before = whole.read_bytes()
    with open_store(whole.parent) as store:
        assert store.save_problem == SaveProblem(reason="damaged", detail="vehicle")
    assert whole.read_bytes() == before


def test_a_number_that_was_removed_is_given_to_no_row_that_is_mended(whole: Path) -> None:
    with open_store(whole.parent) as store:
        Journal(store).remove("van", unlocked(store).removing("van"))
    flip(whole, "UPDATE vehicle SET number = 3")
    assert listed(whole) == [Listed(id="car", number=2, head_unit="unit-of-car")]


@pytest.fixture(scope="module")
def sound() -> Sound:
    return made()


def bits(sound: Sound) -> Iterator[int]:
    """A few of each page, in the bytes that hold something, the same in every run.

    And all of what says where a table begins: it might be read as if it were another.
    """
    for made_by in re.finditer(rb"CREATE TABLE \w+ \(", sound.held):
        yield from ((made_by.start() - 1) * 8 + bit for bit in range(8))
    random = Random("bits")
    for start in range(0, len(sound.held), PAGE):
        used = [at for at in range(start, start + PAGE) if sound.held[at]]
        for at_byte in random.sample(used, min(BITS_OF_A_PAGE, len(used))):
            yield at_byte * 8 + random.randrange(8)


def test_no_flipped_bit_is_untold(sound: Sound) -> None:
    """No secret is called wrong, no try spent, no code another."""
    assert [word for bit in bits(sound) for word in untold(sound, bit)] == []


def flipped(value: object) -> object:
    """The same with a bit another."""
    match value:
        case int():
            return value ^ 64  # no other row has that key
        case float():
            return value + 0.5
        case str():
            return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
        case bytes():
            return value[:-1] + bytes([value[-1] ^ 1])
    return 1


def test_a_flipped_bit_is_found_in_every_column_of_every_row(sound: Sound) -> None:
    """Each is changed by a stranger, who sums nothing up."""
    missed, met = [], set()
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    with closing(connect_to_memory()) as store:
        store.deserialize(sound.held)
        store.execute("PRAGMA foreign_keys = OFF")
        store.execute("PRAGMA ignore_check_constraints = ON")
        worth_a_sum = {name for (name,) in store.execute(tables)} - NOTHING_KEPT
        for table in worth_a_sum:
            columns = store.execute(f"SELECT name, pk FROM pragma_table_info('{table}')").fetchall()
            key = [name for name, is_key in columns if is_key]
            same = " AND ".join(f"{each} = ?" for each in key)
            for column in (name for name, _ in columns if name != "sum"):
                asked = f"SELECT {column}, {', '.join(key)} FROM {table}"
                change = f"UPDATE {table} SET {column} = ? WHERE {same}"
                for value, *keys in store.execute(asked).fetchall():
                    met.add(table)
                    store.execute("BEGIN")
                    store.execute(change, (flipped(value), *keys))
                    if len(list(broken_rows(store, table))) != 1:
                        missed.append((table, column, keys))
                    store.execute("ROLLBACK")
    assert (missed, met) == ([], worth_a_sum)
