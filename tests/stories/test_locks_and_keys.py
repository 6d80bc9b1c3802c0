"""A lockout that the key ends, and a radio that has only three tries in all."""

from pathlib import Path

import pytest

from pi.service.asks import NewVehicle, Outcome
from tests.stories.answering import By
from tests.stories.telling import HANDS, Owner, Size, in_the_car, read_aloud

ACURA = NewVehicle(name="MDX", head_unit="acura-navigation", code="1470")


async def ten_refusals(owner: Owner) -> None:
    """As many as the navigation takes."""
    await owner.reports(*[Outcome.REJECTED] * 10)


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_the_key_is_switched_off_and_on_and_the_navigation_asks_again(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, ACURA, size=size, kiosk=kiosk, by=by) as (_, owner):
        await ten_refusals(owner)
        await owner.plays(
            [
                ("KEY OFF, THEN ON", ""),
                ("No wait is known here", "It asks for the code again"),
                ("DOES IT ASK NOW?", "Yes: it asks now"),
                ("ASKS FOR ITS CODE", ""),
            ]
        )


async def test_nothing_is_counted_and_nobody_is_told_to_leave_it_on(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, ACURA) as (one, owner):
        await ten_refusals(owner)
        await one.pass_time(600)
        await owner.reads("KEY OFF, THEN ON")
        told = read_aloud(owner.screen)
        assert [
            each for each in ("Counted", "leave it on", "Radio ON", "WAIT") if each in told
        ] == []


async def test_a_key_switched_off_is_not_asked_about_as_a_loss_of_power(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, ACURA) as (_, owner):
        await ten_refusals(owner)
        await owner.reports(Outcome.INTERRUPTED)
        await owner.reads("KEY OFF, THEN ON")
        assert "It asks for the code again" in owner.offered


async def test_home_says_before_the_tenth_what_ends_the_lock(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, ACURA) as (_, owner):
        await owner.reports(*[Outcome.REJECTED] * 9)
        await owner.reads("A wrong code now locks it until the key is switched off and on.")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
@pytest.mark.parametrize("family", ["mazda-err", "mazda-rx7"])
async def test_a_mazda_owner_is_warned_before_the_first_entry(
    tmp_path: Path, family: str, size: Size, kiosk: bool, by: By
) -> None:
    mazda = NewVehicle(name="Mazda", head_unit=family, code="1470")
    async with in_the_car(tmp_path, mazda, size=size, kiosk=kiosk, by=by) as (_, owner):
        await owner.reads("After 3 more wrong codes only a dealer helps.")
