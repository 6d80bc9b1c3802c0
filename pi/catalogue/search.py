"""Which family is it? Found by make, model, name, and above all by what the display shows.

The display is the better witness: one car model carries radios of several families. What is read
off it is understood as everywhere (``pi.radio.display``); what is written alike comes first.

A make goes by several names: a Vauxhall is an Opel. ``makes.toml`` holds the other names, the cars
that people name instead of their make, and of makes without a family the little that is known,
with who says so.
"""

import re
from collections.abc import Iterable
from functools import cache
from os.path import dirname, join
from typing import Final

import msgspec
from msgspec import Struct

from pi.radio.display import ITS_PLACES, likeness, places_of, squeezed
from pi.radio.head_unit import DisplayWord, Fits, HeadUnit, Meaning
from pi.radio.provenance import Sources
from pi.radio.security_code import find_problem

_BETWEEN_WORDS: Final = re.compile(r"[\s/,()-]+")

FILE: Final = join(dirname(__file__), "makes.toml")

# A display that asks for a code in words holds one of the first, and beside it only the others.
WORDS_FOR_A_CODE: Final = frozenset({"code", "pin", "codice", "codigo"})
BESIDE_THEM: Final = frozenset({"enter", "in", "input", "key", "please", "radio", "security"})

LEAST_PLACES: Final = 3  # dashes that are places for a code, and no stroke between words

USED_UP: Final = {"calldealer"}  # shown where no try is left, by sets that no source names

# What a match is worth. A word of the display outweighs anything said about the car.
LIKENESS: Final = 8  # for each degree of it
IT_ASKS: Final = 5  # the word is the family's prompt
THE_CAR: Final = 4
THE_CAR_PERHAPS: Final = 2  # inferred, or the same car has another radio too
A_NAME: Final = 3
MAY_ASK_SO: Final = 1  # nobody says in which words the family asks
CAN_BE_USED_UP: Final = 1  # a family with a known end, where the display says that it is over
LEAST_PART: Final = 3  # characters a part of a display word needs to count while it is typed


def begins_a_word(text: str, part: str) -> bool:
    """Whether a word of a text, or several that follow each other, begin so; dashes or none.

    ``landrover`` and ``xtrail`` are in ``Land Rover`` and ``X-Trail``, ``red`` is not in
    ``registered``.
    """
    wanted = squeezed(part).replace("-", "")
    words = [squeezed(each) for each in _BETWEEN_WORDS.split(text)]
    return bool(wanted) and any(
        "".join(words[at:]).startswith(wanted) for at in range(len(words)) if words[at]
    )


