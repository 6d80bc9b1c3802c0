"""A slip is taken back: on the state's own screen, from the history, and seen by everybody."""

from pathlib import Path

import pytest

from pi.service.asks import NewVehicle, Outcome, Report
from tests.stories.answering import By
from tests.stories.telling import HANDS, Owner, Scene, Size, in_the_car, owner_at, read_aloud
from tests.stories.test_lockout import gap, third_refusal
from tests.stories.test_outcome import TO_THE_CONFIRM

TAKE, LEAVE = "Take it back", "Leave it"
TO_THE_HISTORY: list[Scene] = [
    ("", "More"),
    ("", "About this radio"),
    ("What is known", "History"),
]


async def slip(owner: Owner) -> None:
    """An hour's wait is ended by one word too many."""
    await third_refusal(owner)
    await owner.reports(Outcome.ASKS_AGAIN)
    await owner.reads("ASKS FOR ITS CODE")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_wait_that_a_slip_ended_goes_on(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (one, owner):
        await third_refusal(owner)
        await one.pass_time(840)
        await owner.reports(Outcome.ASKS_AGAIN)
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", 'Take back "it asks"'),
                ("WAS THAT A SLIP?", ""),
                ("Then the wait of 60 minutes goes on: 14 minutes counted.", TAKE),
                ("47:12", ""),
            ]
        )


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_radio_that_was_said_to_play_is_asked_about_again(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CONFIRM,
                ("NOW HOLD KEY 6", "It plays"),
                ("PLAYING", 'Take back "it plays"'),
                ("Then you are asked again whether it took the code.", TAKE),
                ("DID IT TAKE THE CODE?", ""),
            ]
        )


@pytest.mark.parametrize("leaving", ["1", "enter", "escape"])
async def test_the_careful_answer_leaves_all_as_it_is(tmp_path: Path, leaving: str) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await slip(owner)
        await owner.plays([("ASKS FOR ITS CODE", "Take back"), ("WAS THAT A SLIP?", "")])
        await owner.strikes(leaving)
        await owner.reads("ASKS FOR ITS CODE")
        assert owner.radio.take_back is not None


async def test_a_power_cut_that_was_none_keeps_what_was_counted(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await third_refusal(owner)
        await one.pass_time(840)
        await owner.reports(Outcome.INTERRUPTED)
        await owner.plays(
            [("IS IT ON AGAIN?", 'Take back "lost power"'), ("SLIP?", TAKE), ("47:12", "")]
        )


async def test_time_in_between_that_nobody_watched_is_asked_about(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await third_refusal(owner)
        await one.pass_time(840)
        await owner.reports(Outcome.ACCEPTED)
        await gap(one, 300)
        await owner.reads("PLAYING")
        await owner.app.link.ask(Report(outcome=Outcome.TAKE_BACK))
        await owner.plays([("DID IT STAY ON?", "Yes, it stayed on"), ("47:12", "")])


async def test_a_dead_end_that_was_none_is_left(tmp_path: Path) -> None:
    opel = NewVehicle(name="Corsa", head_unit="opel-safe", code="1470")
    async with in_the_car(tmp_path, opel) as (_, owner):
        await owner.reports(*[Outcome.REJECTED, Outcome.ASKS_AGAIN] * 5, Outcome.REJECTED)
        await owner.plays(
            [
                ("SEE A DEALER", 'Take back "refused"'),
                ("1 try left", TAKE),
                ("A wrong code now means: dealer only.", ""),
            ]
        )


async def test_counted_out_and_said_to_wait_is_counted_out_again(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await owner.reports(Outcome.REJECTED)
        await one.pass_time(65)
        await owner.reads("SAFE TO TRY")
        await owner.reports(Outcome.STILL_WAITING)
        await owner.plays(
            [
                ("now the longest one known", 'Take back "it waits"'),
                ("Then the wait is counted out, as before", TAKE),
                ("SAFE TO TRY", ""),
            ]
        )


async def test_after_it_was_taken_back_it_is_offered_no_more(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await slip(owner)
        await owner.plays(
            [("ASKS", "Take back"), ("SLIP?", TAKE), ("to the earliest safe try", "")]
        )
        assert not [label for label in owner.offered if "Take back" in label]


async def test_from_the_first_page_of_the_history(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await slip(owner)
        await owner.plays(
            [
                *TO_THE_HISTORY,
                ("The radio asked again", "Take back"),
                ("WAS THAT A SLIP?", TAKE),
                ("to the earliest safe try", ""),
            ]
        )


async def test_the_history_tells_of_both(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await slip(owner)
        await owner.reports(Outcome.TAKE_BACK, Outcome.ACCEPTED)
        await owner.plays(
            [
                *TO_THE_HISTORY,
                ("Taken back: The radio asked again", ""),
                ("(taken back) The radio asked again", ""),
            ]
        )


async def test_a_second_surface_sees_it_and_its_question_closes(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner), owner_at(one, (40, 20)) as phone:
        await slip(owner)
        for each in (owner, phone):
            await each.plays([("ASKS FOR", "Take back"), ("WAS THAT A SLIP?", "")])
        await owner.presses(TAKE)
        for each in (owner, phone):
            await each.reads("to the earliest safe try")


async def test_a_locked_screen_can_take_back_too(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner), owner_at(one) as other:
        await slip(owner)
        await other.plays([("Vehicle 1", "Take back"), ("SLIP?", TAKE), ("1:01:12", "")])


async def test_where_there_is_no_room_the_guide_is_found_with_the_reports(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, size=(48, 16)) as (_, owner):
        await slip(owner)
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", "More"),
                ("Other vehicle", "The radio did something"),
                ("WHAT DID THE RADIO DO?", "Find my code"),
            ]
        )
        await owner.until(lambda: "WHAT DID" not in read_aloud(owner.screen), "the guide")
