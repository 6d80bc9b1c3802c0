"""A second process that tries wrong PINs as fast as it can, until it is told to wait.

``python -m tests.pi.storage.trier DIRECTORY``: waits for a line, then says how many it tried.
"""

import sys
from pathlib import Path

from pi.storage.database import open_store
from pi.storage.errors import NoUnlockerError, PinWaitError, WrongSecretError
from pi.storage.vault import UnlockerKind, Vault
from tests.pi.storage.moments import at, cheap


def main() -> None:
    """Try until the vault says wait."""
    looked_at = 0
    with open_store(Path(sys.argv[1]), exclusive=False) as store:
        vault = Vault(store, cheap)
        print("ready", flush=True)
        sys.stdin.readline()
        while True:
            try:
                vault.unlock(UnlockerKind.PIN, "0000", at())
            except WrongSecretError:
                looked_at += 1
            except (PinWaitError, NoUnlockerError):
                break
    print(looked_at, flush=True)


if __name__ == "__main__":
    main()
