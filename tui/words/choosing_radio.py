"""The words of finding one's radio among the families."""

from tui.words.language import _, _n


def which_radio() -> str:
    """How a radio is found."""
    return _(
        "Which radio is in the car? Its display tells best: one model came with several radios."
    )


def by_make() -> str:
    """Find the radio by the car."""
    return _("By the car's make")


def by_display() -> str:
    """Find the radio by its display."""
    return _("By what it shows")


def by_typing() -> str:
    """Find the radio by any word."""
    return _("By typing a word")


def not_listed() -> str:
    """The radio was not found."""
    return _("It is not listed")


def which_make() -> str:
    """Above the makes."""
    return _("Which make is the car?")


def which_words() -> str:
    """Above the words that displays show."""
    return _("What does the display show?")


def which_family(count: int) -> str:
    """Above the families that fit."""
    return _n("{n} radio fits", "{n} radios fit, best first", count)


def search_for() -> str:
    """A word to look for."""
    return _("Type a make, a model, or what the display shows.")


def search_for_short() -> str:
    """Beside the field, in at most 28 letters."""
    return _("make, model or display")


def found_radios(count: int) -> str:
    """How many families fit what is typed so far."""
    return _n("{n} radio fits.", "{n} radios fit.", count) if count else _("No known radio fits.")


def search_label() -> str:
    """The field where there is no room for a sentence."""
    return _("Find:")


def show_found() -> str:
    """Go on to the families that fit."""
    return _("Show them")


def none_of_these() -> str:
    """The last item of a list of families."""
    return _("None of these")


def is_it_yours() -> str:
    """Above one family."""
    return _("Is this your radio?")


def yes_it_is() -> str:
    """The family is right."""
    return _("Yes, this is my radio")


def keep_without_code() -> str:
    """Keep a vehicle whose radio takes no code."""
    return _("Keep it, without a code")


def not_known() -> str:
    """Nothing is known about the owner's radio."""
    return _("Then nothing is known about your radio here, and no steps can be shown for it.")


def not_known_advice() -> str:
    """What helps with a radio that is not known."""
    return _("The car's handbook says how its code is keyed in. Guess nothing: tries are few.")


def not_known_later() -> str:
    """Describing one's own radio is to come."""
    return _("Describing your own radio is still to come. Nothing was saved.")


def look_again() -> str:
    """Back to the ways of finding a radio."""
    return _("Look once more")
