"""The years of a car, as sources write them and as owners type them.

A source that names one year saw the radio in a car of that year: the same car was built for some
years before and after. So a year rules a family out only where it lies a whole generation away.
"""

import re
from typing import Final

GENERATION: Final = 6  # years that a car is built much the same
BEFORE, AFTER = 1950, 2050  # what can be the year of a car with a radio
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(s?)(?!\d)")
_OPEN: Final = re.compile(r"\bon$")


def year_in(word: str) -> int | None:
    """The year that a typed word is, None where it is none."""
    digits = word.strip("'.,;()")
    if not (len(digits) == 4 and digits.isascii() and digits.isdigit()):
        return None
    return int(digits) if BEFORE <= int(digits) < AFTER else None


def span_of(years: str) -> tuple[int, int] | None:
    """The first and the last year that a source's words may mean, None where they say nothing.

    ``2009 on`` has no end, ``the late 1990s`` is the whole decade.
    """
    said = _said_in(years)
    if said is None:
        return None
    first, last = said
    if last == AFTER:
        return first - 1, last
    margin = GENERATION if last - first < GENERATION else 1
    return first - margin, last + margin


def may_be_of(years: str, year: int) -> bool:
    """Whether a car of that year may be meant. What is not known may be."""
    span = span_of(years)
    return span is None or span[0] <= year <= span[1]


def is_said(years: str, year: int) -> bool:
    """Whether a source names that year itself, or a time that it lies in."""
    said = _said_in(years)
    return said is not None and said[0] <= year <= said[1]


def _said_in(years: str) -> tuple[int, int] | None:
    """The first and the last year that stand there."""
    found = [(int(year), int(year) + (9 if decade else 0)) for year, decade in _YEAR.findall(years)]
    if not found:
        return None
    first, last = min(each[0] for each in found), max(each[1] for each in found)
    return first, AFTER if _OPEN.search(years.strip()) else last
