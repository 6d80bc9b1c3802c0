"""``steadyhand guide``: the road to a lost code, without a service and without a trace."""

import shutil
import sys
import textwrap
from typing import Any, Final

import click
from msgspec import Struct

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.filesystem import TooLargeError, read_stream
from pi.guide.facts import Fact, Item, Station, known_as, nearest
from pi.guide.first_aid import FirstAid, OnFamily, besides, on_each, on_family
from pi.guide.guide import (
    Guide,
    Situation,
    Trouble,
    afterwards,
    guide,
    situation_of,
    troubles,
)
from pi.guide.letter import BadLetterError, Letter, letter
from pi.radio.display import as_shown
from pi.radio.head_unit import HeadUnit
from tui.cli.base import as_told, end, say_at_length
from tui.exits import Exit, say, say_json
from tui.families import catalogue, families, looked_up
from tui.text import cli as command_words
from tui.text import guide as words
from tui.text.refusals import unknown_head_unit

WIDEST: Final = 80  # columns
TROUBLES: Final = click.Choice([each.value for each in Trouble])
LONGEST_INPUT: Final = 8 * 1024  # bytes


class Shown(Struct, frozen=True, kw_only=True):
    """What a display may be saying: on the family that is known, on each that may be it, at large.

    Where the family has the word, nothing else is said.
    """

    here: OnFamily | None = None
    candidates: tuple[OnFamily, ...] = ()
    aids: tuple[FirstAid, ...] = ()


class BadGuideError(ValueError):
    """What was asked for can't be answered. The message is the line to show."""


@click.command("guide")
@click.option("--make", default="", help="The car's make, or the radio's own brand.")
@click.option("--head-unit", default="", metavar="ID", help="See: steadyhand head-units")
@click.option("--shows", default="", metavar="TEXT", help="What the display shows.")
@click.option("--trouble", metavar="WHAT", type=TROUBLES, help=command_words.HELP_TROUBLE)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@click.option("--letter", is_flag=True, help=command_words.HELP_LETTER)
def command(
    make: str, head_unit: str, shows: str, trouble: str | None, as_json: bool, letter: bool
) -> None:
    try:
        road, told = asked(make, head_unit, shows)
        page = words.text(letter_given(road.make)) if letter else None
    except BadGuideError as error:
        end(Exit.BAD_INPUT, str(error))
    if as_json:
        say_json(shaped(road, told) if page is None else {"letter": page})
    elif page is not None:
        say(*page.split("\n"))
    elif trouble is None or road.situation is Situation.NO_CODE:
        say_at_length(*written(road, told, shows))
    else:
        say_at_length(*answered(road, Trouble(trouble)))


def asked(make: str, head_unit: str, shows: str) -> tuple[Guide, Shown]:
    """The guide, and what the display says that shows this. Raises BadGuideError."""
    family = _family(head_unit)
    make = _make(make)
    situation = situation_of(shows, family, make)
    road = guide(family, make, situation=situation)
    return road, _shown(shows, family, road.make)


def _shown(shows: str, family: HeadUnit | None, make: str) -> Shown:
    if not shows.strip():
        return Shown()
    here = None if family is None else on_family(shows, family)
    known = families(make=make) if family is None else ()
    return Shown(here=here, candidates=on_each(shows, known), aids=besides(here, shows, make))


def _family(head_unit: str) -> HeadUnit | None:
    if not head_unit:
        return None
    try:
        return catalogue().load(head_unit)
    except UnknownHeadUnitError as error:
        raise BadGuideError(unknown_head_unit(head_unit, error.nearest)) from None


def _make(typed: str) -> str:
    """The make as the guide spells it, or else the catalogue: then the general road is right.

    A car leads to its make.
    """
    if not typed.strip() or known_as(typed):
        return typed
    looked = looked_up(typed)
    if looked.make is not None:
        return known_as(looked.make.name) or looked.make.name
    raise BadGuideError(words.unknown_make(looked.near or nearest(typed)))


def shaped(road: Guide, told: Shown) -> dict[str, Any]:
    """The documented shape of ``guide --json``."""
    family = _family(road.head_unit or "")
    return {
        "make": road.make or None,
        "make_known": road.make_known,
        "head_unit": road.head_unit,
        "situation": road.situation.value,
        "stored_by_maker": road.stored_by_maker.value,
        "owner_chose": road.owner_chose,
        "next": road.next,
        "on_family": None if told.here is None else _shaped_word(told.here),
        "candidates": [_shaped_word(each) for each in told.candidates],
        "first_aid": [_shaped_aid(aid) for aid in told.aids],
        "stations": [_shaped_station(station) for station in road.stations],
        "afterwards": [_shaped_item(item) for item in _afterwards(road)],
        "troubles": [_shaped_station(each, family) for each in troubles(family, road.make)],
    }


def _afterwards(road: Guide) -> tuple[Item, ...]:
    return () if road.situation is Situation.NO_CODE else afterwards(road.make)


def _shaped_station(station: Station, family: HeadUnit | None = None) -> dict[str, Any]:
    return {
        "id": station.id,
        "kind": station.kind.value,
        "title": words.station_title(station.id),
        "ticked": station.ticked,
        "items": [_shaped_item(item, family) for item in station.items],
    }


