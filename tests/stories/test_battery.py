"""A battery that was off, as Home tells it: seen on a wire, or guessed from a lost supply."""

from pathlib import Path

import pytest

from pi.hardware.told import FeedFell, FeedLost
from pi.hardware.wiring import Signal
from pi.service.asks import Outcome
from tests.stories.answering import By
from tests.stories.stage import Stage
from tests.stories.telling import Owner, Size, in_the_car, in_turn, read_aloud
from tests.stories.test_pull_the_plug import afterwards
from tests.stories.test_walkthrough import TO_THE_CHECK, TO_THE_MUSIC
from tests.stories.wired import in_a_wired_car

FEED = {Signal.FEED: True}
CUT = "The battery was disconnected: the radio will ask for its code."
GUESS = "This machine lost its power without being told. If the battery was off"


async def battery_cut(one: Stage, owner: Owner) -> None:
    """The radio plays, and the wire of the permanent feed goes dead."""
    await owner.reports(Outcome.ACCEPTED)
    await owner.reads("PLAYING")
    one.body.tell(FeedFell(), FeedLost())
    await owner.reads(CUT)


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(0))
async def test_a_battery_seen_to_go_leads_into_the_entry(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    car = in_a_wired_car(tmp_path, FEED, size=size, kiosk=kiosk, by=by)
    async with car as (one, owner):
        await battery_cut(one, owner)
        await owner.plays(TO_THE_MUSIC)
        assert CUT not in read_aloud(owner.screen)


async def test_a_battery_cut_in_the_middle_of_an_entry_tells_both(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, FEED) as (one, owner):
        await owner.plays(TO_THE_CHECK[:3])
        one.body.tell(FeedFell(), FeedLost())
        await owner.plays([(CUT, ""), ("The last entry was cut off", "Start it again")])


async def test_the_history_tells_that_it_was_seen(tmp_path: Path) -> None:
    async with in_a_wired_car(tmp_path, FEED) as (one, owner):
        await battery_cut(one, owner)
        await owner.plays(
            [
                ("", "More"),
                ("Other", "About this radio"),
                ("What is known", "History"),
                ("The battery was off, says its wire", ""),
            ]
        )


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(1))
async def test_a_machine_that_went_dark_without_a_word_asks_to_look(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path / "before", size=size, kiosk=kiosk, by=by) as (one, owner):
        await owner.reports(Outcome.ACCEPTED)
        async with afterwards(one, "reboot", tmp_path / "after") as (_, after):
            await after.pilot.resize_terminal(*size)
            await after.plays(
                [
                    ("PLAYING", ""),
                    (GUESS, "It asks for its code"),
                    ("THE DISPLAY MUST SHOW NOW", "Yes: it asks now"),
                    ("ASKS FOR ITS CODE", "More"),
                    ("Other vehicle", "About this radio"),
                    ("What is known", "History"),
                    ("Power lost: was the battery off?", ""),
                ]
            )


async def test_a_guess_is_forgotten_once_the_radio_was_looked_at(tmp_path: Path) -> None:
    async with in_the_car(tmp_path / "before") as (one, owner):
        await owner.reports(Outcome.ACCEPTED)
        async with afterwards(one, "reboot", tmp_path / "after") as (_, after):
            await after.plays([(GUESS, "It asks for its code"), ("", "Yes: it asks now")])
            await after.reads("ASKS FOR ITS CODE")
            assert CUT not in read_aloud(after.screen)


async def test_a_machine_that_was_told_to_end_guesses_nothing(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reports(Outcome.ACCEPTED)
        await owner.plays([("PLAYING", ""), ("Nothing to do.", "")])
        assert GUESS not in read_aloud(owner.screen)
