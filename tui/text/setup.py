"""The words of the first start, and of one more vehicle."""

from tui.text.language import _


def step_of(number: int, steps: int) -> str:
    """How far the questions have come."""
    return _("Step {n} of {m}").format(n=number, m=steps)


def heading(step: str) -> str:
    """The title of a step, by its name."""
    return {
        "WELCOME": _("Setting up"),
        "RADIO": _("Which radio?"),
        "NAME": _("A name"),
        "CODE": _("The code"),
        "SERIAL": _("Serial number"),
        "SOURCE": _("Where from?"),
        "PIN": _("A PIN"),
        "PASSPHRASE": _("A passphrase"),
        "RECOVERY": _("Recovery key"),
        "SAVE": _("All told"),
    }[step]


def nothing_was_saved() -> str:
    """The owner left before the end."""
    return _("Nothing was saved. Start steadyhand again when you are ready.")


def what_this_is() -> str:
    """The first thing anybody reads."""
    return _(
        "It keeps your radio's code, helps to find a lost one, and leads you through keying in."
    )


def what_this_is_not() -> str:
    """What nobody should expect."""
    return _("Your hand presses the keys. It presses none and works out no code.")


def nothing_is_saved_yet() -> str:
    """Leaving is free until the end."""
    return _("Of your cars nothing is saved before the last step. You can leave at any time.")


def begin() -> str:
    """Go on from the welcome."""
    return _("Begin")


def have_a_backup() -> str:
    """Bring back what was kept on another card or machine."""
    return _("I have a backup")


def leave() -> str:
    """Leave from the welcome."""
    return _("Leave")


def save_vehicle() -> str:
    """Keep one more vehicle."""
    return _("Save this vehicle")


def summary(name: str, family: str) -> str:
    """What is about to be kept."""
    return _("{name}: {family}").format(name=name, family=family)