def _shaped_item(item: Item, family: HeadUnit | None = None) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "say": words.say(item, family),
        "make": item.make or None,
        "sure": item.sure,
        "costs": None if item.costs is None else item.costs.value,
        "tries": item.tries,
        "place": item.place or None,
        "year": item.year or None,
        "facts": _shaped_facts(item.facts),
    }


def _shaped_aid(aid: FirstAid) -> dict[str, Any]:
    return {
        "id": aid.id,
        "shows": list(aid.shows),
        "makes": list(aid.makes),
        "no_code": aid.no_code,
        "final": aid.final,
        "say": list(words.help_for(aid)),
        "facts": _shaped_facts(aid.facts),
    }


def _shaped_word(found: OnFamily) -> dict[str, Any]:
    return {
        "head_unit": found.head_unit.id,
        **as_told(found.reading),
        "say": list(words.on_family(found)),
        "facts": _shaped_facts(found.facts),
    }


def _shaped_facts(facts: tuple[Fact, ...]) -> list[dict[str, Any]]:
    return [
        {
            "trust": fact.trust.value,
            "where": fact.where,
            "seen_on": fact.seen_on,
            "note": fact.note or None,
            "inferred": fact.inferred,
        }
        for fact in facts
    ]


def written(road: Guide, told: Shown, shows: str) -> list[str]:
    """The lines of the road for a person: numbered stations, short items, who says so."""
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    nothing = shows.strip() and told == Shown()
    lines = _filled(words.WORD_NOT_KNOWN, "", width) if nothing else []
    if told.here is not None:
        lines += [words.it_shows(as_shown(told.here.reading.word))]
        here = words.on_family(told.here)
        lines += [line for each in here for line in _filled(each, "  - ", width)]
    alone = len(told.candidates) == 1
    aids = [] if alone else _aids(told.aids, width)
    may_be = _candidates(told.candidates, width)
    lines += [*may_be, *aids] if road.make else [*aids, *may_be]
    for said in words.opening(road):
        lines += _filled(said, "", width)
    for number, station in enumerate(road.stations, start=1):
        lines += ["", f"{number}. {words.station_title(station.id)}", *_items(station.items, width)]
    if kept := _afterwards(road):
        lines += ["", words.station_title("afterwards"), *_items(kept, width)]
    if road.situation is not Situation.NO_CODE:
        lines += ["", words.IT_GOES_WRONG]
        lines += [line for each in Trouble for line in words.trouble_lines(each)]
    lines += ["", *_filled(words.SOURCES_ELSEWHERE, "", width)]
    return lines[1:] if lines[0] == "" else lines


def answered(road: Guide, trouble: Trouble) -> list[str]:
    """The lines of one trouble alone, the family's answers before those that hold for all."""
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    family = _family(road.head_unit or "")
    found = [each for each in troubles(family, road.make) if each.id == trouble]
    lines = [line for said in words.opening(road) for line in _filled(said, "", width)]
    for each in found:
        lines += [words.station_title(each.id), *_items(each.items, width, family)]
    return [*lines, "", *_filled(words.SOURCES_ELSEWHERE, "", width)]


def _candidates(found: tuple[OnFamily, ...], width: int) -> list[str]:
    """What the word means on each radio that may be this one; of one alone, what to do as well."""
    lines = [line for each in words.candidates(found) for line in _filled(each, "", width)]
    if len(found) == 1:
        only = words.on_family(found[0])[1:]
        lines += [line for each in only for line in _filled(each, "  - ", width)]
    return lines


def _aids(aids: tuple[FirstAid, ...], width: int) -> list[str]:
    """What is said of displays in general."""
    lines = []
    for aid in aids:
        lines += [words.help_title(aid.shows, aid.makes)]
        lines += [line for each in words.help_for(aid) for line in _filled(each, "  - ", width)]
    return lines


def _items(items: tuple[Item, ...], width: int, family: HeadUnit | None = None) -> list[str]:
    lines = []
    for item in items:
        who = words.who_says(item.facts)
        told = words.say(item, family)
        lines += _filled(f"{told} [{who}]" if who else told, "   - ", width)
    return lines


def _filled(said: str, bullet: str, width: int) -> list[str]:
    return textwrap.wrap(
        said, max(width, 20), initial_indent=bullet, subsequent_indent=" " * len(bullet)
    )


def letter_given(make: str) -> Letter:
    """The letter from ``key: value`` lines on standard input; blanks from a terminal.

    Raises BadGuideError, which repeats nothing of what was given.
    """
    fields = {} if sys.stdin is None or sys.stdin.isatty() else _fields()
    fields.setdefault("car", make)
    try:
        return letter(fields)
    except BadLetterError as error:
        raise BadGuideError(words.bad_field(error)) from None


def _fields() -> dict[str, str]:
    try:
        lines = read_stream(sys.stdin.buffer, LONGEST_INPUT).decode("utf-8").splitlines()
    except (UnicodeDecodeError, TooLargeError):
        raise BadGuideError(command_words.NO_TEXT) from None
    fields: dict[str, str] = {}
    for line in filter(str.strip, lines):
        name, colon, value = line.partition(":")
        if not colon:
            raise BadGuideError(words.NOT_A_FIELD_LINE)
        fields[name.strip().casefold()] = value.strip()
    return fields
