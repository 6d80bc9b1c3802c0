"""The face of the simulated radio: its display, its keys to tap or to type, and where they
stand.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from textual.geometry import Region, Size
from textual.message import Message

from pi.radio.entry import ConfirmKind, Entry
from pi.radio.head_unit import HeadUnit
from pi.radio.simulated.unit import SimulatedHeadUnit
from tui.practice.radio import PracticeRadio
from tui.text import practice as words
from tui.widgets.big_digits import Scale, draw
from tui.widgets.fitting import centred, width_of
from tui.widgets.lists import Cell, TapGrid, boxed

FLIP, LEAVE, MORE = "steps", "leave", "more-keys"
LETTERS = "abcdefghijnoqstuvwyz"  # for the radio's own keys
FIXED = {"power": "p", "car-key": "k", "battery": "x", LEAVE: "l", FLIP: "r", MORE: "m"}

LEAST_COLUMNS, LEAST_ROWS, LARGEST_ROWS = 8, 3, 4
EDGES = 2

LOOKS_EVERY_S: Final = 0.25
LARGEST_DISPLAY: Final = 7
EDGE: Final = 2  # columns at the sides of the display that stay empty
SCALES: Final[tuple[Scale, ...]] = ("large", "small")


class Control(Struct, frozen=True, kw_only=True):
    """One key. ``letter`` presses it, too; ``does`` is what it does to the radio."""

    token: str
    label: str
    letter: str = ""
    does: Callable[[SimulatedHeadUnit], None] | None = None


def controls(unit: SimulatedHeadUnit, entry: Entry | None) -> tuple[Control, ...]:
    """The radio's own keys, in order, each with its letter."""
    made = [*_pressed(unit, entry), *_held(unit), *_turned(unit)]
    letters = LETTERS + " " * len(made)
    return tuple(
        Control(token=one.token, label=one.label, letter=letter.strip(), does=one.does)
        for one, letter in zip(made, letters, strict=False)
    )


def supplies() -> tuple[Control, ...]:
    """What every car has: the radio's power, the key, the battery."""
    return (
        _fixed("power", lambda unit: unit.switch(not unit.on)),
        _fixed("car-key", lambda unit: unit.turn_key(not unit.ignition)),
        _fixed("battery", lambda unit: unit.cut_supply()),
    )


def ways_out(*, paged: bool) -> tuple[Control, ...]:
    """Out of practice, and where the screen shows one thing at a time, back to the steps."""
    return (*((_fixed(FLIP),) if paged else ()), _fixed(LEAVE))


def more_keys() -> Control:
    """On to the keys that have no room."""
    return _fixed(MORE)


def _fixed(name: str, does: Callable[[SimulatedHeadUnit], None] | None = None) -> Control:
    return Control(token=name, label=words.LABELS[name], letter=FIXED[name], does=does)


def _pressed(unit: SimulatedHeadUnit, entry: Entry | None) -> list[Control]:
    """Short presses. Where no handbook names the key that sends the code, the face does."""
    named = entry is not None and entry.confirm.kind is not ConfirmKind.UNKNOWN
    named = named and bool(entry is not None and entry.confirm.key_sets)
    touch = unit.on_its_screen
    return [
        Control(
            token=f"press {key}",
            label=words.sends(key) if key == unit.confirm_key and not named else key,
            does=partial(_touch if touch else _press, key=key),
        )
        for key in unit.keys
    ]


def _press(unit: SimulatedHeadUnit, key: str) -> None:
    unit.press(key)


def _touch(unit: SimulatedHeadUnit, key: str) -> None:
    unit.touch(key)


def _held(unit: SimulatedHeadUnit) -> list[Control]:
    """One tap holds them until the radio answers; with the radio off, it is switched on, too."""
    made = []
    for keys in unit.held:
        switches_on = keys == unit.held_at_switch_on and not unit.on
        label = words.hold_and_switch_on(keys) if switches_on else words.hold(keys)
        does = partial(_hold, keys=keys, switching_on=switches_on)
        made.append(Control(token=f"hold {' + '.join(keys)}", label=label, does=does))
    return made


def _hold(unit: SimulatedHeadUnit, keys: tuple[str, ...], switching_on: bool) -> None:
    unit.hold(keys, None, switching_on=switching_on)


