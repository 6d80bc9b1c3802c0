"""What belongs to the vault, written down under its data key.

A record that is gone, one of an earlier version that was put back, another number or family of a
vehicle, a way in that the owner never made: each row by itself may look right. So each vehicle has
an entry that says its number, its family and the version of each of its records, and a head says
which ways in there are and how many entries, with a sum over all of them that nobody can make
without the key. An entry costs as much with ten thousand vehicles as with one: a change writes the
entries of the vehicles it concerns, and the head.

That there is a list is told by each way in, which is sealed together with that: who deletes the
list does not make the store one of a version before it, whose list is still to be made. A way in
that such a version made says so once it was used. Who puts back an older file as a whole, or the
rows of a way in and of a list from one, is not found out: nothing outside of the file knows better.

The list follows what is changed and nothing else: what was missing before a change is missing
after it. An entry that does not open stays as it is, so that it is told until its vehicle goes.

Without the data key one thing is changed: the PIN is dropped after too many wrong tries, and its
guard says so.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal, TypeVar

import msgspec
from msgspec import Struct

from pi.storage.store import Store, Touched
from pi.storage.vault.crypto import BrokenSealError, Sealed, cipher_of, expand, place, seal, unseal
from pi.storage.vault.pin import was_dropped
from pi.storage.vault.records import Field
from pi.storage.vault.unlockers import UnlockerKind

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


HEAD: Final = ""  # stands where a vehicle's id would
_BITS: Final = 256
_DIGEST_BYTES: Final = 32

Part = Literal["list", "vehicle", "record", "unlocker"]

_Row = tuple[str, int, bytes, bytes]
_SELECT: Final = "SELECT vehicle, version, nonce, sealed FROM listed"
_VERSIONS: Final = "SELECT vehicle, field, version FROM record"
_FIELDS: Final = ", ".join(f"'{field.value}'" for field in Field)


class Amiss(Struct, frozen=True, kw_only=True):
    """What is not as the vault wrote it. ``vehicle`` is an id; ``name``: a field, or a way in."""

    part: Part
    vehicle: str = ""
    name: str = ""


class Item(Struct, kw_only=True, array_like=True, forbid_unknown_fields=True):
    """One vehicle. ``versions``: of its records, by field."""

    number: int
    head_unit: str
    versions: dict[str, int]


class Head(Struct, kw_only=True, array_like=True, forbid_unknown_fields=True):
    """How many entries, the sum of their marks, and a digest of each way in."""

    entries: int = 0
    marks: bytes = bytes(_DIGEST_BYTES)
    unlockers: dict[str, bytes] = {}


_Told = TypeVar("_Told", Head, Item)


class VaultList:
    """Reads, follows and checks the list of one vault, with its data key in hand."""

    def __init__(self, vault_id: bytes, data_key: bytes) -> None:
        self._vault_id = vault_id
        self._cipher: ChaCha20Poly1305 = cipher_of(expand(data_key, vault_id, b"steadyhand list"))
        self._mark_key = expand(data_key, vault_id, b"steadyhand list marks")

    def make(self, connection: sqlite3.Connection) -> None:
        """List what is there, in the caller's transaction: at the set-up, and in an old store."""
        connection.execute("DELETE FROM listed")
        head, total = Head(), 0
        entries = _entries(connection)
        for vehicle, entry in entries.items():
            self._put(connection, vehicle, 1, entry)
            total += self._mark(vehicle, 1)
        head.entries, head.marks = len(entries), _folded(total)
        head.unlockers = _unlockers(connection)
        self._put(connection, HEAD, 1, head)
        connection.execute("UPDATE vault SET listed = 1 WHERE listed = 0")

    def follow(self, connection: sqlite3.Connection, touched: Iterable[Touched]) -> None:
        """Write down what changed, in the transaction that changed it."""
        found = self._head(connection)
        version, head = found or (0, Head())  # where it can't be read each vehicle's own goes on
        by_vehicle: dict[str, set[str]] = {}
        for kind, key, name in touched:
            if kind == "unlocker":
                _follow_unlocker(connection, head, key)
            else:
                by_vehicle.setdefault(key, set()).add(name)
        for vehicle, names in by_vehicle.items():
            self._follow_vehicle(connection, head, vehicle, names)
        if found is not None:
            self._put(connection, HEAD, version + 1, head)

    def amiss_at_head(self, store: Store) -> list[Amiss]:
        """What is amiss with the ways in, and whether the head can be read. Quick."""
        with store.reading() as connection:
            found = self._head(connection)
            if found is None:
                return [Amiss(part="list")]
            listed, there = found[1].unlockers, _unlockers(connection)
            gone = {UnlockerKind.PIN.value} if was_dropped(connection) else set()
        names = sorted(listed.keys() | there.keys())
        return [
            Amiss(part="unlocker", name=name)
            for name in names
            if listed.get(name) != there.get(name) and not (name in gone and name not in there)
        ]

    def amiss_of(self, store: Store, vehicle: str) -> list[Amiss]:
        """What is amiss with one vehicle. Quick."""
        with store.reading() as connection:
            there = _entries(connection, vehicle).get(vehicle)
            row = _row(connection, vehicle)
        if row is None and there is None:
            return []
        return list(_compared(vehicle, self._entry(vehicle, row), there))

    def amiss(self, store: Store) -> list[Amiss]:
        """All that is amiss. Takes as long as there are vehicles; any thread may run it."""
        found = self.amiss_at_head(store)
        with store.reading() as connection:
            head = self._head(connection)
            there = _entries(connection)
            rows = {one[0]: one for one in connection.execute(f"{_SELECT} WHERE vehicle <> ''")}
            strays = _strays(connection)
        for vehicle in sorted(there.keys() | rows.keys()):
            entry = self._entry(vehicle, rows.get(vehicle))
            found += _compared(vehicle, entry, there.get(vehicle))
        found += [Amiss(part="record", vehicle=vehicle, name=name) for vehicle, name in strays]
        marks = _folded(sum(self._mark(vehicle, row[1]) for vehicle, row in rows.items()))
        if head is not None and (head[1].entries, head[1].marks) != (len(rows), marks):
            found.append(Amiss(part="list"))
        return found

    def _follow_vehicle(
        self, connection: sqlite3.Connection, head: Head, vehicle: str, names: set[str]
    ) -> None:
        row = _row(connection, vehicle)
        there = _entries(connection, vehicle).get(vehicle)
        if row is None and (there is None or HEAD not in names):
            return  # a stranger stays one
        entry = Item(number=0, head_unit="", versions={}) if row is None else None
        entry = entry or self._entry(vehicle, row)
        if entry is None and there is not None:
            return
        before = 0 if row is None else row[1]
        self._count(head, vehicle, before, -1 if row is not None else 0)
        if there is None or entry is None:
            connection.execute("DELETE FROM listed WHERE vehicle = ?", (vehicle,))
            return
        if HEAD in names:
            entry.number, entry.head_unit = there.number, there.head_unit
        for name in names - {HEAD}:
            entry.versions.pop(name, None)
            if name in there.versions:
                entry.versions[name] = there.versions[name]
        self._put(connection, vehicle, before + 1, entry)
        self._count(head, vehicle, before + 1, +1)

    def _count(self, head: Head, vehicle: str, version: int, sign: int) -> None:
        total = int.from_bytes(head.marks, "big") + sign * self._mark(vehicle, version)
        head.marks = _folded(total)
        head.entries += sign

    def _mark(self, vehicle: str, version: int) -> int:
        told = place(vehicle.encode("utf-8", "surrogatepass"), str(version).encode())
        return int.from_bytes(_hashed(told, self._mark_key), "big")

    def _head(self, connection: sqlite3.Connection) -> tuple[int, Head] | None:
        row = _row(connection, HEAD)
        head = None if row is None else self._opened(HEAD, row, Head)
        return None if row is None or head is None else (row[1], head)

    def _entry(self, vehicle: str, row: "_Row | None") -> Item | None:
        return None if row is None else self._opened(vehicle, row, Item)

    def _opened(self, vehicle: str, row: "_Row", kind: type[_Told]) -> _Told | None:
        _, version, nonce, sealed = row
        try:
            held = Sealed(nonce=nonce, ciphertext=sealed)
            told = unseal(self._cipher, held, self._place(vehicle, version))
            return msgspec.msgpack.decode(told, type=kind)
        except (BrokenSealError, msgspec.MsgspecError, TypeError):
            return None

    def _put(
        self,
        connection: sqlite3.Connection,
        vehicle: str,
        version: int,
        told: Head | Item,
    ) -> None:
        sealed = seal(self._cipher, msgspec.msgpack.encode(told), self._place(vehicle, version))
        connection.execute(
            "INSERT OR REPLACE INTO listed (vehicle, version, nonce, sealed) VALUES (?, ?, ?, ?)",
            (vehicle, version, sealed.nonce, sealed.ciphertext),
        )

    def _place(self, vehicle: str, version: int) -> bytes:
        name = vehicle.encode("utf-8", "surrogatepass")
        return place(b"list", self._vault_id, name, str(version).encode())


