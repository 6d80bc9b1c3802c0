"""What a person can do on a screen: the button, its label, and where the buttons of a bar stand."""

import textwrap
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import Final

import msgspec
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

KEY_NAMES: Final = {"Enter": "enter", "Esc": "escape", "Del": "delete"}
"""The keys without a character: as buttons show them, and as the toolkit names them."""

PRESSED_SECONDS = 0.3
"""How long a pressed button or key looks pressed. A tap arrives only when the finger lifts."""
PRESSED = "-pressed"
"""The class a button carries for that time."""
RESTING = "-resting"
"""The class of a button that can't be pressed yet: its last row fills up until it can."""
FULL: Final = "█"
EMPTY: Final = "░"

MOST = 6
"""The most actions one screen may offer."""
COLUMNS = 12
"""The least width of a button."""
ROWS = 5
"""The least height of a button."""
DENSE_ROWS = 4
"""The least height on the smallest terminal, where no finger has to hit it."""
SPARE_HEIGHT = 20
"""The height of a screen that has room for a second row of buttons."""
ROW_GAP = 1
"""The empty rows between two rows of buttons."""
EDGE = 1
"""The columns of a button that hold no text."""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a screen offers.

    ``name`` tells the screen which action was chosen. ``key`` is what presses it and is shown: a
    digit, a letter, a sign, or one of ``KEY_NAMES``. ``label`` says what the owner thereby does
    or states, in up to three short lines (a line break is kept). ``primary`` is the one the
    screen leads to, ``back`` the one that leaves it: Enter and Escape press them.

    ``states``: it says what the radio did or does, or gives something up (a try, a wait, a series,
    an entry, counted time). It is taken once it has stood for a while, never by the key or in the
    place of the press that brought it, and is never the primary one. ``stands``: it waits for that
    while as well, whatever is pressed meanwhile, so that what it says can be read, and may be the
    primary one: nothing is given up by it. ``stays``: going back does not undo it (it shows a
    secret, begins an entry or a try, keeps or replaces something, locks, leaves). It is taken at
    once, but not from the press that brought it until that has rested.
    """

    name: str
    key: str
    label: str
    primary: bool = False
    back: bool = False
    states: bool = False
    stands: bool = False
    stays: bool = False

    @property
    def rests(self) -> bool:
        """Whether no press is taken at once."""
        return self.states or self.stands

    @property
    def weighed(self) -> bool:
        """Whether it is a matter of the moment, or of the press, if one is taken."""
        return self.rests or self.stays

    @property
    def pressed_by(self) -> str:
        """The key that presses it: the character it types, or the toolkit's name of it."""
        return KEY_NAMES.get(self.key, self.key.lower())


def in_order(
    names: Iterable[str],
    labels: Mapping[str, str],
    *,
    leads: bool = True,
    states: Container[str] = (),
    stays: Container[str] = (),
) -> tuple[Action, ...]:
    """Actions on the keys from 1 on. ``leads``: the first is the primary one."""
    return tuple(
        Action(
            name=name,
            key=str(key),
            label=labels[name],
            primary=leads and key == 1,
            states=name in states,
            stays=name in stays,
        )
        for key, name in enumerate(names, start=1)
    )


def label_lines(key: str, label: str, width: int) -> list[str]:
    """The key and the label in lines of at most ``width`` columns, nothing cut off.

    The label hangs to the right of its key. Where a word is too long for that, the key
    takes a line of its own; a word longer than the width is broken.
    """
    indent = " " * (len(key) + 1)
    longest = max((len(word) for word in label.split()), default=0)
    if longest <= width - len(indent):
        first, *others = _wrapped(label, width - len(indent))
        return [f"{key} {first}", *(indent + line for line in others)]
    return [key, *_wrapped(label, max(1, width))]


def _wrapped(label: str, width: int) -> list[str]:
    """The label's own lines, each wrapped at blanks."""
    return [
        line
        for part in label.splitlines() or [""]
        for line in textwrap.wrap(part, width, break_on_hyphens=False) or [""]
    ]


