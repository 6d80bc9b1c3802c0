"""Reading a KeePass file, ours or one made by hand: entries as plain data, or why not.

What a stranger's file may cost is looked at before it is paid: its size, and the memory that its
key derivation asks for.
"""

import io
from typing import Any, Final

from msgspec import Struct
from pykeepass import PyKeePass
from pykeepass.exceptions import CredentialsError

from pi.copies.keepass_problem import ReadProblem
from pi.copies.kept import clean

LARGEST: Final = 64 << 20  # bytes
MOST_MEMORY: Final = 1 << 30  # bytes, of the key derivation
_SIGNATURE: Final = b"\x03\xd9\xa2\x9a"
_KDBX: Final = b"\x67\xfb\x4b\xb5"


class KeepassReadError(Exception):
    """A file that can't be read. Carries the problem, never what is in the file."""

    def __init__(self, problem: ReadProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Found(Struct, frozen=True, kw_only=True):
    """One entry. ``fields``: its attributes by name, the password as ``Password``."""

    title: str
    fields: dict[str, str]

    def __repr__(self) -> str:
        return "Found(★)"


def entries(content: bytes, password: str) -> tuple[Found, ...]:
    """Every entry, those in the recycle bin left out. Raises KeepassReadError."""
    _look(content)
    try:
        sealed = PyKeePass(io.BytesIO(content), decrypt=False)
        _price(sealed)
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


def _price(sealed: Any) -> None:
    cost = sealed.kdbx.header.value.dynamic_header.kdf_parameters.data.dict
    if "M" in cost and cost["M"].value > MOST_MEMORY:
        raise KeepassReadError(ReadProblem.TOO_COSTLY)


def _found(entry: Any) -> Found:
    fields = {name: clean(text or "") for name, text in entry.custom_properties.items()}
    plain = {"Password": entry.password, "UserName": entry.username, "Notes": entry.notes}
    fields |= {name: clean(text) for name, text in plain.items() if text}
    return Found(title=clean(entry.title or ""), fields={k: v for k, v in fields.items() if v})


def _kept(database: Any) -> list[Any]:
    """The entries that are not in the recycle bin, which is looked up once."""
    named = database._xpath("/KeePassFile/Meta/RecycleBinUUID", first=True)
    thrown = database.recyclebin_group if named is not None and named.text else None
    if thrown is None:
        return list(database.entries)
    gone = {one.uuid for one in database.find_entries(group=thrown, recursive=True)}
    return [one for one in database.entries if one.uuid not in gone]
