"""Crowds at a real service: they win no PIN try and keep no owner waiting, be it killed or not."""

import json
import selectors
from collections.abc import Iterator
from contextlib import ExitStack
from socket import AF_UNIX, socket
from typing import Any

import pytest

from pi.service.asks import Unlock, UnlockKind
from pi.service.protocol import Done
from pi.storage.kdf_cost import KdfCost
from tests.blackbox.caller import Caller, calling
from tests.blackbox.places import OPEN, set_up
from tests.blackbox.processes import PATIENCE_S, Place, until
from tests.pi.service import rig
from tests.pi.service.rig import PIN

RACERS = 50
TRY = b'{"id":1,"ask":{"type":"Unlock","kind":"pin","secret":"999999"}}\n'
LEFT_AFTER_FREE_TRIES = [9, 8, 7, 6, 5]
GUESSERS = 40
UNDER_WAY = 3  # guesses that end while an owner is served: one, and what the next adds meanwhile
COST = KdfCost(memory_kib=32 * 1024, passes=4)
WRONG = Unlock(kind=UnlockKind.PASSPHRASE, secret="not those words at all")


@pytest.mark.parametrize(
    "kills",
    [
        [0, 3],
        [2],
        *(pytest.param(each, marks=pytest.mark.exhaustive) for each in ([1, 1, 1], [6], [4, 0, 5])),
    ],
    ids=str,
)
def test_kills_and_crowds_win_no_try(kept: Place, kills: list[int]) -> None:
    """Five tries are free, however many ask at once and however often the power goes."""
    left = [one for after in kills for one in race(kept, after)]
    left += race(kept, RACERS)
    # An answer that was cut off may be missing; none comes twice, and none comes beyond.
    assert sorted(left, reverse=True) == [each for each in LEFT_AFTER_FREE_TRIES if each in left]


def race(place: Place, answers: int) -> list[int]:
    """All ask at once; the service is killed after so many answers. The tries that were left."""
    with place.service() as service, ExitStack() as hung_up:
        racers = [hung_up.enter_context(connected(place)) for _ in range(RACERS)]
        for racer in racers:
            racer.sendall(TRY)
        heard = answers_of(racers)
        said = [next(heard) for _ in range(answers)]
        service.kill()
        service.wait()
    return [one["tries_left"] for one in said if one["reason"] == "wrong_secret"]


def connected(place: Place) -> socket:
    """A connection that has been greeted."""
    racer = socket(AF_UNIX)
    racer.settimeout(PATIENCE_S)
    racer.connect(str(place.socket))
    assert b"Greeting" in racer.recv(4096)
    return racer


def answers_of(racers: list[socket]) -> Iterator[dict[str, Any]]:
    """The answers as they come."""
    with selectors.DefaultSelector() as selector:
        for racer in racers:
            selector.register(racer, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(PATIENCE_S):
                assert isinstance(key.fileobj, socket)
                yield json.loads(key.fileobj.recv(4096))["answer"]
                selector.unregister(key.fileobj)


def test_an_owner_waits_for_the_guess_that_is_under_way_and_for_no_other(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rig, "CHEAP", COST)  # a guess takes a moment
    set_up(place)
    with place.service(), ExitStack() as hung_up:
        crowd = [hung_up.enter_context(calling(place)) for _ in range(GUESSERS)]
        for one in crowd:
            one.send(WRONG)
        until(lambda: answered(crowd) > 0, "an answer to one of the crowd")
        for way in (Unlock(kind=UnlockKind.PIN, secret=PIN), OPEN):
            with calling(place) as owner:
                before = answered(crowd)
                assert owner.ask(way) == Done()
                assert answered(crowd) - before <= UNDER_WAY


def answered(crowd: list[Caller]) -> int:
    """How many guesses were looked at."""
    return sum(one.has_word() for one in crowd)
