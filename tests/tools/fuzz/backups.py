"""Backups that are spoilt, made up or hostile: each is refused for a reason, or is a whole store.

What is taken must be taken up by the next start and open there, and what is refused leaves nothing.
"""

import functools
import os
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Final
from unittest.mock import patch

from pi.radio.events import LockoutBegan, RadioAsked, VehicleAdded
from pi.service.damage import UNREADABLE
from pi.storage.backup import make_backup
from pi.storage.connection import HEADER_BYTES
from pi.storage.database import DATABASE_NAME, open_store
from pi.storage.errors import BadBackupError, TamperedRecordError, WrongSecretError
from pi.storage.journal import Journal
from pi.storage.restore import Upload
from pi.storage.vault import Field, UnlockerKind, Vault, VehicleSecrets
from tests.pi.storage.moments import at, cheap
from tests.tools.fuzz.spoilt_backups import spoilt
from tests.tools.fuzz.watching import Planted

MEMORY: Final = Path("/dev/shm")
WORDS: Final = "winter-roads-four-quiet"
CODE: Final = "361542"
PLANTED: Final = Planted(WORDS, CODE, "SN-KELP-0093", "QX19-ZTV", "Aunt Mabel's Civic")


@functools.cache
def sound() -> bytes:
    """A backup with one vehicle, the same in every run; keys are derived at a low cost."""
    secrets = VehicleSecrets(
        vehicle="car",
        name="Aunt Mabel's Civic",
        code=CODE,
        serial="SN-KELP-0093",
        plate="QX19-ZTV",
    )
    with (
        tempfile.TemporaryDirectory() as made,
        patch.object(os, "urandom", Random("a backup").randbytes),
        open_store(Path(made)) as store,
    ):
        setup = Vault(store, cheap).prepare_setup([secrets], pin="73194628", passphrase=WORDS)
        added = [("car", VehicleAdded(head_unit="honda-6-digit"))]
        setup.commit(journal := Journal(store), added, at(), active={"car": True})
        for _ in range(60):
            journal.append([("car", RadioAsked()), ("car", LockoutBegan(owed_s=None))], at())
        with closing(make_backup(store, setup.unlocked())) as backup:
            return backup.part(0, backup.size)


def backup(random: Random) -> None:
    """One upload, as a service would take it, up to the next start."""
    held = spoilt(random, sound())
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made:
        place = Path(made)
        try:
            taken = _taken(random, held, place)
        except (BadBackupError, WrongSecretError) as error:
            PLANTED.look("the refusal of a backup", f"{error!r} {error.__cause__!r}")
            taken = False
        if taken:
            _starts(place)
        else:
            assert list(place.iterdir()) == [], "something was left of an upload"


def _taken(random: Random, held: bytes, place: Path) -> bool:
    """Bring it in and open it. Whether it waits to be taken up."""
    head, size = held[:HEADER_BYTES], len(held)
    if random.random() < 0.05:
        size = random.choice((0, -1, size - 1, size + 1, 2**30 + 1, 2**62, -(2**63)))
    secret = random.choice((WORDS, WORDS, WORDS, "other words than these", "0000-" * 7, ""))
    with closing(Upload(place, head, size)) as upload:
        start = 0
        while start < len(held):
            end = start + random.randint(1000, 44 * 1024)
            upload.take(held[start:end])
            start = end
        store = upload.open_with(secret)
        journal = Journal(store)
        with suppress(*UNREADABLE):  # which the service refuses it for
            for vehicle in journal.active_vehicles():
                journal.since_settled(vehicle)
            upload.commit(place / DATABASE_NAME)
            return True
    return False


def _starts(place: Path) -> None:
    """What was taken opens with its owner's words, and holds the code or says that it can't."""
    with open_store(place) as store:
        assert not store.damaged, "what was restored is damaged"
        vault = Vault(store, cheap)
        assert UnlockerKind.PIN not in vault.kinds(), "a PIN was restored"
        opened = vault.unlock(UnlockerKind.PASSPHRASE, WORDS, at())
        with suppress(TamperedRecordError, *UNREADABLE):
            code = opened.read("car", Field.CODE)
            assert code in {CODE, None}
