"""The shapes of serial numbers, place by place: which characters may stand where.

A family's patterns are regular expressions of a simple kind: letters, digits, sets, groups of
alternatives and fixed repeats. A pattern of any other kind has no places here, so it says nothing
about a single character; it still tells whether a whole number fits.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from string import ascii_uppercase
from typing import Final

from pi.radio.entry import DIGITS

Place = frozenset[str]  # what may stand there, in capitals
Shape = tuple[Place, ...]

ANY_DIGIT: Final = frozenset(DIGITS)
ANY_LETTER: Final = frozenset(ascii_uppercase)
MOST_SHAPES: Final = 64  # that one pattern may stand for
LONGEST: Final = 40  # places
_SPECIAL: Final = set("\\[](){}|^$.*+?")


class _TooHardError(ValueError):
    """A pattern that is more than places in a row."""


def normalised(text: str) -> str:
    """A serial number without spaces and in one case: to compare with, never to keep."""
    return "".join(text.split()).upper()


def has_shape(plain: str, patterns: tuple[str, ...]) -> bool:
    """Whether a number fits one of these patterns, spaces and case apart."""
    import re

    return any(re.fullmatch(pattern, plain, re.ASCII | re.IGNORECASE) for pattern in patterns)


@cache
def shapes(pattern: str) -> tuple[Shape, ...]:
    """Every row of places that a pattern stands for, none where it is of another kind."""
    try:
        reader = _Reader(pattern.removeprefix("^").removesuffix("$"))
        found = reader.alternatives()
        return tuple(found) if reader.at_end else ()
    except (_TooHardError, RecursionError):
        return ()


class _Reader:
    """Reads a pattern from the left. Each part answers with all the rows it stands for."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    @property
    def at_end(self) -> bool:
        """Whether all of it was read."""
        return self._at == len(self._text)

    def alternatives(self) -> list[Shape]:
        """Rows side by side, up to a closing bracket or the end."""
        found = self._row()
        while self._take("|"):
            found += self._row()
        return _bounded(found)

    def _row(self) -> list[Shape]:
        rows: list[Shape] = [()]
        while not self.at_end and self._text[self._at] not in "|)":
            part = self._part()
            times = tuple(self._times())
            if len(part) ** max(times) > MOST_SHAPES:
                raise _TooHardError
            ways = [way for count in times for way in product(part, repeat=count)]
            tails = [tuple(place for piece in way for place in piece) for way in ways]
            rows = _bounded([row + tail for row in rows for tail in tails])
        return rows

    def _part(self) -> list[Shape]:
        if self._take("\\d"):
            return [(ANY_DIGIT,)]
        if self._take("["):
            return [(self._set(),)]
        if self._take("("):
            self._take("?:")
            inner = self.alternatives()
            self._need(")")
            return inner
        char = self._text[self._at]
        if char in _SPECIAL or not char.isascii():
            raise _TooHardError
        self._at += 1
        return [(frozenset(char.upper()),)]

    def _set(self) -> Place:
        found: set[str] = set()
        while not self._take("]"):
            if self._take("\\d"):
                found |= ANY_DIGIT
                continue
            first = self._plain()
            last = self._plain() if self._take("-") else first
            found |= {chr(each).upper() for each in range(ord(first), ord(last) + 1)}
        return frozenset(found)

    def _times(self) -> Iterator[int]:
        if self._take("?"):
            return iter((0, 1))
        if not self._take("{"):
            return iter((1,))
        until = self._text.find("}", self._at)
        inside = self._text[self._at : max(until, self._at)]
        least, _, most = inside.partition(",")
        if not least.isdecimal() or not (most or least).isdecimal() or int(most or least) > LONGEST:
            raise _TooHardError
        if inside.endswith(","):
            raise _TooHardError
        self._at = until + 1
        return iter(range(int(least), int(most or least) + 1))

    def _plain(self) -> str:
        if self.at_end or self._text[self._at] in "\\[]^-" or not self._text[self._at].isascii():
            raise _TooHardError
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, token: str) -> bool:
        if not self._text.startswith(token, self._at):
            return False
        self._at += len(token)
        return True

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise _TooHardError


def _bounded(rows: list[Shape]) -> list[Shape]:
    if len(rows) > MOST_SHAPES or any(len(row) > LONGEST for row in rows):
        raise _TooHardError
    return rows
