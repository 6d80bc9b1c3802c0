"""Every screen of the guide, at every size and on a touchscreen: whole, and large enough."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.service.asks import NewVehicle, Outcome
from pi.service.shown import Saving
from tests.stories.lost import (
    COSTLY,
    NOTE,
    OPEL,
    SECURE,
    THE_GUIDE,
    does,
    goes_to,
    types_the_code,
    without_a_code,
)
from tests.stories.stage import NISSAN
from tests.stories.telling import Owner
from tests.stories.test_every_size import check_every_size
from tui.screens.finding.first_aid import WordsScreen

Prepare = Callable[[Owner], Awaitable[None]]


def at(station: str, label: str = "") -> Prepare:
    """The screen of a station, or one that a button there leads to."""

    async def prepare(owner: Owner) -> None:
        await owner.plays(THE_GUIDE)
        await (does(owner, station, label) if label else goes_to(owner, station))

    return prepare


async def home(owner: Owner) -> None:
    """Home without a code."""
    await owner.reads("No code is kept")


async def home_plays(owner: Owner) -> None:
    """The radio plays, and no code is kept."""
    await owner.reports(Outcome.ACCEPTED)


async def more(owner: Owner) -> None:
    """More, with the guide in it."""
    await owner.plays([("ASKS", "More"), ("Find my code", "")])


async def the_list(owner: Owner) -> None:
    """The road."""
    await owner.plays([*THE_GUIDE, ("Next:", "")])


async def the_makes(owner: Owner) -> None:
    """Which make?"""
    await owner.plays([*THE_GUIDE, ("Which make", "")])


async def behind_more(owner: Owner) -> None:
    """What a small screen has behind a button."""
    await owner.plays(THE_GUIDE)
    await owner.pilot.resize_terminal(40, 16)
    await goes_to(owner, "Dealer")
    await owner.plays([("", "more"), ("What else?", "")])


async def the_keys(owner: Owner) -> None:
    """The keys that spent three tries."""
    await at("Its display", "The way for 3 tries")(owner)
    await owner.plays([("THIS SPENDS", "I am sure"), ("To the clock", "")])


async def a_word(owner: Owner) -> None:
    """First aid for one word."""
    await at("Stop first", "What does it show?")(owner)
    await owner.sees(WordsScreen)
    await owner.chooses("SECURE")


async def the_source(owner: Owner) -> None:
    """Where the code came from."""
    await owner.plays([("", "I have it"), ("Where did you get", "")])


async def the_last_look(owner: Owner) -> None:
    """Code and serial number beside the paper."""
    await the_source(owner)
    await types_the_code(owner, "The code card")


async def another_paper(owner: Owner) -> None:
    """The paper names another radio."""
    await the_last_look(owner)
    await owner.plays([("", "They differ"), ("Then it is the paper", "")])


async def no_code(owner: Owner) -> None:
    """The road where there is nothing to find."""
    await owner.plays([("NO CODE", "Who helps now"), ("This radio takes no code", "")])


async def no_code_exists(owner: Owner) -> None:
    """What is true of a radio without a code."""
    await no_code(owner)
    await owner.plays([("", "Next: No code"), ("No code exists", "")])


async def locked_out(owner: Owner) -> None:
    """Where only a dealer helps, and no code is kept."""
    await owner.reports(*[Outcome.REJECTED] * 6)
    await owner.reads("SEE A DEALER")


async def the_specialist(owner: Owner) -> None:
    """Who helps where the radio is locked for good."""
    await locked_out(owner)
    await owner.plays([("", "Who helps now"), ("Which make is the car?", "")])
    await owner.chooses("Opel")
    await owner.plays([("the specialist first", "Next: Specialist"), ("on the bench", "")])


async def a_shown_code(owner: Owner) -> None:
    """The code that is kept, with the way to another."""
    await owner.plays([("ASKS", "Show the code"), ("Serial", "")])


SITUATIONS: dict[str, tuple[NewVehicle, Prepare]] = {
    "home": (NOTE, home),
    "home while it plays": (NOTE, home_plays),
    "more": (NOTE, more),
    "the list": (NOTE, the_list),
    "the makes": (OPEL, the_makes),
    "stop": (NOTE, at("Stop first")),
    "papers": (NOTE, at("Papers")),
    "the handbook": (NOTE, at("Handbook")),
    "the glove box": (NOTE, at("Glove box")),
    "the former owner": (NOTE, at("Former owner")),
    "the label": (NOTE, at("Its label")),
    "the display": (COSTLY, at("Its display")),
    "the warning": (COSTLY, at("Its display", "The way for 3 tries")),
    "unknown cost": (NOTE, at("Its display", "The way of unknown cost")),
    "the keys": (COSTLY, the_keys),
    "the dealer": (NOTE, at("Dealer")),
    "online": (NOTE, at("Online")),
    "behind more": (NOTE, behind_more),
    "who says so": (NOTE, at("Papers", "Who says so?")),
    "the letter": (NOTE, at("Dealer", "The letter to the dealer")),
    "the words": (NOTE, at("Stop first", "What does it show?")),
    "a word": (NOTE, a_word),
    "the serial number": (NOTE, at("Its label", "Type the serial number")),
    "the source": (NOTE, the_source),
    "the last look": (NOTE, the_last_look),
    "another paper": (NOTE, another_paper),
    "no code": (SECURE, no_code),
    "no code exists": (SECURE, no_code_exists),
    "locked out": (OPEL, locked_out),
    "the specialist": (OPEL, the_specialist),
    "a shown code": (NISSAN, a_shown_code),
}


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_every_screen_is_whole_at_every_size(tmp_path: Path, situation: str) -> None:
    vehicle, prepare = SITUATIONS[situation]
    async with without_a_code(tmp_path, vehicle) as (_, owner):
        await prepare(owner)
        await check_every_size(owner)


@pytest.mark.parametrize("situation", ["home", "the list", "the label", "the warning"])
async def test_the_red_line_of_a_full_card_cuts_nothing_off(tmp_path: Path, situation: str) -> None:
    vehicle, prepare = SITUATIONS[situation]
    async with without_a_code(tmp_path, vehicle) as (_, owner):
        await prepare(owner)
        assert owner.app.state is not None
        owner.app.state = replace(owner.app.state, saving=Saving(ok=False, reason="full"))
        owner.app.redraw()
        await owner.reads("NOT SAVED: the card is full.")
        await check_every_size(owner)
