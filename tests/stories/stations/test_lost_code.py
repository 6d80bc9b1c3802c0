"""On the way to a code that is lost."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.service.protocol.commands import NewVehicle, Outcome
from tests.stories.roads import (
    COSTLY,
    LOST_OPEL,
    NOTE,
    SECURE,
    THE_GUIDE,
    does,
    goes_to,
    types_the_code,
)
from tests.stories.stage import NISSAN, Stage
from tests.stories.stations.cars import Prepare, in_one_car, reported, scenes
from tests.stories.stations.road import walked
from tests.stories.telling import Owner, Scene
from tui.screens.guide.first_aid import WordsScreen


def at(station: str, label: str = "", *then: Scene) -> Prepare:
    """The screen of a station of the guide, or one that a button there leads to."""

    async def prepare(_: Stage, owner: Owner) -> None:
        await owner.plays(THE_GUIDE)
        await (does(owner, station, label) if label else goes_to(owner, station))
        await owner.plays(then)

    return prepare


async def behind_more(_: Stage, owner: Owner) -> None:
    """What a small screen has behind a button."""
    await owner.plays(THE_GUIDE)
    await owner.pilot.resize_terminal(40, 16)
    await goes_to(owner, "Dealer")
    await owner.plays([("", "more"), ("What else?", "")])


async def a_word(one: Stage, owner: Owner) -> None:
    """First aid for one word."""
    await at("Stop first", "What does it show?")(one, owner)
    await owner.sees(WordsScreen)
    await owner.chooses("SECURE")


async def a_right_code(one: Stage, owner: Owner) -> None:
    """It is refused: what may be behind."""
    await at("It does not work")(one, owner)
    await owner.chooses("The right code is refused")


async def the_last_look(_: Stage, owner: Owner) -> None:
    """Code and serial number beside the paper."""
    await owner.plays(THE_SOURCE)
    await types_the_code(owner, "The code card")


async def the_specialist(_: Stage, owner: Owner) -> None:
    """Who helps where the radio is locked for good."""
    await owner.reports(*[Outcome.REJECTED] * 6)
    await owner.plays([("", "Who helps now"), ("Which make is the car?", "")])
    await owner.chooses("Opel")
    await owner.plays([("the specialist first", "Next: Specialist"), ("on the bench", "")])


THE_SOURCE: list[Scene] = [("", "I have it"), ("Where did you get", "")]
NO_CODE: list[Scene] = [("NO CODE", "Who helps now"), ("This radio takes no code", "")]


async def another_paper(one: Stage, owner: Owner) -> None:
    """The paper names another radio."""
    await the_last_look(one, owner)
    await owner.plays([("", "They differ"), ("Then it is the paper", "")])


LOOKING: dict[str, tuple[NewVehicle, Prepare]] = {
    "home": (NOTE, scenes(("No code is kept", ""))),
    "home while it plays": (NOTE, reported(Outcome.ACCEPTED)),
    "more": (NOTE, scenes(("ASKS", "More"), ("Find my code", ""))),
    "the list": (NOTE, scenes(*THE_GUIDE, ("Next:", ""))),
    "an unknown make": (
        replace(NOTE, head_unit="of-no-make"),
        scenes(*THE_GUIDE, ("Of this make nothing is known", "")),
    ),
    "the makes": (LOST_OPEL, scenes(*THE_GUIDE, ("Which make", ""))),
    **{name: (NOTE, at(name)) for name in ("Stop first", "Papers", "Handbook", "Glove box")},
    **{name: (NOTE, at(name)) for name in ("Former owner", "Its label", "Dealer", "Online")},
    "the display": (COSTLY, at("Its display")),
    "the warning": (COSTLY, at("Its display", "The way for 3 tries")),
    "unknown cost": (NOTE, at("Its display", "The way of unknown cost")),
    "the keys": (
        COSTLY,
        at(
            "Its display", "The way for 3 tries", ("THIS SPENDS", "I am sure"), ("To the clock", "")
        ),
    ),
    "behind more": (NOTE, behind_more),
    "who says so": (NOTE, at("Papers", "Who says so?")),
    "the letter": (NOTE, at("Dealer", "The letter to the dealer")),
    "the words": (NOTE, at("Stop first", "What does it show?")),
    "a word": (NOTE, a_word),
    "what goes wrong": (NOTE, at("It does not work")),
    "a right code": (NOTE, a_right_code),
    "the serial number": (NOTE, at("Its label", "Type the serial number")),
    "the source": (NOTE, scenes(*THE_SOURCE)),
    "the last look": (NOTE, the_last_look),
    "another paper": (NOTE, another_paper),
    "no code": (SECURE, scenes(*NO_CODE)),
    "no code exists": (SECURE, scenes(*NO_CODE, ("", "Next: No code"), ("No code exists", ""))),
    "locked out": (LOST_OPEL, reported(*[Outcome.REJECTED] * 6)),
    "the specialist": (LOST_OPEL, the_specialist),
    "a shown code": (NISSAN, scenes(("ASKS", "Show the code"), ("Serial", ""))),
}
WITH_THE_RED_LINE = {"home", "the list", "Its label", "the warning"}


@pytest.mark.parametrize("third", range(3))
async def test_every_screen_is_whole_and_its_keys_do_what_they_stand_on(
    tmp_path: Path, third: int
) -> None:
    await walked(in_one_car(LOOKING, WITH_THE_RED_LINE, third), tmp_path)
