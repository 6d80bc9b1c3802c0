"""A few cuts of every scenario, and that the harness sees what it looks for.

With a weaker setting it must see losses. Of the power cuts that ever were measured, the library's
own default (DELETE and FULL) lost the last row in each: the end of SQLite's journal was not on the
card yet, and brought the old state back. And a store that was tampered with must not pass.
"""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pi.service.protocol.commands import Unlock, UnlockKind
from tests.cards import a_disk, room
from tests.pi.service.driving import brought_into
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI, Rig
from tests.tools.powercut.__main__ import main
from tests.tools.powercut.rounds import all_done, cuts
from tests.tools.powercut.scenarios import SCENARIOS, radios, vault

LONG_S = 7200


@pytest.fixture
def place() -> Iterator[Path]:
    with room() as place:
        with a_disk(place / "card.img"):
            pass
        yield place


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_cut_loses_or_halves_or_hurries_anything(scenario: str, place: Path) -> None:
    losses = [loss for cut in cuts(scenario, 6, 7, place) for loss in cut.losses]
    assert losses == []


@pytest.mark.exhaustive
@pytest.mark.timeout(LONG_S)
@pytest.mark.usefixtures("place")
def test_no_cut_of_thousands_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["powercut"])
    assert main() == 0


@pytest.mark.parametrize(
    ("scenario", "synchronous"),
    [*(("lockout saves", weak) for weak in ("OFF", "NORMAL", "FULL")), ("PIN tries", "FULL")],
)
def test_a_setting_losing_a_last_row_is_seen(scenario: str, synchronous: str, place: Path) -> None:
    with closing(cuts(scenario, 5, 7, place, (all_done,), synchronous)) as found:
        assert any(cut.losses for cut in found)


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        (None, []),
        ("DELETE FROM vault", ["a finished set-up is lost", "half a set-up: record"]),
        (
            "DELETE FROM unlocker WHERE kind = 'recovery'",
            ["set up, and this opens nothing: recovery"],
        ),
    ],
)
async def test_half_a_set_up_or_one_that_the_shown_key_does_not_open_is_seen(
    tmp_path: Path, statement: str | None, seen: list[str]
) -> None:
    rig = Rig(tmp_path / "state-1")
    async with rig.service():
        key = await rig.set_up(QASHQAI, CORSA)
    if statement:
        rig.alter(statement)
    said = [("shown", "key", "1", key), ("kept", "1", PIN, PASSPHRASE)]
    found = await vault.check_set_up(tmp_path, said)
    assert (bool(found), {*seen} - {*found}) == (bool(seen), set())


@pytest.mark.parametrize(("told", "seen"), [("3", False), ("4", True), ("2", True)])
async def test_a_pin_try_too_few_or_too_many_is_seen(tmp_path: Path, told: str, seen: bool) -> None:
    rig = Rig(tmp_path / "state")
    async with rig.service():
        await rig.set_up()
        for _ in range(3):
            await (await rig.session()).refused(Unlock(kind=UnlockKind.PIN, secret="999999"))
    assert bool(await vault.check_tries(tmp_path, [("kept", told)])) is seen


@pytest.mark.parametrize(("watched", "seen"), [("30.0", False), ("29.0", True)])
async def test_more_counted_than_watched_is_seen(tmp_path: Path, watched: str, seen: bool) -> None:
    rig = Rig(tmp_path / "state")
    async with rig.service():
        await brought_into(rig, "Waiting")
        await rig.count(30)
    said = [("kept", watched, "1", "Waiting")]
    assert bool(await radios.check_waits(tmp_path, said)) is seen
