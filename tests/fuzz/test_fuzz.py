"""A short run of the long one, and that it would notice what it looks for."""

from pathlib import Path
from random import Random

import pytest

from tests.fuzz import texts, watching
from tests.fuzz.running import SHARES, Outcome, run
from tests.fuzz.watching import Found, LeakError, Planted, hangs_noticed

SEED = "short"


def test_a_few_thousand_inputs_of_every_kind_make_no_trouble(tmp_path: Path) -> None:
    outcome = run(4_000, SEED, tmp_path)
    assert outcome.trouble == []
    assert set(outcome.found.inputs) == set(SHARES)


@pytest.mark.parametrize("target", sorted(texts.TARGETS))
def test_the_same_seed_makes_the_same_input(target: str) -> None:
    states = []
    for _ in range(2):
        random = Random(SEED)
        texts.TARGETS[target](random)
        states.append(random.getstate())
    assert states[0] == states[1]


def test_a_crash_is_noticed_and_the_run_goes_on() -> None:
    found = Found()
    with found.one("letter", "7"):
        raise KeyError("x")
    assert [line.split(":")[0] for line in found.trouble] == ["letter 7"]


def test_a_hang_is_noticed_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LONGEST_S", 0.05)
    found = Found()
    with hangs_noticed(), found.one("family", "7"):
        while True:
            pass
    assert "HangError" in found.trouble[0]


def test_memory_that_grows_is_trouble() -> None:
    grown = Outcome(Found(), 1.0, 1000, 1001 + watching.MOST_GROWTH_KIB)
    assert len(grown.trouble) == 1


@pytest.mark.parametrize("said", ["code 361542.", b'{"code":"361542"}', "361542"])
def test_a_planted_code_is_noticed(said: str | bytes) -> None:
    with pytest.raises(LeakError):
        Planted("361542").look("a message", said)


def test_the_digits_of_a_longer_number_are_no_code() -> None:
    Planted("361542").look("a time", "1700361542.5")
