"""A small card for the tests of what is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cards.card import Card
from tests.cards.mounted import a_card


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Card]:
    """A card of 128 KiB."""
    with a_card(tmp_path / "card", 128) as card:
        yield card
