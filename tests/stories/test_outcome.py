"""Did it take the code?"""

from pathlib import Path

import pytest

from pi.service.asks import GetHistory, NewVehicle, Outcome
from pi.service.protocol import History
from tests.stories.answering import By
from tests.stories.telling import Owner, Scene, Size, in_the_car, in_turn
from tests.stories.test_walkthrough import TO_THE_CHECK

TO_THE_CONFIRM: list[Scene] = [
    *TO_THE_CHECK,
    ("THE RADIO MUST SHOW 3712", "It shows exactly this"),
]


async def history_of(owner: Owner) -> History:
    """What was written down."""
    found = await owner.app.tell(GetHistory())
    assert isinstance(found, History)
    return found


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(2))
async def test_a_refusal_is_told_by_what_the_display_shows(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CONFIRM,
                ("NOW HOLD KEY 6", "It refused the code"),
                ("What does it show?", "CODE ERROR"),
                ("to the earliest safe try", ""),
            ]
        )
        assert owner.radio.rejected == 1


async def test_the_word_on_the_display_is_written_down(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CONFIRM,
                ("NOW HOLD KEY 6", "It refused the code"),
                ("What does it show?", "CODE ERROR"),
                ("to the earliest safe try", ""),
            ]
        )
        told = await history_of(owner)
        assert "CODE ERROR" in [line.shows for line in told.lines]


async def test_a_display_that_shows_nothing_known_is_a_refusal_all_the_same(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CONFIRM,
                ("NOW HOLD KEY 6", "It refused the code"),
                ("What does it show?", "Something else, or nothing"),
                ("to the earliest safe try", ""),
            ]
        )


async def test_a_display_that_says_the_end_leads_to_the_dealer(tmp_path: Path) -> None:
    ford = NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470")
    async with in_the_car(tmp_path, ford) as (_, owner):
        await owner.presses("Key it in")
        for _ in range(6):
            await owner.reads("try" if owner.radio.tries_left == 1 else "tries")
            await owner.states_the_first()
        await owner.plays(
            [
                ("NOW PRESS KEY 5", "It refused the code"),
                ("What does it show?", "LOCKED13"),
                ("SEE A DEALER", ""),
            ]
        )


async def test_a_confirm_key_that_was_never_pressed_costs_no_try(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CONFIRM,
                ("if refused: 2 tries left", "I have not held it yet"),
                ("WAS NO CODE SENT?", "Stop: none was sent"),
                ("ASKS FOR ITS CODE", ""),
            ]
        )
        assert owner.radio.tries_left == 3


async def test_going_back_from_the_display_s_words_leaves_the_question_open(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CONFIRM,
                ("NOW HOLD KEY 6", "It refused the code"),
                ("What does it show?", "Back"),
                ("NOW HOLD KEY 6", "It plays"),
                ("PLAYING", ""),
            ]
        )


async def test_escape_states_nothing(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "")])
        await owner.strikes("escape")
        await owner.settles()
        assert owner.radio.state == "OutcomeUnknown"


async def test_a_radio_that_plays_on_trial_says_so(tmp_path: Path) -> None:
    renault = NewVehicle(name="Clio", head_unit="renault-keypad", code="1470")
    async with in_the_car(tmp_path, renault) as (_, owner):
        await owner.reports(Outcome.ACCEPTED)
        await owner.reads("that it plays is no proof")
