"""Room for the images, where this machine lets them be mounted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cards.card import CardNotPossibleError
from tests.cards.disk import Disk
from tests.cards.room import room


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory in which cards can be made and mounted."""
    with room() as place:
        try:
            with Disk.make(place / "card.img").mounted():
                pass
        except CardNotPossibleError as why:
            pytest.skip(f"no card can be mounted here: {why}")
        yield place
