"""The vocabulary of stories that bring a backup back: what lies on the stick, and who types."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest

from pi.service.asks import (
    NewVehicle,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import CodeShown
from pi.storage.backup import make_backup
from pi.storage.database import open_store
from pi.storage.vault import Vault
from tests.pi.storage.moments import cheap
from tests.stories.anew import serving
from tests.stories.answering import By
from tests.stories.copies_known import THE_COPIES
from tests.stories.stage import PIN, Stage, set_up, stage
from tests.stories.telling import Owner, Scene, Size, owner_at
from tui.widgets.keypad import KeyPad

NAME: Final = "steadyhand.backup"
FORD = NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470")
OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="4096")
I_HAVE_ONE: list[Scene] = [
    ("It keeps your radio's code", "I have a backup"),
    ("WHICH BACKUP?", NAME),
]
UNDER_COPIES: list[Scene] = [
    *THE_COPIES,
    ("None was made yet.", "Bring a backup back"),
    ("WHICH BACKUP?", NAME),
]
BY_PAPER: Scene = ("WHAT OPENS THIS BACKUP?", "The recovery key")
BY_PASSPHRASE: Scene = ("WHAT OPENS THIS BACKUP?", "Passphrase")
PUT_ASIDE: Scene = ("WHAT IS KEPT HERE NOW IS PUT ASIDE", "Put it aside")
BACK: Final = "1 VEHICLE IS BACK"


@pytest.fixture
def plugged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one stick that is plugged in."""
    place = tmp_path / "BLUE"
    place.mkdir()
    monkeypatch.setattr("tui.screens.restoring.found.places_to_read", lambda: (place,))
    return place


@pytest.fixture
async def key(tmp_path: Path, plugged_in: Path) -> str:
    """A backup of another device, with a Ford, lies on the stick. Its recovery key."""
    other = tmp_path / "other"
    with stage(other) as one:
        async with one.service():
            made = await set_up(FORD)
    store = open_store(other)
    backup = make_backup(store, Vault(store, cheap).unlock_elsewhere(made))
    (plugged_in / NAME).write_bytes(backup.part(0, backup.size))
    backup.close()
    store.close()
    return made


@asynccontextmanager
async def at_the_device(
    directory: Path,
    *vehicles: NewVehicle,
    size: Size = (80, 24),
    by: By = "keys",
    kiosk: bool = False,
) -> AsyncIterator[tuple[Stage, Owner]]:
    """A device that begins anew when it has to, set up or not, and somebody before it."""
    with stage(directory) as one:
        async with serving(one):
            if vehicles:
                await set_up(*vehicles)
            async with owner_at(one, size, by, kiosk=kiosk) as owner:
                yield one, owner


async def types_the_key(owner: Owner, key: str) -> None:
    """From the paper, without the dashes."""
    await owner.until(lambda: bool(owner.screen.query(KeyPad)), "a pad")
    await owner.types(key.replace("-", ""))
    await enters(owner)


async def enters(owner: Owner) -> None:
    """State that it is typed."""
    await owner.pilot.pause()
    if "Bring it back" in "".join(owner.offered):
        await owner.presses("Bring it back")
    else:
        await owner.strikes("enter")


async def is_back(owner: Owner) -> None:
    """It is told, and the radio that came back is led to."""
    await owner.plays([(BACK, "See the radio"), ("ASKS FOR ITS CODE", "")])
    assert owner.radio.head_unit == FORD.head_unit


async def code_of(owner: Owner, kind: UnlockKind, secret: str) -> str:
    """The code, once a secret has opened the vault."""
    assert await owner.app.tell(Unlock(kind=kind, secret=secret)) is not None
    shown = await owner.app.tell(ShowCode())
    assert isinstance(shown, CodeShown)
    return shown.code


async def unlocks_by_pin(owner: Owner) -> None:
    """The PIN of what is kept here."""
    await owner.reads("Your PIN.")
    await owner.types(PIN)
    await owner.strikes("enter")
