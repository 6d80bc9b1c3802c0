"""The list of the guide: where to look, how far one is, and which make the car is."""

from typing import Final

from pi.guide.facts import Station
from pi.guide.guide import Guide
from pi.guide.road import Situation
from tui.text.language import _
from tui.text.station import done, name

TICKED: Final = "☑"
NOT_TICKED: Final = "☐"


def title(make: str = "") -> str:
    """The guide, and whose radio it is for."""
    return _("Find my code · {make}").format(make=make) if make else _("Find my code")


def in_the_list(station: Station) -> str:
    """A station with its tick, and the same in a word."""
    box = TICKED if station.ticked else NOT_TICKED
    word = done(station) if station.ticked else _("not yet")
    return f"{box} {name(station.id)}\n{word}"


def keep_it_well() -> str:
    """The last of the list, once there is a code."""
    return _("Keep it well")


def progress(road: Guide) -> str:
    """How far the road has been gone."""
    ticked = sum(station.ticked for station in road.stations)
    return _("{n} of {all}").format(n=ticked, all=len(road.stations))


def what_now(road: Guide) -> str:
    """The line over the stations, the most important thing first."""
    if road.situation is Situation.NO_CODE:
        return _("This radio takes no code. See who helps.")
    if road.next is None:
        return _("You have been everywhere. Choose one to go there again.")
    if road.situation is Situation.LOCKED_OUT:
        return _("The tries are used up: the specialist first.")
    if not road.make_known:
        return _("Of this make nothing is known. This is true of all makes.")
    return _("The next place to look is marked.")


def go_to(station: str) -> str:
    """The button of the next station."""
    return _("Next: {name}").format(name=name(station))


def which_make() -> str:
    """The radio's family was fitted by several makers."""
    return _("Which make is the car?")


def another_make() -> str:
    """None of those."""
    return _("Another make")
