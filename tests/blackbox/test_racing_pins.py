"""Fifty connections race for PIN tries at a real service that is killed again and again.

The tries that are free are five, however many ask at once and however often the power goes.
"""

import asyncio
import json
import selectors
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.blackbox.processes import PATIENCE_S, Place
from tests.pi.service.rig import Rig

RACERS = 50
TRY = b'{"id":1,"ask":{"type":"Unlock","kind":"pin","secret":"999999"}}\n'
LEFT_AFTER_FREE_TRIES = [9, 8, 7, 6, 5]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a PIN that takes no time to try, so that many tries fit into a moment."""
    rig = Rig(tmp_path_factory.mktemp("made") / "state")

    async def set_up() -> None:
        async with rig.service():
            await rig.set_up()

    asyncio.run(set_up())
    return rig.directory


@settings(deadline=None, max_examples=4)
@given(kills=st.lists(st.integers(0, 6), min_size=1, max_size=3))
def test_kills_and_crowds_win_no_try(made: Path, kills: list[int]) -> None:
    with tempfile.TemporaryDirectory(dir=made.parent) as directory:
        place = Place(Path(directory))
        shutil.copytree(made, place.state)
        left = [one for after in kills for one in race(place, after)]
        left += race(place, RACERS)
    # An answer that was cut off may be missing; none comes twice, and none comes beyond.
    assert sorted(left, reverse=True) == [each for each in LEFT_AFTER_FREE_TRIES if each in left]


def race(place: Place, answers: int) -> list[int]:
    """All ask at once; the service is killed after so many answers. The tries that were left."""
    with place.service() as service, ExitStack() as hung_up:
        racers = [hung_up.enter_context(connected(place)) for _ in range(RACERS)]
        for racer in racers:
            racer.sendall(TRY)
        heard = answered(racers)
        said = [next(heard) for _ in range(answers)]
        service.kill()
        service.wait()
    return [one["tries_left"] for one in said if one["reason"] == "wrong_secret"]


def connected(place: Place) -> socket.socket:
    """A connection that has been greeted."""
    racer = socket.socket(socket.AF_UNIX)
    racer.settimeout(PATIENCE_S)
    racer.connect(str(place.socket))
    assert b"Greeting" in racer.recv(4096)
    return racer


def answered(racers: list[socket.socket]) -> Iterator[dict[str, Any]]:
    """The answers as they come."""
    with selectors.DefaultSelector() as selector:
        for racer in racers:
            selector.register(racer, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(PATIENCE_S):
                assert isinstance(key.fileobj, socket.socket)
                yield json.loads(key.fileobj.recv(4096))["answer"]
                selector.unregister(key.fileobj)
