"""Cards and disks for fixtures: mounted for a test, or the test is skipped and says why."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.cards.card import Card, CardNotPossibleError
from tests.cards.disk import Disk


@contextmanager
def a_card(path: Path, kib: int = 512) -> Iterator[Card]:
    """A card of that size."""
    try:
        card = Card(path, kib)
    except CardNotPossibleError as why:
        pytest.skip(f"no {path.name} can be mounted here: {why}")
    try:
        yield card
    finally:
        card.remove()


@contextmanager
def a_disk(image: Path, kind: str = "ext4") -> Iterator[Disk]:
    """A mounted disk of 8 MiB."""
    with ExitStack() as until_done:
        try:
            disk = Disk.make(image, kind)
            until_done.enter_context(disk.mounted())
        except CardNotPossibleError as why:
            pytest.skip(f"no disk image can be mounted here: {why}")
        yield disk
