"""``steadyhand head-units``: the families, the makes, and the check of one file."""

from pathlib import Path

from pi.catalogue.catalogue import ids
from pi.catalogue.head_unit_file import BadFile, read
from pi.catalogue.lookup import LookedUp
from pi.catalogue.makes import makes
from pi.catalogue.owned import read_own
from pi.catalogue.search import search
from pi.catalogue.source_check import has_makers_word, stated_rules
from tui.cli.described import described, described_make
from tui.exits import Exit, complain, say, say_json
from tui.families import bad_files, families, looked_up, own_directory
from tui.text import cli as words
from tui.text import family_files


def show_families(make: str, shows: str, as_json: bool) -> Exit:
    """The families that fit, best first, a line each. Bad files are named beside them.

    ``make`` may be a car that leads to it, with a year.
    """
    for bad in bad_files():
        complain(family_files.bad_file_line(bad))
    looked = looked_up(make)
    of_make = () if looked.shown else looked.families
    found = families(make=make, shows=shows) or search(of_make, shows=shows)
    if as_json:
        say_json([described(one) for one in found])
    elif found:
        _say_what_was_left_out(looked)
        say(*map(words.family_line, found))
    elif looked.make is not None and looked.make.nothing_known:
        say(words.nothing_known(looked.make))
    else:
        complain(words.no_match(looked.near))
        return Exit.BAD_INPUT
    return Exit.DONE


def show_makes(make: str, as_json: bool) -> Exit:
    """Every make with its families; those of which nothing is known say so."""
    found = makes(families())
    looked = looked_up(make)
    if make.strip():
        found = () if looked.make is None else (looked.make,)
    if as_json:
        say_json([described_make(one) for one in found])
    elif found:
        say(*map(words.make_line, found))
    else:
        complain(words.no_match(looked.near))
        return Exit.BAD_INPUT
    return Exit.DONE


def _say_what_was_left_out(looked: LookedUp) -> None:
    """A year or a word that fits none, beside those that fit all the same."""
    if left_out := words.left_out(looked):
        complain(left_out)


def check_file(file: str) -> Exit:
    """Everything wrong with one family's file, a line each; one line where it is sound."""
    path = Path(file)
    among_own = path.absolute().parent == own_directory().absolute()
    found = read_own(path, ids()) if among_own else read(path)
    if isinstance(found, BadFile):
        say(*family_files.problem_lines(file, found))
        return Exit.BAD_INPUT
    rules = [rule for _, rule in stated_rules(found)]
    without_maker = sum(not has_makers_word(rule) for rule in rules)
    say(family_files.sound_line(file, len(rules), without_maker))
    return Exit.DONE
