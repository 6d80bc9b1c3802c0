"""Power that goes, a service that dies, and a second session beside the first."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.service.protocol.commands import AddVehicle, Outcome
from tests.stories.roads import (
    THIRD_REFUSAL,
    TO_THE_CHECK,
    TO_THE_CONFIRM,
    history_of,
    third_refusal,
)
from tests.stories.stage import NISSAN, Stage, set_up, stage, until
from tests.stories.telling import Owner, Scene, Told, in_the_car, owner_at, passes
from tests.stories.wholeness import shown_text
from tui.app.app import SteadyhandApp
from tui.widgets.big_digits import Countdown
from tui.widgets.press_guard import HANDS_OFF_S, PressGuard


@asynccontextmanager
async def afterwards(one: Stage, way: str, directory: Path) -> AsyncIterator[tuple[Stage, Owner]]:
    """What was on the card at this moment, and nothing else, started again.

    A reboot brings another boot and other clocks; a kill leaves both as they were.
    """
    shutil.copytree(one.directory, directory, ignore=shutil.ignore_patterns("*.sock"))
    if way == "reboot":
        one.clock.reboot()
    with stage(directory) as again:
        again.clock = one.clock
        async with again.service(), owner_at(again) as owner:
            yield again, owner


HELD_BACK: list[Scene] = [*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "")]
# What had happened; how it ended, and for how many seconds nobody watched then; what is met after.
PLUGS: dict[str, tuple[list[Told], list[str], float, list[Told]]] = {
    "an entry cut off at a key is offered again": (
        [*TO_THE_CHECK[:3], "PRESS KEY 2"],
        ["reboot", "kill"],
        0,
        [
            "The last entry was cut off before it was sent.",
            ("3 tries left", "Start it again"),
            "PIN",
        ],
    ),
    "after the confirm was named its owner is asked what came of it": (
        [*HELD_BACK],
        ["reboot", "kill"],
        0,
        [
            "DID IT TAKE THE CODE?",
            "Until you say, it counts as a wrong code.",
            ("2 tries left", "It plays"),
            "PLAYING",
        ],
    ),
    "a confirm that was refused can still be told": (
        [*HELD_BACK],
        ["reboot"],
        0,
        [
            ("DID IT TAKE THE CODE?", "It refused the code"),
            ("What does it show?", "CODE ERROR"),
            "01:05",
        ],
    ),
    "while it is asked back all else is as near as ever": (
        [*HELD_BACK],
        ["reboot"],
        0,
        [
            ("DID IT TAKE THE CODE?", "I don't know"),
            ("COUNT IT AS WRONG?", "No: I look once more"),
            ("DID IT TAKE THE CODE?", "More"),
            ("Other vehicle", "Find my code"),
        ],
    ),
    "during the wait it is asked whether the radio is on again": (
        [*THIRD_REFUSAL, passes(1_800)],
        ["reboot"],
        0,
        [("IS IT ON AGAIN?", "It is on again"), "1:01:12"],
    ),
    "a wait goes on with what was saved": ([*THIRD_REFUSAL, passes(1_800)], ["kill"], 0, ["31:12"]),
    "a long absence is asked about": (
        [*THIRD_REFUSAL, passes(1_800)],
        ["kill"],
        600,
        [("DID IT STAY ON?", "Yes, it stayed on"), "31:12"],
    ),
    "a wait counted out stays so": (
        [Outcome.REJECTED, passes(65), "SAFE TO TRY"],
        ["reboot", "kill"],
        0,
        [("SAFE TO TRY", "It asks for the code again"), "ASKS FOR ITS CODE"],
    ),
}


@pytest.mark.parametrize(
    ("story", "way"), [(story, way) for story, (_, ways, *_) in PLUGS.items() for way in ways]
)
async def test_nothing_that_happened_is_lost(tmp_path: Path, story: str, way: str) -> None:
    before, _ways, away_s, after = PLUGS[story]
    async with in_the_car(tmp_path / "before") as (one, owner):
        await owner.lives(one, before)
        one.clock.pass_time(away_s)
        async with afterwards(one, way, tmp_path / "after") as (again, somebody):
            await somebody.lives(again, after)


async def test_without_a_service_the_clock_of_a_wait_stands_still(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        async with one.service():
            await set_up()
            terminal = owner_at(one)
            owner = await terminal.__aenter__()
            await third_refusal(owner)
            await one.pass_time(1_800)
            await owner.reads("31:12")
        await owner.reads("The clock stands still: nothing is counted.")
        one.clock.pass_time(20)
        owner.screen.query_one(Countdown).tick()
        await owner.settles()
        await owner.plays([("31:12", ""), ("NO SERVICE", "")])
        async with one.service():
            await owner.until(lambda: "NO SERVICE" not in owner.text, "the service")
            await owner.plays([("31:12", ""), ("to the earliest safe try", "")])
            await terminal.__aexit__(None, None, None)


async def test_a_terminal_without_a_service_says_so_and_finds_it_when_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.service_socket.is_users_own", lambda path: False)
    with stage(tmp_path) as one:
        app = SteadyhandApp(press_guard=PressGuard(0))
        async with app.run_test() as pilot:
            await until(pilot, lambda: "NO SERVICE" in shown_text(app.screen))
            async with one.service():
                await until(pilot, lambda: app.state is not None)
                assert "NO SERVICE" not in shown_text(app.screen)


STALE = "That step was answered already."


@asynccontextmanager
async def two_owners(directory: Path) -> AsyncIterator[tuple[Owner, Owner]]:
    """Somebody at the touchscreen and somebody at the phone, both unlocked."""
    touchscreen = in_the_car(directory, size=(48, 16), kiosk=True)
    async with touchscreen as (one, car), owner_at(one, (40, 20)) as phone:
        await phone.unlocks()
        yield car, phone


async def press_at_once(one: Owner, other: Owner, label: str) -> None:
    """Both press before either has heard of the other."""
    await asyncio.gather(one.presses(label), other.presses(label))


async def test_the_phone_takes_up_where_the_touchscreen_stopped(tmp_path: Path) -> None:
    async with two_owners(tmp_path) as (car, phone):
        await car.plays(TO_THE_CHECK[:3])
        for owner in (car, phone):
            await owner.reads("PRESS KEY 2 TIMES 7")
        await phone.plays([*TO_THE_CONFIRM[3:], ("NOW HOLD KEY 6", "It refused"), ("What", "CODE")])
        for owner in (car, phone):
            await owner.reads("01:05")


async def test_of_two_answers_to_a_step_the_second_is_refused_kindly(tmp_path: Path) -> None:
    async with two_owners(tmp_path) as (car, phone):
        await car.plays(TO_THE_CHECK[:3])
        await phone.reads("PRESS KEY 2 TIMES 7")
        await press_at_once(car, phone, "Done: it shows 3700")
        for owner in (car, phone):
            await owner.reads("PRESS KEY 3 TIME 1")
        assert [STALE in owner.text for owner in (car, phone)].count(True) == 1


async def test_of_two_refusals_told_at_once_one_is_counted(tmp_path: Path) -> None:
    async with two_owners(tmp_path) as (car, phone):
        await car.plays(TO_THE_CONFIRM)
        for owner in (car, phone):
            await owner.plays([("NOW HOLD KEY 6", "It refused the code"), ("What does it", "")])
        await press_at_once(car, phone, "CODE ERROR")
        for owner in (car, phone):
            await owner.reads("to the earliest safe try")
        told = await history_of(car)
        assert [line.kind for line in told.lines].count("CodeRejected") == 1


async def test_a_code_keyed_in_by_hand_and_told_twice_at_once_counts_once(tmp_path: Path) -> None:
    async with two_owners(tmp_path) as (car, phone):
        for owner in (car, phone):
            await owner.plays([("ASKS FOR", "More"), ("Lock, PIN", "The radio did something")])
            await owner.reads("WHAT DID THE RADIO DO?")
            await owner.presses("It refused a code")
        await press_at_once(car, phone, "Yes: it refused a code")
        for owner in (car, phone):
            await owner.reads("to the earliest safe try")
        assert car.radio.rejected == 1


@pytest.mark.parametrize("word", [Outcome.TAKE_BACK, Outcome.REJECTED, Outcome.ASKS_AGAIN])
async def test_what_was_noted_goes_once_another_terminal_says_otherwise(
    tmp_path: Path, word: Outcome
) -> None:
    async with two_owners(tmp_path) as (car, phone):
        await car.reports(Outcome.REJECTED, Outcome.REJECTED)
        await car.plays([("to the earliest", "It still says WAIT"), ("Noted: it still", "")])
        await phone.reports(word)
        await car.until(lambda: not car.app.noted, "the end of the note")
        await car.settles()
        assert "Noted" not in car.text


async def test_a_question_left_open_is_not_spoken_of_once_another_terminal_answered_it(
    tmp_path: Path,
) -> None:
    async with two_owners(tmp_path) as (car, phone):
        await car.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "I have not held it")])
        await car.plays([("WAS NO CODE SENT?", "Show me the key again"), ("Take your time", "")])
        await phone.reports(Outcome.REJECTED)
        await car.reads("to the earliest safe try")
        assert "Take your time" not in car.text


async def test_a_locked_phone_is_told_of_the_entry_but_not_of_its_keys(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (one, car), owner_at(one) as phone:
        await car.plays(TO_THE_CHECK[:3])
        await phone.reads("AN ENTRY IS UNDER WAY")
        assert "3700" not in phone.text


async def test_a_pad_opened_for_a_step_closes_when_the_other_goes_on(tmp_path: Path) -> None:
    async with two_owners(tmp_path) as (car, phone):
        await car.plays(TO_THE_CHECK[:3])
        await phone.plays(
            [("PRESS KEY 2", "It shows something else"), ("What does position 2 show?", "")]
        )
        await car.presses("Done: it shows 3700")
        await phone.reads("PRESS KEY 3 TIME 1")


async def test_what_lay_on_top_is_left_once_the_other_leads_elsewhere(tmp_path: Path) -> None:
    async with two_owners(tmp_path) as (car, phone):
        await car.plays([("ASKS FOR", "More"), ("Lock, PIN", "")])
        await phone.reports(Outcome.REJECTED)
        await car.reads("to the earliest safe try")
        assert len(car.app.screen_stack) == 2


async def test_a_screen_stays_with_its_vehicle_whatever_happens_to_another(tmp_path: Path) -> None:
    async with two_owners(tmp_path) as (car, phone):
        await car.app.tell(AddVehicle(vehicle=replace(NISSAN, name="Micra")))
        await phone.reads("Qashqai")
        await car.plays([("Micra", "Key it in")])
        await phone.plays([("Qashqai", "Key it in"), ("FIRST OF ALL PARK", "")])
        assert (car.radio.vehicle, phone.radio.vehicle) == (2, 1)


async def test_what_is_typed_as_another_screen_comes_by_itself_presses_nothing_there(
    tmp_path: Path,
) -> None:
    touchscreen = in_the_car(tmp_path, size=(48, 16), kiosk=True)
    async with touchscreen as (one, car), owner_at(one, (40, 20)) as phone:
        await phone.plays([("ASKS FOR", "Key it in"), ("PIN", "")])
        await phone.strikes("2")
        await car.plays(TO_THE_CHECK[:2])
        await phone.reads("AN ENTRY IS UNDER WAY")
        hand = phone.hand
        screen, told = phone.screen, await history_of(car)
        for digit in "5801":
            hand.now += 0.4
            await phone.strikes(digit)
        await phone.settles()
        assert (phone.screen, await history_of(car)) == (screen, told)
        hand.now += HANDS_OFF_S
        await phone.strikes("1")
        await phone.reads("PIN")
