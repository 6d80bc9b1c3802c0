"""Typing the serial number of a radio whose code is lost."""

from tui.text.language import _


def type_the_serial() -> str:
    """The way to the pad."""
    return _("Type the serial number")


def type_serial() -> str:
    """What to type."""
    return _("Exactly as it stands on the label or display, letter by letter.")


def from_the_label() -> str:
    """Beside the field, in at most 28 letters."""
    return _("as on the label")


def keep_serial() -> str:
    """Keep it."""
    return _("Keep it: it stands so")


def serial_kept() -> str:
    """It is in the vault."""
    return _("The serial number is kept. A dealer looks the code up with it.")
