"""What the car's wires tell: a battery that was off, and whether the car is parked."""

from pi.service.protocol.views import RadioView
from tui.text.language import _


def battery_cut() -> str:
    """The radio lost what it knew, and that was seen."""
    return _("The battery was disconnected: the radio will ask for its code.")


def battery_guess() -> str:
    """This machine went dark without a word. It may have been the ignition alone."""
    return _(
        "This machine lost its power without being told. "
        "If the battery was off, the radio asks for its code: look."
    )


def battery(radio: RadioView) -> str:
    """How sure it is that the battery was off, empty where nothing says so."""
    if radio.battery is None:
        return ""
    if radio.battery != "guess":
        return battery_cut() if radio.state == "Asking" else ""
    return battery_guess() if radio.state == "Playing" else ""


def park_first() -> str:
    """Before an entry, while the car may move."""
    return _("Park first: handbrake on.")


def park() -> str:
    """In the middle of an entry, in large words."""
    return _("PARK FIRST")


def park_and_go_on() -> tuple[str, str]:
    """What to do then, and what becomes of the entry."""
    return _("Stop the car, handbrake on."), _("The entry then goes on where it was.")


def i_am_parked(label: str) -> str:
    """A button that goes on, and with which the owner states that the car is parked."""
    return _("I am parked.\n{label}").format(label=label)
