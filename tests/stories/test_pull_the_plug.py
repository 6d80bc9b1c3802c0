"""The power goes, or the service dies, at the worst moments; nothing that happened is lost."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pi.service.asks import Outcome
from tests.stories.stage import Stage, set_up, stage, until
from tests.stories.telling import Owner, in_the_car, owner_at
from tests.stories.test_lockout import third_refusal
from tests.stories.test_outcome import TO_THE_CONFIRM
from tests.stories.test_walkthrough import TO_THE_CHECK
from tests.stories.wholeness import shown_text
from tui.app import SteadyhandApp
from tui.widgets.settle import Settle

WAYS = ["reboot", "kill"]


@asynccontextmanager
async def afterwards(one: Stage, way: str, directory: Path) -> AsyncIterator[tuple[Stage, Owner]]:
    """What was on the card at this moment, and nothing else, started again.

    A reboot brings another boot and other clocks; a kill leaves both as they were.
    """
    shutil.copytree(one.directory, directory, ignore=shutil.ignore_patterns("*.sock"))
    if way == "reboot":
        one.clock.reboot()
    with stage(directory) as again:
        again.clock = one.clock
        async with again.service(), owner_at(again) as owner:
            yield again, owner


@pytest.mark.parametrize("way", WAYS)
async def test_an_entry_cut_off_at_a_key_is_offered_again(tmp_path: Path, way: str) -> None:
    async with in_the_car(tmp_path / "before") as (one, owner):
        await owner.plays([*TO_THE_CHECK[:3], ("PRESS KEY 2", "")])
        async with afterwards(one, way, tmp_path / "after") as (_, after):
            await after.unlocks()
            await after.plays(
                [
                    ("The last entry was cut off before the confirm.", ""),
                    ("3 tries left", "Start it again"),
                    ("FIRST OF ALL PARK", ""),
                ]
            )


@pytest.mark.parametrize("way", WAYS)
async def test_after_the_confirm_was_named_the_owner_is_asked_what_came_of_it(
    tmp_path: Path, way: str
) -> None:
    async with in_the_car(tmp_path / "before") as (one, owner):
        await owner.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "")])
        async with afterwards(one, way, tmp_path / "after") as (_, after):
            await after.plays(
                [
                    ("DID IT TAKE THE CODE?", ""),
                    ("Until you say, it counts as a wrong code.", ""),
                    ("2 tries left", "It plays"),
                    ("PLAYING", ""),
                ]
            )


@pytest.mark.parametrize("way", WAYS)
async def test_a_confirm_that_was_refused_can_still_be_told(tmp_path: Path, way: str) -> None:
    async with in_the_car(tmp_path / "before") as (one, owner):
        await owner.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "")])
        async with afterwards(one, way, tmp_path / "after") as (_, after):
            await after.plays(
                [
                    ("DID IT TAKE THE CODE?", "It refused the code"),
                    ("What does it show?", "CODE ERROR"),
                    ("01:05", ""),
                ]
            )


async def test_a_reboot_during_the_wait_asks_whether_the_radio_is_on_again(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path / "before") as (one, owner):
        await third_refusal(owner)
        await one.pass_time(1_800)
        async with afterwards(one, "reboot", tmp_path / "after") as (_, after):
            await after.plays([("IS IT ON AGAIN?", "It is on again"), ("1:01:12", "")])


async def test_a_killed_service_goes_on_with_what_it_had_saved(tmp_path: Path) -> None:
    async with in_the_car(tmp_path / "before") as (one, owner):
        await third_refusal(owner)
        await one.pass_time(1_800)
        async with afterwards(one, "kill", tmp_path / "after") as (_, after):
            await after.reads("31:12")


async def test_a_long_absence_of_the_service_is_asked_about(tmp_path: Path) -> None:
    async with in_the_car(tmp_path / "before") as (one, owner):
        await third_refusal(owner)
        await one.pass_time(1_800)
        one.clock.pass_time(600)
        async with afterwards(one, "kill", tmp_path / "after") as (_, after):
            await after.plays([("DID IT STAY ON?", "Yes, it stayed on"), ("31:12", "")])


@pytest.mark.parametrize("way", WAYS)
async def test_a_wait_counted_out_stays_so(tmp_path: Path, way: str) -> None:
    async with in_the_car(tmp_path / "before") as (one, owner):
        await owner.reports(Outcome.REJECTED)
        await one.pass_time(65)
        await owner.reads("SAFE TO TRY")
        async with afterwards(one, way, tmp_path / "after") as (_, after):
            await after.plays(
                [("SAFE TO TRY", "It asks for the code again"), ("ASKS FOR ITS CODE", "")]
            )


async def test_without_a_service_the_clock_of_a_wait_stands_still(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        async with one.service():
            await set_up()
            terminal = owner_at(one)
            owner = await terminal.__aenter__()
            await third_refusal(owner)
            await one.pass_time(1_800)
            await owner.reads("31:12")
        await owner.reads("The clock stands still: nothing is counted.")
        one.clock.pass_time(20)
        await owner.settles()
        await owner.plays([("31:12", ""), ("NO SERVICE", "")])
        async with one.service():
            await owner.until(lambda: "NO SERVICE" not in owner.text, "the service")
            await owner.plays([("31:12", ""), ("to the earliest safe try", "")])
            await terminal.__aexit__(None, None, None)


async def test_a_terminal_without_a_service_says_so_and_finds_it_when_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.starting.is_users_own", lambda path: False)
    with stage(tmp_path) as one:
        app = SteadyhandApp(settle=Settle(0))
        async with app.run_test() as pilot:
            await until(pilot, lambda: "NO SERVICE" in shown_text(app.screen))
            async with one.service():
                await until(pilot, lambda: app.state is not None)
                assert "NO SERVICE" not in shown_text(app.screen)


async def test_a_service_that_comes_back_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.starting.is_users_own", lambda path: False)
    async with in_the_car(tmp_path / "first") as (one, _):
        before = one.directory
        shutil.copytree(before, tmp_path / "card", ignore=shutil.ignore_patterns("*.sock"))
    with stage(tmp_path / "card") as again:
        async with again.service():
            terminal = owner_at(again)
            owner = await terminal.__aenter__()
            await owner.reads("ASKS FOR ITS CODE")
        await owner.reads("NO SERVICE: trying again. What stands here may be old.")
        async with again.service():
            await owner.until(lambda: "NO SERVICE" not in owner.text, "the service")
            await owner.plays(
                [("ASKS FOR ITS CODE", "It plays"), ("", "Yes: it plays now"), ("PLAYING", "")]
            )
            await terminal.__aexit__(None, None, None)
