"""Backups that are spoilt, foreign, or edited by somebody who knows SQL and means no good."""

import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Final

from pi.storage.connection import HEADER_BYTES
from tests.tools.fuzz.spoiling import bytes_spoiled

MEMORY: Final = Path("/dev/shm")
PAGE: Final = 4096
TABLES: Final = (
    "vehicle",
    "event",
    "boot",
    "vault",
    "unlocker",
    "pin_guard",
    "record",
    "run",
    "listed",
)
NUMBERS: Final = (*range(5), 7, 127, 128, 255, 512, 4096, 65535, 2**16, 2**31, 2**32 - 1)
FIELDS: Final = (  # of SQLite's header: where, and of how many bytes
    *((16, 2), (18, 1), (19, 1), (20, 1), (21, 1)),
    *((at, 4) for at in (24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 92)),
)
COSTS: Final = (
    '{"cost":{"memory_kib":1048576,"passes":1000,"lanes":16},"device":null}',
    '{"cost":{"memory_kib":4000000000,"passes":1,"lanes":1},"device":null}',
    '{"cost":{"memory_kib":64,"passes":1000000000,"lanes":1},"device":null}',
    '{"cost":{"memory_kib":64,"passes":1,"lanes":4},"device":null}',
    '{"cost":{"memory_kib":0,"passes":0,"lanes":0}}',
    '{"cost":null}',
    "[" * 3000,
)
HOSTILE: Final = (
    "CREATE TRIGGER {name} AFTER DELETE ON unlocker BEGIN DELETE FROM vault; END",
    "CREATE TRIGGER {name} AFTER DELETE ON run BEGIN INSERT INTO probe VALUES (1, x''); END",
    "CREATE VIEW {name} AS SELECT * FROM record",
    "PRAGMA ignore_check_constraints = ON;"
    "CREATE TABLE {name} (one CHECK (length(randomblob(1000000000)) > 0));"
    "INSERT INTO {name} VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9)",
    "CREATE INDEX {name} ON event (hex(zeroblob(1000)))",
    "DROP TABLE {table}; CREATE VIEW {table} AS SELECT 1 AS one, 2 AS id",
    "DROP TABLE {table}",
    "ALTER TABLE {table} ADD COLUMN more TEXT",
    "DELETE FROM {table}",
    "UPDATE vault SET id = zeroblob(3000000)",
    "UPDATE unlocker SET params = CAST('{cost}' AS BLOB)",
    "UPDATE unlocker SET salt = x'00', nonce = x'', wrapped = zeroblob(100000)",
    "UPDATE unlocker SET kind = kind || '{name}'",
    "UPDATE event SET data = zeroblob(20000)",
    "UPDATE event SET quality = '{name}', wall = 9e999",
    "UPDATE vehicle SET number = -number, head_unit = hex(zeroblob(500000)), active = 1",
    "UPDATE record SET version = 9223372036854775807",
    "INSERT INTO vehicle (id, number, head_unit, settled_seq, active)"
    " SELECT id || '{name}', number + 9, head_unit, 1, 1 FROM vehicle",
    "INSERT INTO pin_guard (one, failed, boot_id, monotonic) VALUES (1, 99, 'b', 9e999)",
    "INSERT INTO probe VALUES (9223372036854775807, x'00')",
    "UPDATE vehicle SET sum = sum + 1",
    "UPDATE listed SET version = version - 1",
    "PRAGMA user_version = {number}",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '{name}' WHERE name = '{table}'",
    "PRAGMA writable_schema = ON;"
    "UPDATE sqlite_schema SET rootpage = {number} WHERE name = '{table}'",
    "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = '{table}'",
    "PRAGMA journal_mode = WAL",
    "PRAGMA auto_vacuum = FULL; VACUUM",
    "PRAGMA page_size = 512; VACUUM",
    "PRAGMA page_size = 65536; VACUUM",
)  # fmt: skip
NAMES: Final = ("more", "sqliteXmore", "temp_more", "pin", "main")


def spoilt(random: Random, sound: bytes) -> bytes:
    """A file that was a backup, was made of one, or never was one."""
    raw = bytearray(sound)
    match random.randrange(8):
        case 0:
            return bytes_spoiled(random, sound)
        case 1:
            for _ in range(random.randint(1, 8)):
                raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
        case 2:
            for _ in range(random.randint(1, 3)):
                at_, width = random.choice(FIELDS)
                value = random.choice(NUMBERS) % (1 << 8 * width)
                raw[at_ : at_ + width] = value.to_bytes(width, "big")
        case 3:
            cut = random.randrange(len(raw))
            return bytes(raw[: cut if random.random() < 0.5 else cut // PAGE * PAGE])
        case 4:
            _pages_spoilt(random, raw)
        case 5:
            return _foreign(random, sound)
        case _:
            return _edited(random, sound)
    return bytes(raw)


def _pages_spoilt(random: Random, raw: bytearray) -> None:
    """Pages of noise, of another page, or with another head: where its cells are said to be."""
    for _ in range(random.randint(1, 3)):
        page, other = (random.randrange(len(raw) // PAGE) * PAGE for _ in range(2))
        match random.randrange(3):
            case 0:
                raw[page : page + PAGE] = random.randbytes(PAGE)
            case 1:
                raw[page : page + PAGE] = raw[other : other + PAGE]
            case _:
                start = page + (HEADER_BYTES if page == 0 else 0)
                for _ in range(random.randint(1, 4)):
                    raw[start + random.randrange(30)] = random.randrange(256)


def _foreign(random: Random, sound: bytes) -> bytes:
    match random.randrange(3):
        case 0:
            return random.randbytes(random.choice((0, 1, 99, 100, 5000)))
        case 1:
            return sound[:HEADER_BYTES] + random.randbytes(len(sound) - HEADER_BYTES)
        case _:
            with closing(sqlite3.connect(":memory:")) as connection:
                connection.execute("CREATE TABLE vault (id)")
                connection.execute(f"PRAGMA application_id = {random.choice((0, 7, 0x53746479))}")
                connection.execute(f"PRAGMA user_version = {random.choice((-1, 0, 1, 2, 3, 4))}")
                return connection.serialize()


def _edited(random: Random, held: bytes) -> bytes:
    """What somebody made of it who knows SQL."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made:
        file = Path(made) / "edited.db"
        file.write_bytes(held)
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            for _ in range(random.randint(1, 2)):
                sql = random.choice(HOSTILE).format(
                    name=random.choice(NAMES),
                    table=random.choice(TABLES),
                    cost=random.choice(COSTS),
                    number=random.choice((-1, -2, -(2**31), 0, 1, 2, 3, 4, 9, 2**31 - 1)),
                )
                with suppress(sqlite3.Error):
                    connection.executescript(sql)
        return file.read_bytes()
