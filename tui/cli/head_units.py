"""``steadyhand head-units``: the families, the makes, the check of one file, and a family as its
file.

What its owner saw for themselves stands below as comments: a claim, for whoever takes it in.
"""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from pi.catalogue.catalogue import UnknownHeadUnitError, ids
from pi.catalogue.check import has_makers_word, stated_rules
from pi.catalogue.free_text import LookedUp, another_is_likely, may_be
from pi.catalogue.head_unit_file import BadFile, as_table, read, read_own, write
from pi.catalogue.search import Make, makes
from pi.radio.display import read_on
from pi.radio.head_unit import Disagreement, HeadUnit, Meaning
from pi.radio.lockout import Lockout, LockoutCandidate
from pi.radio.provenance import Sources
from pi.service.protocol.answers import OwnFamilies, Remarks
from pi.service.protocol.commands import GetFamilies, GetRemarks
from tui.cli.base import as_told, end, say_at_length
from tui.client import Link, RefusedByServiceError, every_radio
from tui.exits import Exit, complain, say, say_json
from tui.families import bad_files, catalogue, families, looked_up, own_directory
from tui.service_socket import NoServiceError
from tui.text import cli as words
from tui.text import radios
from tui.text.radios import remark
from tui.text.refusals import unknown_head_unit


@click.command("head-units")
@click.option("--make", default="", help="The car's make.")
@click.option("--shows", default="", help="What the display shows.")
@click.option("--makes", "list_makes", is_flag=True, help="The makes instead of the families.")
@click.option("--check", "checked", metavar="FILE", help="Check one family's file instead.")
@click.option("--export", "exported", metavar="ID", help="Print one family as its file.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def command(
    make: str,
    shows: str,
    list_makes: bool,
    checked: str | None,
    exported: str | None,
    as_json: bool,
) -> None:
    alone = [given for given in (checked, exported) if given is not None]
    several = len(alone) + list_makes + bool(shows)
    if several > 1 or (alone and (make or as_json)):
        end(Exit.BAD_INPUT, words.not_understood("steadyhand head-units"))
    if exported is not None:
        sys.exit(export(exported))
    if checked is not None:
        sys.exit(check_file(checked))
    sys.exit(show_makes(make, as_json) if list_makes else show_families(make, shows, as_json))


def described(head_unit: HeadUnit) -> dict[str, Any]:
    """One family. Seconds; ``null`` is unknown."""
    shape = head_unit.code
    return {
        "id": head_unit.id,
        "name": head_unit.name,
        "also_known_as": list(head_unit.also_known_as),
        "on_its_front": list(head_unit.on_its_front),
        "protection": head_unit.protection.value,
        "takes_a_code": head_unit.takes_a_code,
        "code_lengths": [] if shape is None else list(shape.lengths),
        "makes": sorted({fit.make for fit in head_unit.fits}),
        "cars": [{"make": f.make, "model": f.model, "years": f.years} for f in head_unit.fits],
        "prompts": list(head_unit.words_meaning(Meaning.PROMPT)),
        "shows": [word.text for word in head_unit.words],
        "lockout": _lockout(head_unit.lockout),
        "sources_differ": head_unit.sources_differ,
        "disagreements": [_disagreement(each) for each in head_unit.disagreements],
        "verified_on_hardware": head_unit.verified_on_hardware,
    }


def described_make(make: Make) -> dict[str, Any]:
    """One make, and whether nothing trustworthy is known of its radios."""
    return {
        "make": make.name,
        "also": list(make.also),
        "families": list(make.families),
        "nothing_known": make.nothing_known,
        "note": make.note,
        "sources": _sources(make.sources),
    }


def _lockout(lockout: Lockout) -> dict[str, Any]:
    return {
        "none": lockout.none,
        "may_take_s": lockout.may_take_s,
        "accounts": [_account(each) for each in lockout.candidates],
    }


def _account(one: LockoutCandidate) -> dict[str, Any]:
    """One side's account. ``repeat_from`` counts wrong tries from 1, as ``dead_after`` does."""
    return {
        "name": one.name,
        "waits_s": [stage.wait_s for stage in one.stages],
        "then": one.tail.value,
        "repeat_from": one.repeat_from + 1 if one.tail.value == "repeat" else None,
        "cap_s": one.cap_s,
        "dead_after": one.terminal.after_wrong,
        "sources": _sources(one.sources),
    }


def _disagreement(one: Disagreement) -> dict[str, Any]:
    claims = [
        {"says": claim.says, **source} for claim in one.claims for source in _sources(claim.sources)
    ]
    return {"about": one.about.value, "claims": claims, "applied": one.applied}


