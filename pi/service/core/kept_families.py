"""The owner's own families in a backup: into it as the text of their files, and out of it again.

A restored store holds them until they lie beside it as files. That is done at the start that takes
it up, and at each one after a start that a cut ended: whatever was done already is done no more.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from os.path import lexists
from pathlib import Path
from typing import Final

from pi.catalogue.catalogue import ids
from pi.catalogue.head_unit_file import LONGEST_FILE, read_text
from pi.catalogue.owned import read_own
from pi.filesystem import sync_directory
from pi.radio.head_unit import HeadUnit, is_an_id
from pi.service.core.families import MOST_OWN
from pi.storage.durable import make_private_directory, write_new_file
from pi.storage.store import Store

MOST_TEXT: Final = 8 * 1024 * 1024  # letters of all of them; one has thirteen thousand
_ASIDE: Final = "{name}.replaced-{number}"
_ROWS: Final = (
    "SELECT id, toml FROM family WHERE length(id) <= 64 AND length(toml) <= ? ORDER BY id LIMIT ?"
)


def to_pack(directory: Path, used: Iterable[str]) -> dict[str, str]:
    """The good files of a directory by their ids, as many as a backup takes.

    Those of the vehicles come first: ``used`` are their families.
    """
    packed: dict[str, str] = {}
    room = MOST_TEXT
    for head_unit in (*used, *_names(directory)):
        if head_unit in packed or not is_an_id(head_unit) or len(packed) >= MOST_OWN:
            continue
        path = directory / f"{head_unit}.toml"
        with suppress(OSError, UnicodeDecodeError):
            if isinstance(read_own(path, ids()), HeadUnit):
                text = path.read_text("utf-8")
                if len(text) <= min(room, LONGEST_FILE):
                    packed[head_unit] = text
                    room -= len(text)
    return packed


def packed_in(store: Store) -> dict[str, str]:
    """What a store holds of them: by id the text, where it would do as an owner's own file.

    A stranger's backup may hold anything: a bad one is left out, as a bad file is.
    """
    return dict(_good(store.query(_ROWS, (LONGEST_FILE, MOST_OWN))))


def displaced(directory: Path, packed: dict[str, str]) -> tuple[str, ...]:
    """The ids of those whose file is there already, and says something else."""
    return tuple(
        head_unit
        for head_unit, text in packed.items()
        if _differs(_file(directory, head_unit), text)
    )


def unpack(store: Store, directory: Path) -> None:
    """Write what the store holds of them beside it. A file that says something else is put aside.

    Where that fails they stay where they are. Raises OSError, NotSavedError, DamagedStoreError.
    """
    if not store.query("SELECT 1 FROM family LIMIT 1"):
        return
    make_private_directory(directory)
    for head_unit, text in packed_in(store).items():
        path = _file(directory, head_unit)
        if _differs(path, text):
            path.rename(_aside_of(path))
            sync_directory(directory)
        if not lexists(path):
            write_new_file(path, text.encode("utf-8"), 0o600)
    with store.transaction() as connection:
        connection.execute("DELETE FROM family")


def _good(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    room = MOST_TEXT
    for head_unit, text in rows:
        room -= len(text)
        if room < 0:
            return
        if head_unit in ids() or not is_an_id(head_unit):
            continue
        found = read_text(text)
        if isinstance(found, HeadUnit) and found.id == head_unit:
            yield head_unit, text


def _names(directory: Path) -> list[str]:
    with suppress(OSError):
        return sorted(path.stem for path in directory.glob("*.toml"))
    return []


def _file(directory: Path, head_unit: str) -> Path:
    return directory / f"{head_unit}.toml"


def _differs(path: Path, text: str) -> bool:
    """Whether something else is there. What can't be read is something else."""
    if not lexists(path):
        return False
    try:
        plain = path.is_file() and path.stat().st_size <= 4 * LONGEST_FILE  # a letter has 4 bytes
        return not plain or path.read_bytes() != text.encode("utf-8")
    except OSError:
        return True


def _aside_of(path: Path) -> Path:
    number = 1
    while lexists(aside := path.with_name(_ASIDE.format(name=path.name, number=number))):
        number += 1
    return aside
