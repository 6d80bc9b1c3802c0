"""As much of a long answer as one line holds; who asks goes on from its last."""

from collections.abc import Iterable
from typing import Final, TypeVar

import msgspec

from pi.service.protocol.answers import LONGEST_LINE

ROOM: Final = LONGEST_LINE - 4 * 1024  # bytes; the rest is for what is around

_One = TypeVar("_One")


def page(many: Iterable[_One], room: int = ROOM) -> tuple[tuple[_One, ...], bool]:
    """The first of these, at least one, and whether others follow. ``room``: bytes as JSON."""
    found: list[_One] = []
    for one in many:
        room -= len(msgspec.json.encode(one)) + 1
        if found and room < 0:
            return tuple(found), True
        found.append(one)
    return tuple(found), False
