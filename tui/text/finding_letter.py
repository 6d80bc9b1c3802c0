"""The screen of the letter to the dealer. The letter itself is in ``tui.text.letter``."""

from tui.text.language import _


def letter() -> str:
    """The way to it, and its title."""
    return _("The letter to the dealer")


def print_it() -> str:
    """How it comes on paper."""
    return _("Copy it, or print it on a computer: steadyhand guide --letter")


def on_a_screen(part: str) -> str:
    """A part of the printed letter without the blanks that set it on paper."""
    lines = (" ".join(line.split()) for line in part.splitlines())
    return "\n".join(f"{line.rstrip('_')}____" if line.endswith("_") else line for line in lines)


def fill_in_the_serial() -> str:
    """Unlock, so that serial number and plate stand in the letter."""
    return _("Unlock: fill in the serial")
