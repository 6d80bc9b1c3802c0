"""A KeePass file (KDBX 4), written with an entry for each vehicle and read again, through
pykeepass.

Three things are not as pykeepass leaves them: its entries carry uuid1, which is the machine's
network address and the time; its template tells a key derivation that a phone may refuse; and it
saves without a sync. The names of the attributes are those that ``read`` looks for, so they are in
no language.

What a stranger's file may cost is looked at before it is paid: its size, what its key derivation
asks for, and how large it is inside.
"""

import io
import logging
import uuid
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct
from pykeepass import PyKeePass
from pykeepass.exceptions import CredentialsError
from pykeepass.kdbx_parsing import common, kdf_uuids
from pykeepass.kdbx_parsing.kdbx4 import DynamicHeader
from pykeepass.pykeepass import BLANK_DATABASE_LOCATION, BLANK_DATABASE_PASSWORD

from pi.copies.contents import LARGEST, Kept, ReadProblem, clean

MEMORY_KIB: Final = 64 * 1024  # the most that phones grant a password manager's helper
PASSES: Final = 8
LANES: Final = 2

CODE: Final = "Code"
SERIAL: Final = "Serial number"
HEAD_UNIT: Final = "Head unit"
RADIO: Final = "Radio"
KEYS: Final = "Keys"
PLATE: Final = "Plate"
SOURCE: Final = "Source"
MADE: Final = "Made"

MOST_TAGS: Final = 4_000_000  # inside; ten thousand entries have a tenth of them
MOST_MEMORY: Final = 1 << 30  # bytes, of the key derivation
MOST_WORK: Final = 32 << 30  # bytes that it goes over: half a minute, minutes on a small Pi
MOST_LANES: Final = 64  # each is a thread
MOST_ROUNDS: Final = 10_000_000  # of the older derivation: about as long
_SIGNATURE: Final = b"\x03\xd9\xa2\x9a"
_KDBX: Final = b"\x67\xfb\x4b\xb5"
_HEADER_AT: Final = 12

_parse: Final = common.XML._decode


def written(vehicles: Sequence[Kept], password: str, title: str) -> bytes:
    """The file's content. ``title``: what the database is called."""
    file = io.BytesIO()
    database = PyKeePass(BLANK_DATABASE_LOCATION, BLANK_DATABASE_PASSWORD)
    database.password = password
    _derive_with_argon2id(database)
    _forget_the_template(database, clean(title))
    for vehicle in vehicles:
        _add(database, vehicle)
    database.save(file)
    return file.getvalue()


def holds(content: bytes, vehicles: Sequence[Kept], password: str) -> bool:
    """Whether the file opens with the password and holds these vehicles, and no others."""
    database = PyKeePass(io.BytesIO(content), password=password)
    found = [(entry.password, _attributes(entry)) for entry in database.entries]
    return found == [(clean(one.code), _wanted(one)) for one in vehicles]


def _attributes(entry: object) -> dict[str, str]:
    titled = {"": getattr(entry, "title", None) or ""}
    return titled | dict(getattr(entry, "custom_properties", {}))


def _wanted(vehicle: Kept) -> dict[str, str]:
    return {"": clean(vehicle.name)} | {name: text for name, text, _ in _fields(vehicle)}


def _fields(vehicle: Kept) -> list[tuple[str, str, bool]]:
    """Name, text and whether it is masked, of every attribute that says something."""
    keys = "\n".join(f"{at}. {clean(say)}" for at, say in enumerate(vehicle.keys, start=1))
    fields = [
        (CODE, clean(vehicle.code), True),
        (SERIAL, clean(vehicle.serial), False),
        (RADIO, clean(vehicle.radio), False),
        (HEAD_UNIT, clean(vehicle.head_unit), False),
        # The steps spell the code out.
        (KEYS, keys, True),
        (PLATE, clean(vehicle.plate), False),
        (SOURCE, clean(vehicle.source), False),
        (MADE, clean(vehicle.made), False),
    ]
    return [field for field in fields if field[1]]


def _add(database: PyKeePass, vehicle: Kept) -> None:
    entry = database.add_entry(
        database.root_group,
        clean(vehicle.name),
        "",
        clean(vehicle.code),
        force_creation=True,
    )
    entry.uuid = uuid.uuid4()
    for name, text, masked in _fields(vehicle):
        entry.set_custom_property(name, text, protect=masked)


def _derive_with_argon2id(database: PyKeePass) -> None:
    cost = database.kdbx.header.value.dynamic_header.kdf_parameters.data.dict
    cost["$UUID"].value = kdf_uuids["argon2id"]
    cost["M"].value = MEMORY_KIB * 1024
    cost["I"].value = PASSES
    cost["P"].value = LANES


