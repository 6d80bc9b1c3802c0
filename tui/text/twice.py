"""The words of what is typed twice, where the two differ."""

from tui.text.language import _


def heading() -> str:
    """For the title."""
    return _("They differ")


def one_has_a_slip() -> str:
    """Nobody can know which of the two."""
    return _("The two are not the same: one of them has a slip, the first or the second.")


def unseen() -> str:
    """Of what may not be shown."""
    return _("Sure of the first? Type the second again. If not, begin anew.")


def first(typed: str) -> str:
    """The first of the two."""
    return _("First:  {typed}").format(typed=" ".join(typed))


def second(typed: str) -> str:
    """The second of the two."""
    return _("Second: {typed}").format(typed=" ".join(typed))


def which_is_on_paper() -> str:
    """Of what may be seen."""
    return _("See your paper. If the first is wrong, begin anew.")


def second_again() -> str:
    """The first was right."""
    return _("The first is right: type the second again")


def begin_anew() -> str:
    """The first was wrong, or it is not known."""
    return _("Begin anew with the first")


def once_more() -> str:
    """The prompt for the second, on a terminal."""
    return _("The same once more")


def second_again_or_anew() -> str:
    """The question of a terminal; no is to begin anew."""
    return _("They differ. Type the second again? (n: begin anew with the first)")
