"""From Home to a playing radio, one key at a time."""

from pathlib import Path

import pytest

from pi.service.asks import NewVehicle, Outcome
from tests.stories.answering import By
from tests.stories.telling import SIZES, Scene, Size, in_the_car, in_turn

TO_THE_CHECK: list[Scene] = [
    ("ASKS FOR ITS CODE", "Key it in"),
    ("FIRST OF ALL PARK", "Parked, and it shows Radio Code:"),
    ("PRESS KEY 1 TIMES 3", "Done: it shows 3000"),
    ("PRESS KEY 2 TIMES 7", "Done: it shows 3700"),
    ("PRESS KEY 3 TIME 1", "Done: it shows 3710"),
    ("PRESS KEY 4 TIMES 2", "Done: it shows 3712"),
]
TO_THE_MUSIC: list[Scene] = [
    *TO_THE_CHECK,
    ("THE RADIO MUST SHOW 3712", "It shows exactly this"),
    ("NOW HOLD KEY 6", "It plays"),
    ("PLAYING", ""),
]


def a(head_unit: str, code: str) -> NewVehicle:
    """A vehicle with a radio of that family."""
    return NewVehicle(name="Car", head_unit=head_unit, code=code)


@pytest.mark.parametrize("by", ["keys", "taps"])
@pytest.mark.parametrize(("size", "kiosk"), SIZES)
async def test_the_owner_is_led_from_home_to_a_playing_radio(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, by=by, kiosk=kiosk) as (_, owner):
        await owner.plays(TO_THE_MUSIC)


async def test_nine_presses_at_most_lead_to_a_playing_radio_all_but_the_last_primary(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        *keyed, (words, label), _playing = TO_THE_MUSIC
        for shown, done in keyed:
            await owner.reads(shown)
            primary = next(each for each in owner.screen.query("ActionButton.-primary"))
            assert done in primary.action.label  # type: ignore[attr-defined]
            owner.lets_stand(True)
            await owner.strikes("enter")
        await owner.plays([(words, label), ("PLAYING", "")])
        assert len(TO_THE_MUSIC[:-1]) <= 9


async def test_a_digit_that_shows_wrong_is_mended_on_the_spot(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CHECK[:3],
                ("PRESS KEY 2 TIMES 7", "It shows something else"),
                ("What does position 2 show?", "5"),
                ("PRESS KEY 2 MORE TIMES 2", "Done: it shows 3700"),
                ("PRESS KEY 3 TIME 1", ""),
            ]
        )


async def test_a_digit_gone_too_far_is_pressed_until_it_comes_round(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CHECK[:3],
                ("PRESS KEY 2 TIMES 7", "It shows something else"),
                ("What does position 2 show?", "9"),
                ("PRESS KEY 2 UNTIL IT SHOWS 7", "Done: it shows 3700"),
            ]
        )


async def test_a_digit_that_is_right_after_all_is_left_alone(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CHECK[:3],
                ("PRESS KEY 2", "It shows something else"),
                ("What does position 2 show?", "7"),
                ("LEAVE THIS KEY ALONE 2", "It shows 3700"),
                ("PRESS KEY 3", ""),
            ]
        )


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_a_check_that_fails_leads_to_the_key_and_straight_back(
    tmp_path: Path, by: By
) -> None:
    async with in_the_car(tmp_path, size=(48, 16), kiosk=True, by=by) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CHECK,
                ("THE RADIO MUST SHOW 3712", "It shows something else"),
                ("WHICH POSITION IS WRONG?", "2"),
                ("What does position 2 show?", "5"),
                ("PRESS KEY 2 MORE TIMES 2", "Done: it shows 3712"),
                ("THE RADIO MUST SHOW 3712", "It shows exactly this"),
                ("NOW HOLD KEY 6", ""),
            ]
        )


async def test_back_at_a_key_that_was_pressed_says_so(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                *TO_THE_CHECK[:3],
                ("PRESS KEY 2", "Back"),
                ("Done already: press only what is still missing.", "Done: it shows 3000"),
                ("PRESS KEY 2", ""),
            ]
        )


async def test_leaving_before_the_confirm_costs_no_try(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("3 tries left", "Key it in"),
                ("FIRST OF ALL PARK", "Leave"),
                ("ASKS FOR ITS CODE", ""),
                ("3 tries left", ""),
            ]
        )


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(0))
async def test_the_last_try_before_an_hour_is_confirmed_by_name(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (_, owner):
        for _ in range(2):
            await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
        await owner.plays(
            [
                ("A wrong code now means a wait of 60 minutes.", ""),
                *TO_THE_CHECK,
                ("THE RADIO MUST SHOW 3712", "It shows exactly this"),
                ("LAST TRY", ""),
                ("before a wait of 60 minutes", "I am sure: tell me the key"),
                ("NOW HOLD KEY 6", ""),
            ]
        )


async def test_stopping_at_the_last_try_costs_nothing(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        for _ in range(2):
            await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
        await owner.plays(
            [
                *TO_THE_CHECK,
                ("THE RADIO MUST SHOW 3712", "It shows exactly this"),
                ("LAST TRY", "Stop here, costs nothing"),
                ("ASKS FOR ITS CODE", ""),
            ]
        )
        assert owner.radio.tries_left == 1
