"""What happened to the radio, newest first, a page at a time."""

from pathlib import Path

import pytest

from pi.service.asks import Outcome
from tests.stories.answering import By
from tests.stories.telling import Size, in_the_car, in_turn, read_aloud

FROM_HOME = [
    ("PLAYING", "More"),
    ("Other vehicle", "About this radio"),
    ("What is known", "History"),
]


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(0))
async def test_the_pages_are_turned_there_and_back(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (_, owner):
        for _ in range(8):
            await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", "More"),
                ("Other vehicle", "About this radio"),
                ("What is known", "History"),
                ("page 1", "Older"),
                ("page 2", "Newer"),
                ("page 1", "Back"),
                ("What is known", "Back"),
                ("Other vehicle", "Back"),
                ("ASKS FOR ITS CODE", ""),
            ]
        )


async def test_the_newest_comes_first(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN, Outcome.ACCEPTED)
        await owner.plays([*FROM_HOME, ("The radio plays", "")])
        told = read_aloud(owner.screen)
        assert told.index("The radio plays") < told.index("The radio refused the code")


async def test_a_wait_is_told_with_its_length(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
        await owner.plays(
            [
                ("ASKS", "More"),
                ("Other vehicle", "About this radio"),
                ("What is known", "History"),
                ("A wait of 1 minute began", ""),
            ]
        )


async def test_a_report_of_power_says_which_it_was(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reports(Outcome.REJECTED, Outcome.POWER_OFF, Outcome.POWER_ON, Outcome.ACCEPTED)
        await owner.plays([*FROM_HOME, ("The radio was on", ""), ("The radio was off", "")])


async def test_a_moment_by_a_clock_that_was_not_sure_says_about(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("ASKS", "More"),
                ("Other vehicle", "About this radio"),
                ("What is known", "History"),
                ("about 20", ""),
            ]
        )


async def test_the_oldest_page_offers_no_older_one(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("ASKS", "More"),
                ("Other vehicle", "About this radio"),
                ("What is known", "History"),
                ("The vehicle was added", ""),
            ]
        )
        assert owner.offered == ["Back"]


async def test_a_long_history_is_read_on_to_its_first_day(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        for _ in range(30):
            await owner.reports(Outcome.ASKING, Outcome.ACCEPTED)
        await owner.plays([*FROM_HOME, ("page 1", "")])
        page = 1
        while "The vehicle was added" not in read_aloud(owner.screen):
            page += 1
            await owner.plays([("", "Older"), (f"page {page}", "")])
        assert page > 2
