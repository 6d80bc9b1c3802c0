"""A short run of the long one, and that it would notice what it looks for."""

import asyncio
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from typing import get_args

import msgspec
import pytest

from pi.copies.keepass import entries
from pi.service.protocol.answers import Line
from pi.service.protocol.commands import Ask
from pi.storage.connection import HEADER_BYTES
from pi.storage.journal import Journal
from pi.storage.restore import Upload
from tests.depth import examples
from tests.tools.fuzz import backups, keepass, stories, watching
from tests.tools.fuzz.running import SHARES, TARGETS, Outcome, run
from tests.tools.fuzz.spoiling import line

SEED = "short"
LONG_S = 7200
MOST_STORIES = 20
EVERY = {one.__name__ for one in get_args(Ask)}


@pytest.mark.timeout(LONG_S)
@pytest.mark.parametrize(
    "inputs", [max(2_000, examples(4_000)), pytest.param(1_000_000, marks=pytest.mark.exhaustive)]
)
def test_no_input_of_thousands_of_every_kind_makes_trouble(inputs: int, tmp_path: Path) -> None:
    outcome = run(inputs, SEED, tmp_path)
    assert outcome.trouble == []
    assert set(outcome.found.inputs) == set(SHARES)


def test_every_ask_of_the_protocol_is_made_with_each_of_its_fields_and_has_its_shape() -> None:
    made: dict[str, set[str]] = {}
    for seed in range(4_000):
        said = line(Random(seed), seed, may_open=True)
        ask = msgspec.json.decode(said)["ask"]
        made.setdefault(ask.pop("type"), set()).update(ask)
        msgspec.json.decode(said, type=Line)
    assert made == {one.__name__: set(one.__struct_fields__) for one in get_args(Ask)}
    assert set(stories.MAKES) == set(get_args(Ask))  # a fitting value is known for each, too


def test_the_stories_ask_for_everything_and_what_they_are_about_is_done(tmp_path: Path) -> None:
    """With the judge looking on. What they are about: slips, entries, and what goes for good."""
    told, about = stories.Told(), {"take-back", "RemoveVehicle", "ChangeVehicle", "PromptConfirm"}
    about |= {"FinishRecoveryKey", "AddVehicle", "Lock", "Unlock"}
    for seed in range(MOST_STORIES):
        asyncio.run(stories.tell(Random(seed), tmp_path / str(seed), told))
        if set(told.asked) >= EVERY and set(told.done) >= about:
            return
    pytest.fail(f"never asked: {EVERY - set(told.asked)}; never done: {about - set(told.done)}")


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_the_same_seed_draws_as_much_again(target: str) -> None:
    one, other = Random(SEED), Random(SEED)
    for random in (one, other):
        TARGETS[target](random)
    assert one.getstate() == other.getstate()


def test_a_crash_a_hang_and_memory_that_grows_are_noticed_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "LONGEST_S", 0.05)
    found = watching.Found()
    with found.one("letter", "7"):
        raise KeyError("x")
    with watching.hangs_noticed(), found.one("family", "8"):
        while True:
            pass
    assert [line.split(":")[0] for line in found.trouble] == ["letter 7", "family 8"]
    assert "HangError" in found.trouble[1]
    assert len(Outcome(found, 1.0, 1000, 1001 + watching.MOST_GROWTH_KIB).trouble) == 3


def test_a_planted_code_is_noticed_and_the_digits_of_a_longer_number_are_none() -> None:
    planted = watching.Planted("361542")
    planted.look("a time", "1700361542.5")
    for said in ("code 361542.", b'{"code":"361542"}', "361542"):
        with pytest.raises(watching.LeakError):
            planted.look("a message", said)


def test_a_sound_backup_and_a_sound_keepass_file_are_taken(tmp_path: Path) -> None:
    """Else all that is spoilt would be refused for what was wrong before."""
    sound = backups.sound()
    with closing(Upload(tmp_path, sound[:HEADER_BYTES], len(sound))) as upload:
        upload.take(sound)
        assert Journal(upload.open_with(backups.WORDS)).vehicle_count() == 1
    found = entries(keepass.made(Random(SEED)).file(), keepass.PASSWORD)
    assert [one.title for one in found] == ["Civic"]


def test_the_sound_backup_is_the_same_in_every_run() -> None:
    said = "from tests.tools.fuzz import backups; print(hash(backups.sound()))"
    told = os.environ | {"PYTHONHASHSEED": "0"}
    one, other = (
        subprocess.check_output([sys.executable, "-c", said], env=told, text=True) for _ in range(2)
    )
    assert one == other
