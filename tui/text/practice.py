"""What practice says. Keys of the simulated radio are named as they are on a face: short."""

from typing import TYPE_CHECKING, Final

from tui.text.language import _

if TYPE_CHECKING:
    from pi.radio.simulated.family import Chord

HEADING = _("PRACTICE · simulated radio")
NOTHING_STORED = _("Nothing is stored.")

LABELS: Final = {
    "radio": _("Radio"),
    "steps": _("Steps"),
    "leave-practice": _("Leave practice"),
    "leave": _("leave"),
    "power": _("power"),
    "car-key": _("car key"),
    "battery": _("battery"),
    "more-keys": _("more"),
}


def title(left: str) -> str:
    """A screen's title line: the word stands on every screen."""
    return _("PRACTICE · {what}").format(what=left)


def to_the_earliest(speed: float) -> str:
    """Under the clock of a wait: how much faster it goes by."""
    return _("to the safe try · {n} x faster").format(n=f"{speed:g}")


def hold(keys: "Chord") -> str:
    """One tap that holds keys until the radio answers."""
    return _("hold {keys}").format(keys=" + ".join(keys))


def hold_and_switch_on(keys: "Chord") -> str:
    """The same, begun with the radio off."""
    return _("hold {keys}, power").format(keys=" + ".join(keys))


def turn(control: str, *, right: bool) -> str:
    """One click of a wheel."""
    return f"{control} >" if right else f"< {control}"


def sends(key: str) -> str:
    """A key that nobody documents: practice says what it does."""
    return _("{key} = send").format(key=key)


def cannot(name: str) -> str:
    """A radio whose behaviour is not known in full, so that nobody could practise on it."""
    return _("{name} can't be practised: how it behaves is not known here.").format(name=name)
