"""The letter to the dealer in words: plain text of one page, to be copied or printed."""

import textwrap
from typing import Final

from pi.guide.letter import FIELDS, BadLetterError, Letter, LetterProblem
from tui.text.language import _

WIDTH: Final = 72  # columns
PAGE: Final = 54  # lines
LABEL: Final = 30  # columns for what a line is for
BLANK: Final = "_" * (WIDTH - LABEL)


def text(letter: Letter) -> str:
    """The whole letter. What is not known is a blank to fill in by hand."""
    parts = [
        _wrapped(_("To the radio or parts desk")),
        _wrapped(
            _(
                "My car's radio asks for its security code after the battery was cut, and I no "
                "longer have the code. I own the car. Please look the code up."
            )
        ),
        "\n".join(_lines(letter)),
        _wrapped(_("With me: registration, photo ID, a photo of the label.")),
        _wrapped(_("Please tell me first:")),
        "\n".join(_listed(each) for each in _questions()),
        _wrapped(
            _("If VIN and serial number lead to different codes, the serial number is right.")
        ),
        "\n\n".join(_line(label, "") for label in (_("Name"), _("Phone"), _("Date, signature"))),
    ]
    return "\n\n".join(parts)


def _lines(letter: Letter) -> list[str]:
    swapped = {True: _("yes"), False: _("no"), None: ""}[letter.swapped]
    return [
        _line(_("Car, model, year"), letter.car),
        _line(_("VIN"), letter.vin),
        _line(_("Plate"), letter.plate),
        _line(_("Serial number in the dash"), letter.serial),
        _line(_("The display shows"), letter.shows),
        _line(_("Codes tried so far"), "" if letter.tried is None else str(letter.tried)),
        _line(_("Radio ever swapped?"), swapped),
    ]


def _questions() -> tuple[str, ...]:
    return (
        _("What does the look-up cost without taking the radio out?"),
        _("Do you need to see the car or the radio?"),
        _("How long does it take?"),
        _("Can a code still be entered, or is the radio locked for good?"),
    )


def _line(label: str, value: str) -> str:
    """One field. A value that is too long for its line goes on below, under itself."""
    return textwrap.fill(
        f"{label:<{LABEL - 1}} {value or BLANK}",
        WIDTH,
        subsequent_indent=" " * LABEL,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


def _listed(question: str) -> str:
    return textwrap.fill(f"- {question}", WIDTH, subsequent_indent="  ")


def _wrapped(sentences: str) -> str:
    return textwrap.fill(sentences, WIDTH)


def bad_field(error: BadLetterError) -> str:
    """A field that is not taken: what, and what to do. Nothing that was given is repeated."""
    if error.problem is LetterProblem.UNKNOWN_FIELD:
        return _("One line names no field of the letter. Fields: {fields}.").format(
            fields=", ".join(FIELDS)
        )
    return {
        LetterProblem.NO_CODE_HERE: _("A dealer's letter holds no code. Take that line out."),
        LetterProblem.LOOKS_LIKE_A_CODE: _(
            "{field}: this looks like a code, and the letter holds none. Take it out."
        ),
        LetterProblem.TOO_LONG: _("{field}: this is too long. Use at most 60 characters."),
        LetterProblem.NOT_PRINTABLE: _("{field}: this holds what can't be printed. Type it anew."),
        LetterProblem.NOT_A_COUNT: _("{field}: give a number from 0 to 99."),
        LetterProblem.NOT_YES_NO_UNKNOWN: _("{field}: say yes, no or unknown."),
    }[error.problem].format(field=error.field)


def not_a_field_line() -> str:
    """A line of standard input that is no ``key: value``."""
    return _(
        "Each line must be a field, a colon and its value, such as: serial: what the label says"
    )
