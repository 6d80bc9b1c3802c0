"""The words on keys and buttons that many screens share."""

from tui.text.language import _, _n


def back() -> str:
    """The way back."""
    return _("Back")


def next_() -> str:
    """On to the next question."""
    return _("Next")


def clear() -> str:
    """Take away all that is typed."""
    return _("Clear")


def done() -> str:
    """The key of a letter pad that ends the typing; at most 4 letters fit a small key."""
    return _("Done")


def skip() -> str:
    """The key of a letter pad that leaves something out; at most 4 letters."""
    return _("Skip")


def space() -> str:
    """The key of a letter pad that types a blank; at most 4 letters fit a small key."""
    return _("Space")


def try_again() -> str:
    """Ask the service once more."""
    return _("Try again")


def no_more_fits(most: int) -> str:
    """What is typed is as long as it can be."""
    return _n("No more than one fits here.", "No more than {n} fit here.", most)


def nothing_new() -> str:
    """It was looked again, and nothing is different."""
    return _("Nothing has changed since the last look.")
