"""The card as plain text, 32 letters wide: what a receipt printer on 58 mm paper prints.

Nothing but ASCII is drawn, as such printers have letters of their own for all else.
"""

import textwrap
from typing import Final

from pi.copies.card import Card

COLUMNS: Final = 32
_CUT: Final = "- " * (COLUMNS // 2)
_DIGITS: Final = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", " ##", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
}


def text(card: Card) -> str:
    """The whole slip, the part for the recovery key last."""
    front = [card.title, *card.facts, "", *large(card.code), "", " ".join(card.code), ""]
    front += [f"{number}. {step}" for number, step in enumerate(card.steps, start=1)]
    back = ["", _CUT, "", card.recovery_title, *card.recovery, ""]
    lines = [*front, "", *card.notes, *back, *ruled(card), "", ""]
    plain = (line.replace("·", "-") for line in lines)
    return "\n".join(piece for line in plain for piece in _wrapped(line)) + "\n"


def large(code: str) -> list[str]:
    """The code in digits of five lines, twice as wide where there is room."""
    digits = [_DIGITS.get(one, (one.center(3),) * 5) for one in code]
    wide = 2 if len(code) * 8 - 2 <= COLUMNS else 1
    apart = " " * wide
    rows = (apart.join(_wider(row, wide) for row in rows) for rows in zip(*digits, strict=True))
    return [row.rstrip() for row in rows]


def ruled(card: Card) -> list[str]:
    """A place for each letter of the recovery key."""
    groups = ["_" * card.group] * card.groups
    rows = (" - ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))
    return [line for row in rows for line in ("", row)]


def _wider(row: str, times: int) -> str:
    return "".join(one * times for one in row)


def _wrapped(line: str) -> list[str]:
    if len(line) <= COLUMNS:
        return [line.rstrip()]
    return textwrap.wrap(line, COLUMNS)
