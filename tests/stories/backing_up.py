"""The vocabulary of stories that make a backup: a stick, and what happens to it half way."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.cards.card import Card
from tests.cards.disk import Disk
from tests.cards.mounted import a_card, a_disk
from tests.stories.copies_known import THE_COPIES, copies
from tests.stories.telling import Owner, Scene, read_aloud
from tui import kept_file

NAME = "steadyhand.backup"
TO_THE_PLACES: list[Scene] = [*THE_COPIES, ("None was made yet.", "Full backup")]
TO_THE_BACKUP: list[Scene] = [*TO_THE_PLACES, ("WHERE TO?", NAME)]
NONE = "No backup was made"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one stick that is plugged in, a disk of its own as far as anybody can tell."""
    place = tmp_path / "BLUE"
    place.mkdir()
    monkeypatch.setattr("tui.screens.copies.backup.media_of", lambda _: ("sda",))
    monkeypatch.setattr("tui.screens.copies.place.places", lambda: (place,) * place.exists())
    return place


@pytest.fixture
def small(stick: Path) -> Iterator[Card]:
    """The same stick with a filesystem of its own, of 64 KiB."""
    stick.rmdir()
    with a_card(stick, 64) as card:
        yield card


@pytest.fixture
def ext4(stick: Path) -> Iterator[Disk]:
    """The same stick as a disk of its own, on a device that can fail."""
    stick.rmdir()
    with a_disk(stick.with_suffix(".img")) as disk:
        yield disk


@pytest.fixture
def half_way(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens after the first part of a backup was written."""
    happens: list[Callable[[], object]] = []
    keep = kept_file.keep

    def kept(path: str, parts: Iterator[bytes], digest: str) -> None:
        def after_the_first() -> Iterator[bytes]:
            for part in parts:
                yield part
                while happens:
                    happens.pop()()

        keep(path, after_the_first(), digest)

    monkeypatch.setattr("tui.screens.copies.backup.keep", kept)
    return happens


async def is_not_made(owner: Owner, why: str) -> None:
    """One line says why, and that there is none; no copy counts."""
    await owner.plays([("NO BACKUP", ""), (why, "")])
    assert NONE in read_aloud(owner.screen)
    assert copies(owner) == []
    await owner.presses("Back")
    await owner.reads("None was made yet.")


async def from_here(owner: Owner, ask: Callable[[], Awaitable[object]]) -> Callable[[], object]:
    """Something that the thread which writes waits for, done on the app's own loop."""
    loop = asyncio.get_running_loop()
    return lambda: asyncio.run_coroutine_threadsafe(_awaited(ask), loop).result()


async def _awaited(ask: Callable[[], Awaitable[object]]) -> None:
    await ask()
