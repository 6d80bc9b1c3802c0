"""A crowd that guesses passphrases at a real service, and its owner, all of one user."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pi.service.asks import Ask, Unlock, UnlockKind
from pi.service.protocol import Done
from pi.storage.kdf_cost import KdfCost
from tests.blackbox.caller import Caller, calling
from tests.blackbox.processes import Place, until
from tests.pi.service import rig
from tests.pi.service.rig import PASSPHRASE, PIN, Rig

CROWD = 40
UNDER_WAY = 3  # guesses that end while an owner is served: one, and what the next adds meanwhile
COST = KdfCost(memory_kib=32 * 1024, passes=4)
WRONG = Unlock(kind=UnlockKind.PASSPHRASE, secret="not those words at all")
WAYS = (
    Unlock(kind=UnlockKind.PIN, secret=PIN),
    Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE),
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A store whose guesses take a moment each."""
    monkeypatch.setattr(rig, "CHEAP", COST)
    made = Place(tmp_path / "place")
    state = Rig(made.state)

    async def set_up() -> None:
        async with state.service():
            await state.set_up()

    asyncio.run(set_up())
    return made


@pytest.fixture
def crowd(place: Place) -> Iterator[list[Caller]]:
    """Each has asked once, and the first of them was answered."""
    with place.service(), ExitStack() as hung_up:
        callers = [hung_up.enter_context(calling(place)) for _ in range(CROWD)]
        for one in callers:
            one.send(WRONG)
        until(lambda: answered(callers) > 0, "an answer to one of the crowd")
        yield callers


def answered(crowd: list[Caller]) -> int:
    """How many guesses were looked at."""
    return sum(one.has_word() for one in crowd)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.kind.value)
def test_an_owner_waits_for_the_guess_that_is_under_way_and_for_no_other(
    place: Place, crowd: list[Caller], way: Ask
) -> None:
    with calling(place) as owner:
        before = answered(crowd)
        assert owner.ask(way) == Done()
        assert answered(crowd) - before <= UNDER_WAY