class ActionButton(Widget, can_focus=True):
    """A tap, Enter, Space or :meth:`press` posts ``Pressed``.

    A tap does not move the focus, and the pointer resting on a button changes nothing, so no
    button stays marked after a finger has left it. The focused button shows a thick edge.
    """

    ALLOW_SELECT = False
    FOCUS_ON_CLICK = False
    DEFAULT_CSS = """
    ActionButton {
        width: 1fr;
        height: 5;
        min-width: 12;
        background: $panel;
        color: $foreground;
        border-left: vkey $foreground;
        content-align: left middle;
        text-style: bold;
    }
    ActionButton.-primary {
        background: $primary;
        color: $button-color-foreground;
        border-left: vkey $background;
    }
    ActionButton:focus { border-left: outer $foreground; }
    ActionButton:ansi, ActionButton.-primary:ansi {
        background: ansi_white;
        color: ansi_black;
        border-left: vkey ansi_black;
        text-style: none;
    }
    ActionButton.-primary:ansi { background: ansi_yellow; }
    ActionButton:focus:ansi, ActionButton.-primary:focus:ansi { border-left: outer ansi_black; }
    ActionButton.-resting, ActionButton.-resting.-primary {
        background: $surface;
        color: $foreground;
        text-style: none;
    }
    ActionButton.-resting:ansi, ActionButton.-resting.-primary:ansi {
        background: ansi_black;
        color: ansi_white;
    }
    ActionButton.-pressed, ActionButton.-pressed.-primary {
        background: $foreground;
        color: $background;
    }
    ActionButton.-pressed:ansi, ActionButton.-pressed.-primary:ansi {
        background: ansi_black;
        color: ansi_white;
    }
    """

    action: reactive[Action] = reactive(Action(name="", key="", label=""))
    """What is drawn and what a press means."""
    filled: reactive[float] = reactive(1.0)
    """How much of the time has passed, from 0 to 1, for which the button rests."""

    class Pressed(Message):
        """The button was pressed. ``action`` is what it meant at that moment."""

        def __init__(self, button: "ActionButton") -> None:
            super().__init__()
            self.button = button
            self.action = button.action

        @property
        def control(self) -> "ActionButton":
            """The button, for selectors in ``@on``."""
            return self.button

    def __init__(
        self,
        action: Action,
        *,
        takes: Callable[[Action], bool] = lambda _: True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """``takes`` says whether a press of the action counts now; one that does not is nothing."""
        super().__init__(id=id, classes=classes)
        self._takes = takes
        self.set_reactive(ActionButton.action, action)
        self.set_class(action.primary, "-primary")

    def watch_action(self, action: Action) -> None:
        """Dress as the new action."""
        self.set_class(action.primary, "-primary")

    def watch_filled(self, filled: float) -> None:
        """Look as one that can be pressed, or can't be yet."""
        self.set_class(filled < 1.0, RESTING)

    def render(self) -> Content:
        """The key and the label, in lines; below them how long the button still rests."""
        width = self.content_size.width
        lines = label_lines(self.action.key, self.action.label, width)
        done, resting = int(self.filled * width), self.filled < 1.0
        rest = FULL * done + EMPTY * (width - done) if resting else ""
        if self.action.rests or (resting and len(lines) < self.content_size.height):
            lines.append(rest)
        return Content("\n".join(lines))

    def press(self) -> None:
        """Look pressed for a moment and say so; one that is off, hidden or rests does nothing."""
        if self.disabled or not self.display or not self._takes(self.action):
            return
        self.add_class(PRESSED)
        self.set_timer(PRESSED_SECONDS, self._released)
        # A bar that presses its own button must not count as the sender: Textual would then
        # stop the message at the bar, before the screen.
        self.post_message(self.Pressed(self).set_sender(self))

    def _released(self) -> None:
        self.remove_class(PRESSED)

    def on_click(self, event: events.Click) -> None:
        """A tap that began and ended here."""
        event.stop()
        self.press()

    def on_key(self, event: events.Key) -> None:
        """Enter and Space press the focused button."""
        if event.key in ("enter", "space"):
            event.stop()
            self.press()


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """What the bar may use: its width, the size of the whole screen, and whether fingers tap it."""

    width: int
    screen_width: int
    screen_height: int
    kiosk: bool

    @property
    def least_rows(self) -> int:
        """The least height of a button here."""
        dense = self.screen_width <= 40 and self.screen_height <= 16
        return DENSE_ROWS if dense and not self.kiosk else ROWS


def in_rows(actions: Sequence[Action], room: Room) -> tuple[list[list[Action]], int]:
    """The actions as rows read from left to right, and the empty columns between buttons.

    ``actions`` come in the order of their keys. The primary action ends the last row and the
    way back starts it, wherever they come in the list. The gap is given up where that saves a
    row of buttons, but for fingers only where the screen is too low to spare one.
    """
    gaps = (1,) if room.kiosk and room.screen_height >= SPARE_HEIGHT else (1, 0)
    count, gap = min(
        (-(-len(actions) // max(1, (room.width + gap) // (COLUMNS + gap))), -gap) for gap in gaps
    )
    primary = [action for action in actions if action.primary]
    back = [action for action in actions if action.back and not action.primary]
    middle = [action for action in actions[::-1] if not action.primary and not action.back]
    others = middle + primary
    rows: list[list[Action]] = []
    for left in range(count, 1, -1):
        taken = -(-(len(others) + len(back)) // left)
        rows.append(others[:taken])
        others = others[taken:]
    return [*rows, back + others], -gap


def widths(row: Sequence[Action], width: int, gap: int) -> list[int]:
    """The width of each button of a row; the primary action gets twice what the others get."""
    free = width - gap * (len(row) - 1)
    if any(action.primary for action in row) and len(row) > 1:
        other = max(COLUMNS, free // (len(row) + 1))
        widest = free - other * (len(row) - 1)
        return [widest if action.primary else other for action in row]
    share, rest = divmod(free, len(row))
    return [share + (index >= len(row) - rest) for index in range(len(row))]


def places(
    actions: Sequence[Action], room: Room, height: int = 0, order: Sequence[str] = ()
) -> dict[str, Region]:
    """The region of each action's button, by the action's name.

    A row is as high as its longest label needs. With a ``height`` in rows, what is left of it
    is shared out among the rows. With an ``order`` the names stand in it, in as many rows.
    """
    if not actions:
        return {}
    rows, gap = in_rows(actions, room)
    if order:
        named = {action.name: action for action in actions}
        ordered = iter(order)
        rows = [[named[next(ordered)] for _ in row] for row in rows]
    row_widths = [widths(row, room.width, gap) for row in rows]
    heights = [_height(row, each, room) for row, each in zip(rows, row_widths, strict=True)]
    spare = max(0, height - sum(heights) - ROW_GAP * (len(rows) - 1)) // len(rows)
    placed: dict[str, Region] = {}
    y = 0
    for row, each, needed in zip(rows, row_widths, heights, strict=True):
        x = 0
        for action, width in zip(row, each, strict=True):
            placed[action.name] = Region(x, y, width, needed + spare)
            x += width + gap
        y += needed + spare + ROW_GAP
    return placed


def _height(row: Sequence[Action], row_widths: Sequence[int], room: Room) -> int:
    """The rows that show every label of a row of buttons in full, and how long one rests."""
    lines = (
        len(label_lines(action.key, action.label, width - EDGE)) + action.rests
        for action, width in zip(row, row_widths, strict=True)
    )
    return max(room.least_rows, *lines)


def height_of(placed: dict[str, Region]) -> int:
    """The rows all buttons take together."""
    return max((region.bottom for region in placed.values()), default=0)


def clear_of(
    actions: Sequence[Action], room: Room, height: int, x: int, above: int
) -> tuple[str, ...]:
    """The names in the order of their places, so that no statement lies under a finger.

    The finger is at column ``x`` of the bar, ``above`` rows over its lower edge. As little as
    possible leaves its place: a statement changes places with another button, at worst with the
    primary one. Where all are statements, nothing can be done.
    """
    natural = tuple(action.name for row in in_rows(actions, room)[0] for action in row)
    for order in _orders(natural):
        placed = places(actions, room, height, order)
        y = height_of(placed) - above
        under = [one for one in actions if placed[one.name].contains(x, y)]
        if not any(one.states for one in under):
            return order
    return natural


def _orders(natural: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The order as it is, then with two changed places, the last one's latest, then any."""
    yield natural
    for one, other in sorted(combinations(range(len(natural)), 2), key=lambda pair: pair[1]):
        order = list(natural)
        order[one], order[other] = order[other], order[one]
        yield tuple(order)
    yield from permutations(natural)
