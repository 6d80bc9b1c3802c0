"""Texts that are read page by page, and the buttons that found no room."""

from tui.text.language import _


def read_on(place: str) -> str:
    """The next page of a text."""
    return _("Read on {place}").format(place=place)


def more_here() -> str:
    """The title of what had no button of its own."""
    return _("What else?")


def or_more(label: str) -> str:
    """The button of what had none of its own, named by the likeliest."""
    return _("{label} · more").format(label=label)
