"""Before the radio: Home, an entry, waits, and what ends them."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.service.protocol.commands import Lock, NewVehicle, Outcome, Report
from tests.stories.roads import (
    HOUR_AND_MARGIN_S,
    SECURE,
    TO_THE_CHECK,
    TO_THE_CONFIRM,
    third_refusal,
)
from tests.stories.stage import NISSAN, Stage
from tests.stories.stations.cars import OPEL, Prepare, in_one_car, reported, scenes
from tests.stories.stations.road import walked
from tests.stories.telling import Owner, Scene, Size

HYUNDAI = NewVehicle(name="i30", head_unit="hyundai-cde", code="1470")
HONDA = NewVehicle(name="Civic", head_unit="honda-5-digit", code="14703")
VOLKSWAGEN = NewVehicle(name="Golf", head_unit="vw-safe", code="1470")
SMART = NewVehicle(name="smart", head_unit="smart-grundig", code="1470")
JAZZ = NewVehicle(name="Jazz", head_unit="honda-6-digit", code="123456")
FIAT = NewVehicle(name="500X", head_unit="fiat-connect-nav", code="1470")
NO_CODE_YET = NewVehicle(name="Micra", head_unit="nissan-radio-code", code_is_lost=True)
LONG = replace(NISSAN, name="The old blue one behind the barn")


async def at_the_last_try(one: Stage, owner: Owner) -> None:
    """The last warning."""
    for _ in range(2):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
    await owner.plays([*TO_THE_CONFIRM, ("LAST TRY", "")])


async def after_a_gap(one: Stage, owner: Owner) -> None:
    """Did it stay on?"""
    await third_refusal(owner)
    await one.pass_time(1_800)
    await one.is_held_up(300)
    await owner.reads("DID IT STAY ON?")


async def counted_out(one: Stage, owner: Owner) -> None:
    """Safe to try."""
    await third_refusal(owner)
    await one.pass_time(HOUR_AND_MARGIN_S)
    await owner.reads("SAFE TO TRY")


async def told_longer(one: Stage, owner: Owner) -> None:
    """A wait that grew."""
    await counted_out(one, owner)
    await owner.reports(Outcome.STILL_WAITING)


async def asked_back(one: Stage, owner: Owner) -> None:
    """The outcome, where the confirm key is not to be seen."""
    await owner.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "")])
    await owner.app.tell(Lock())
    await owner.reads("DID IT TAKE THE CODE?")


async def under_way_elsewhere(one: Stage, owner: Owner) -> None:
    """An entry on a session that is locked."""
    await owner.plays(TO_THE_CHECK[:3])
    await owner.app.tell(Lock())
    await owner.reads("AN ENTRY IS UNDER WAY")


async def close_to_the_end(one: Stage, owner: Owner) -> None:
    """Home, with few tries left before the dealer."""
    for _ in range(4):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)


def slipped(*outcomes: Outcome) -> Prepare:
    """The question before the last of these is taken back, after a wait was begun."""

    async def prepare(one: Stage, owner: Owner) -> None:
        await owner.reports(Outcome.REJECTED)
        await one.pass_time(30)
        await owner.reports(*outcomes)
        await owner.plays([("", "Take back"), ("WAS THAT A SLIP?", "")])

    return prepare


async def with_an_old_notice(one: Stage, owner: Owner) -> None:
    """Home with a line about what was just asked."""
    await owner.app.tell(Report(outcome=Outcome.ABANDONED))
    await owner.reads("Nothing to do in this state")


TO_THE_HISTORY: list[Scene] = [
    ("", "More"),
    ("Other vehicle", "About this radio"),
    ("What is known", "History"),
    ("added", ""),
]
THIS_SCREEN: list[Scene] = [("ASKS", "More"), ("", "Lock, PIN and colours"), ("This screen", "")]
ELSE = ("PRESS KEY 2", "It shows something else")
NO_DIGIT = [*TO_THE_CHECK[:3], ELSE, ("What does position", "A word, dark")]
AT_THE_RADIO: dict[str, tuple[NewVehicle, Prepare]] = {
    "home asks": (LONG, scenes(("ASKS FOR ITS CODE", ""))),
    "home asks on a set that may ask for nothing": (FIAT, scenes(("ASKS FOR", ""))),
    "home plays": (NISSAN, reported(Outcome.ACCEPTED)),
    "home plays without a code": (NO_CODE_YET, reported(Outcome.ACCEPTED)),
    "home close to the end": (OPEL, close_to_the_end),
    "home with a notice": (NISSAN, with_an_old_notice),
    "more": (LONG, scenes(("ASKS", "More"), ("Lock, PIN and colours", ""))),
    "this screen": (LONG, scenes(*THIS_SCREEN)),
    "what the radio did": (NISSAN, scenes(("ASKS", "More"), ("", "The radio did something"))),
    "colours": (
        NISSAN,
        scenes(*THIS_SCREEN[:2], ("This screen", "Colours and pace"), ("Beat", "")),
    ),
    "history": (NISSAN, scenes(*TO_THE_HISTORY)),
    "parked": (FIAT, scenes(("ASKS", "Key it in"), ("FIRST OF ALL", ""))),
    "not parked": (NISSAN, scenes(("ASKS", "Key it in"), ("PARK", "something else"), ("It", ""))),
    "a key": (NISSAN, scenes(*TO_THE_CHECK[:3], ("PRESS KEY 2", ""))),
    "ten presses": (HYUNDAI, scenes(("ASKS", "Key it in"), ("PARK", "Parked"), ("PRESS", ""))),
    "a hold": (OPEL, scenes(("ASKS", "Key it in"), ("PARK", "Parked"), ("First switch", ""))),
    "a hold of keys that differ": (
        VOLKSWAGEN,
        scenes(("ASKS", "Key it in"), ("PARK", "Parked"), ("P.SCAN", "")),
    ),
    "a prompt that comes by itself": (SMART, scenes(("ASKS", "Key it in"), ("by itself", ""))),
    "a confirm that nobody tells": (
        JAZZ,
        scenes(
            ("ASKS", "Key it in"),
            ("PARK", "Parked"),
            *[("PRESS KEY", "Done: I pressed")] * 5,
            ("STOP", "I pressed exactly"),
            ("THINK TWICE", "I am sure"),
            ("NOW PRESS KEY 6", ""),
        ),
    ),
    "a position's digits": (NISSAN, scenes(*TO_THE_CHECK[:3], ELSE, ("What does", ""))),
    "what else it shows": (NISSAN, scenes(*NO_DIGIT, ("What does it", ""))),
    "an earlier position": (NISSAN, scenes(*NO_DIGIT, ("What", "An earlier"), ("WHICH", ""))),
    "a dark display": (
        NISSAN,
        scenes(*NO_DIGIT, ("What", "It is dark"), ("IS IT SWITCHED ON", "")),
    ),
    "a mended digit": (NISSAN, scenes(*TO_THE_CHECK[:3], ELSE, ("What", "5"), ("MORE", ""))),
    "the check": (NISSAN, scenes(*TO_THE_CHECK, ("THE RADIO MUST SHOW", ""))),
    "which position": (NISSAN, scenes(*TO_THE_CHECK, ("MUST", "something else"), ("WHICH", ""))),
    "beginning anew": (
        HONDA,
        scenes(
            ("ASKS", "Key it in"),
            ("PARK", "Parked"),
            ("PRESS KEY 1", "It shows something else"),
            ("What", "9"),
            ("STOP: ANOTHER DIGIT CAME", ""),
        ),
    ),
    "the last try": (NISSAN, at_the_last_try),
    "the confirm": (NISSAN, scenes(*TO_THE_CONFIRM, ("NOW HOLD KEY 6", ""))),
    "what it shows": (NISSAN, scenes(*TO_THE_CONFIRM, ("NOW", "It refused"), ("CODE ERROR", ""))),
    "did it take the code": (NISSAN, asked_back),
    "an entry elsewhere": (NISSAN, under_way_elsewhere),
    "the wait": (NISSAN, reported(Outcome.REJECTED)),
    "a wait of unknown length": (HYUNDAI, reported(Outcome.REJECTED, Outcome.REJECTED)),
    "a set that switches itself off": (OPEL, reported(Outcome.STILL_WAITING)),
    "a loss of power": (NISSAN, reported(Outcome.REJECTED, Outcome.INTERRUPTED)),
    "switched off": (NISSAN, reported(Outcome.REJECTED, Outcome.POWER_OFF)),
    "after a gap": (NISSAN, after_a_gap),
    "counted out": (NISSAN, counted_out),
    "a longer wait": (NISSAN, told_longer),
    "the dealer": (OPEL, reported(*[Outcome.REJECTED] * 6)),
    "taking a wait back": (OPEL, slipped(Outcome.ASKS_AGAIN)),
    "taking an end back": (OPEL, slipped(*[Outcome.REJECTED] * 6)),
    "taking back what was said in a gap": (LONG, slipped(Outcome.INTERRUPTED)),
    "the history with what can be taken back": (
        NISSAN,
        scenes(
            ("ASKS", "It plays"),
            ("One more look", "Yes: it plays"),
            ("PLAYING", ""),
            *TO_THE_HISTORY,
        ),
    ),
    "no code": (SECURE, scenes(("NO CODE TO KEY IN", ""))),
}
WITH_THE_RED_LINE = {"home asks", "a key", "the check", "the wait", "the confirm"}


@pytest.mark.parametrize("third", range(3))
async def test_every_screen_is_whole_and_its_keys_do_what_they_stand_on(
    tmp_path: Path, third: int
) -> None:
    await walked(in_one_car(AT_THE_RADIO, WITH_THE_RED_LINE, third), tmp_path)


@pytest.mark.parametrize("size", [(40, 16), (48, 16), (80, 24)])
async def test_the_key_of_a_blank_says_which_it_is(one: Stage, owner: Owner, size: Size) -> None:
    await AT_THE_RADIO["a position's digits"][1](one, owner)
    await owner.pilot.resize_terminal(*size)
    await owner.reads("Space")
    await owner.strikes("space")
    await owner.reads("That mends it.")
