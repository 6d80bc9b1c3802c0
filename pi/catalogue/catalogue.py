"""The catalogue of head units: what is known of every family of radios.

The families that come with Steadyhand are read from one compiled file (``compiled``); people edit
the TOML files beside it. An owner's own files may join them from a directory. Nothing is read
before it is needed, so that a service starts fast: ``load`` of a family that comes with Steadyhand
reads that family alone.
"""

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from os.path import dirname, join
from typing import TYPE_CHECKING, Final

from pi.catalogue import compiled
from pi.catalogue.compiled import DamagedCatalogueError as DamagedCatalogueError
from pi.radio.head_unit import LONGEST_ID, HeadUnit, is_an_id

if TYPE_CHECKING:
    from pathlib import Path

    from pi.catalogue.head_unit_file import BadFile


BUILT_IN: Final = join(dirname(__file__), "head_units")


class UnknownHeadUnitError(LookupError):
    """No family has this id. ``nearest`` holds the ids most like it."""

    def __init__(self, head_unit: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(head_unit)
        self.head_unit = head_unit
        self.nearest = nearest


class BadHeadUnitError(UnknownHeadUnitError):
    """The owner's file of this family can't be used. ``bad_file`` says why."""

    def __init__(self, head_unit: str, bad_file: "BadFile") -> None:
        super().__init__(head_unit)
        self.bad_file = bad_file


class Catalogue:
    """The families that come with Steadyhand, and the owner's own where a directory is given.

    An owner's file is read once, at first need; a new Catalogue sees what changed since.
    """

    def __init__(self, owners_directory: "Path | None" = None) -> None:
        self._owners_directory = owners_directory

    def load(self, head_unit: str) -> HeadUnit:
        """One family, by its id or by an older id of it. Raises UnknownHeadUnitError.

        The error has the nearest ids. An id that is in use goes before an older one.
        """
        if (found := _built_in(head_unit)) is not None:
            return found
        owned, bad_files = self._owners
        if head_unit in owned:
            return owned[head_unit]
        for bad_file in bad_files:
            if bad_file.file == f"{head_unit}.toml":
                raise BadHeadUnitError(head_unit, bad_file)
        known_now = older_ids(self.all_head_units()).get(head_unit)
        if known_now is not None:
            return self.load(known_now)
        raise UnknownHeadUnitError(head_unit, self.nearest(head_unit))

    def ids(self) -> tuple[str, ...]:
        """The ids of all families that can be loaded, in order."""
        return tuple(sorted({*ids(), *self._owners[0]}))

    def all_head_units(self) -> tuple[HeadUnit, ...]:
        """Every family, in the order of ids. Reads every file the first time."""
        owned = self._owners[0]
        if not owned:
            return all_head_units()
        return tuple(sorted([*all_head_units(), *owned.values()], key=lambda one: one.id))

    def bad_files(self) -> "tuple[BadFile, ...]":
        """The owner's files that were skipped, in the order of their names."""
        return self._owners[1]

    def search(self, text: str = "", *, shows: str = "", make: str = "") -> tuple[HeadUnit, ...]:
        """The families that fit, best first: see ``search.search``."""
        from pi.catalogue.search import search

        return search(self.all_head_units(), text, shows=shows, make=make)

    def nearest(self, head_unit: str) -> tuple[str, ...]:
        """The ids most like a mistyped one, best first; none if nothing is like it."""
        return _nearest(head_unit, self.ids())

    @cached_property
    def _owners(self) -> "tuple[dict[str, HeadUnit], tuple[BadFile, ...]]":
        if self._owners_directory is None:
            return {}, ()
        from pi.catalogue.owned import read_all

        return read_all(self._owners_directory, ids())


def ids() -> tuple[str, ...]:
    """The ids of the families that come with Steadyhand, in order."""
    return compiled.ids()


def load(head_unit: str) -> HeadUnit:
    """A family that comes with Steadyhand, by an id. Raises UnknownHeadUnitError."""
    return Catalogue().load(head_unit)


@cache
def all_head_units() -> tuple[HeadUnit, ...]:
    """Every family that comes with Steadyhand, in the order of ids."""
    return compiled.load_all()


def older_ids(head_units: Iterable[HeadUnit]) -> dict[str, str]:
    """The ids that families had before, each with the id of the family it turned out to be.

    They stand among ``also_known_as``. One that two families claim is nobody's.
    """
    claimed: dict[str, set[str]] = {}
    for one in head_units:
        for name in filter(is_an_id, one.also_known_as):
            claimed.setdefault(name, set()).add(one.id)
    return {name: min(of) for name, of in claimed.items() if len(of) == 1}


def _built_in(head_unit: str) -> HeadUnit | None:
    return _read(head_unit) if head_unit in ids() else None


_read = cache(compiled.load)  # a family is read once; asked with ids that exist alone


def _nearest(head_unit: str, known: Sequence[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    if len(head_unit) > LONGEST_ID:
        return ()  # nobody mistyped an id so; to compare it would take long
    return tuple(get_close_matches(head_unit.casefold(), known, n=3, cutoff=0.5))
