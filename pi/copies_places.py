"""Where a copy can go from a touchscreen, where no path can be typed: sticks, else the home."""

import os
from pathlib import Path
from typing import Final

from pi.filesystem import MOUNTS, mounted_below

ROOTS: Final = (Path("/media"), Path("/run/media"), Path("/mnt"))


def places(mounts: Path = MOUNTS, home: Path | None = None) -> tuple[Path, ...]:
    """The mounted sticks, the one plugged in last first; without any, the home directory.

    A touchscreen's user may have a home that nobody writes to: then there is no place.
    """
    home = home or Path.home()
    sticks = mounted_below(ROOTS, mounts)[::-1]
    return sticks or ((home,) if os.access(home, os.W_OK) else ())


def places_to_read(mounts: Path = MOUNTS, home: Path | None = None) -> tuple[Path, ...]:
    """Where a file may lie that comes back: every stick, a locked one too, then the home."""
    return (*mounted_below(ROOTS, mounts, writable=False)[::-1], home or Path.home())


def free_name(place: Path, stem: str, suffix: str) -> Path:
    """A name there that nothing has yet: ``stem``, else ``stem-2`` and so on."""
    number = 1
    while True:
        path = place / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        if not _is_there(path):
            return path
        number += 1


def _is_there(path: Path) -> bool:
    try:
        return path.is_symlink() or path.exists()
    except OSError:
        return False  # the writing will say why
