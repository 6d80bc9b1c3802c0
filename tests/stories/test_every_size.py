"""Every screen at the radio, at every size and on a touchscreen: whole, and large enough."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.service.asks import Lock, NewVehicle, Outcome, Report
from pi.service.shown import Saving
from tests.stories.stage import NISSAN, Stage
from tests.stories.telling import Owner, Scene, Size, in_the_car
from tests.stories.test_lockout import HOUR_AND_MARGIN_S, gap, third_refusal
from tests.stories.test_outcome import TO_THE_CONFIRM
from tests.stories.test_walkthrough import TO_THE_CHECK
from tests.stories.wholeness import whole

EVERY: list[tuple[Size, bool]] = [
    ((40, 16), False),
    ((40, 20), False),
    ((48, 16), False),
    ((57, 16), False),
    ((66, 20), False),
    ((80, 24), False),
    ((120, 40), False),
    ((48, 16), True),
    ((57, 16), True),
    ((66, 20), True),
    ((80, 24), True),
]
FORD = NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470")
HYUNDAI = NewVehicle(name="i30", head_unit="hyundai-cde", code="1470")
OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="1470")
SECURE = NewVehicle(name="Leaf", head_unit="nissan-secure", code="")
HONDA = NewVehicle(name="Civic", head_unit="honda-5-digit", code="14703")
FIAT = NewVehicle(name="500X", head_unit="fiat-connect-nav", code="1470")
NO_CODE_YET = NewVehicle(name="Micra", head_unit="nissan-radio-code", code_is_lost=True)
LONG = replace(NISSAN, name="The old blue one behind the barn")

Prepare = Callable[[Stage, Owner], Awaitable[None]]


def scenes(*scenes: Scene) -> Prepare:
    """The screen that these scenes lead to."""

    async def prepare(one: Stage, owner: Owner) -> None:
        await owner.plays(scenes)

    return prepare


def reported(*outcomes: Outcome) -> Prepare:
    """The screen that these reports lead to."""

    async def prepare(one: Stage, owner: Owner) -> None:
        await owner.reports(*outcomes)

    return prepare


async def at_the_last_try(one: Stage, owner: Owner) -> None:
    """The last warning."""
    for _ in range(2):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
    await owner.plays([*TO_THE_CONFIRM, ("LAST TRY", "")])


async def after_a_gap(one: Stage, owner: Owner) -> None:
    """Did it stay on?"""
    await third_refusal(owner)
    await one.pass_time(1_800)
    await gap(one, 300)
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
    """An entry on a surface that is locked."""
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
    await owner.reads("no")


TO_CHECK = scenes(*TO_THE_CHECK, ("THE RADIO MUST SHOW", ""))
ELSE = ("PRESS KEY 2", "It shows something else")
SITUATIONS: dict[str, tuple[NewVehicle, Prepare]] = {
    "home asks": (LONG, scenes(("ASKS FOR ITS CODE", ""))),
    "home asks on a set that may ask for nothing": (FIAT, scenes(("ASKS FOR", ""))),
    "home plays": (NISSAN, reported(Outcome.ACCEPTED)),
    "home plays without a code": (NO_CODE_YET, reported(Outcome.ACCEPTED)),
    "home close to the end": (OPEL, close_to_the_end),
    "home with a notice": (NISSAN, with_an_old_notice),
    "more": (LONG, scenes(("ASKS", "More"), ("Colours and pace", ""))),
    "what the radio did": (NISSAN, scenes(("ASKS", "More"), ("", "The radio did something"))),
    "colours": (NISSAN, scenes(("ASKS", "More"), ("", "Colours and pace"), ("Beat", ""))),
    "history": (
        NISSAN,
        scenes(
            ("ASKS", "More"),
            ("Other vehicle", "About this radio"),
            ("What is known", "History"),
            ("added", ""),
        ),
    ),
    "parked": (FIAT, scenes(("ASKS", "Key it in"), ("FIRST OF ALL", ""))),
    "not parked": (NISSAN, scenes(("ASKS", "Key it in"), ("PARK", "something else"), ("It", ""))),
    "a key": (NISSAN, scenes(*TO_THE_CHECK[:3], ("PRESS KEY 2", ""))),
    "ten presses": (HYUNDAI, scenes(("ASKS", "Key it in"), ("PARK", "Parked"), ("PRESS", ""))),
    "a hold": (OPEL, scenes(("ASKS", "Key it in"), ("PARK", "Parked"), ("First switch", ""))),
    "a position's digits": (NISSAN, scenes(*TO_THE_CHECK[:3], ELSE, ("What does", ""))),
    "a mended digit": (NISSAN, scenes(*TO_THE_CHECK[:3], ELSE, ("What", "5"), ("MORE", ""))),
    "the check": (NISSAN, TO_CHECK),
    "which position": (NISSAN, scenes(*TO_THE_CHECK, ("MUST", "something else"), ("WHICH", ""))),
    "beginning anew": (
        HONDA,
        scenes(
            ("ASKS", "Key it in"),
            ("PARK", "Parked"),
            ("PRESS KEY 1", "It shows something else"),
            ("What", "9"),
            ("BEGIN THE ENTRY AGAIN", ""),
        ),
    ),
    "the last try": (NISSAN, at_the_last_try),
    "the confirm": (NISSAN, scenes(*TO_THE_CONFIRM, ("NOW HOLD KEY 6", ""))),
    "what it shows": (NISSAN, scenes(*TO_THE_CONFIRM, ("NOW", "It refused"), ("CODE ERROR", ""))),
    "did it take the code": (NISSAN, asked_back),
    "an entry elsewhere": (NISSAN, under_way_elsewhere),
    "the wait": (NISSAN, reported(Outcome.REJECTED)),
    "a wait of unknown length": (HYUNDAI, reported(Outcome.REJECTED, Outcome.REJECTED)),
    "a set that switches itself off": (OPEL, reported(Outcome.REJECTED)),
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
            ("PLAYING", "More"),
            ("Other vehicle", "About this radio"),
            ("What is known", "History"),
            ("added", ""),
        ),
    ),
    "no code": (SECURE, scenes(("NO CODE TO KEY IN", ""))),
}


async def check_every_size(owner: Owner) -> None:
    """Turn the terminal through all sizes; what is wrong at one fails with its name."""
    for (columns, rows), kiosk in EVERY:
        owner.app.set_class(kiosk, "-kiosk")
        await owner.pilot.resize_terminal(columns, rows)
        name = f"nothing wrong at {columns}x{rows}{' kiosk' * kiosk}"
        try:
            await owner.until(lambda: not whole(owner.screen), name)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{whole(owner.screen)}") from None


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_every_screen_is_whole_at_every_size(tmp_path: Path, situation: str) -> None:
    vehicle, prepare = SITUATIONS[situation]
    async with in_the_car(tmp_path, vehicle) as (one, owner):
        await prepare(one, owner)
        await check_every_size(owner)


@pytest.mark.parametrize(
    "situation", ["home asks", "a key", "the check", "the wait", "the confirm"]
)
async def test_the_red_line_of_a_full_card_cuts_nothing_off(tmp_path: Path, situation: str) -> None:
    vehicle, prepare = SITUATIONS[situation]
    async with in_the_car(tmp_path, vehicle) as (one, owner):
        await prepare(one, owner)
        assert owner.app.state is not None
        owner.app.state = replace(owner.app.state, saving=Saving(ok=False, reason="full"))
        owner.app.redraw()
        await owner.reads("NOT SAVED: the card is full.")
        await check_every_size(owner)
