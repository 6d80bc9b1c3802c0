"""The USB sticks that are plugged in.

A stick is a disk of its own: what is mounted there and lies on the card beside the state, in
memory or on the network would protect from nothing, or not for long.
"""

from pathlib import Path
from typing import Final

from pi.copies_places import ROOTS
from pi.filesystem import MOUNTS, VOLATILE, disk_of, filesystem_of, mounted_below
from pi.places import stick_roots

# Looking into one that waits for its stick would wait, too.
_NO_STICKS: Final = VOLATILE | {"autofs"}


def plugged_in(state: Path, mounts: Path = MOUNTS) -> tuple[Path, ...]:
    """The roots of the sticks that are mounted now, the one plugged in last first."""
    roots = tuple(Path(one) for one in stick_roots()) or ROOTS
    own = disk_of(state)
    return tuple(
        point
        for point in mounted_below(roots, mounts, writable=False)[::-1]
        if filesystem_of(point, mounts) not in _NO_STICKS and disk_of(point) not in {None, own}
    )
