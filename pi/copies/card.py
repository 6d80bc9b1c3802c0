"""A card for the wallet: what stands on it, and where, for every way of drawing it.

Lengths are in millimetres from the upper left corner, sizes of letters in points. A vehicle of many
steps takes further cards; the last one is for the recovery key, which is written in by hand.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from pi.drawable import UNSEEN

WIDTH, HEIGHT = 85.6, 54.0
MARGIN: Final = 4.0
POINT: Final = 25.4 / 72
SIZES: Final = (7.0, 6.5, 6.0, 5.5, 5.0)  # tried in turn, until all is on one card
OVERFLOWING: Final = 6.5  # where it is not
_LEADING: Final = 1.24  # of a line of letters
_DIGITS: Final = 0.92  # of a line of digits, which have nothing below it
_TITLE, _CODE, _FACT = 10.0, 30.0, 7.0
_GROUPS_A_ROW, _PLACE, _GAP = 4, 3.7, 3.6


class Card(Struct, frozen=True, kw_only=True):
    """The words. ``confirm``: the one of the steps that sends the code."""

    title: str
    code: str
    facts: tuple[str, ...]
    steps: tuple[str, ...]
    confirm: str
    notes: tuple[str, ...]
    recovery_title: str
    recovery: tuple[str, ...]
    groups: int = 7
    group: int = 4

    def __repr__(self) -> str:
        return "Card(★)"


class Written(Struct, frozen=True):
    """One line of letters; ``y`` is where they stand."""

    x: float
    y: float
    size: float
    bold: bool
    text: str


class Ruled(Struct, frozen=True):
    """A line to write on."""

    x: float
    y: float
    length: float


Page = tuple[Written | Ruled, ...]


class Letters:
    """How wide the letters are that all cards are set in."""

    def __init__(self) -> None:
        from fontTools.ttLib import TTFont

        from pi.copies.typeface import FILES

        self._fonts = {}
        for bold, file in FILES.items():
            font = TTFont(file)
            widths = {code: font["hmtx"][name][0] for code, name in font.getBestCmap().items()}
            self._fonts[bold] = (widths, font["head"].unitsPerEm)

    def drawable(self, text: str) -> str:
        """The text with a box for every letter that there is none for."""
        known = self._fonts[False][0]
        seen = (one for one in text if one not in UNSEEN)
        return "".join(one if ord(one) in known else "□" for one in seen)

    def width(self, text: str, size: float, bold: bool) -> float:
        """How wide it is, in millimetres."""
        widths, unit = self._fonts[bold]
        return float(sum(widths.get(ord(one), unit) for one in text) / unit * size * POINT)

    def wrapped(self, text: str, size: float, bold: bool, room: float) -> Iterator[str]:
        """The text in lines that fit; a word too long for a line is cut."""
        line = ""
        for word in self.drawable(text).split():
            wider = f"{line} {word}" if line else word
            if self.width(wider, size, bold) <= room:
                line = wider
                continue
            if line:
                yield line
            while self.width(word, size, bold) > room:
                cut = next(n for n in range(len(word), 0, -1) if self._fits(word[:n], size, room))
                yield word[:cut]
                word = word[cut:]
            line = word
        if line:
            yield line

    def _fits(self, text: str, size: float, room: float) -> bool:
        return len(text) == 1 or self.width(text, size, True) <= room


def pages(card: Card, letters: Letters) -> tuple[Page, ...]:
    """The cards in their order."""
    for size in SIZES:
        front = _front(card, letters, size)
        if len(front) == 1:
            break
    else:
        front = _front(card, letters, OVERFLOWING)
    return (*front, _recovery(card, letters))


class _Setting:
    """Lines set one below the other, on as many cards as they take."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self.pages: list[list[Written | Ruled]] = [[]]
        self.y = MARGIN

    def set(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        most: int = 99,
        leading: float = _LEADING,
    ) -> None:
        """A paragraph of at most so many lines."""
        room = WIDTH - 2 * MARGIN
        lines = list(self._letters.wrapped(text, size, bold, room))
        for line in lines[:most]:
            height = size * POINT * leading
            if self.y + height > HEIGHT - MARGIN:
                self.pages.append([])
                self.y = MARGIN
            self.pages[-1].append(Written(MARGIN, self.y + size * POINT, size, bold, line))
            self.y += height

    def space(self, millimetres: float) -> None:
        """Room below the last line."""
        self.y += millimetres


def _front(card: Card, letters: Letters, size: float) -> tuple[Page, ...]:
    setting = _Setting(letters)
    setting.set(card.title, _TITLE, bold=True, most=1)
    for fact in card.facts:
        setting.set(fact, min(_FACT, size + 0.5), most=2)
    setting.set(" ".join(card.code), _code_size(card, letters), bold=True, leading=_DIGITS)
    setting.space(1.2)
    for number, step in enumerate(card.steps, start=1):
        setting.set(f"{number}. {step}", size, bold=step == card.confirm)
    setting.space(0.8)
    for note in card.notes:
        setting.set(note, size)
    return tuple(tuple(page) for page in setting.pages)


def _code_size(card: Card, letters: Letters) -> float:
    """As large as it fits on one line, up to 30 points."""
    wide = letters.width(" ".join(card.code), _CODE, True)
    return min(_CODE, _CODE * (WIDTH - 2 * MARGIN) / wide) if wide else _CODE


def _recovery(card: Card, letters: Letters) -> Page:
    setting = _Setting(letters)
    setting.set(card.recovery_title, _TITLE, bold=True, most=1)
    setting.space(1.0)
    for line in card.recovery:
        setting.set(line, _FACT)
    ruled: list[Written | Ruled] = []
    for group in range(card.groups):
        row, column = divmod(group, _GROUPS_A_ROW)
        y = setting.y + 11.0 * (row + 1)
        start = MARGIN + column * (card.group * _PLACE + _GAP)
        ruled += [Ruled(start + at * _PLACE, y, _PLACE - 0.7) for at in range(card.group)]
        if group + 1 < card.groups:
            ruled.append(Written(start + card.group * _PLACE + 0.6, y, 9.0, False, "-"))
    return (*setting.pages[0], *ruled)
