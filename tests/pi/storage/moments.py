"""Instants and secrets that the storage tests share."""

from pi.radio.instant import Instant, WallQuality
from pi.storage.kdf_cost import KdfCost

CHEAP = KdfCost(memory_kib=64, passes=1)  # as little as Argon2id takes


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