def _sources(sources: Sources) -> list[dict[str, str]]:
    return [{"trust": source.trust.value, "where": source.where} for source in sources]


def show_families(make: str, shows: str, as_json: bool) -> Exit:
    """The families that fit, best first, a line each. Bad files are named beside them.

    ``make`` may be a car that leads to it, with a year.
    """
    for bad in bad_files():
        complain(radios.bad_file_line(bad))
    looked = looked_up(make)
    every = families()
    may = may_be(looked, shows, every, makes(every))
    found = families(make=make, shows=shows) or (() if may.kin else may.families)
    if as_json:
        say_json([described(one) | _read(one, shows) for one in found])
    elif found or may.families:
        _say_what_was_left_out(looked)
        if not found and looked.make is not None:
            complain(words.radios_of_kin(looked.make, may.kin))
        shown = found or may.families
        say_at_length(*(words.family_line(one, read_on(one, shows)) for one in shown))
        _say_what_it_may_be_instead(found, looked.make)
    elif looked.make is not None and looked.make.nothing_known:
        say(words.nothing_known(looked.make, elsewhere=may.elsewhere))
    elif looked.make is not None and may.elsewhere:
        complain(words.none_shows(looked.make))
        return Exit.BAD_INPUT
    else:
        complain(words.no_match(looked.near))
        return Exit.BAD_INPUT
    return Exit.DONE


def _read(head_unit: HeadUnit, shows: str) -> dict[str, Any]:
    """What the display says on this family, where it was said what it shows."""
    if not shows.strip():
        return {}
    reading = read_on(head_unit, shows)
    return {"read": None if reading is None else as_told(reading)}


def show_makes(make: str, as_json: bool) -> Exit:
    """Every make with its families; those of which nothing is known say so."""
    found = makes(families())
    looked = looked_up(make)
    if make.strip():
        found = () if looked.make is None else (looked.make,)
    if as_json:
        say_json([described_make(one) for one in found])
    elif found:
        say_at_length(*map(words.make_line, found))
    else:
        complain(words.no_match(looked.near))
        return Exit.BAD_INPUT
    return Exit.DONE


def _say_what_was_left_out(looked: LookedUp) -> None:
    """A year or a word that fits none, beside those that fit all the same."""
    if left_out := words.left_out(looked):
        complain(left_out)


def _say_what_it_may_be_instead(found: tuple[HeadUnit, ...], make: Make | None) -> None:
    """What of the make's radios these leave out, and that it may be none of them."""
    if make is not None and make.note:
        complain(words.beside_them(make))
    if another_is_likely(found, "" if make is None else make.name):
        complain(words.MAY_BE_ANOTHER)


def check_file(file: str) -> Exit:
    """Everything wrong with one family's file, a line each; one line where it is sound."""
    path = Path(file)
    among_own = path.absolute().parent == own_directory().absolute()
    found = read_own(path, ids()) if among_own else read(path)
    if isinstance(found, BadFile):
        say(*radios.problem_lines(file, found))
        return Exit.BAD_INPUT
    rules = [rule for _, rule in stated_rules(found)]
    without_maker = sum(not has_makers_word(rule) for rule in rules)
    say(radios.sound_line(file, len(rules), without_maker))
    return Exit.DONE


def export(head_unit: str) -> Exit:
    """Print it. Without a service what lies in the state directory is all that is known."""
    own, said = None, []
    try:
        with Link() as link:
            own, said = _own(link, head_unit), _remarks(link, head_unit)
    except (NoServiceError, RefusedByServiceError):
        pass
    try:
        family = own or catalogue().load(head_unit)
    except UnknownHeadUnitError as error:
        complain(unknown_head_unit(head_unit, error.nearest))
        return Exit.BAD_INPUT
    say(*write(as_table(family)).rstrip("\n").split("\n"))
    if said:
        say("", *(f"# {line}" for line in said))
    return Exit.DONE


def _own(link: Link, head_unit: str) -> HeadUnit | None:
    after, more = "", True
    while more:
        answer = link.ask(GetFamilies(after=after))
        assert isinstance(answer, OwnFamilies)
        page = [msgspec.json.decode(raw, type=HeadUnit) for raw in answer.families]
        for one in page:
            if one.id == head_unit:
                return one
        more = answer.more and bool(page)
        after = page[-1].id if page else after
    return None


def _remarks(link: Link, head_unit: str) -> list[str]:
    """What was said of every radio of this family here, newest first."""
    said: list[str] = []
    for radio in list(every_radio(link)):
        if radio.head_unit == head_unit:
            answer = link.ask(GetRemarks(vehicle=radio.vehicle))
            assert isinstance(answer, Remarks)
            said += map(remark, answer.lines)
    return said
