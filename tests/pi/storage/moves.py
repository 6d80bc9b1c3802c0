"""Sticks for the storage tests, and a device key's move as the service makes it."""

from pathlib import Path

from pi.storage.store import Store
from pi.storage.vault import UnlockerKind, Vault
from tests.pi.storage.moments import at, cheap

WORDS = "correct horse"
PIN = "2580"


class Sticks:
    """Two directories that stand for USB sticks, and which of them are plugged in."""

    def __init__(self, room: Path) -> None:
        self.one, self.other = room / "one", room / "other"
        self.one.mkdir()
        self.other.mkdir()
        self.plugged = [self.one]

    def __call__(self) -> tuple[Path, ...]:
        return tuple(self.plugged)

    def vault(self, store: Store) -> Vault:
        """The vault of a store that looks for its key on these sticks."""
        return Vault(store, cheap, sticks=self)


def move(vault: Vault, stick: Path | None, pin: str = PIN) -> None:
    """Move the PIN's other half to a stick, or with None to the card."""
    key = vault.pin_key
    before = key.needed()
    unlocked = vault.unlock(UnlockerKind.PASSPHRASE, WORDS, at())
    new = unlocked.prepare_move(pin, stick)
    assert new.device is not None
    key.devices.put(new.device)
    unlocked.keep(new)
    key.tidy(before)


def opens(vault: Vault, pin: str = PIN) -> bool:
    """Whether the PIN opens the vault. Raises DeviceKeyError, WrongSecretError."""
    return not vault.unlock(UnlockerKind.PIN, pin, at()).closed


def key_file(stick: Path) -> Path:
    """The one key on a stick."""
    (path,) = stick.glob("steadyhand-*.key")
    return path
