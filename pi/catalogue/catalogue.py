"""The catalogue of head units: what is known of every family of radios, shipped or the owner's
own.

The families that come with Steadyhand are read from one compiled file (``COMPILED``). An owner's
own files may join them from a directory. Nothing is read before it is needed, so that a service
starts fast: ``Catalogue.load`` of a family that comes with Steadyhand reads that family alone.

People edit the TOML files; ``python3 -m pi.catalogue.compile`` writes them as that one file,
which a machine reads far faster. It is a JSON array, one family a line in the order of
ids, each line beginning with the id, so that one family is found and read without the others.
"""

import gc
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from os.path import dirname, join
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
from msgspec.structs import replace

from pi.catalogue.search import could_have, search
from pi.radio.head_unit import LONGEST_ID, HeadUnit, is_an_id
from pi.radio.security_code import CodeProblem, find_problem

if TYPE_CHECKING:
    from pathlib import Path

    from pi.catalogue.head_unit_file import BadFile


COMPILED: Final = join(dirname(__file__), "head_units", "compiled.json")
Decoded = TypeVar("Decoded")
BEGINS: Final = b'{"id":"'  # every line of a family

BUILT_IN: Final = join(dirname(__file__), "head_units")


class DamagedCatalogueError(Exception):
    """The compiled file is missing or garbled. The message names the file, for developers."""


@cache
def compiled_ids(file: str = COMPILED) -> tuple[str, ...]:
    """The ids of all families, in order. Raises DamagedCatalogueError."""
    lines = _framed(file).split(b"\n")[1:-2]
    starts = len(BEGINS)
    return tuple(line[starts : line.index(b'"', starts)].decode() for line in lines)


def load_compiled(head_unit: str, file: str = COMPILED) -> HeadUnit | None:
    """One family, or None where the file has none of this id. Raises DamagedCatalogueError."""
    content = _framed(file)
    begin = content.find(b'\n%b%b"' % (BEGINS, head_unit.encode("utf-8", "replace")))
    if begin < 0:
        return None
    line = content[begin + 1 : content.index(b"\n", begin + 1)].rstrip(b",")
    found = _decoded(file, line, HeadUnit)
    return found if found.id == head_unit else None


def load_all(file: str = COMPILED) -> tuple[HeadUnit, ...]:
    """Every family, in the order of ids. Raises DamagedCatalogueError."""
    collects = gc.isenabled()
    gc.disable()  # nothing read here is garbage, and looking for it costs a tenth
    try:
        return _decoded(file, _content(file), tuple[HeadUnit, ...])
    finally:
        if collects:
            gc.enable()


def _decoded(file: str, content: bytes, as_type: type[Decoded]) -> Decoded:
    try:
        return msgspec.json.decode(content, type=as_type)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedCatalogueError(file) from error


def _content(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError as error:
        raise DamagedCatalogueError(file) from error


def _framed(file: str) -> bytes:
    """The whole file, its frame looked at: one family a line between brackets."""
    content = _content(file)
    families, lines = content.count(b"\n" + BEGINS), content.count(b"\n") - 2
    if not content.startswith(b"[\n") or not content.endswith(b"}\n]\n") or families != lines:
        raise DamagedCatalogueError(file)
    return content


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
        return search(self.all_head_units(), text, shows=shows, make=make)

    def find_problem(self, head_unit: HeadUnit, code: str) -> CodeProblem | None:
        """Why a code is none of this family, and which others of the make's could have it."""
        problem = None if head_unit.code is None else find_problem(code, head_unit.code)
        if problem is None or problem.rule in {"empty", "not_digits"}:
            return problem
        others = could_have(self.all_head_units(), code, head_unit)
        makes = {fits.make for fits in head_unit.fits}
        return replace(
            problem,
            make=makes.pop() if len(makes) == 1 else "",
            could_be=tuple(one.id for one in others),
        )

    def nearest(self, head_unit: str) -> tuple[str, ...]:
        """The ids most like a mistyped one, best first; none if nothing is like it."""
        return _nearest(head_unit, self.ids())

    @cached_property
    def _owners(self) -> "tuple[dict[str, HeadUnit], tuple[BadFile, ...]]":
        if self._owners_directory is None:
            return {}, ()
        from pi.catalogue.head_unit_file import read_all

        return read_all(self._owners_directory, ids())


def ids() -> tuple[str, ...]:
    """The ids of the families that come with Steadyhand, in order."""
    return compiled_ids()


def load(head_unit: str) -> HeadUnit:
    """A family that comes with Steadyhand, by an id. Raises UnknownHeadUnitError."""
    return Catalogue().load(head_unit)


@cache
def all_head_units() -> tuple[HeadUnit, ...]:
    """Every family that comes with Steadyhand, in the order of ids."""
    return load_all()


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


_read = cache(load_compiled)  # a family is read once; asked with ids that exist alone


def _nearest(head_unit: str, known: Sequence[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    if len(head_unit) > LONGEST_ID:
        return ()  # nobody mistyped an id so; to compare it would take long
    return tuple(get_close_matches(head_unit.casefold(), known, n=3, cutoff=0.5))
