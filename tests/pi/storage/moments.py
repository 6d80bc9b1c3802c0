"""Instants, secrets and a vault that the storage tests share."""

from functools import partial
from typing import Final

from pi.radio.events import VehicleAdded
from pi.radio.instant import Instant, WallQuality
from pi.storage.journal import Journal
from pi.storage.vault.crypto import KdfCost
from pi.storage.vault.vault import PreparedSetup, Vault, VehicleSecrets

CHEAP = KdfCost(memory_kib=64, passes=1)  # as little as Argon2id takes
PIN: Final = "2580"
WORDS: Final = "correct horse"


def at(
    monotonic: float = 100.0,
    *,
    boot: str = "boot-1",
    wall: float = 1_700_000_000.0,
    quality: WallQuality = WallQuality.UNSURE,
) -> Instant:
    """A moment of a boot that never slept."""
    return Instant(
        boot_id=boot, monotonic=monotonic, boottime=monotonic, wall=wall, quality=quality
    )


def cheap() -> KdfCost:
    """What the vault of a test asks for the cost of its unlockers."""
    return CHEAP


def set_up(vault: Vault, journal: Journal) -> PreparedSetup:
    secrets = VehicleSecrets(vehicle="car", name="Gölf", code="0042", serial="VWZ1Z2")
    setup = vault.prepare_setup([secrets], pin=PIN, passphrase=WORDS)
    setup.commit(partial(journal.append, at=at()), [("car", VehicleAdded(head_unit="unit"))])
    return setup
