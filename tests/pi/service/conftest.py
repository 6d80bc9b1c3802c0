"""A service for each test, with nobody connected."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.pi.service.rig import Rig


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """A state directory without a service."""
    return Rig(tmp_path / "state")


@pytest.fixture
async def empty(rig: Rig) -> AsyncIterator[Rig]:
    """A running service that was never set up."""
    async with rig.service():
        yield rig


@pytest.fixture
async def running(empty: Rig) -> Rig:
    """A running service with one vehicle, a PIN and a passphrase."""
    await empty.set_up()
    return empty
