"""What most stories begin with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories import backing_up, bringing
from tests.stories.stage import Stage, stage

stick, small, ext4, half_way = (
    backing_up.stick,
    backing_up.small,
    backing_up.ext4,
    backing_up.half_way,
)
plugged_in, key = bringing.plugged_in, bringing.key


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Stage]:
    """A running service with nothing set up."""
    with stage(tmp_path) as made:
        async with made.service():
            yield made
