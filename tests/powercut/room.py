"""Where the images lie: in memory where possible, as only what reached them matters."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")


@contextmanager
def room() -> Iterator[Path]:
    """A directory for the images, gone at the end."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="steadyhand-cut-", dir=memory) as place:
        yield Path(place)
