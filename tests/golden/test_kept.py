"""What 0.1.0 kept, a store and a backup, opens today by each way in and tells what it told."""

import asyncio
import shutil
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
import pytest
from msgspec import Raw, Struct, to_builtins
from msgspec.json import encode

from pi.radio.events import Event
from pi.service.protocol.answers import CodeShown, Restored
from pi.service.protocol.commands import FinishRestore, Look, ShowCode, Unlock, UnlockKind
from pi.storage.journal import COLUMNS, Journal, read_event
from pi.storage.opening import open_store
from tests.golden.files import check, pretty
from tests.pi.service.rig import Rig
from tests.pi.service.test_restoring import brought_in

KEPT: Final = Path(__file__).parent / "kept"


class Noted(Struct, frozen=True, kw_only=True):
    """What opens the store, and what the vault holds of each vehicle."""

    opens: dict[UnlockKind, str]
    vehicles: tuple[CodeShown, ...]


def noted() -> Noted:
    return msgspec.json.decode((KEPT / "secrets.json").read_bytes(), type=Noted)


def later(directory: Path) -> Rig:
    """A machine on which nothing is kept yet, at a later boot than any of the store's."""
    rig = Rig(directory / "state")
    rig.clock.boot, rig.clock.wall = 99, 1_800_000_000.0
    return rig


def copied(directory: Path) -> Rig:
    """A machine with a copy of the store, as private as it was."""
    rig = later(directory)
    shutil.copytree(KEPT / "state", rig.directory)
    for path in (rig.directory, *rig.directory.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return rig


def restored(directory: Path, secret: str) -> Rig:
    """A machine on which the backup was brought back."""
    rig = later(directory)

    async def bring() -> None:
        async with rig.service():
            await brought_in(talker := await rig.session(), (KEPT / "backup").read_bytes())
            await talker.asks(FinishRestore(secret=secret), Restored)

    asyncio.run(bring())
    return rig


def events(rig: Rig, *, as_stored: bool = False) -> list[str]:
    """The journal, a line of JSON for each event: as it would be written today, or as it was."""
    store = open_store(rig.directory)
    try:
        numbers = {each.id: each.number for each in Journal(store).vehicles()}
        rows = store.query(f"SELECT {COLUMNS}, {store.whole('event')} FROM event ORDER BY seq")
    finally:
        store.close()
    lines = []
    for row in rows:
        stored = Raw(row[COLUMNS.split(", ").index("data")])
        event = stored if as_stored else msgspec.json.decode(stored, type=Event)
        one = read_event(row)
        line = {"seq": one.seq, "vehicle": numbers[one.vehicle], "at": one.at, "event": event}
        lines.append(f"{encode(line).decode()}\n")
    return lines


def radios(rig: Rig, way: UnlockKind) -> tuple[str, list[Any]]:
    """The state on the wire for each vehicle in turn, and what the vault holds of them."""
    states, vehicles = [], []

    async def look() -> None:
        async with rig.service():
            owner = await rig.watcher()
            await owner.does(Unlock(kind=way, secret=noted().opens[way]))
            for number in range(1, (await owner.catch_up()).vehicles + 1):
                await owner.does(Look(vehicle=number))
                states.append(to_builtins(await owner.catch_up()))
                vehicles.append(to_builtins(await owner.asks(ShowCode(), CodeShown)))

    asyncio.run(look())
    return f"{pretty(states)}\n", vehicles


def produced(directory: Path) -> dict[str, str]:
    """The golden files of the store and of the backup, by their names."""
    kept, by = copied(directory / "old"), UnlockKind.PASSPHRASE
    back = restored(directory / "new", noted().opens[by])
    told = {"journal.jsonl": "".join(events(kept)), "radios.json": radios(kept, by)[0]}
    return told | {"radios-restored.json": radios(back, by)[0]}


LATER: Final = {"BeginningTold"}
"""What no store of 0.1.0 holds."""


def kinds(lines: list[str]) -> set[str]:
    return {msgspec.json.decode(line)["event"]["type"] for line in lines}


def test_every_kind_of_event_is_read_and_would_be_written_as_it_was(tmp_path: Path) -> None:
    rig = copied(tmp_path)
    lines = events(rig)
    check("journal.jsonl", "".join(lines))
    check("journal.jsonl", "".join(events(rig, as_stored=True)))
    assert kinds(lines) == {each.__name__ for each in get_args(Event)} - LATER


@pytest.mark.parametrize("way", UnlockKind)
def test_each_way_in_opens_it_and_radios_stand_as_before(way: UnlockKind, tmp_path: Path) -> None:
    states, vehicles = radios(copied(tmp_path), way)
    assert vehicles == list(to_builtins(noted().vehicles))
    check("radios.json", states)


@pytest.mark.parametrize("way", [UnlockKind.PASSPHRASE, UnlockKind.RECOVERY])
def test_a_backup_comes_back_by_each_way_with_all_it_held(way: UnlockKind, tmp_path: Path) -> None:
    back = restored(tmp_path / "new", noted().opens[way])
    before, after = events(copied(tmp_path / "old")), events(back)
    both = list(takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    assert kinds(before[len(both) :]) <= {"PowerWitnessed"}  # marks at the end, after the copy
    states, vehicles = radios(back, way)
    assert vehicles == list(to_builtins(noted().vehicles))
    check("radios-restored.json", states)
