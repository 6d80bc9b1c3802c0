"""The harness's own check, not the product's: what it looks for, it must be able to see.

With a weaker setting it must see losses. Of the power cuts that ever were measured, the library's
own default (DELETE and FULL) lost the last row in each: the end of SQLite's journal was not on the
card yet, and brought the old state back. And a store that was tampered with must not pass.
"""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from pi.service.asks import Unlock, UnlockKind
from pi.storage.connection import connect
from pi.storage.database import DATABASE_NAME
from tests.pi.service.driving import brought_into
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI, Rig
from tests.tools.powercut.moments import all_done
from tests.tools.powercut.outside import Said
from tests.tools.powercut.rounds import cuts
from tests.tools.powercut.scenarios import lockout, pin_tries, setting_up


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL", "FULL"])
def test_a_setting_that_loses_the_last_row_is_seen(synchronous: str, place: Path) -> None:
    found = list(cuts("copies noted", 5, 7, place, (all_done,), synchronous))
    assert any(cut.losses for cut in found)


@pytest.mark.parametrize("scenario", ["lockout saves", "PIN tries"])
def test_each_scenario_sees_what_the_default_setting_loses(scenario: str, place: Path) -> None:
    found = list(cuts(scenario, 5, 7, place, (all_done,), "FULL"))
    assert any(cut.losses for cut in found)


@pytest.fixture
def kept(tmp_path: Path) -> list[Said]:
    """A finished set-up in ``state-1``, and what was said of it."""
    key = asyncio.run(_set_up(Rig(tmp_path / "state-1")))
    return [("shown", "key", "1", key), ("kept", "1", PIN, PASSPHRASE)]


async def _set_up(rig: Rig) -> str:
    async with rig.service():
        return await rig.set_up(QASHQAI, CORSA)


def change(state: Path, statement: str) -> None:
    """What no cut should ever do."""
    with closing(connect(state / DATABASE_NAME)) as connection:
        connection.execute(statement)


def test_a_whole_set_up_passes(tmp_path: Path, kept: list[Said]) -> None:
    assert list(setting_up.check(tmp_path, kept)) == []


def test_half_a_set_up_is_seen(tmp_path: Path, kept: list[Said]) -> None:
    change(tmp_path / "state-1", "DELETE FROM vault")
    found = list(setting_up.check(tmp_path, kept))
    assert "a finished set-up is lost" in found
    assert "half a set-up: record" in found


def test_a_set_up_that_the_shown_key_does_not_open_is_seen(
    tmp_path: Path, kept: list[Said]
) -> None:
    change(tmp_path / "state-1", "DELETE FROM unlocker WHERE kind = 'recovery'")
    assert list(setting_up.check(tmp_path, kept)) == ["set up, and this opens nothing: recovery"]


@pytest.mark.parametrize(("told", "seen"), [("3", False), ("4", True), ("2", True)])
def test_a_pin_try_too_few_or_too_many_is_seen(tmp_path: Path, told: str, seen: bool) -> None:
    asyncio.run(_try_pins(Rig(tmp_path / "state"), 3))
    assert bool(list(pin_tries.check(tmp_path, [("kept", told)]))) is seen


async def _try_pins(rig: Rig, times: int) -> None:
    async with rig.service():
        await rig.set_up()
        for _ in range(times):
            wrong = Unlock(kind=UnlockKind.PIN, secret="999999")
            await (await rig.surface()).refused(wrong)


@pytest.mark.parametrize(("watched", "seen"), [("30.0", False), ("29.0", True)])
def test_more_counted_than_was_watched_is_seen(tmp_path: Path, watched: str, seen: bool) -> None:
    asyncio.run(_count(Rig(tmp_path / "state"), 30))
    said = [("kept", watched, "1", "Waiting")]
    assert bool(list(lockout.check(tmp_path, said))) is seen


async def _count(rig: Rig, seconds: float) -> None:
    """Let so many seconds of a wait be counted."""
    async with rig.service():
        await brought_into(rig, "Waiting")
        await rig.count(seconds)
