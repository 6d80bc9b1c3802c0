"""The face of the simulated radio: what its display shows, and its keys to tap or to type."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from textual.geometry import Region, Size
from textual.message import Message

from pi.radio.head_unit import HeadUnit
from tui.practice.controls import FLIP, LEAVE, MORE, Control, controls, supplies, ways_out
from tui.practice.keys_laid import LARGEST_ROWS, LEAST_ROWS, Row, paged, regions
from tui.practice.radio import PracticeRadio
from tui.text import practice as words
from tui.widgets.blocks import centred, width_of
from tui.widgets.glyphs import Scale, draw
from tui.widgets.tap_grid import Cell, TapGrid, boxed

if TYPE_CHECKING:
    from tui.practice.rehearsal import Rehearsal


LOOKS_EVERY_S: Final = 0.25
HEAD_ROWS: Final = 1
LARGEST_DISPLAY: Final = 7
EDGE: Final = 2  # columns at the sides of the display that stay empty
SCALES: Final[tuple[Scale, ...]] = ("large", "small")


class RadioFace(TapGrid, can_focus=False):
    """Draws the radio of a practice. Its keys act on the radio alone; the ways out post ``Left``.

    ``told`` is the step that stands on the screen behind, said above the display.
    """

    DEFAULT_CSS = "RadioFace { width: 1fr; height: 1fr; padding: 0; }"

    class Left(Message):
        """Out of practice (``leave``), or back to the steps (``steps``)."""

        def __init__(self, way: str) -> None:
            super().__init__()
            self.way = way

    def __init__(self, rehearsal: "Rehearsal", radio: PracticeRadio, family: HeadUnit) -> None:
        super().__init__()
        self._rehearsal = rehearsal
        self.radio = radio
        self._family = family
        self._page = 0
        self._drawn: tuple[object, ...] = ()
        self.told = ""

    def on_mount(self) -> None:
        """Follow the radio's time. Keys reach it through the screen: it takes no focus."""
        self.set_interval(LOOKS_EVERY_S, self.look)

    def look(self) -> None:
        """Let the radio's time go by, and draw what changed."""
        self.radio.tick()
        unit = self.radio.unit
        now = (unit.display, unit.on, unit.ignition, self.told, self._rehearsal.paged)
        if now != self._drawn:
            self._drawn = now
            self.changed()

    def every_key(self) -> tuple[Control, ...]:
        """All keys of the radio and of the practice."""
        return (*self._own(), *supplies(), *ways_out(paged=self._rehearsal.paged))

    def strike(self, letter: str) -> bool:
        """Press the key of a letter; whether there is one."""
        for key in self.every_key():
            if key.letter == letter:
                self.light(key.token)
                self.tapped(key.token)
                return True
        return False

    def tapped(self, token: str) -> None:
        """Press a key of the radio, or leave."""
        if token == MORE:
            self._page += 1
            self.changed()
        elif token in {FLIP, LEAVE}:
            self.post_message(self.Left(token).set_sender(self))
        else:
            for key in self.every_key():
                if key.token == token and key.does is not None:
                    self.radio.do(key.does)
            self.look()

    def cells(self, area: Size) -> Sequence[Cell]:
        """The heading, what is to be done, the display, and the keys below."""
        head = [words.heading()] + ([self.told] if self._rehearsal.paged and self.told else [])
        room = area.height - len(head) - 1
        rows = self._rows(area.width, max(1, room // LEAST_ROWS))
        height = min(LARGEST_ROWS, max(LEAST_ROWS, (room - LARGEST_DISPLAY) // max(1, len(rows))))
        top = max(len(head) + 1, area.height - height * len(rows))
        shown = Region(0, len(head), area.width, max(1, min(top - len(head), LARGEST_DISPLAY + 2)))
        cells = [_line(text, at, area.width) for at, text in enumerate(head)]
        lines = _display(self.radio.unit.display, shown.width, shown.height)
        cells.append(Cell(region=shown, token="", lines=lines, kind="display"))
        if shown.bottom < top:
            cells.append(_line(words.nothing_stored(), shown.bottom, area.width))
        for at, row in enumerate(rows):
            places = regions(row, area.width, top + at * height, height)
            cells += [_key(key, place) for key, place in zip(row, places, strict=True)]
        return cells

    def _rows(self, width: int, most: int) -> list[Row]:
        """The rows of the page that is shown."""
        fixed = (*supplies(), *ways_out(paged=self._rehearsal.paged))
        rows = paged(self._own(), fixed, width, most)
        pages = max(1, -(-len(rows) // most))
        first = self._page % pages * most
        return rows[first : first + most]

    def _own(self) -> tuple[Control, ...]:
        return controls(self.radio.unit, self._family.entry)


def _line(text: str, y: int, width: int) -> Cell:
    shown = text[:width].center(width)
    return Cell(region=Region(0, y, width, 1), token="", lines=[shown], kind="plain")


def _key(key: Control, place: Region) -> Cell:
    """A key in its box, its letter in the edge."""
    top, *rest = boxed(key.label, place.width, place.height)
    if key.letter:
        top = f"{top[:2]} {key.letter} {top[5:]}"
    own = key.does is not None
    return Cell(region=place, token=key.token, lines=[top, *rest], kind="key" if own else "special")


def _ways(text: str) -> Iterator[list[str]]:
    """The display as large as can be: all of it, its last word, else its letters set apart."""
    for scale in SCALES:
        if (lines := draw(text, scale)) is not None:
            yield lines
    before, _, last = text.rpartition(" ")
    for scale in SCALES:
        if before and (lines := draw(last, scale)) is not None:
            width = max(len(before), width_of(lines))
            yield [before.center(width), *centred(lines, width)]
    yield [" ".join(text)]
    yield [text]


def _display(text: str, width: int, height: int) -> list[str]:
    """The display's lines, in the middle of so many columns and rows."""
    chosen = [text[:width]]
    for lines in _ways(text) if text else ():
        if width_of(lines) <= width - EDGE and len(lines) <= height:
            chosen = lines
            break
    above = (height - len(chosen)) // 2
    blank = " " * width
    padded = [blank] * above + centred(chosen, width)
    return (padded + [blank] * height)[:height]
