"""What is said where no screen can be drawn, and of what a login may not do."""

from tui.text.language import _


def needs_terminal(term: str, *, is_one: bool) -> str:
    """Why no screen can be drawn here. ``is_one``: there is a terminal at both ends."""
    if term == "dumb":
        return _("This terminal can't draw screens (TERM=dumb). Use: steadyhand status")
    if is_one:
        return _("This terminal doesn't say what it is (no TERM). Use: steadyhand status")
    return _("Screens need a terminal. Use: steadyhand status")


def not_for_this_login(commands: tuple[str, ...]) -> str:
    """What was asked for is not repeated: it may hold a secret."""
    return _("This login runs steadyhand alone, with one of: {commands}").format(
        commands=", ".join(commands)
    )


def only_from_stdin() -> str:
    """A set-up file is read here from what is sent along."""
    return _("Here a set-up comes on standard input. Use: steadyhand setup --from -")
