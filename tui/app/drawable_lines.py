"""The door between the screens and the terminal: every line that is drawn passes it.

What a name, a file's name or a message holds commands no terminal, and takes the cells that the
layout gave it. A joined emoji takes two cells on one terminal and six on another: its first part
is drawn, which takes two on all of them.
"""

from functools import lru_cache
from typing import Final

from rich.cells import cell_len, get_character_cell_size, set_cell_size, split_graphemes
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from pi.drawable import UNSEEN, is_drawable

_JOINER: Final = "\u200d"
_SHADES: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))  # of skin, behind an emoji
_CHANGES_WIDTH: Final = _SHADES | UNSEEN | {"\u20e3"}


class DrawableLines(LineFilter):
    """Lets through what is drawn, cell by cell as it was laid out."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of one line, each as wide as before."""
        return [
            one if one.control or (one.text.isascii() and one.text.isprintable()) else _settled(one)
            for one in segments
        ]


def _settled(segment: Segment) -> Segment:
    text = settled(segment.text)
    return segment if text == segment.text else Segment(text, segment.style)


@lru_cache(maxsize=256)
def settled(text: str) -> str:
    """The text as every terminal draws it in the cells that it was given."""
    spans, _ = split_graphemes(text)
    drawn = "".join(_drawn(text[start:end], cells) for start, end, cells in spans)
    return set_cell_size(drawn, cell_len(text))  # they differ where a joiner joins nothing


def _drawn(cluster: str, cells: int) -> str:
    """One character with its marks, as wide as the layout has it."""
    if cluster.isprintable() and (len(cluster) == 1 or _CHANGES_WIDTH.isdisjoint(cluster)):
        return cluster
    first, _, _ = cluster.partition(_JOINER)
    shown = first[:1] + "".join(each for each in first[1:] if each not in _CHANGES_WIDTH)
    shown = "".join(each for each in shown if is_drawable(each) and each not in UNSEEN)
    return shown + " " * (cells - sum(map(get_character_cell_size, shown)))
