"""The radio's wait and its end, where only a dealer helps, and a slip that is taken back."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.screen import Screen

from pi.service.protocol.commands import AddVehicle, Lock, Look, NewVehicle, Outcome, Report
from tests.stories.roads import HOUR_AND_MARGIN_S, THIRD_REFUSAL, TO_THE_CONFIRM, third_refusal
from tests.stories.stage import NISSAN, PIN, Stage
from tests.stories.telling import (
    Owner,
    Scene,
    Terminal,
    Told,
    in_the_car,
    owner_at,
    passes,
    read_aloud,
    tells,
    unwatched,
    vehicle_of,
)
from tests.stories.visitor import Visitor
from tui.screens.code import CodeScreen
from tui.screens.unlock import UnlockScreen
from tui.widgets.actions import ActionButton
from tui.widgets.big_digits import Countdown

MINUTE_AND_MARGIN_S = 65.0


def bells_of(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every ringing of the bell from now on."""
    rung: list[str] = []
    monkeypatch.setattr(owner.app, "bell", lambda: rung.append("bell"))
    return rung


async def test_the_bell_rings_once_when_the_wait_is_counted_out(
    one: Stage, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owner.reports(Outcome.REJECTED)
    rung = bells_of(owner, monkeypatch)
    await one.pass_time(MINUTE_AND_MARGIN_S - 1)
    await owner.reads("00:01")
    assert rung == []
    await one.pass_time(1)
    await owner.reads("SAFE TO TRY")
    await one.pass_time(MINUTE_AND_MARGIN_S)
    await owner.pilot.pause()
    assert rung == ["bell"]


async def test_what_was_counted_goes_on_with_the_clock(one: Stage, owner: Owner) -> None:
    await third_refusal(owner)
    await owner.reads("Counted 0 seconds with the radio on.")
    one.clock.pass_time(5)
    await owner.plays([("1:01:07", ""), ("Counted 5 seconds with the radio on.", "")])


@pytest.mark.parametrize("size", [(40, 16), (48, 16)])
async def test_the_clock_is_drawn_however_much_is_said_below_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with in_the_car(tmp_path, OPEL, size) as (_, owner):
        await owner.reports(Outcome.STILL_WAITING)
        for words in ("to the earliest", "Radio ON · key at ON · touch no key"):
            await owner.reads(words)
        assert owner.screen.query_one(Countdown).region.height >= 3


async def test_how_to_leave_covers_no_button_and_who_leaves_is_told_that_it_is_counted_on(
    owner: Owner, terminal: Terminal
) -> None:
    await owner.reports(Outcome.REJECTED)
    await owner.reads("to the earliest")
    await owner.strikes("ctrl+c")
    if terminal["kiosk"]:
        assert "Ctrl+Q" not in owner.text
        return
    await owner.reads("Ctrl+Q leaves this screen.")
    for button in owner.screen.query(ActionButton):
        assert owner.screen.get_widget_at(*button.region.center)[0] is button
    await owner.strikes("ctrl+q")
    assert "The wait goes on being counted." in await owner.last_word()


async def test_who_leaves_a_radio_that_does_not_wait_is_told_nothing(owner: Owner) -> None:
    await owner.reads("ASKS")
    await owner.strikes("ctrl+q")
    assert await owner.last_word() == ""


async def test_a_wait_without_a_length_shows_no_number_and_counts_what_passes_as_well(
    tmp_path: Path,
) -> None:
    hyundai = NewVehicle(name="i30", head_unit="hyundai-cde", code="1470")
    async with in_the_car(tmp_path, hyundai) as (one, owner):
        await owner.reports(Outcome.REJECTED, Outcome.REJECTED)
        await owner.reads("How long is not known: leave it on until it asks again.")
        assert ":" not in read_aloud(owner.screen).partition("How long")[0]
        await owner.reads("Counted 0 seconds")
        one.clock.pass_time(5)
        await owner.reads("Counted 5 seconds")


async def test_what_the_owner_states_is_answered_until_the_next_press(
    owner: Owner, terminal: Terminal
) -> None:
    await third_refusal(owner)
    await owner.plays([("to the earliest", "It still says WAIT")])
    await owner.plays([("Noted: it still", "Take back")])
    await owner.presses("Leave it")
    await owner.reads("to the earliest")
    assert "Noted" not in owner.text


async def test_the_code_is_found_under_more_while_a_locked_screen_waits(
    owner: Owner, terminal: Terminal
) -> None:
    await third_refusal(owner)
    await owner.app.tell(Lock())
    await owner.plays([("to the earliest", "More"), ("Other vehicle", "Show the code")])
    await owner.sees(UnlockScreen)
    await owner.types(PIN)
    await Visitor.presses(owner, "enter")
    await owner.sees(CodeScreen)
    await owner.reads("Hidden again")


async def test_what_the_code_took_the_room_of_is_found_with_the_reports(
    owner: Owner, terminal: Terminal
) -> None:
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
    one: Stage, owner: Owner, monkeypatch: pytest.MonkeyPatch, opened: str
) -> None:
    await owner.reports(Outcome.REJECTED)
    await owner.plays([("to the earliest", opened)])
    rung = bells_of(owner, monkeypatch)
    await one.pass_time(MINUTE_AND_MARGIN_S)
    await owner.reads("The wait is over. Go back, and look at the radio.")
    assert rung == ["bell"]


