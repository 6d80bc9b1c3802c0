"""The makes of cars: those that a family was seen in, and those of which nothing is known.

A make goes by several names: a Vauxhall is an Opel. ``makes.toml`` holds the other names, the cars
that people name instead of their make, and of makes without a family the little that is known,
with who says so.
"""

from collections.abc import Iterable
from functools import cache
from os.path import dirname, join
from typing import Final

import msgspec
from msgspec import Struct

from pi.catalogue.squeezed import squeezed
from pi.radio.head_unit import HeadUnit
from pi.radio.provenance import Sources

FILE: Final = join(dirname(__file__), "makes.toml")


class KnownMake(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A make in ``makes.toml``. ``note`` is what little is known where there is no family.

    ``models`` are cars that lead to it. ``kin`` are makes whose radios may be in its cars.
    """

    name: str
    also: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    note: str = ""
    sources: Sources = ()


class Make(Struct, frozen=True, kw_only=True):
    """A make as people choose it. ``families`` holds the ids of those seen in its cars.

    ``nothing_known``: no family at all. ``note`` may still say a little, and ``sources`` who.
    ``models`` and ``kin`` are those of ``KnownMake``.
    """

    name: str
    also: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    nothing_known: bool = False
    note: str = ""
    sources: Sources = ()


class _File(Struct, forbid_unknown_fields=True):
    make: tuple[KnownMake, ...]


@cache
def known_makes() -> tuple[KnownMake, ...]:
    """What ``makes.toml`` says, in its order."""
    import tomllib

    with open(FILE, "rb") as file:
        return msgspec.convert(tomllib.load(file), _File).make


@cache
def names_of(make: str) -> tuple[str, ...]:
    """All names of a make, the given one first: ``Vauxhall`` is ``Opel`` too."""
    wanted = squeezed(make)
    others = {
        name: None
        for known in known_makes()
        if wanted in map(squeezed, names := (known.name, *known.also))
        for name in names
    }
    return (make, *(name for name in others if squeezed(name) != wanted))


def makes(head_units: Iterable[HeadUnit]) -> tuple[Make, ...]:
    """Every make of any family, and those of which nothing is known, by their letters."""
    seen: dict[str, set[str]] = {}  # by letters alone: one spelling of a make is enough
    names: dict[str, str] = {}
    for one in head_units:
        for fits in one.fits:
            seen.setdefault(squeezed(fits.make), set()).add(one.id)
            names.setdefault(squeezed(fits.make), fits.make)
    for known in known_makes():
        names.setdefault(squeezed(known.name), known.name)
    return tuple(sorted((_make(name, seen) for name in names.values()), key=_by_letters))


def find_make(text: str, among: Iterable[Make] | None = None) -> Make | None:
    """The make that goes by this name, spelled in any way. ``among`` spares making the list."""
    if among is None:
        from pi.catalogue.catalogue import all_head_units

        among = makes(all_head_units())
    wanted = squeezed(text)
    found = [
        (squeezed(one.name) != wanted, one)
        for one in among
        if wanted and wanted in map(squeezed, (one.name, *one.also))
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def _make(name: str, seen: dict[str, set[str]]) -> Make:
    names = names_of(name)
    ids = {one for each in names for one in seen.get(squeezed(each), ())}
    said = next((one for one in known_makes() if squeezed(one.name) == squeezed(name)), None)
    return Make(
        name=name,
        also=names[1:],
        models=() if said is None else said.models,
        kin=() if said is None else said.kin,
        families=tuple(sorted(ids)),
        nothing_known=not ids,
        note="" if said is None else said.note,
        sources=() if said is None else said.sources,
    )


def _by_letters(make: Make) -> tuple[str, str]:
    return squeezed(make.name), make.name
