"""A card for the wallet: what stands on it and where, and the drawing of it as PDF, SVG and
plain text.

Lengths are in millimetres from the upper left corner, sizes of letters in points. A vehicle of many
steps takes further cards; the last one is for the recovery key, which is written in by hand.

Nothing but ASCII is drawn, as such printers have letters of their own for all else.
"""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from pi.drawable import UNSEEN

if TYPE_CHECKING:
    from fpdf import FPDF


WIDTH, HEIGHT = 85.6, 54.0
MARGIN: Final = 4.0
POINT: Final = 25.4 / 72
SIZES: Final = (7.0, 6.5, 6.0, 5.5, 5.0)  # tried in turn, until all is on one card
OVERFLOWING: Final = 6.5  # where it is not
_LEADING: Final = 1.24  # of a line of letters
_DIGITS: Final = 0.92  # of a line of digits, which have nothing below it
_TITLE, _CODE, _FACT = 10.0, 30.0, 7.0
_GROUPS_A_ROW, _PLACE, _GAP = 4, 3.7, 3.6

_FONTS: Final = Path(__file__).parent / "fonts"
NAME: Final = "DejaVu Sans"
FILES: Final = {False: _FONTS / "DejaVuSans.ttf", True: _FONTS / "DejaVuSans-Bold.ttf"}

_APART = 5.0

COLUMNS: Final = 32
_CUT: Final = "- " * (COLUMNS // 2)


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


def pdf(pages: Sequence[Page]) -> bytes:
    """The file's content."""
    from fpdf import FPDF

    file = FPDF(orientation="landscape", unit="mm", format=(HEIGHT, WIDTH))
    file.set_auto_page_break(False)
    file.set_margin(0)
    for bold, letters in FILES.items():
        file.add_font(NAME, "B" if bold else "", letters)
    file.set_line_width(0.2)
    for page in pages:
        file.add_page()
        for one in page:
            _draw(file, one)
    return bytes(file.output())


def _draw(file: "FPDF", one: Written | Ruled) -> None:
    if isinstance(one, Ruled):
        file.line(one.x, one.y, one.x + one.length, one.y)
        return
    file.set_font(NAME, "B" if one.bold else "", one.size)
    file.text(one.x, one.y - 0.12 * one.size * POINT, one.text)


def svg(pages: Sequence[Page], letters: Letters) -> bytes:
    """The file's content, in millimetres. Each line says its width, whatever its letters."""
    height = len(pages) * (HEIGHT + _APART) - _APART
    drawn = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{height:g}mm" '
        f'viewBox="0 0 {WIDTH} {height:g}" font-family="{NAME}, Verdana, sans-serif">',
        f'<rect width="{WIDTH}" height="{height:g}" fill="white"/>',
    ]
    for number, page in enumerate(pages):
        drawn.append(f'<g transform="translate(0 {number * (HEIGHT + _APART):g})">')
        drawn.append(
            f'<rect x="0.1" y="0.1" width="{WIDTH - 0.2:g}" height="{HEIGHT - 0.2:g}" rx="3" '
            'fill="none" stroke="#999" stroke-width="0.1"/>'
        )
        drawn += [_drawn(one, letters) for one in page]
        drawn.append("</g>")
    return "\n".join([*drawn, "</svg>", ""]).encode()


def _drawn(one: Written | Ruled, letters: Letters) -> str:
    from xml.sax.saxutils import escape

    if isinstance(one, Ruled):
        end = one.x + one.length
        return (
            f'<line x1="{one.x:.2f}" y1="{one.y:.2f}" x2="{end:.2f}" y2="{one.y:.2f}" '
            'stroke="black" stroke-width="0.2"/>'
        )
    y = one.y - 0.12 * one.size * POINT
    weight = ' font-weight="bold"' if one.bold else ""
    wide = letters.width(one.text, one.size, one.bold)
    return (
        f'<text x="{one.x:.2f}" y="{y:.2f}" font-size="{one.size * POINT:.3f}"{weight} '
        f'textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs">{escape(one.text)}</text>'
    )


_DRAWN_DIGITS: Final = {
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
    digits = [_DRAWN_DIGITS.get(one, (one.center(3),) * 5) for one in code]
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
