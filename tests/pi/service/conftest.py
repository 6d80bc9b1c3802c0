"""A service for each test, with nobody connected."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from pi.hardware.wiring import Signal
from tests.cards import room
from tests.pi.service.rig import Rig
from tests.pi.service.wires import ALL, FakeBody


@pytest.fixture(autouse=True)
def on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials, and memory is taken for a card: a sync costs nothing there."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setattr("pi.storage.store.is_volatile", lambda _: False)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A directory of this test alone, in memory where possible."""
    with room() as place:
        yield place


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
