"""A code that was found or typed anew: the last look at its paper, and keeping it."""

from tui.text.language import _


def have_it() -> str:
    """The owner has the code."""
    return _("I have it: type it in")


def type_another() -> str:
    """The code that is kept was wrong."""
    return _("It was wrong: type another")


def last_look() -> str:
    """The title of the last look."""
    return _("The last look")


def compare(code: str, serial: str) -> tuple[str, ...]:
    """Code and serial number against the paper, before the first try."""
    known = (
        _("Kept here: {serial}").format(serial=serial)
        if serial
        else _("None is kept here: look at the set, if the paper names one.")
    )
    return (
        _("Is the serial number on the paper the one on the radio?"),
        known,
        _("And the code, once more: {code}").format(code=" ".join(code)),
        _("A code of another radio costs a try."),
    )


def same_radio() -> str:
    """It is this radio's paper."""
    return _("The same, or none is named: keep the code")


def other_radio() -> str:
    """It is another radio's paper."""
    return _("They differ")


def paper_of_another() -> tuple[str, ...]:
    """What it means, and what then."""
    return (
        _("Then it is the paper of another radio, and its code will most likely cost a try."),
        _("If somebody looked it up by VIN, ask again with the serial number of this radio."),
    )


def look_on() -> str:
    """Nothing is kept."""
    return _("Look on: keep nothing")


def keep_anyway() -> str:
    """Keep the code all the same."""
    return _("Keep the code anyway")
