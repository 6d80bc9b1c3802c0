"""What most stories begin with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.stage import Stage, stage


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Stage]:
    """A running service with nothing set up."""
    with stage(tmp_path) as made:
        async with made.service():
            yield made
