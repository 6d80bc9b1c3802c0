"""The radio's wait, from the refusal to the display that asks again."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.screen import Screen

from pi.service.asks import AddVehicle, Lock, Look, NewVehicle, Outcome, Report
from tests.stories.answering import By, Visitor
from tests.stories.stage import NISSAN, PIN, Stage
from tests.stories.telling import HANDS, Owner, Size, in_the_car, in_turn, read_aloud
from tui.screens.code import CodeScreen
from tui.screens.unlock import UnlockScreen
from tui.widgets.action_button import ActionButton

HOUR_AND_MARGIN_S = 3672.0
MINUTE_AND_MARGIN_S = 65.0


async def third_refusal(owner: Owner) -> None:
    """Three codes refused: an hour."""
    for _ in range(2):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
    await owner.reports(Outcome.REJECTED)


async def gap(one: Stage, seconds: float) -> None:
    """The machine is held up: nobody watched for so long."""
    assert one.house is not None
    one.clock.pass_time(seconds)
    one.house.mark_now()


def bells_of(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every ringing of the bell from now on."""
    rung: list[str] = []
    monkeypatch.setattr(owner.app, "bell", lambda: rung.append("bell"))
    return rung


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_an_hour_is_waited_out_and_the_radio_asks_again(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (one, owner):
        await third_refusal(owner)
        await owner.plays([("0 tries left", ""), ("1:01:12", ""), ("to the earliest", "")])
        await one.pass_time(HOUR_AND_MARGIN_S)
        await owner.plays(
            [
                ("SAFE TO TRY", ""),
                ("Look at the radio", "It asks for the code again"),
                ("ASKS FOR ITS CODE", ""),
            ]
        )


async def test_the_bell_rings_once_when_the_wait_is_counted_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await owner.reports(Outcome.REJECTED)
        rung = bells_of(owner, monkeypatch)
        await one.pass_time(MINUTE_AND_MARGIN_S)
        await owner.reads("SAFE TO TRY")
        await one.pass_time(MINUTE_AND_MARGIN_S)
        await owner.pilot.pause()
        assert rung == ["bell"]


async def test_no_bell_rings_while_seconds_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await owner.reports(Outcome.REJECTED)
        rung = bells_of(owner, monkeypatch)
        await one.pass_time(MINUTE_AND_MARGIN_S - 1)
        await owner.reads("00:01")
        assert rung == []


async def test_the_clock_counts_on_between_two_states(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.reads("01:05")
        one.clock.pass_time(5)
        await owner.reads("01:00")


async def test_what_was_counted_goes_on_with_the_clock(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await third_refusal(owner)
        await owner.reads("Counted 0 seconds with the radio on.")
        one.clock.pass_time(5)
        await owner.plays([("1:01:07", ""), ("Counted 5 seconds with the radio on.", "")])


async def test_a_wait_without_a_length_counts_what_passes_as_well(tmp_path: Path) -> None:
    hyundai = NewVehicle(name="i30", head_unit="hyundai-cde", code="1470")
    async with in_the_car(tmp_path, hyundai) as (one, owner):
        await owner.reports(Outcome.REJECTED, Outcome.REJECTED)
        await owner.reads("Counted 0 seconds")
        one.clock.pass_time(5)
        await owner.reads("Counted 5 seconds")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_what_the_owner_states_is_answered_until_the_next_press(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (_, owner):
        await third_refusal(owner)
        await owner.plays([("to the earliest", "It still says WAIT")])
        await owner.plays([("Noted: it still", "Take back")])
        await owner.presses("Leave it")
        await owner.reads("to the earliest")
        assert "Noted" not in owner.text


async def test_the_display_wins_over_the_clock(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.plays(
            [
                ("to the earliest safe try", "It asks for the code again"),
                ("THE DISPLAY MUST SHOW NOW", ""),
                ("That ends the wait: 65 seconds would still be owed.", "Yes: it asks now"),
                ("ASKS FOR ITS CODE", ""),
            ]
        )


async def test_a_display_that_still_refuses_after_the_count_makes_the_wait_longer(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await third_refusal(owner)
        await one.pass_time(HOUR_AND_MARGIN_S)
        await owner.plays(
            [("SAFE TO TRY", "It still says WAIT"), ("the longest one known is counted", "")]
        )


@pytest.mark.parametrize(("size", "kiosk", "by"), in_turn(3))
async def test_a_loss_of_power_starts_the_wait_again_once_it_is_on(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (one, owner):
        await third_refusal(owner)
        await one.pass_time(1_800)
        await owner.plays(
            [
                ("31:12", "It lost power"),
                ("30 minutes counted are lost.", "Yes: it lost power"),
                ("IS IT ON AGAIN?", "It is on again"),
                ("1:01:12", ""),
            ]
        )


async def test_a_radio_that_is_still_off_lets_the_count_stand(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.plays(
            [
                ("01:05", "It lost power"),
                ("DID IT LOSE POWER?", "Yes: it lost power"),
                ("IS IT ON AGAIN?", "It is still off"),
                ("Nothing is counted.", ""),
            ]
        )
        await one.pass_time(600)
        await owner.plays([("IS IT ON AGAIN?", "It is on again"), ("01:05", "")])


async def test_after_a_gap_the_owner_says_that_it_stayed_on(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await third_refusal(owner)
        await one.pass_time(1_800)
        await gap(one, 300)
        await owner.plays([("DID IT STAY ON?", "Yes, it stayed on"), ("31:12", "")])


async def test_an_owner_who_is_not_sure_waits_the_whole_time(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await third_refusal(owner)
        await one.pass_time(1_800)
        await gap(one, 300)
        await owner.plays(
            [
                ("DID IT STAY ON?", "It lost power, or I am not sure"),
                ("DID IT LOSE POWER?", "Yes: it lost power"),
                ("IS IT ON AGAIN?", "It is on again"),
                ("1:01:12", ""),
            ]
        )


async def test_a_wait_of_unknown_length_shows_no_number(tmp_path: Path) -> None:
    hyundai = NewVehicle(name="i30", head_unit="hyundai-cde", code="1470")
    async with in_the_car(tmp_path, hyundai) as (_, owner):
        await owner.reports(Outcome.REJECTED, Outcome.REJECTED)
        await owner.reads("How long is not known: leave it on until it asks again.")
        assert ":" not in read_aloud(owner.screen).partition("How long")[0]


async def test_a_set_that_switches_itself_off_is_watched(tmp_path: Path) -> None:
    opel = NewVehicle(name="Corsa", head_unit="opel-safe", code="1470")
    async with in_the_car(tmp_path, opel) as (_, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.reads("It may switch itself off after 60 minutes")


async def test_a_try_made_during_the_wait_starts_it_again(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await third_refusal(owner)
        await one.pass_time(1_800)
        await owner.plays(
            [
                ("31:12", "More"),
                ("Other vehicle", "The radio did something"),
                ("WHAT DID THE RADIO DO?", "It refused a code"),
                ("THE DISPLAY SHOWED", "Yes: it refused a code"),
                ("1:01:12", ""),
            ]
        )


async def test_a_final_word_during_the_wait_leads_to_the_dealer(tmp_path: Path) -> None:
    ford = NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470")
    async with in_the_car(tmp_path, ford) as (_, owner):
        await third_refusal(owner)
        await owner.plays(
            [
                ("to the earliest safe try", "It still refuses"),
                ("What does it show?", "LOCKED10"),
                ("SEE A DEALER", ""),
            ]
        )


async def test_an_interruption_told_elsewhere_is_asked_about_here(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.reads("01:05")
        await owner.app.tell(Report(outcome=Outcome.INTERRUPTED))
        await owner.reads("IS IT ON AGAIN?")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_the_code_is_found_under_more_while_a_locked_screen_waits(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (_, owner):
        await third_refusal(owner)
        await owner.app.tell(Lock())
        await owner.plays([("to the earliest", "More"), ("Other vehicle", "Show the code")])
        await owner.sees(UnlockScreen)
        await owner.types(PIN)
        await Visitor.presses(owner, "enter")
        await owner.sees(CodeScreen)
        await owner.reads("Hidden again")


async def test_where_there_is_room_the_code_is_found_on_the_wait_itself(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await third_refusal(owner)
        await owner.plays([("to the earliest", "Show the code"), ("Hidden again", "Back")])
        await owner.reads("to the earliest")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_what_the_code_took_the_room_of_is_found_with_the_reports(
    tmp_path: Path, size: Size, kiosk: bool, by: By
) -> None:
    async with in_the_car(tmp_path, size=size, kiosk=kiosk, by=by) as (_, owner):
        await third_refusal(owner)
        await owner.plays([("to the earliest", "More"), ("", "The radio did something")])
        await owner.reads("WHAT DID THE RADIO DO?")
        wanted = {"It plays", "It refused a code", "Find my code", "About this radio"}
        assert wanted <= set(owner.offered)
        below = {label for screen in owner.app.screen_stack for label in labels_of(screen)}
        assert {"It lost its power", "It lost power"} & below
        assert {"It asks for its code", "It asks for the code again"} & below


def labels_of(screen: Screen[object]) -> set[str]:
    """What the buttons of a screen say."""
    return {each.action.label for each in screen.query(ActionButton)}


@pytest.mark.parametrize("opened", ["More", "Show the code"])
async def test_a_wait_that_ends_is_told_of_on_whatever_screen_the_owner_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: str
) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.plays([("to the earliest", opened)])
        rung = bells_of(owner, monkeypatch)
        await one.pass_time(MINUTE_AND_MARGIN_S)
        await owner.reads("The wait is over. Go back, and look at the radio.")
        assert rung == ["bell"]


async def test_a_wait_that_ended_while_another_vehicle_was_looked_at_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with in_the_car(tmp_path) as (one, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.app.tell(AddVehicle(vehicle=replace(NISSAN, name="Micra")))
        await owner.app.tell(Look(vehicle=2))
        rung = bells_of(owner, monkeypatch)
        await one.pass_time(MINUTE_AND_MARGIN_S)
        await owner.app.tell(Look(vehicle=1))
        await owner.reads("SAFE TO TRY")
        assert rung == ["bell"]