def _row(connection: sqlite3.Connection, vehicle: str) -> _Row | None:
    row: _Row | None = connection.execute(f"{_SELECT} WHERE vehicle = ?", (vehicle,)).fetchone()
    return row


def _entries(connection: sqlite3.Connection, vehicle: str | None = None) -> dict[str, Item]:
    """The vehicles as they stand in their tables, or one of them."""
    vehicles, records = "SELECT id, number, head_unit FROM vehicle", _VERSIONS
    which: tuple[str, ...] = ()
    if vehicle is not None:
        vehicles, which = f"{vehicles} WHERE id = ?", (vehicle,)
        records = f"{records} WHERE vehicle = ? AND field IN ({_FIELDS})"  # by the key
    found = {
        id: Item(number=number, head_unit=head_unit, versions={})
        for id, number, head_unit in connection.execute(vehicles, which)
    }
    for owner, field, version in connection.execute(records, which):
        if owner in found:
            found[owner].versions[field] = version
    return found


def _strays(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Records of no vehicle."""
    return connection.execute(
        "SELECT vehicle, field FROM record WHERE vehicle NOT IN (SELECT id FROM vehicle)"
    ).fetchall()


def _unlockers(connection: sqlite3.Connection) -> dict[str, bytes]:
    """A digest of each way in as it stands in its table."""
    rows = connection.execute("SELECT kind, params, salt, nonce, wrapped FROM unlocker")
    return {kind: _digest(kind, *values) for kind, *values in rows}


def _digest(kind: str, *values: object) -> bytes:
    parts = [each if isinstance(each, bytes) else ascii(each).encode() for each in values]
    return _hashed(place(kind.encode(), *parts))


def _hashed(told: bytes, key: bytes = b"") -> bytes:
    from hashlib import blake2b  # each start would pay for it

    return blake2b(told, digest_size=_DIGEST_BYTES, key=key).digest()


def _follow_unlocker(connection: sqlite3.Connection, head: Head, kind: str) -> None:
    head.unlockers.pop(kind, None)
    if (digest := _unlockers(connection).get(kind)) is not None:
        head.unlockers[kind] = digest


def _compared(vehicle: str, listed: Item | None, there: Item | None) -> Iterator[Amiss]:
    if listed is None or there is None:
        yield Amiss(part="vehicle", vehicle=vehicle)
        return
    if (listed.number, listed.head_unit) != (there.number, there.head_unit):
        yield Amiss(part="vehicle", vehicle=vehicle)
    for name in sorted(listed.versions.keys() | there.versions.keys()):
        if listed.versions.get(name) != there.versions.get(name):
            yield Amiss(part="record", vehicle=vehicle, name=name)


def _folded(total: int) -> bytes:
    return (total % (1 << _BITS)).to_bytes(_DIGEST_BYTES, "big")
