"""The letter to the dealer, as data. It has no place for a code.

Free texts are looked through as well: a run of four to six digits that is no year of a car is not
taken, and where the vehicle's own code is known, no text that holds it. A serial number or a plate
may look like anything, so there only the vehicle's own code is refused.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from pi.drawable import is_drawable

LONGEST: Final = 60  # characters of one field
MOST_TRIED: Final = 99
YEARS: Final = range(1950, 2050)
ALNUM: Final = r"[^\W_]"
APART: Final = r"[\W_]{1,3}"  # what stands between digits that are written one by one
YES: Final = {"yes": True, "no": False, "unknown": None, "": None}

TEXTS: Final = ("car", "vin", "plate", "serial", "shows")
FIELDS: Final = (*TEXTS, "tried", "swapped")
ANY_LOOK: Final = {"plate", "serial"}
OF_A_CODE: Final = {"code", "pin", "radio code", "security code"}


class LetterProblem(StrEnum):
    """Why a field is not taken."""

    UNKNOWN_FIELD = "unknown_field"
    NO_CODE_HERE = "no_code_here"  # someone gives the code: a dealer never needs it
    LOOKS_LIKE_A_CODE = "looks_like_a_code"
    TOO_LONG = "too_long"
    NOT_PRINTABLE = "not_printable"
    NOT_A_COUNT = "not_a_count"  # 0 to 99
    NOT_YES_NO_UNKNOWN = "not_yes_no_unknown"


class BadLetterError(ValueError):
    """A field that is not taken. The message never holds what was given."""

    def __init__(self, field: str, problem: LetterProblem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class Letter(Struct, frozen=True, kw_only=True):
    """What the dealer must know. An empty text is a blank to fill in by hand.

    ``tried``: how many codes were tried; ``swapped``: another radio than the car left the factory
    with. Both None where not known. Serial, VIN and plate are secrets: the repr leaves them out.
    """

    car: str = ""
    vin: str = ""
    plate: str = ""
    serial: str = ""
    shows: str = ""
    tried: int | None = None
    swapped: bool | None = None

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []

    def __repr__(self) -> str:
        return "Letter(***)"


def letter(given: Mapping[str, str], code: str = "") -> Letter:
    """A letter from texts by the names of FIELDS. Raises BadLetterError for the first bad one.

    ``code`` is the vehicle's own code where it is known: it is only compared with, never kept.
    """
    plain = {name.strip().casefold(): _one_line(text) for name, text in given.items()}
    for name, text in plain.items():
        if (problem := _problem(name, text, code)) is not None:
            raise BadLetterError(name if name in FIELDS else "", problem)
    texts = {name: plain.get(name, "") for name in TEXTS}
    tried = plain.get("tried", "")
    swapped = YES[plain.get("swapped", "").casefold()]
    return Letter(**texts, tried=int(tried) if tried else None, swapped=swapped)


def _one_line(text: str) -> str:
    """A text with single blanks, and every digit in its plain form."""
    import unicodedata

    return " ".join(unicodedata.normalize("NFKC", text).split())


def _problem(name: str, text: str, code: str) -> LetterProblem | None:
    if name in OF_A_CODE:
        return LetterProblem.NO_CODE_HERE
    if name not in FIELDS:
        return LetterProblem.UNKNOWN_FIELD
    if name == "tried":
        count = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_TRIED))
        return None if count or not text else LetterProblem.NOT_A_COUNT
    if name == "swapped":
        return None if text.casefold() in YES else LetterProblem.NOT_YES_NO_UNKNOWN
    if len(text) > LONGEST:
        return LetterProblem.TOO_LONG
    if not is_drawable(text):
        return LetterProblem.NOT_PRINTABLE
    if _is_code(name, text, code) or (name not in ANY_LOOK and _looks_like_a_code(name, text)):
        return LetterProblem.LOOKS_LIKE_A_CODE
    return None


def _is_code(name: str, text: str, code: str) -> bool:
    """Whether it is the vehicle's code; in a free text, whether it stands anywhere in it."""
    if not code:
        return False
    if name in ANY_LOOK or name == "vin":
        return _joined(text) == code
    return code in _joined(text)


def _joined(text: str) -> str:
    """A text without what people put between digits."""
    return "".join(each for each in text if each.isalnum())


def _looks_like_a_code(name: str, text: str) -> bool:
    """Four to six digits in a row, or each apart from the next, but for a car's year."""
    years = YEARS if name == "car" else range(1)  # a display may show zeros before the first press
    runs = re.findall(rf"(?<!{ALNUM})(?:\d{{4,6}}|\d(?:{APART}\d){{3,5}})(?!{ALNUM})", text)
    return any(int(_joined(run)) not in years for run in runs)
