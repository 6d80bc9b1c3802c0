"""A station of the guide: its short name, its tick, and what may be said of it."""

from pi.guide.facts import Station, StationKind
from tui.text.language import _


def name(station: str) -> str:
    """A station in at most 13 letters, for a list."""
    return {
        "no-code": _("No code"),
        "stop": _("Stop first"),
        "papers": _("Papers"),
        "handbook": _("Handbook"),
        "glove-box": _("Glove box"),
        "stickers": _("Stickers"),
        "display": _("Its display"),
        "take-out": _("Its label"),
        "previous-owner": _("Former owner"),
        "dealer": _("Dealer"),
        "maker": _("Maker"),
        "online": _("Online"),
        "specialist": _("Specialist"),
    }.get(station, station)


def done(station: Station) -> str:
    """What a tick at this station means."""
    match station.kind:
        case StationKind.LOOK:
            return _("looked")
        case StationKind.ASK:
            return _("asked")
        case _:
            return _("done")


def found_it(kind: StationKind) -> str:
    """The code is there."""
    return _("I have the code") if kind is StationKind.ASK else _("Found it")


def looked(kind: StationKind) -> str:
    """The tick of a station, as a statement."""
    return {
        StationKind.STOP: _("I stopped, and noted the word"),
        StationKind.NO_CODE: _("I have read this"),
        StationKind.LOOK: _("Looked: not there"),
        StationKind.DISPLAY: _("Tried: no number"),
        StationKind.TAKE_OUT: _("Looked: no number"),
        StationKind.ASK: _("Asked: no code"),
    }[kind]


def not_after_all() -> str:
    """Take a tick away."""
    return _("Not looked after all")


def back_to_the_list() -> str:
    """A station that has its tick."""
    return _("Back to the list")