def _turned(unit: SimulatedHeadUnit) -> list[Control]:
    return [
        Control(
            token=f"turn {control} {clicks:+d}",
            label=words.turn(control, right=clicks > 0),
            does=partial(_turn, control=control, clicks=clicks),
        )
        for control in unit.controls
        for clicks in (-1, 1)
    ]


def _turn(unit: SimulatedHeadUnit, control: str, clicks: int) -> None:
    unit.turn(control, clicks)


Row = list[Control]


def in_rows(keys: Sequence[Control], width: int) -> list[Row]:
    """Keys in rows, in order, each wide enough for its label."""
    rows: list[Row] = []
    left = 0
    for key in keys:
        needed = columns_of(key, width)
        if not rows or needed > left:
            rows.append([])
            left = width
        rows[-1].append(key)
        left -= needed
    return rows


def columns_of(key: Control, width: int) -> int:
    """The columns of a key: its label on one line, in its box."""
    return min(width, max(LEAST_COLUMNS, len(key.label) + EDGES))


def paged(own: Sequence[Control], fixed: Sequence[Control], width: int, most: int) -> list[Row]:
    """All keys in one list of rows; where they are too many, the radio's own in pages.

    Answers every page's rows one after the other, each with the fixed keys: ``most`` rows a page.
    """
    rows = in_rows((*own, *fixed), width)
    if len(rows) <= most:
        return rows
    fixed_rows = in_rows((more_keys(), *fixed), width)
    each = max(1, most - len(fixed_rows))
    own_rows = in_rows(own, width)
    pages = [own_rows[at : at + each] for at in range(0, len(own_rows), each)]
    return [row for page in pages for row in _padded(page, each) + fixed_rows]


def _padded(page: list[Row], rows: int) -> list[Row]:
    """A page of so many rows, so that the fixed keys stand in one place."""
    return page + [[] for _ in range(rows - len(page))]


def regions(row: Row, width: int, y: int, height: int) -> list[Region]:
    """The place of each key of a row; what is left over is shared out."""
    needed = [columns_of(key, width) for key in row]
    spare, rest = divmod(width - sum(needed), max(1, len(row)))
    placed, x = [], 0
    for at, columns in enumerate(needed):
        columns += spare + (at < rest)
        placed.append(Region(x, y, columns, height))
        x += columns
    return placed


class RadioFace(TapGrid, can_focus=False):
    """Draws the radio of a practice. Its keys act on the radio alone; the ways out post ``Left``.

    ``told`` is the step that stands on the screen behind, said above the display. ``alone``:
    whether the screen shows the radio or the steps, one at a time.
    """

    DEFAULT_CSS = "RadioFace { width: 1fr; height: 1fr; padding: 0; }"

    class Left(Message):
        """Out of practice (``leave``), or back to the steps (``steps``)."""

        def __init__(self, way: str) -> None:
            super().__init__()
            self.way = way

    def __init__(self, radio: PracticeRadio, family: HeadUnit, alone: Callable[[], bool]) -> None:
        super().__init__()
        self._alone = alone
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
        now = (unit.display, unit.on, unit.ignition, self.told, self._alone())
        if now != self._drawn:
            self._drawn = now
            self.changed()

    def every_key(self) -> tuple[Control, ...]:
        """All keys of the radio and of the practice."""
        return (*self._own(), *supplies(), *ways_out(paged=self._alone()))

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
        head = [words.HEADING] + ([self.told] if self._alone() and self.told else [])
        room = area.height - len(head) - 1
        rows = self._rows(area.width, max(1, room // LEAST_ROWS))
        height = min(LARGEST_ROWS, max(LEAST_ROWS, (room - LARGEST_DISPLAY) // max(1, len(rows))))
        top = max(len(head) + 1, area.height - height * len(rows))
        shown = Region(0, len(head), area.width, max(1, min(top - len(head), LARGEST_DISPLAY + 2)))
        cells = [_line(text, at, area.width) for at, text in enumerate(head)]
        lines = _display(self.radio.unit.display, shown.width, shown.height)
        cells.append(Cell(region=shown, token="", lines=lines, kind="display"))
        if shown.bottom < top:
            cells.append(_line(words.NOTHING_STORED, shown.bottom, area.width))
        for at, row in enumerate(rows):
            places = regions(row, area.width, top + at * height, height)
            cells += [_key(key, place) for key, place in zip(row, places, strict=True)]
        return cells

    def _rows(self, width: int, most: int) -> list[Row]:
        """The rows of the page that is shown."""
        fixed = (*supplies(), *ways_out(paged=self._alone()))
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
