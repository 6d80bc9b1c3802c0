"""The list of vehicles is made again where its table is damaged: no whole code is lost by it."""

from contextlib import closing
from pathlib import Path

import pytest

from pi.radio.events import CodeAccepted, RadioAsked, StatementTakenBack, VehicleAdded
from pi.storage.connection import connect
from pi.storage.database import DATABASE_NAME, open_store
from pi.storage.errors import SaveProblem
from pi.storage.journal import Journal, Listed
from pi.storage.parts import DamagedPart, damaged_parts
from pi.storage.vault import Field, UnlockerKind, Vault, VehicleSecrets
from tests.pi.storage.moments import at, cheap
from tests.pi.storage.test_reading_what_is_left import root_page_of, spoil_page

PAGE = 4096
WORDS = "correct horse"
ROWS = "SELECT id, number, head_unit, settled_seq, accepted_seq FROM vehicle ORDER BY id"
CARS = ["van", "car"]  # in the order they joined, which is not that of their ids


@pytest.fixture
def made(directory: Path) -> Path:
    """A store with two vehicles; the first was settled by its second event, the last is void."""
    with open_store(directory) as store:
        journal = Journal(store)
        secrets = [VehicleSecrets(vehicle=each, code="0042") for each in CARS]
        setup = Vault(store, cheap).prepare_setup(secrets, passphrase=WORDS)
        joining = [(each, VehicleAdded(head_unit=f"unit-of-{each}")) for each in CARS]
        setup.commit(journal, joining, at())
        said = (CodeAccepted(), RadioAsked(), CodeAccepted(), StatementTakenBack(said="x"))
        journal.append([("van", event) for event in said], at())
    return directory / DATABASE_NAME


def spoil(path: Path, *tables: str) -> None:
    for page in [root_page_of(path, table) for table in tables]:
        spoil_page(path, page)


def listed(path: Path) -> list[Listed]:
    with open_store(path.parent) as store:
        return Journal(store).vehicles()


@pytest.mark.parametrize("spoilt", ["vehicle", "sqlite_autoindex_vehicle_2", "vehicle_active"])
def test_the_vehicles_are_listed_as_before(made: Path, spoilt: str) -> None:
    before = listed(made)
    spoil(made, spoilt)
    assert listed(made) == before


@pytest.mark.parametrize("spoilt", [(), ("vehicle",)])
def test_a_radio_is_folded_from_the_event_that_settled_it(
    made: Path, spoilt: tuple[str, ...]
) -> None:
    spoil(made, *spoilt)
    with open_store(made.parent) as store:
        first, second, *_ = (one.event for one in Journal(store).since_settled("van"))
    assert [first, second] == [CodeAccepted(), RadioAsked()]


def test_without_the_journal_the_records_still_name_their_vehicles(made: Path) -> None:
    spoil(made, "vehicle", "event")
    assert {one.id for one in listed(made)} == set(CARS)


def test_a_code_is_read_without_the_list_and_the_journal(made: Path) -> None:
    spoil(made, "vehicle", "event")
    with open_store(made.parent) as store:
        unlocked = Vault(store, cheap).unlock(UnlockerKind.PASSPHRASE, "correct horse", at())
        assert unlocked.read("car", Field.CODE) == "0042"


def test_the_file_stays_as_it_is(made: Path) -> None:
    spoil(made, "vehicle")
    before = made.read_bytes()
    listed(made)
    assert made.read_bytes() == before


@pytest.mark.parametrize(
    ("spoilt", "parts"),
    [
        ("vault", ("vault",)),
        ("record", ("record",)),
        ("vehicle_active", ("vehicle",)),
        ("event_told", ("event",)),
        ("boot", ("boot",)),
    ],
)
def test_each_damaged_part_is_found(made: Path, spoilt: str, parts: tuple[str, ...]) -> None:
    spoil(made, spoilt)
    assert damaged_parts(made) == tuple(map(DamagedPart, parts))


def test_a_whole_file_has_no_damaged_part(made: Path) -> None:
    assert damaged_parts(made) == ()


def test_a_file_cut_within_its_last_page_is_damaged_as_a_whole(made: Path) -> None:
    with made.open("r+b") as file:
        file.truncate(made.stat().st_size - 1)
    with open_store(made.parent) as store:
        assert (store.damaged, damaged_parts(made)) == (True, (DamagedPart("file"),))


def flip(path: Path, *sql: str) -> None:
    """As a card does it: nothing is summed up."""
    with closing(connect(path)) as card:
        card.execute("PRAGMA foreign_keys = OFF")
        for each in sql:
            card.execute(each)


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
    made: Path, flipped: str
) -> None:
    with open_store(made.parent) as store:
        before = store.query(ROWS)
    flip(made, flipped)
    with open_store(made.parent) as store:
        assert (store.mended, store.save_problem, store.query(ROWS)) == (True, None, before)
        Journal(store).append([("car", RadioAsked()), ("van", RadioAsked())], at())
        with closing(Vault(store, cheap).unlock(UnlockerKind.PASSPHRASE, WORDS, at())) as vault:
            assert vault.amiss() == []
    with open_store(made.parent) as store:
        assert not store.mended


def test_a_bit_that_flips_in_an_index_is_mended_too(made: Path) -> None:
    before = listed(made)
    raw = bytearray(made.read_bytes())
    raw[root_page_of(made, "sqlite_autoindex_vehicle_2") * PAGE - 1] ^= 1  # of a vehicle's id
    made.write_bytes(raw)
    with open_store(made.parent) as store:
        assert (store.mended, store.save_problem, store.check_whole()) == (True, None, [])
    assert listed(made) == before


@pytest.mark.parametrize(
    "besides",
    [
        "UPDATE event SET wall = wall + 1 WHERE seq = 1",
        "UPDATE event SET vehicle = 'van' WHERE vehicle = 'car'",
        "DELETE FROM event WHERE vehicle = 'van'",
    ],
)
def test_where_the_journal_is_not_whole_nothing_is_made_up(made: Path, besides: str) -> None:
    flip(made, "UPDATE vehicle SET head_unit = 'unit-of-bar' WHERE id = 'car'", besides)
    before = made.read_bytes()
    with open_store(made.parent) as store:
        assert store.save_problem == SaveProblem(reason="damaged", detail="vehicle")
    assert made.read_bytes() == before


def test_a_number_that_was_removed_is_given_to_no_row_that_is_mended(made: Path) -> None:
    with open_store(made.parent) as store:
        vault = Vault(store, cheap).unlock(UnlockerKind.PASSPHRASE, WORDS, at())
        Journal(store).remove("van", vault.removing("van"))
    flip(made, "UPDATE vehicle SET number = 3")
    assert listed(made) == [Listed(id="car", number=2, head_unit="unit-of-car")]
