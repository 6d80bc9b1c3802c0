"""Stores, journals, vaults and cards for the storage tests."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.store import Store
from pi.storage.vault.vault import PreparedSetup, UnlockedVault, Vault
from tests.cards import Card, Disk, a_card, a_disk, room
from tests.pi.storage.moments import cheap, set_up


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


@pytest.fixture
def directory() -> Iterator[Path]:
    """Where a store may be made; not there yet.

    In memory where that is possible: what a card does with a sync is the matter of ``disk``.
    """
    with room() as place:
        yield place / "state"


@pytest.fixture
def store(directory: Path) -> Iterator[Store]:
    with open_store(directory) as store:
        yield store


@pytest.fixture
def journal(store: Store) -> Journal:
    return Journal(store)


@pytest.fixture
def vault(store: Store) -> Vault:
    return Vault(store, cheap)


@pytest.fixture
def setup(vault: Vault, journal: Journal) -> PreparedSetup:
    """A vault that is set up: one vehicle ``car``, PIN 2580, and a passphrase."""
    return set_up(vault, journal)


@pytest.fixture
def opened(setup: PreparedSetup) -> Iterator[UnlockedVault]:
    """The same, with its data key in hand."""
    with closing(setup.unlocked()) as opened:
        yield opened


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Card]:
    with a_card(tmp_path / "card", 512) as card:
        yield card


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with a_disk(tmp_path / "disk.img") as disk:
        yield disk
