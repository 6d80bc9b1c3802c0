"""What is wrong with a pin or with the whole panel, and what to do: one line for each."""

from collections.abc import Iterable

from pi.service.protocol.views import PinTrouble
from tui.text.language import _, _n

_NOT_MISSED = ("lamp", "buzzer")  # nothing is sensed or asked by them
_WHOLE = ("no_chip", "no_permission", "no_library")  # concern every pin


def signal(name: str) -> str:
    """What a wire is for."""
    return {
        "next": _("Button NEXT"),
        "back": _("Button BACK"),
        "see": _("Button SEE"),
        "ignition": _("Ignition wire"),
        "feed": _("Battery wire"),
        "parked": _("Parking wire"),
        "lights": _("Lights wire"),
        "lamp": _("Lamp"),
        "buzzer": _("Buzzer"),
    }.get(name, name)


def faults(count: int) -> str:
    """How many there are."""
    return _n("{n} fault of the panel", "{n} faults of the panel", count) if count else ""


def see_more(trouble: Iterable[PinTrouble]) -> str:
    """The same on Home, where it is no matter of now: only what may be missed is told there."""
    missed = any(one.signal not in _NOT_MISSED for one in trouble)
    return _("A wire of the panel does not work: see More.") if missed else ""


def trouble(one: PinTrouble) -> str:
    """What does not work, why, and what to do."""
    what = _("Panel") if one.signal is None else signal(one.signal)
    if one.pin is not None:
        what = _("{what}, pin {pin}").format(what=what, pin=one.pin)
    return _("{what}: {why}").format(what=what, why=_why(one))


def _why(one: PinTrouble) -> str:
    detail = one.detail or "?"
    if one.reason in _WHOLE:
        return _of_all(one.reason, detail)
    sentences = {
        "reserved": _("kept for add-on boards. Choose another."),
        "twice": _("{named} has it too. Choose another."),
        "clash": _("used by {named}. Choose another."),
        "missing_pin": _("{detail} is not named. Name it in the settings."),
        "busy": _("another program has it. End that."),
        "bad_file": _("{detail}. Mend the settings."),
        "fixed_pull": _('pulled {detail} for good. Set pull to "none".'),
        "boots_on": _("would sound from power-on. Choose another."),
        "wrong_board": _("not on this machine. Choose another."),
        "vehicle_removed": _("wired to vehicle {detail}, which was removed. See: car.vehicle."),
        "fault": _("failed ({detail}). Check its wire."),
    }
    plain = _("does not work ({reason}). Check its wire.")
    named = ", ".join(map(_named, detail.split(", ")))
    return sentences.get(one.reason, plain).format(detail=detail, named=named, reason=one.reason)


def _of_all(reason: str, detail: str) -> str:
    return {
        "no_chip": _("this machine has no pins ({detail}). All else works."),
        "no_permission": _("no right to use {detail}. Put steadyhandd in group gpio."),
        "no_library": _("{detail} is missing. Install python3-lgpio, then restart."),
    }[reason].format(detail=detail)


def _named(detail: str) -> str:
    """A signal, a board or a bus by its name."""
    return signal(detail).replace("_", " ")
