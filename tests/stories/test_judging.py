"""Was it as we said? After a wait and after an entry, at every size; nothing of it is applied."""

from pathlib import Path

import pytest

from pi.service.asks import GetRemarks, Outcome
from pi.service.protocol import Remark, Remarks
from tests.stories.answering import By
from tests.stories.telling import HANDS, Owner, Scene, Size, in_the_car
from tests.stories.test_outcome import TO_THE_CONFIRM

TO_THE_QUESTIONS: list[Scene] = [("", "More"), ("", "About this radio"), ("", "Was it as we said?")]
A_WAIT = [Outcome.REJECTED] * 3


async def remarks(owner: Owner) -> list[Remark]:
    """What is kept, oldest first."""
    found = await owner.app.tell(GetRemarks())
    assert isinstance(found, Remarks)
    return list(found.lines)[::-1]


async def types(owner: Owner, digits: str) -> None:
    """Type a number on the pad, and say that it was so."""
    for digit in digits:
        await owner.presses(digit)
    await owner.presses("So it was")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_wait_that_was_shorter_is_kept_beside_the_rule(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, by=by, kiosk=kiosk) as (one, owner):
        await owner.reports(*A_WAIT, Outcome.POWER_ON)
        await one.pass_time(3 * 3600)
        await owner.reports(Outcome.ASKS_AGAIN)
        cost = owner.radio.next_cost
        await owner.plays([*TO_THE_QUESTIONS, ("by our count. Right?", "No: say how many")])
        await owner.reads("How many minutes was the wait?")
        await types(owner, "45")
        await owner.plays([("Noted.", "Next question")])
        await owner.reads("wrong code")
        (kept,) = await remarks(owner)
        assert (kept.agrees, kept.seconds) == (False, 2700.0)
        assert owner.radio.next_cost == cost


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_after_an_entry_the_steps_and_the_confirm_are_asked_for(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *TO_THE_CONFIRM,
        ("NOW HOLD KEY 6", "It plays"),
        ("PLAYING", "More"),
        *TO_THE_QUESTIONS[1:],
        ("Did the keys do what the steps said?", "Yes"),
        ("Noted.", "Next question"),
        ("Was the confirm key the right one?", "No"),
        ("Thank you.", "Back"),
        ("", "What is known of it"),
        ("the confirm key is another one", ""),
    ]
    async with in_the_car(tmp_path, size=size, by=by, kiosk=kiosk) as (_, owner):
        await owner.reports(Outcome.ASKING)
        await owner.plays(story)
        assert [one.agrees for one in await remarks(owner)] == [True, False]


async def test_a_wait_that_nobody_counted_asks_for_its_length_alone(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, size=(40, 16)) as (_, owner):
        await owner.reports(*A_WAIT, Outcome.ASKS_AGAIN)
        await owner.plays([*TO_THE_QUESTIONS, ("How long was it?", "Say how many minutes")])
        await types(owner, "0")
        await owner.reads("Type a number from 1 on.")


async def test_what_the_owner_can_not_tell_is_not_kept(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reports(*A_WAIT, Outcome.ASKS_AGAIN)
        await owner.plays([*TO_THE_QUESTIONS, ("How long", "I can't tell"), ("", "I can't tell")])
        await owner.reads("Nothing to say yet")
        assert await remarks(owner) == []


async def test_before_anything_happened_there_is_nothing_to_say(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, size=(40, 16)) as (_, owner):
        await owner.plays([*TO_THE_QUESTIONS, ("Nothing to say yet", "Back")])
