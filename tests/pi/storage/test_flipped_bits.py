"""A bit that flips is told as damage: no secret is called wrong, no try spent, no code another."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from random import Random

import pytest

from pi.storage.connection import connect_to_memory
from pi.storage.row_sums import broken_rows, summed
from tests.pi.storage.flips import Sound, made, untold

PAGE = 4096
BITS_OF_A_PAGE = 12


@pytest.fixture(scope="module")
def sound() -> Sound:
    """A small store with two vehicles and a past."""
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
        for at in random.sample(used, min(BITS_OF_A_PAGE, len(used))):
            yield at * 8 + random.randrange(8)


def test_no_flipped_bit_is_untold(sound: Sound) -> None:
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
    missed = []
    with closing(connect_to_memory()) as store:
        store.deserialize(sound.held)
        store.execute("PRAGMA foreign_keys = OFF")
        store.execute("PRAGMA ignore_check_constraints = ON")
        for table, column, key in _columns(store):
            for number, (value, *keys) in enumerate(
                store.execute(f"SELECT {column}, {', '.join(key)} FROM {table}").fetchall()
            ):
                same = " AND ".join(f"{each} = ?" for each in key)
                store.execute("BEGIN")
                store.execute(
                    f"UPDATE {table} SET {column} = ? WHERE {same}", (flipped(value), *keys)
                )
                if len(list(broken_rows(store, table))) != 1:
                    missed.append((table, column, number))
                store.execute("ROLLBACK")
    assert missed == []


def _columns(store: sqlite3.Connection) -> list[tuple[str, str, list[str]]]:
    return [
        (table, column.name, [one.name for one in columns if one.key])
        for table, columns in summed(store).items()
        for column in columns
    ]