class KnownMake(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A make in ``makes.toml``. ``note`` is what little is known of radios without a family.

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

    ``nothing_known``: no family at all. ``note`` says a little of radios without one, a market or
    a set that the families leave out, and ``sources`` who says so. ``models`` and ``kin`` are
    those of ``KnownMake``.
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
    return tuple(sorted((_make_of(name, seen) for name in names.values()), key=_by_letters))


def _make_of(name: str, seen: dict[str, set[str]]) -> Make:
    names = names_of(name)
    ids = {one for each in names for one in seen.get(squeezed(each), ())}
    wanted = squeezed(name)
    said = next(
        (one for one in known_makes() if wanted in map(squeezed, (one.name, *one.also))), None
    )
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


def asks_for_a_code(shows: str) -> bool:
    """Whether any radio may show it when it asks: a word for a code, or the places for one."""
    words = {"".join(filter(str.isalpha, squeezed(word))) for word in _BETWEEN_WORDS.split(shows)}
    words.discard("")
    if not words:
        return squeezed(shows).count("-") >= LEAST_PLACES
    return not words.isdisjoint(WORDS_FOR_A_CODE) and words <= WORDS_FOR_A_CODE | BESIDE_THEM


def asks_in_words_untold(head_unit: HeadUnit) -> bool:
    """Whether it takes a code and no source gives the words that it asks for it with."""
    told = any(word.asks and word.exact for word in head_unit.words)
    return head_unit.protection.takes_a_code and not told


def _shown(head_unit: HeadUnit, shows: str) -> int:
    """A family of which no prompt is told stays in on any: a gap in what is known loses none."""
    may_ask_so = asks_in_words_untold(head_unit) and asks_for_a_code(shows)
    return _display(head_unit, shows) or (MAY_ASK_SO if may_ask_so else 0)


def search(
    head_units: Iterable[HeadUnit], text: str = "", *, shows: str = "", make: str = ""
) -> tuple[HeadUnit, ...]:
    """The families that fit everything given, best first; all of them where nothing is given.

    ``text`` is free: make, model, name or display. ``shows`` is what the display reads, ``make``
    the car's maker. What fits alike stays in the order it came in.
    """
    scored: list[tuple[int, HeadUnit]] = []
    for head_unit in head_units:
        scores = [
            score(head_unit, wanted)
            for score, wanted in ((_said, text), (_shown, shows), (_make, make))
            if wanted.strip()
        ]
        if all(scores):
            scored.append((-sum(scores), head_unit))
    return tuple(head_unit for _, head_unit in sorted(scored, key=lambda found: found[0]))


def could_have(
    head_units: Iterable[HeadUnit], code: str, instead_of: HeadUnit
) -> tuple[HeadUnit, ...]:
    """The other families of the same makes whose code this could be, in the order they came in."""
    makes_of_it = {squeezed(name) for fits in instead_of.fits for name in names_of(fits.make)}
    return tuple(
        one
        for one in head_units
        if one.id != instead_of.id
        and one.takes_a_code
        and one.code is not None
        and find_problem(code, one.code) is None
        and any(squeezed(fits.make) in makes_of_it for fits in one.fits)
    )


def display_score(word: DisplayWord, shows: str) -> int:
    """How well what the owner reads fits one word of a family; 0 if it does not."""
    alike = likeness(word, shows)
    return alike * LIKENESS + (IT_ASKS if word.asks else 0) if alike else 0


def _display(head_unit: HeadUnit, shows: str) -> int:
    words = [display_score(word, shows) for word in head_unit.words]
    if any(likeness(word, shows) for word in places_of(head_unit)):
        words.append(ITS_PLACES * LIKENESS + IT_ASKS)
    return max([_used_up_score(head_unit, shows), *words])


def _used_up_score(head_unit: HeadUnit, shows: str) -> int:
    """A phrase that tells of the end, not of the family: all that are known to have one."""
    if squeezed(shows) not in USED_UP:
        return 0
    ends = any(one.terminal.after_wrong for one in head_unit.lockout.candidates)
    return CAN_BE_USED_UP if ends or head_unit.words_meaning(Meaning.FINAL) else 0


def _make(head_unit: HeadUnit, make: str) -> int:
    wanted = squeezed(make)
    return max(
        (
            THE_CAR if fits.sure else THE_CAR_PERHAPS
            for fits in head_unit.fits
            if any(squeezed(name).startswith(wanted) for name in names_of(fits.make))
        ),
        default=0,
    )


def _said(head_unit: HeadUnit, text: str) -> int:
    """Every word must be known of the family, or the whole must be on its display."""
    words = [_word_score(head_unit, word) for word in text.split() if squeezed(word)]
    about = sum(words) if words and all(words) else 0
    return max(about, _shown(head_unit, text), _being_typed(head_unit, text))


def _being_typed(head_unit: HeadUnit, text: str) -> int:
    """A word of the display of which only the beginning is typed so far."""
    part = squeezed(text).strip("-")
    begins = len(part) >= LEAST_PART and any(
        squeezed(word.text).startswith(part) for word in head_unit.words
    )
    return A_NAME if begins else 0


def _word_score(head_unit: HeadUnit, word: str) -> int:
    cars = [
        THE_CAR if fits.sure else THE_CAR_PERHAPS
        for fits in head_unit.fits
        if is_about_car(fits, word)
    ]
    return max([*cars, A_NAME if is_a_name(head_unit, word) else 0])


def is_about_car(fits: Fits, word: str) -> bool:
    """Whether a word is of the make, the model or the years of a car."""
    told = (*names_of(fits.make), f"{fits.make} {fits.model}", fits.years)
    return any(begins_a_word(text, word) for text in told)


def is_a_name(head_unit: HeadUnit, word: str) -> bool:
    """Whether a word is of a family's own names."""
    names = (head_unit.id, head_unit.name, *head_unit.on_its_front, *head_unit.also_known_as)
    return any(begins_a_word(name, word) for name in names)
