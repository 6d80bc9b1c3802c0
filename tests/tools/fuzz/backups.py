"""Backups that are spoilt, foreign, or edited by somebody who knows SQL and means no good.

Each is refused for a reason, or is a whole store. What is taken must be taken up by the next start
and open there, and what is refused leaves nothing.
"""

import functools
import os
import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Final
from unittest.mock import patch

from pi.radio.events import LockoutBegan, RadioAsked, VehicleAdded
from pi.service.faults import UNREADABLE
from pi.storage.backup import make_backup
from pi.storage.connection import HEADER_BYTES
from pi.storage.errors import BadBackupError, TamperedRecordError, WrongSecretError
from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.restore import Upload
from pi.storage.store_file import DATABASE_NAME
from pi.storage.vault.vault import Field, UnlockerKind, Vault, VehicleSecrets
from tests.cards import room
from tests.pi.storage.moments import at, cheap
from tests.tools.fuzz.spoiling import bytes_spoiled, flipped
from tests.tools.fuzz.watching import Planted

WORDS: Final = "winter-roads-four-quiet"
CODE: Final = "361542"
PLANTED: Final = Planted(WORDS, CODE, "SN-KELP-0093", "QX19-ZTV", "Aunt Mabel's Civic")
PAGE: Final = 4096
TABLES: Final = (
    *("vehicle", "event", "boot", "vault", "unlocker", "pin_guard", "record", "run", "listed"),
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


@functools.cache
def sound() -> bytes:
    """A backup with one vehicle, the same in every run; keys are derived at a low cost."""
    name, serial, plate = "Aunt Mabel's Civic", "SN-KELP-0093", "QX19-ZTV"
    secrets = VehicleSecrets(vehicle="car", name=name, code=CODE, serial=serial, plate=plate)
    with (
        room() as place,
        patch.object(os, "urandom", Random("a backup").randbytes),
        open_store(place) as store,
    ):
        setup = Vault(store, cheap).prepare_setup([secrets], pin="73194628", passphrase=WORDS)
        added = [("car", VehicleAdded(head_unit="honda-6-digit"))]
        setup.commit(
            partial((journal := Journal(store)).append, at=at(), active={"car": True}), added
        )
        for _ in range(60):
            journal.append([("car", RadioAsked()), ("car", LockoutBegan(owed_s=None))], at())
        with closing(make_backup(store, setup.unlocked())) as backup:
            return backup.part(0, backup.size)


def backup(random: Random) -> None:
    """One upload, as a service would take it, up to the next start."""
    held = spoilt(random, sound())
    with room() as place:
        try:
            taken = _taken(random, held, place)
        except (BadBackupError, WrongSecretError) as error:
            PLANTED.look("the refusal of a backup", f"{error!r} {error.__cause__!r}")
            taken = False
        if taken:
            _starts(place)
        else:
            assert list(place.iterdir()) == [], "something was left of an upload"


def _taken(random: Random, held: bytes, place: Path) -> bool:
    """Bring it in and open it. Whether it waits to be taken up."""
    head, size = held[:HEADER_BYTES], len(held)
    if random.random() < 0.05:
        size = random.choice((0, -1, size - 1, size + 1, 2**30 + 1, 2**62, -(2**63)))
    secret = random.choice((WORDS, WORDS, WORDS, "other words than these", "0000-" * 7, ""))
    with closing(Upload(place, head, size)) as upload:
        start = 0
        while start < len(held):
            end = start + random.randint(1000, 44 * 1024)
            upload.take(held[start:end])
            start = end
        store = upload.open_with(secret)
        journal = Journal(store)
        with suppress(*UNREADABLE):  # which the service refuses it for
            for vehicle in journal.active_vehicles():
                journal.since_settled(vehicle)
            upload.commit(place / DATABASE_NAME)
            return True
    return False


def _starts(place: Path) -> None:
    """What was taken opens with its owner's words, and holds the code or says that it can't."""
    with open_store(place) as store:
        assert not store.damaged, "what was restored is damaged"
        vault = Vault(store, cheap)
        assert UnlockerKind.PIN not in vault.kinds(), "a PIN was restored"
        opened = vault.unlock(UnlockerKind.PASSPHRASE, WORDS, at())
        with suppress(TamperedRecordError, *UNREADABLE):
            code = opened.read("car", Field.CODE)
            assert code in {CODE, None}


def spoilt(random: Random, sound: bytes) -> bytes:
    """A file that was a backup, was made of one, or never was one."""
    raw = bytearray(sound)
    match random.randrange(8):
        case 0:
            return bytes_spoiled(random, sound)
        case 1:
            flipped(random, raw, 8, len(raw))
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
    with room() as place:
        file = place / "edited.db"
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
