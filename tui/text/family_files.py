"""What is wrong with a family's file, and what to do: for owners and for contributors."""

from typing import Final

from pi.catalogue.head_unit_file import BadFile, WhyBad
from pi.catalogue.unsound import Unsound
from tui.text.language import _, _n


def bad_file_line(bad: BadFile) -> str:
    """An owner's own family file that was skipped: file, key, reason."""
    where = _("{file}, {key}").format(file=bad.file, key=bad.key) if bad.key else bad.file
    why = _UNSOUND[bad.problems[0].rule][0] if bad.problems else _why_bad(bad)[0]
    return _("{where}: {why}. The file was skipped, the others count.").format(where=where, why=why)


def problem_lines(file: str, bad: BadFile) -> list[str]:
    """Everything wrong with a file that is checked: ``FILE: key: what, and what to do``."""
    if bad.problems:
        return [_line(file, each.key, *_UNSOUND[each.rule]) for each in bad.problems]
    return [_line(file, bad.key, *_why_bad(bad))]


def sound_line(file: str, rules: int, without_maker: int) -> str:
    """A file with nothing wrong, and how well its rules are borne out."""
    counted = _n("{n} rule", "{n} rules", rules)
    return _("{file}: sound, {rules}, {n} of them without the maker's word.").format(
        file=file, rules=counted, n=without_maker
    )


def _line(file: str, key: str, what: str, remedy: str) -> str:
    where = _("{file}: {key}").format(file=file, key=key) if key else file
    return _("{where}: {what}. {remedy}").format(where=where, what=what, remedy=remedy)


def _why_bad(bad: BadFile) -> tuple[str, str]:
    what, remedy = _WHY_BAD[bad.reason]
    return what.format(detail=bad.detail), remedy


_WHY_BAD: Final = {
    WhyBad.UNREADABLE: (
        _("this can't be read as a file of text"),
        _("See that it is there, that you may read it, and that it is UTF-8."),
    ),
    WhyBad.NOT_A_FILE: (_("this is no file"), _("Give a TOML file.")),
    WhyBad.LEADS_OUT: (
        _("this is a link to another place"),
        _("Put the file itself here."),
    ),
    WhyBad.TOO_LARGE: (
        _("this file is too large for a family"),
        _("Keep to one family, and to what differs."),
    ),
    WhyBad.NOT_TOML: (_("this is not TOML ({detail})"), _("Mend that line.")),
    WhyBad.WRONG_SHAPE: (
        _("this key is missing, unknown or of another type ({detail})"),
        _("Compare it with a neighbour's file."),
    ),
    WhyBad.UNSOUND: (_("this is not sound"), _("Compare it with a neighbour's file.")),
    WhyBad.ID_IS_NOT_THE_FILE_NAME: (
        _("the id must be the file's name"),
        _("Rename one of the two."),
    ),
    WhyBad.ID_IS_TAKEN: (
        _("a family that comes with steadyhand has this id"),
        _("Choose another id, and name the file after it."),
    ),
}

_UNSOUND: Final = {
    Unsound.MISSING: (_("this is needed beside what else is stated"), _("State it too.")),
    Unsound.NOT_WANTED: (
        _("this contradicts what else is stated"),
        _("Take out one of the two."),
    ),
    Unsound.EMPTY: (_("this is empty"), _("Fill it in, or take it out.")),
    Unsound.NOT_AN_ID: (
        _("an id has small letters, digits and single hyphens"),
        _("Write it so."),
    ),
    Unsound.NOT_POSITIVE: (
        _("this must be more than 0"),
        _("Leave it out if it is not known."),
    ),
    Unsound.NEGATIVE: (
        _("this must not be less than 0"),
        _("Leave it out if it is not known."),
    ),
    Unsound.NOT_FINITE: (_("this must be a number"), _("Leave it out if it is not known.")),
    Unsound.NOT_DIGITS: (_("this must have digits only"), _("Take out the rest.")),
    Unsound.REPEATED: (_("this is stated twice"), _("Take out one of the two.")),
    Unsound.WRONG_NUMBER: (
        _("there must be one for each digit of the longest code"),
        _("Count them, and see code.lengths."),
    ),
    Unsound.DIGIT_NOT_REACHED: (
        _("no key brings up one of the code's digits"),
        _("Add it, or see code.digits."),
    ),
    Unsound.TOO_SMALL: (_("this is too small"), _("Compare it with what it has to hold.")),
    Unsound.OUT_OF_RANGE: (_("this is out of range"), _("Count again.")),
    Unsound.NOT_A_PATTERN: (
        _("this is no pattern"),
        _("Write a regular expression, in single quotes."),
    ),
    Unsound.NOT_PRINTABLE: (_("this holds what can't be printed"), _("Take it out.")),
    Unsound.TOO_FEW: (_("a disagreement takes two sides"), _("Add the other, or take it out.")),
    Unsound.NO_SOURCE: (
        _("this states something, and nobody is named who says so"),
        _("Add sources = [{ trust, where }], or take the statement out."),
    ),
}
