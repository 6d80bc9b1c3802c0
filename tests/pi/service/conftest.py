"""A service for each test, with nobody connected."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pi.hardware.wiring import Signal
from tests.pi.service.rig import Rig
from tests.pi.service.wires import ALL, FakeBody


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


@pytest.fixture
def wired(rig: Rig) -> Rig:
    """A rig on which every signal is wired, the ignition on and the car parked."""
    rig.body = FakeBody()
    rig.body.levels = {Signal.IGNITION: True, Signal.PARKED: True}
    return rig


@pytest.fixture
def panelled(rig: Rig) -> Rig:
    """A rig with every button, a lamp and a buzzer, and no sense."""
    rig.body = FakeBody(ALL - {Signal.PARKED, Signal.FEED, Signal.IGNITION})
    return rig
