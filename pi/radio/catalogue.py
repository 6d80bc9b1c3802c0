"""The catalogue of head units: one TOML file a family, read when it is asked for.

The families that come with Steadyhand lie beside this module; an owner's own files may join them
from a directory. Nothing is read before it is needed, so that a service starts fast: ``load`` of
a family that comes with Steadyhand reads one file.
"""

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from pi.radio.head_unit import HeadUnit
from pi.radio.head_unit_file import BadFile, WhyBad, parse, read

BUILT_IN: Final = Path(__file__).parent / "head_units"


class UnknownHeadUnitError(LookupError):
    """No family has this id. ``nearest`` holds the ids most like it."""

    def __init__(self, head_unit: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(head_unit)
        self.head_unit = head_unit
        self.nearest = nearest


class BadHeadUnitError(UnknownHeadUnitError):
    """The owner's file of this family can't be used. ``bad_file`` says why."""

    def __init__(self, head_unit: str, bad_file: BadFile) -> None:
        super().__init__(head_unit)
        self.bad_file = bad_file


class Catalogue:
    """The families that come with Steadyhand, and the owner's own where a directory is given.

    An owner's file is read once, at first need; a new Catalogue sees what changed since.
    """

    def __init__(self, owners_directory: Path | None = None) -> None:
        self._owners_directory = owners_directory

    def load(self, head_unit: str) -> HeadUnit:
        """One family. Raises UnknownHeadUnitError, with the nearest ids."""
        if head_unit in ids():
            return load(head_unit)
        owned, bad_files = self._owners
        if head_unit in owned:
            return owned[head_unit]
        for bad_file in bad_files:
            if bad_file.file == f"{head_unit}.toml":
                raise BadHeadUnitError(head_unit, bad_file)
        raise UnknownHeadUnitError(head_unit, self.nearest(head_unit))

    def ids(self) -> tuple[str, ...]:
        """The ids of all families that can be loaded, in order."""
        return tuple(sorted({*ids(), *self._owners[0]}))

    def all_head_units(self) -> tuple[HeadUnit, ...]:
        """Every family, in the order of ids. Reads every file the first time."""
        return tuple(self.load(head_unit) for head_unit in self.ids())

    def bad_files(self) -> tuple[BadFile, ...]:
        """The owner's files that were skipped, in the order of their names."""
        return self._owners[1]

    def search(self, text: str = "", *, shows: str = "", make: str = "") -> tuple[HeadUnit, ...]:
        """The families that fit, best first: see ``catalogue_search.search``."""
        from pi.radio.catalogue_search import search

        return search(self.all_head_units(), text, shows=shows, make=make)

    def nearest(self, head_unit: str) -> tuple[str, ...]:
        """The ids most like a mistyped one, best first; none if nothing is like it."""
        return _nearest(head_unit, self.ids())

    @cached_property
    def _owners(self) -> tuple[dict[str, HeadUnit], tuple[BadFile, ...]]:
        good: dict[str, HeadUnit] = {}
        bad: list[BadFile] = []
        if self._owners_directory is None:
            return good, ()
        try:
            paths = sorted(self._owners_directory.iterdir())
        except FileNotFoundError:
            return good, ()
        except OSError as error:
            detail = type(error).__name__
            whole = BadFile(
                file=self._owners_directory.name, key="", reason=WhyBad.UNREADABLE, detail=detail
            )
            return good, (whole,)
        for path in paths:
            if path.suffix != ".toml" or path.name.startswith("."):
                continue
            found = read(path)
            if isinstance(found, BadFile):
                bad.append(found)
            elif found.id in ids():
                bad.append(BadFile(file=path.name, key="id", reason=WhyBad.ID_IS_TAKEN))
            else:
                good[found.id] = found
        return good, tuple(bad)


def ids() -> tuple[str, ...]:
    """The ids of the families that come with Steadyhand, in order. Reads no file."""
    return _built_in_ids()


@cache
def _built_in_ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in BUILT_IN.glob("*.toml")))


@cache
def load(head_unit: str) -> HeadUnit:
    """A family that comes with Steadyhand, from its one file. Raises UnknownHeadUnitError."""
    if head_unit not in ids():
        raise UnknownHeadUnitError(head_unit, _nearest(head_unit, ids()))
    return parse((BUILT_IN / f"{head_unit}.toml").read_text("utf-8"))


def all_head_units() -> tuple[HeadUnit, ...]:
    """Every family that comes with Steadyhand, in the order of ids."""
    return tuple(load(head_unit) for head_unit in ids())


def _nearest(head_unit: str, known: Sequence[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(head_unit.casefold(), known, n=3, cutoff=0.5))
