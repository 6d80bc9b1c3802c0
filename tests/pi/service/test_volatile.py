"""A state directory in memory alone: said, and never called saved."""

import tempfile
from pathlib import Path

import pytest

from tests.pi.service.rig import Rig

IN_MEMORY = Path("/dev/shm")


@pytest.mark.skipif(not IN_MEMORY.is_dir(), reason="no filesystem in memory here")
async def test_a_store_that_goes_with_the_power_is_never_called_saved() -> None:
    """Writes succeed there, and still nothing is kept."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as made:
        rig = Rig(Path(made) / "state")
        async with rig.service():
            rig.house.save_now()
            assert rig.house.companion.ledger.saving.reason == "volatile"
