"""Where the buttons of an action bar stand. Pure arithmetic in columns and rows."""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

import msgspec
from textual.geometry import Region

from tui.widgets.action import Action, label_lines

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
