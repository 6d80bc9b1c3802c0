"""Where a test's stores and images lie: in memory where possible, as a sync there costs nothing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")


@contextmanager
def room() -> Iterator[Path]:
    """A directory, gone at the end."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="steadyhand-test-", dir=memory) as place:
        yield Path(place)
