"""Every way of keying a code in, as its owner is told it."""

from pathlib import Path

import pytest

from pi.radio.catalogue import all_head_units
from pi.radio.head_unit import HeadUnit
from pi.service.asks import NewVehicle
from tests.stories.telling import Owner, Scene, in_the_car, read_aloud
from tests.stories.wholeness import whole

MOST_STEPS = 40


def a(head_unit: str, code: str) -> NewVehicle:
    """A vehicle with a radio of that family."""
    return NewVehicle(name="Car", head_unit=head_unit, code=code)


def some_code(family: HeadUnit) -> str:
    """A code that is legal there: the last legal digits, as they take the most presses."""
    assert family.code is not None
    if family.code.max_value is not None:
        return str(family.code.max_value)
    return "".join(family.code.digits_at(at)[-1] for at in range(family.code.lengths[-1]))


async def test_a_digit_that_shows_already_needs_no_press(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("nissan-radio-code", "3012")) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR", "Key it in"),
                ("PARK", "Parked"),
                ("PRESS KEY 1 TIMES 3", "Done: it shows 3000"),
                ("LEAVE THIS KEY ALONE 2", "It shows 3000"),
                ("PRESS KEY 3 TIME 1", ""),
            ]
        )


async def test_a_family_without_a_sure_count_names_no_number(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("ford-6000cd", "1470")) as (_, owner):
        await owner.plays([("ASKS FOR", "Key it in"), ("PARK", "Parked")])
        await owner.reads("PRESS KEY 1 UNTIL IT SHOWS 1")
        assert "TIMES" not in read_aloud(owner.screen)


async def test_keys_that_differ_by_set_are_named_as_reported(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("vw-safe", "1234")) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR", "Key it in"),
                ("PARK", "Parked, and it shows SAFE"),
                ("P.SCAN + RBDS", ""),
                ("Let go at once", "Done: it shows 1000"),
            ]
        )


async def test_a_hold_while_switching_on_begins_with_the_radio_off(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("opel-safe", "1470")) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR", "Key it in"),
                ("PARK", "Parked"),
                ("First switch the radio off.", "Done: it shows 10 ----"),
            ]
        )


async def test_a_slip_on_keys_that_carry_their_digit_begins_the_entry_anew(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path, a("honda-5-digit", "14703")) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR", "Key it in"),
                ("PARK", "Parked"),
                ("PRESS KEY 1", "Done"),
                ("PRESS KEY 4", "It shows something else"),
                ("What does position 2 show?", "5"),
                ("BEGIN THE ENTRY AGAIN", ""),
                ("It is not known what it costs", "Begin again, from the first key"),
                ("FIRST OF ALL PARK", ""),
            ]
        )


async def test_before_a_key_that_sends_the_code_the_owner_goes_through_the_keys(
    tmp_path: Path,
) -> None:
    to_the_check: list[Scene] = [("PRESS KEY", "Done: I pressed")] * 4
    async with in_the_car(tmp_path, a("honda-5-digit", "14703")) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR", "Key it in"),
                ("PARK", "Parked"),
                *to_the_check,
                ("BEFORE THE CONFIRM STOP", "I pressed exactly these keys"),
                ("NOW PRESS KEY 3", ""),
                ("This sends the code to the radio.", "It plays"),
                ("PLAYING", ""),
            ]
        )


async def test_a_number_of_two_digits_is_asked_for_digit_by_digit(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("gm-theftlock-1994", "1234")) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR", "Key it in"),
                ("PARK", "Parked"),
                ("PRESS KEY HR UNTIL IT SHOWS 12", "Done: it shows 1200"),
                ("PRESS KEY MIN UNTIL IT SHOWS 34", "It shows something else"),
                ("The right number: its first digit?", "3"),
                ("The right number: its second digit?", "1"),
                ("PRESS KEY MIN MORE TIMES 3", "Done: it shows 1234"),
            ]
        )


async def test_a_position_that_was_stored_is_not_gone_back_to(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("renault-column", "1470")) as (_, owner):
        await to_the_check(owner)
        await owner.plays(
            [("THE RADIO MUST SHOW", "It shows something else"), ("BEGIN THE ENTRY AGAIN", "")]
        )


async def test_a_try_of_unknown_cost_is_thought_over_twice(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("lexus-sec", "147")) as (_, owner):
        await to_the_check(owner)
        await owner.plays(
            [
                ("THE RADIO MUST SHOW 147", "It shows exactly this"),
                ("THINK TWICE", "I am sure"),
                ("NOW HOLD KEY SCAN SECONDS 3", ""),
            ]
        )


async def to_the_check(owner: Owner) -> None:
    """State every step up to the check."""
    await owner.presses("Key it in")
    for _ in range(MOST_STEPS):
        await owner.until(lambda: owner.app.state is not None, "a state")
        entry = owner.app.state.entry if owner.app.state is not None else None
        if entry is not None and entry.before_confirm:
            return
        await owner.states_the_first()


@pytest.mark.parametrize(
    "family", [f for f in all_head_units() if f.takes_a_code], ids=lambda f: f.id
)
async def test_every_family_is_led_to_its_confirm_with_nothing_cut_off(
    tmp_path: Path, family: HeadUnit
) -> None:
    async with in_the_car(tmp_path, a(family.id, some_code(family)), (48, 16), kiosk=True) as (
        _,
        owner,
    ):
        await owner.presses("Key it in")
        for _ in range(MOST_STEPS):
            await owner.until(lambda: not whole(owner.screen), f"a whole step of {family.id}")
            if owner.radio.state == "OutcomeUnknown":
                break
            await owner.states_the_first()
        await owner.reads("NOW")
