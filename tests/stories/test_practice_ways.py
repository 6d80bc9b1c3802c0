"""The ways into practice, what it leads to, and the ways out of it."""

from pathlib import Path

import pytest

from pi.radio.simulated import FAMILIES
from tests.stories.learner import learner_at
from tests.stories.practice_room import at_home, practising
from tests.stories.wholeness import whole


async def test_a_radio_that_takes_no_code_offers_nothing_to_key(tmp_path: Path) -> None:
    async with practising(tmp_path, "nissan-secure") as learner:
        await learner.reads("NO CODE TO KEY IN")
        assert "PRACTICE" in learner.text
        assert not whole(learner.screen)
        await learner.presses("Leave practice")
        await learner.last_word()


async def test_on_a_fresh_device_it_begins_with_a_nissan(tmp_path: Path) -> None:
    async with practising(tmp_path, "") as learner:
        await learner.reads("ASKS FOR ITS CODE")
        assert learner.radio.head_unit == "nissan-radio-code"


async def test_opened_for_practice_alone_it_ends_with_it(tmp_path: Path) -> None:
    async with practising(tmp_path) as learner:
        await learner.leaves()
        await learner.last_word()
        assert learner.app.return_code == 0


async def test_practice_leads_nowhere_else(tmp_path: Path) -> None:
    async with at_home(tmp_path) as learner:
        await learner.practises()
        assert not {"More", "Practice", "History"} & set(learner.offered)


async def test_the_code_can_be_shown_as_for_real(tmp_path: Path) -> None:
    async with practising(tmp_path) as learner:
        await learner.plays([("ASKS FOR", "Show the code")])
        await learner.until(lambda: type(learner.screen).__name__ == "CodeScreen", "the code")
        await learner.reads("PRACTICE")


async def test_a_second_screen_goes_on_with_what_is_real(tmp_path: Path) -> None:
    async with at_home(tmp_path) as learner:
        await learner.practises()
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
