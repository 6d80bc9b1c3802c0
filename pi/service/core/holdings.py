"""What surfaces have begun and not finished, bounded in all: who holds most gives way.

Nobody is refused for what others hold. Where there is more than there is room for, the user who
holds most lets go of their largest, and of several alike the oldest. So whoever comes with a
little always finds room, and a flood makes room for itself.
"""

from collections import Counter
from collections.abc import Callable
from weakref import WeakKeyDictionary

from pi.service.core.session import Surface


class Holdings:
    """Things of one kind. ``size_of`` tells what a surface holds now, 0 for nothing."""

    def __init__(
        self, room: int, size_of: Callable[[Surface], int], let_go: Callable[[Surface], None]
    ) -> None:
        """``room`` is in the unit of ``size_of``; one alone may be larger."""
        self.room = room
        self._size_of = size_of
        self._let_go = let_go
        self._surfaces: WeakKeyDictionary[Surface, None] = WeakKeyDictionary()

    def took(self, surface: Surface) -> None:
        """A surface holds something else than before: others, or it itself, may have to let go."""
        self._surfaces.pop(surface, None)
        self._surfaces[surface] = None
        while len(sizes := self.sizes()) > 1 and sum(sizes.values()) > self.room:
            self._let_go(_largest(sizes))

    def give_way(self, asker: Surface) -> bool:
        """Let the largest go, as room is needed for another. False where nobody has to.

        Who has the vault open gives way to nobody who has not.
        """
        sizes = {
            one: size for one, size in self.sizes().items() if asker.is_open or not one.is_open
        }
        if sizes:
            self._let_go(_largest(sizes))
        return bool(sizes)

    def sizes(self) -> dict[Surface, int]:
        """Who holds something, the oldest first."""
        sizes = {one: self._size_of(one) for one in list(self._surfaces)}
        return {one: size for one, size in sizes.items() if size}


def _largest(sizes: dict[Surface, int]) -> Surface:
    """Of the user who holds most the largest, of several alike the oldest.

    Locked surfaces come first.
    """
    sizes = {one: size for one, size in sizes.items() if not one.is_open} or sizes
    by_user: Counter[int] = Counter()
    for one, size in sizes.items():
        by_user[one.user] += size
    most = max(by_user.values())
    return max((one for one in sizes if by_user[one.user] == most), key=sizes.__getitem__)
