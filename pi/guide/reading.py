"""The guide's own files: read when they are asked for, each once.

A file names its sources once and its items point at them, so that it stays small: TOML is slow to
read, and a guide reads two or three files.
"""

from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, field

from pi.guide.facts import Costs, Fact, Item, ItemKind, Stored, Trust

DATA: Final = Path(__file__).parent


class Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item as its file has it. ``at`` is the station; no ``makes`` means all of the file."""

    at: str
    kind: ItemKind
    says: str
    sources: tuple[str, ...] = field(name="from")
    makes: tuple[str, ...] = ()
    costs: Costs | None = None
    tries: int | None = None
    place: str = ""
    year: str = ""
    no_code: bool = False  # holds where no code exists, too


class FirstAidWritten(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """First aid as its file has it."""

    id: str
    shows: tuple[str, ...]
    may_mean: str
    do: tuple[str, ...]
    never: str
    sources: tuple[str, ...] = field(name="from")
    makes: tuple[str, ...] = ()
    no_code: bool = False
    final: bool = False


class File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file. ``owner_chosen`` lists makes whose codes were chosen by an owner.

    ``general``: it holds for every make.
    """

    sources: dict[str, Fact]
    general: bool = False
    items: tuple[Written, ...] = ()
    words: tuple[FirstAidWritten, ...] = ()
    stored_by_maker: dict[str, Stored] = {}
    owner_chosen: tuple[str, ...] = ()

    def knows(self, make: str) -> bool:
        """Whether anything but gaps is written of a make."""
        return any(
            written.kind is not ItemKind.UNKNOWN and (not written.makes or make in written.makes)
            for written in self.items
        )

    def items_at(self, station: str, make: str = "", no_code: bool = False) -> tuple[Item, ...]:
        """The items of a station that hold for a make, in the order of the file.

        ``no_code``: only those that hold where no code exists.
        """
        return tuple(
            item(self, written, "" if self.general and not written.makes else make)
            for written in self.items
            if written.at == station
            and (not written.makes or make in written.makes)
            and (written.no_code or not no_code)
        )


@cache
def read(name: str) -> File:
    """A file by its name without the ending, ``makes/nissan``. Raises FileNotFoundError."""
    import tomllib

    text = (DATA / f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), File)


def item(file: File, written: Written, make: str = "") -> Item:
    """The item with the facts it points at."""
    facts = facts_of(file, written.sources)
    return Item(
        kind=written.kind,
        says=written.says,
        facts=facts,
        make=make,
        costs=written.costs,
        tries=written.tries,
        sure=any(fact.trust is not Trust.SELLER for fact in facts),
        place=written.place,
        year=written.year,
    )


def facts_of(file: File, sources: tuple[str, ...]) -> tuple[Fact, ...]:
    """The facts a file's item points at."""
    return tuple(file.sources[source] for source in sources)
