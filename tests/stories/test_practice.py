"""Practice, as a learner meets it: the real screens, a simulated radio, PRACTICE over all."""

import random
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from pi.catalogue.catalogue import all_head_units
from pi.radio.head_unit import HeadUnit
from pi.radio.simulated.families import FAMILIES
from pi.service.core import practice
from pi.service.protocol.commands import Outcome, Report
from tests.stories.learner import Learner, at_home, learner_at, practising
from tests.stories.roads import by_kind
from tests.stories.stage import stage
from tests.stories.telling import Terminal
from tests.stories.wholeness import whole

CODE = "3012"
KEYS_OF_CODE = [["press 1"] * 3, [], ["press 3"], ["press 4"] * 2]
A_MINUTE_S = 0.7  # at a hundred times the speed, with the margin


@pytest.fixture(autouse=True)
def _one_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Practised codes of four digits are this one, as far as its digits are legal."""
    digits = cycle(CODE)

    def chosen(among: Sequence[Any]) -> Any:
        digit = next(digits) if isinstance(among, str) else among[0]
        return digit if digit in among else among[0]

    monkeypatch.setattr(practice, "choice", chosen)


async def keys_it_in(learner: Learner, *, slip: bool = False) -> None:
    """The entry up to the question what came of it; a slip is one press too many, not seen."""
    await learner.plays([("ASKS FOR", "ey it in"), ("PARK", "Parked")])
    shown = ["3000", "3000", "3010", "3012"]
    for position, (keys, display) in enumerate(zip(KEYS_OF_CODE, shown, strict=True), start=1):
        await learner.reads(f" {position}")
        await learner.uses(*keys, *(["press 4"] if slip and position == 4 else []))
        await learner.presses(f"shows {display}")
    await learner.plays([("THE RADIO MUST SHOW", "It shows exactly this"), ("NOW HOLD KEY", "")])
    await learner.uses("hold 6")


async def test_a_whole_practice(tmp_path: Path, terminal: Terminal) -> None:
    async with at_home(tmp_path, **terminal) as learner:
        await learner.practises()
        await keys_it_in(learner)
        assert learner.unit.playing
        await learner.plays([("NOW HOLD KEY", "It plays"), ("PLAYING", "")])
        await learner.leaves()
        await learner.plays([("ASKS FOR ITS CODE", "")])
        assert "PRACTICE" not in learner.text


async def test_a_wrong_code_a_short_wait_the_right_one(tmp_path: Path, terminal: Terminal) -> None:
    async with at_home(tmp_path, **terminal) as learner:
        await learner.practises()
        await keys_it_in(learner, slip=True)
        assert learner.unit.display == "CODE ERROR"
        await learner.plays([("NOW HOLD KEY", "It refused"), ("", "CODE ERROR")])
        await learner.reads("100 x faster")
        await learner.waits(A_MINUTE_S)
        await learner.plays([("SAFE TO TRY", "It asks for the code again")])
        await learner.waits(5)
        await keys_it_in(learner)
        await learner.plays([("NOW HOLD KEY", "It plays"), ("PLAYING", "")])


async def test_on_a_fresh_device_a_nissan_is_practised_until_it_is_left(tmp_path: Path) -> None:
    async with practising(tmp_path, "") as learner:
        await learner.plays([("ASKS FOR", "Show the code"), ("PRACTICE", "Back"), ("ASKS FOR", "")])
        assert learner.radio.head_unit == "nissan-radio-code"
        await learner.leaves()
        await learner.last_word()
        assert learner.app.return_code == 0


async def test_the_clock_of_a_wait_runs_a_hundred_times_as_fast(tmp_path: Path) -> None:
    async with practising(tmp_path) as learner:
        await learner.reports(Outcome.REJECTED)
        await learner.reads("01:05")
        await learner.waits(0.3)
        await learner.reads("00:35")


async def test_without_its_battery_a_radio_that_played_asks_again(tmp_path: Path) -> None:
    async with practising(tmp_path) as learner:
        await keys_it_in(learner)
        await learner.presses("It plays")
        await learner.uses("battery")
        await learner.presses("It asks for its code")
        await learner.presses("Yes: it asks now")
        await keys_it_in(learner)
        assert learner.unit.playing


async def test_a_radio_used_up_is_a_dead_end(tmp_path: Path) -> None:
    async with practising(tmp_path, "ford-6000cd") as learner:
        for wrong in range(1, 11):
            await learner.uses("press 5")
            await learner.waits(18.1 if wrong in {3, 6, 9} else 0.1)
        assert learner.unit.display == "LOCKED10"
        last = Report(outcome=Outcome.REJECTED, shows=learner.unit.display)
        assert await learner.app.tell(last) is not None
        await learner.reads("SEE A DEALER")
        assert "PRACTICE" in learner.text


async def test_a_radio_that_takes_no_code_offers_nothing_to_key(tmp_path: Path) -> None:
    async with practising(tmp_path, "nissan-secure") as learner:
        await learner.reads("NO CODE TO KEY IN")
        assert "PRACTICE" in learner.text
        assert not whole(learner.screen)
        await learner.presses("Leave practice")
        await learner.last_word()


async def test_a_second_screen_goes_on_with_what_is_real_and_practice_leads_nowhere_else(
    tmp_path: Path,
) -> None:
    async with at_home(tmp_path) as learner:
        await learner.practises()
        assert not {"More", "Practice", "History"} & set(learner.offered)
        async with learner_at(learner.stage) as other:
            await other.reads("ASKS FOR ITS CODE")
            assert "PRACTICE" not in other.text


async def test_a_radio_that_is_not_simulated_is_not_practised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(FAMILIES, "nissan-radio-code")
    async with at_home(tmp_path) as learner:
        await learner.presses("Practice")
        await learner.reads("can't be practised")


@pytest.mark.parametrize("family", by_kind(all_head_units()))
async def test_a_learner_who_does_what_the_screens_say_makes_it_play(
    tmp_path: Path, family: HeadUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "choice", random.Random(family.id).choice)
    with stage(tmp_path) as one:
        async with one.service(), learner_at(one, (66, 20), practise=family.id) as learner:
            await learner.reads("ASKS FOR ITS CODE")
            await learner.does_as_told()
            assert learner.hand.hears_it_play(), f"code {learner.code}"
            await learner.until(lambda: not whole(learner.screen), "a whole screen")
            await learner.presses("It plays")
            await learner.reads("PLAYING")
