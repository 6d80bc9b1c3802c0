"""What a copy holds of one vehicle, and what can be wrong with a KeePass file. It loads no
library; ``keepass``, which reads and writes one, does.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from pi.drawable import is_drawable

_BLANKS: Final = "\t\n\r\v\f\x85\u2028\u2029"

LARGEST: Final = 64 << 20  # bytes, of the file and of what is inside


class Kept(Struct, frozen=True, kw_only=True):
    """One vehicle as it goes into a copy. Prints as its number alone.

    ``head_unit``: the family's id, ``radio`` its name. ``keys``: the press plan in words, one
    step each; empty where it is not known. ``confirm``: the one that sends the code. ``made``:
    the day, as a person writes it.
    """

    number: int
    name: str
    code: str
    head_unit: str = ""
    radio: str = ""
    serial: str = ""
    plate: str = ""
    source: str = ""
    keys: tuple[str, ...] = ()
    confirm: str = ""
    made: str = ""

    def __repr__(self) -> str:
        return f"Kept({self.number}, ★)"


def clean(text: str) -> str:
    """One line of text without control characters, which no KeePass file and no printer takes.

    Line ends and tabs become blanks; what can't be drawn goes.
    """
    lines = "".join(" " if each in _BLANKS else each for each in text)
    return "".join(filter(is_drawable, lines)).strip()


class ReadProblem(StrEnum):
    """Why a file can't be read."""

    NOT_KEEPASS = "not_keepass"
    OLD_VERSION = "old_version"  # before KDBX 4
    WRONG_PASSWORD = "wrong_password"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_COSTLY = "too_costly"