async def test_a_wait_that_ended_while_another_vehicle_was_looked_at_is_told_of(
    one: Stage, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owner.reports(Outcome.REJECTED)
    await owner.app.tell(AddVehicle(vehicle=replace(NISSAN, name="Micra")))
    await owner.app.tell(Look(vehicle=2))
    rung = bells_of(owner, monkeypatch)
    await one.pass_time(MINUTE_AND_MARGIN_S)
    await owner.app.tell(Look(vehicle=1))
    await owner.reads("SAFE TO TRY")
    assert rung == ["bell"]


TO_THE_HISTORY: list[Scene] = [("", "About this radio"), ("What is known", "History")]
ACURA = NewVehicle(name="MDX", head_unit="acura-navigation", code="1470")


async def test_the_key_is_switched_off_and_on_and_the_navigation_asks_again(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with in_the_car(tmp_path, ACURA, **terminal) as (one, owner):
        await owner.reports(*[Outcome.REJECTED] * 10)
        await one.pass_time(600)
        await owner.reports(Outcome.INTERRUPTED)  # the key is no loss of power
        await owner.plays([("KEY OFF, THEN ON", ""), ("No wait is known here", "")])
        told = read_aloud(owner.screen)
        assert not [each for each in ("Counted", "leave it on", "Radio ON", "WAIT") if each in told]
        await owner.presses("It asks for the code again")
        await owner.plays([("DOES IT ASK NOW?", "Yes: it asks now"), ("ASKS FOR ITS CODE", "")])


OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="1470")
SECURE = NewVehicle(name="Leaf", head_unit="nissan-secure", code="")
TRIES = 6  # of the most careful account


async def test_nobody_asks_what_a_radio_without_a_code_did_with_one(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, SECURE, (40, 16)) as (_, owner):
        await owner.plays([("NO CODE TO KEY IN", ""), ("Tied to the immobiliser", "")])
        assert not [label for label in owner.offered if "Key it in" in label or "code" in label]
        await owner.plays([("", "More"), ("Other vehicle", "")])
        assert {"The radio did something", "Find my code"}.isdisjoint(owner.offered)
        await owner.plays([*TO_THE_HISTORY, ("History: no code", ""), ("was added", "")])


TAKE, LEAVE = "Take it back", "Leave it"


async def slip(owner: Owner) -> None:
    """An hour's wait is ended by one word too many."""
    await third_refusal(owner)
    await owner.reports(Outcome.ASKS_AGAIN)
    await owner.reads("ASKS FOR ITS CODE")


async def test_the_careful_answer_leaves_all_as_it_is(owner: Owner) -> None:
    await slip(owner)
    for leaving in ("1", "enter", "escape"):
        await owner.plays([("ASKS FOR ITS CODE", "Take back"), ("WAS THAT A SLIP?", "")])
        await owner.strikes(leaving)
        await owner.reads("ASKS FOR ITS CODE")
        assert owner.radio.take_back is not None


async def test_from_the_first_page_of_the_history_which_then_tells_of_both(owner: Owner) -> None:
    await slip(owner)
    await owner.plays([("", "More"), *TO_THE_HISTORY, ("The radio asked again", "Take back")])
    await owner.plays([("WAS THAT A SLIP?", TAKE), ("to the earliest safe try", "")])
    assert not [label for label in owner.offered if "Take back" in label]
    await owner.reports(Outcome.ACCEPTED)
    await owner.plays([("", "More"), *TO_THE_HISTORY, ("Taken back: The radio asked again", "")])
    await owner.reads("(taken back) The radio asked again")


async def test_a_locked_screen_can_take_back_too_and_the_question_of_the_other_closes(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path) as (one, owner), owner_at(one, (40, 20)) as phone:
        await slip(owner)
        for each in (owner, phone):
            await each.plays([("ASKS FOR", "Take back"), ("WAS THAT A SLIP?", "")])
        await phone.presses(TAKE)
        for each in (owner, phone):
            await each.reads("to the earliest safe try")
            await each.reads("1:01:12")


TOLD: dict[str, list[NewVehicle | Told]] = {
    "the display wins over the clock": [
        Outcome.REJECTED,
        ("to the earliest safe try", "It asks for the code again"),
        "THE DISPLAY MUST SHOW NOW",
        ("That ends the wait: 65 seconds would still be owed.", "Yes: it asks now"),
        "ASKS FOR ITS CODE",
    ],
    "a display that still refuses after the count makes the wait longer": [
        *THIRD_REFUSAL,
        passes(HOUR_AND_MARGIN_S),
        ("SAFE TO TRY", "It still says WAIT"),
        "the longest one known is counted",
    ],
    "a radio that is still off lets the count stand": [
        Outcome.REJECTED,
        ("01:05", "It lost power"),
        ("DID IT LOSE POWER?", "Yes: it lost power"),
        ("IS IT ON AGAIN?", "It is still off"),
        "Nothing is counted.",
        passes(600),
        ("IS IT ON AGAIN?", "It is on again"),
        "01:05",
    ],
    "after a gap the owner says that it stayed on": [
        *THIRD_REFUSAL,
        passes(1800),
        unwatched(300),
        ("DID IT STAY ON?", "Yes, it stayed on"),
        "31:12",
    ],
    "an owner who is not sure waits the whole time": [
        *THIRD_REFUSAL,
        passes(1800),
        unwatched(300),
        ("DID IT STAY ON?", "It lost power, or I am not sure"),
        ("DID IT LOSE POWER?", "Yes: it lost power"),
        ("IS IT ON AGAIN?", "It is on again"),
        "1:01:12",
    ],
    "a set that switches itself off is watched": [
        NewVehicle(name="Corsa", head_unit="opel-safe", code="1470"),
        Outcome.STILL_WAITING,
        "It may go off after 60 minutes",
    ],
    "a try made during the wait starts it again": [
        *THIRD_REFUSAL,
        passes(1800),
        ("31:12", "More"),
        ("Other vehicle", "The radio did something"),
        ("WHAT DID THE RADIO DO?", "It refused a code"),
        ("THE DISPLAY SHOWED", "Yes: it refused a code"),
        "1:01:12",
    ],
    "a final word during the wait leads to the dealer": [
        NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470"),
        *THIRD_REFUSAL,
        ("to the earliest safe try", "It still refuses"),
        ("What does it show?", "LOCKED…"),
        ("Which number stands beside it?", "No figure"),
        "SEE A DEALER",
    ],
    "an interruption told elsewhere is asked about here": [
        Outcome.REJECTED,
        "01:05",
        tells(Report(outcome=Outcome.INTERRUPTED)),
        "IS IT ON AGAIN?",
    ],
    "where there is room the code is found on the wait itself": [
        *THIRD_REFUSAL,
        ("to the earliest", "Show the code"),
        ("Hidden again", "Back"),
        "to the earliest",
    ],
    "home says before the tenth what ends the lock": [
        ACURA,
        *[Outcome.REJECTED] * 9,
        "A wrong code now locks it until the key is switched off and on.",
    ],
    "the sixth wrong code leads to the dealer": [
        OPEL,
        *[Outcome.REJECTED] * TRIES,
        "SEE A DEALER",
        "Bring: car papers and identity card.",
    ],
    "a radio that the dealer opened plays": [
        OPEL,
        *[Outcome.REJECTED] * TRIES,
        ("SEE A DEALER", "It plays"),
        ("", "Yes: it plays now"),
        "PLAYING",
    ],
    "the code and the serial number can be shown to the dealer": [
        OPEL,
        *[Outcome.REJECTED] * TRIES,
        ("SEE A DEALER", "Show code and serial"),
        "1470",
    ],
    "a word that looks like a prompt is explained": [SECURE, '"SECURE"'],
    "a power cut that was none keeps what was counted": [
        *THIRD_REFUSAL,
        passes(840),
        Outcome.INTERRUPTED,
        ("IS IT ON AGAIN?", 'Take back "lost power"'),
        ("SLIP?", TAKE),
        "47:12",
    ],
    "a dead end that was none is left": [
        OPEL,
        *[Outcome.REJECTED, Outcome.ASKS_AGAIN] * 5,
        Outcome.REJECTED,
        ("SEE A DEALER", 'Take back "refused"'),
        ("1 try left", TAKE),
        "A wrong code now means: dealer only.",
    ],
    "counted out and said to wait is counted out again": [
        Outcome.REJECTED,
        passes(65),
        "SAFE TO TRY",
        Outcome.STILL_WAITING,
        ("now the longest one known", 'Take back "it waits"'),
        ("Then the wait is counted out, as before", TAKE),
        "SAFE TO TRY",
    ],
    "time in between that nobody watched is asked about": [
        *THIRD_REFUSAL,
        passes(840),
        Outcome.ACCEPTED,
        unwatched(300),
        "PLAYING",
        tells(Report(outcome=Outcome.TAKE_BACK)),
        ("DID IT STAY ON?", "Yes, it stayed on"),
        "47:12",
    ],
    "a display that asks again opens the dead end": [
        OPEL,
        *[Outcome.REJECTED] * TRIES,
        ("SEE A DEALER", "It asks"),
        ("THE DISPLAY MUST SHOW NOW", "No: leave it"),
        ("SEE A DEALER", "It asks"),
        ("", "Yes: it asks now"),
        "ASKS FOR ITS CODE",
    ],
    "a mazda owner is warned before the first entry": [
        NewVehicle(name="Mazda", head_unit="mazda-err", code="1470"),
        "After 3 more wrong codes only a dealer helps.",
    ],
}
TOLD_ANYWHERE: dict[str, list[NewVehicle | Told]] = {
    "an hour is waited out and the radio asks again": [
        *THIRD_REFUSAL,
        "no try now",
        "1:01:12",
        "to the earliest",
        passes(HOUR_AND_MARGIN_S),
        "SAFE TO TRY",
        ("Look at the radio", "It asks for the code again"),
        "ASKS FOR ITS CODE",
    ],
    "a loss of power starts the wait again once it is on": [
        *THIRD_REFUSAL,
        passes(1800),
        ("31:12", "It lost power"),
        ("30 minutes counted are lost.", "Yes: it lost power"),
        ("IS IT ON AGAIN?", "It is on again"),
        "1:01:12",
    ],
    "a wait that a slip ended goes on": [
        *THIRD_REFUSAL,
        passes(840),
        Outcome.ASKS_AGAIN,
        ("ASKS FOR ITS CODE", 'Take back "it asks"'),
        "WAS THAT A SLIP?",
        ("Then the wait of 60 minutes goes on: 14 minutes counted.", TAKE),
        "47:12",
    ],
    "a radio that was said to play is asked about again": [
        *TO_THE_CONFIRM,
        ("NOW HOLD KEY 6", "It plays"),
        ("PLAYING", 'Take back "it plays"'),
        ("Then you are asked again whether it took the code.", TAKE),
        "DID IT TAKE THE CODE?",
    ],
}


@pytest.mark.parametrize("story", TOLD)
async def test_it_goes_as_it_is_told(tmp_path: Path, story: str) -> None:
    async with in_the_car(tmp_path, vehicle_of(TOLD[story])) as (one, owner):
        await owner.lives(one, TOLD[story])


@pytest.mark.parametrize("story", TOLD_ANYWHERE)
async def test_it_goes_so_at_any_terminal(tmp_path: Path, story: str, terminal: Terminal) -> None:
    async with in_the_car(tmp_path, vehicle_of(TOLD_ANYWHERE[story]), **terminal) as (one, owner):
        await owner.lives(one, TOLD_ANYWHERE[story])
