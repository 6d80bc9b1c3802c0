"""Who gets in: the screens of one user leave room for everybody else's.

A user is who the kernel says is at the other end. The touchscreen is one, whoever comes in over
SSH is another; root and the service's own user have a share like any other, as neither needs more.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

ONE_USERS: Final = 128  # surfaces; thirty sessions over SSH are one user's
MOST_SURFACES: Final = 256  # each holds a file open, and saving needs some, too
FEW: Final = 4  # with fewer than so many a user gets in even then
KEPT_FREE: Final = 64  # beyond the most: two who fill it up keep no third user out


class Shares:
    """How many surfaces each user holds now."""

    def __init__(self) -> None:
        self._held: Counter[int] = Counter()

    def unwelcome(self, user: int) -> str | None:
        """Why one more of this user would not get in, as in ``Fault``."""
        if self._held[user] >= ONE_USERS:
            return "too_many_yours"
        room = MOST_SURFACES + (KEPT_FREE if self._held[user] < FEW else 0)
        return "too_many" if self._held.total() >= room else None

    @contextmanager
    def held(self, user: int) -> Iterator[None]:
        """Within the block one more surface of this user is there."""
        self._held[user] += 1
        try:
            yield
        finally:
            self._held[user] -= 1
            self._held += Counter()  # users who hold none are forgotten
