"""Where the keys of a simulated radio's face stand. Pure arithmetic in columns and rows."""

from collections.abc import Sequence

from textual.geometry import Region

from tui.practice.controls import Control, more_keys

LEAST_COLUMNS, LEAST_ROWS, LARGEST_ROWS = 8, 3, 4
EDGES = 2

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
