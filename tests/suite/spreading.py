"""Files of tests, spread over processes: the longest first, and together what shares a machine."""

from typing import Final

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER: Final = (
    "tests/virtual_pi/appliance/",
    "tests/virtual_pi/",
    "tests/kiosk/",
    "tests/systemd/",
)
"""Each of these has one machine, or one package, that all of its files share."""
LONG: Final = ("tests/ssh/", "tests/stories/", "tests/blackbox/", "tests/tools/")
"""A long file that begins last is waited for alone."""


class Spreading(LoadScopeScheduling):
    """Hands out a file at a time, and whole folders that share something costly."""

    def _split_scope(self, nodeid: str) -> str:
        return _within(TOGETHER, nodeid) or nodeid.partition("::")[0]


def longest_first(items: list[pytest.Item]) -> None:
    """Order tests so that what takes minutes begins first. The order within a file stays."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    places = (*TOGETHER, *LONG)
    place = _within(places, nodeid)
    return places.index(place) if place else len(places)


def _within(places: tuple[str, ...], nodeid: str) -> str:
    return next((place for place in places if nodeid.startswith(place)), "")