def _forget_the_template(database: PyKeePass, title: str) -> None:
    """The template's own times and identifiers would stand in every file that came from it."""
    now = datetime.now(UTC)
    database.database_name = title
    for group in database.groups:
        group.uuid = uuid.uuid4()
        group.ctime = group.mtime = group.atime = now
    database.root_group.name = title
    for element in database.tree.xpath("//*[contains(name(), 'Changed')]"):
        if element.text:
            element.text = database._encode_time(now)
    for item in database.tree.xpath("//Meta/CustomData"):
        item.getparent().remove(item)


# What the library has to say of a damaged value is no line of ours.
logging.getLogger("pykeepass").addHandler(logging.NullHandler())


class KeepassReadError(Exception):
    """A file that can't be read. Carries the problem, never what is in the file."""

    def __init__(self, problem: ReadProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class FoundEntry(Struct, frozen=True, kw_only=True):
    """One entry. ``fields``: its attributes by name, the password as ``Password``."""

    title: str
    fields: dict[str, str]

    def __repr__(self) -> str:
        return "Found(★)"


def entries(content: bytes, password: str) -> tuple[FoundEntry, ...]:
    """Every entry, those in the recycle bin left out. Raises KeepassReadError."""
    _look(content)
    try:
        _price(content)
        database = PyKeePass(io.BytesIO(content), password=password)
        return tuple(_found(one) for one in _kept(database))
    except CredentialsError:
        raise KeepassReadError(ReadProblem.WRONG_PASSWORD) from None
    except KeepassReadError:
        raise
    except Exception:  # a broken file may make the library stumble anywhere
        raise KeepassReadError(ReadProblem.BROKEN) from None


def _look(content: bytes) -> None:
    if len(content) > LARGEST:
        raise KeepassReadError(ReadProblem.TOO_LARGE)
    if not content.startswith(_SIGNATURE):
        raise KeepassReadError(ReadProblem.NOT_KEEPASS)
    if content[4:8] != _KDBX or int.from_bytes(content[10:12], "little") < 4:
        raise KeepassReadError(ReadProblem.OLD_VERSION)


def _price(content: bytes) -> None:
    """Look at what opening it would cost. The library, asked for a header, pays all the same."""
    header = io.BytesIO(content)
    header.seek(_HEADER_AT)
    cost = DynamicHeader.parse_stream(header).kdf_parameters.data.dict
    if cost["$UUID"].value == kdf_uuids["aeskdf"]:
        dear = _number(cost, "R") > MOST_ROUNDS
    else:
        memory, passes = _number(cost, "M"), _number(cost, "I")
        dear = memory > MOST_MEMORY or memory * passes > MOST_WORK
        dear = dear or _number(cost, "P") > MOST_LANES
    if dear:
        raise KeepassReadError(ReadProblem.TOO_COSTLY)


def _number(cost: Any, name: str) -> int:
    number = cost[name].value
    if not isinstance(number, int) or number < 1:
        raise KeepassReadError(ReadProblem.BROKEN)
    return number


def _decompressed(_: object, data: bytes, __: object, ___: object) -> bytes:
    """In place of the library's own, which takes a small file apart to any size."""
    taken = zlib.decompressobj(16 + zlib.MAX_WBITS)
    content = taken.decompress(data, LARGEST + 1)
    if len(content) > LARGEST:
        raise KeepassReadError(ReadProblem.TOO_LARGE)
    if not taken.eof:
        raise KeepassReadError(ReadProblem.BROKEN)
    return content


def _parsed(self: Any, data: bytes, context: object, path: object) -> Any:
    """In place of the library's own, to which any number of elements is welcome."""
    if data.count(b"<") > MOST_TAGS:
        raise KeepassReadError(ReadProblem.TOO_LARGE)
    return _parse(self, data, context, path)


common.XML._decode = _parsed
common.Decompressed._decode = _decompressed


def _found(entry: Any) -> FoundEntry:
    fields = {name: clean(text or "") for name, text in entry.custom_properties.items()}
    plain = {"Password": entry.password, "UserName": entry.username, "Notes": entry.notes}
    fields |= {name: clean(text) for name, text in plain.items() if text}
    return FoundEntry(title=clean(entry.title or ""), fields={k: v for k, v in fields.items() if v})


def _kept(database: Any) -> list[Any]:
    """The entries that are not in the recycle bin, which is looked up once."""
    named = database._xpath("/KeePassFile/Meta/RecycleBinUUID", first=True)
    thrown = database.recyclebin_group if named is not None and named.text else None
    if thrown is None:
        return list(database.entries)
    gone = {one.uuid for one in database.find_entries(group=thrown, recursive=True)}
    return [one for one in database.entries if one.uuid not in gone]
