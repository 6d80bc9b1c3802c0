"""A small card for the tests of what is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cards.card import Card, CardNotPossibleError


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Card]:
    """A card of 128 KiB."""
    try:
        card = Card(tmp_path / "card", 128)
    except CardNotPossibleError as why:
        pytest.skip(f"no card can be mounted here: {why}")
    yield card
    card.remove()
