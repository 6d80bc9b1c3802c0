"""A KeePass file (KDBX 4) with one entry for each vehicle, through pykeepass.

Three things are not as pykeepass leaves them: its entries carry uuid1, which is the machine's
network address and the time; its template tells a key derivation that a phone may refuse; and it
saves without a sync. The names of the attributes are those that ``read`` looks for, so they are in
no language.
"""

import io
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from pykeepass import PyKeePass
from pykeepass.kdbx_parsing import kdf_uuids
from pykeepass.pykeepass import BLANK_DATABASE_LOCATION, BLANK_DATABASE_PASSWORD

from pi.copies.contents import Kept, clean

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
