"""The words of finding one's radio among the families."""

from typing import TYPE_CHECKING

from tui.text.language import _, _n

if TYPE_CHECKING:
    from pi.catalogue.lookup import LookedUp


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


def found(looked: "LookedUp") -> str:
    """What a text leads to so far, in a line or two."""
    if looked.near and not looked.leads_on:
        return meant(looked.near)
    if looked.make is not None and not looked.families:
        return _("Nothing is known of {make}.").format(make=looked.make.name)
    left = left_out(looked)
    return f"{found_radios(len(looked.families))} {left}".strip()


def left_out(looked: "LookedUp") -> str:
    """What of a text was left out of account."""
    year = "" if looked.year_fits else _("None is known of {year}.").format(year=looked.year)
    words = ", ".join(looked.aside)
    aside = _("Left out: {words}.").format(words=words) if words and looked.leads_on else ""
    return f"{year} {aside}".strip()


def meant(near: tuple[str, ...]) -> str:
    """The nearest known words."""
    first, last = ", ".join(near[:-1]), near[-1]
    wanted = _("{some} or {last}").format(some=first, last=last) if first else last
    return _("Did you mean {words}?").format(words=wanted)


def did_you_mean(text: str) -> str:
    """Above the nearest known words."""
    return _("Nothing fits “{text}”. Did you mean:").format(text=text)


def what_may_be_meant() -> str:
    """On to the nearest known words."""
    return _("Did you mean...?")


def nothing_fits(text: str) -> str:
    """Nothing fits, nor is anything like it."""
    return _("No known radio fits “{text}”.").format(text=text)


def all_of(make: str) -> str:
    """The last but one of a list that is narrower than the make."""
    return _("All radios of {make}").format(make=make)


def radios_of(make: str) -> str:
    """Another make's radios may be in such a car."""
    return _("Radios of {make}").format(make=make)


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
    """What can be done about it."""
    return _("You can describe it yourself, by a few questions. What you don't know stays open.")


def describe() -> str:
    """Describe a radio that is not known."""
    return _("Describe your own radio")


def nothing_known(make: str) -> str:
    """A make of whose radios nothing can be trusted."""
    return _("Nothing trustworthy is known of the radios of {make}: no steps, no waits.").format(
        make=make
    )


def little_known(note: str, who: str) -> str:
    """The little that is said, and by whom."""
    return _("{note} (says {who})").format(note=note, who=who) if note else ""


def which_make_of_these() -> str:
    """Several makes have radios that show this."""
    return _("Which make is the car? It may help, it need not.")


def any_make() -> str:
    """The make is another one, or is to be left out."""
    return _("Another, or leave it out")


def question(kind: str) -> str:
    """What tells the radios that fit apart."""
    return {
        "shows": _("What does the display show?"),
        "number_beside": _("Is there a number beside the word or the dashes?"),
        "starts_at": _("What stands there before you press a key?"),
        "digits": _("How many dashes or digits are there?"),
        "touch": _("Are the numbers keys, or on a screen?"),
        "radio": _("Which name is on its front, or in its papers?"),
        "car": _("Which car is it?"),
    }[kind]


def answer(kind: str, value: str) -> str:
    """One answer to such a question: a word of its own, or what stands on the set."""
    return {
        ("number_beside", "before"): _("A number before it"),
        ("number_beside", "after"): _("A number after it"),
        ("number_beside", "none"): _("No number"),
        ("starts_at", "dashes"): _("Dashes: ----"),
        ("touch", "touch"): _("On a screen"),
        ("touch", "keys"): _("Keys"),
    }.get((kind, value), value)


def cannot_tell(kind: str) -> str:
    """The last answer to every question: all radios stay."""
    if kind in {"radio", "car"}:
        return _("Another, or I can't tell")
    return _("I can't tell")


def show_all(count: int) -> str:
    """Leave the questions, and see the radios that fit so far."""
    return _n("Show {n}", "Show all {n}", count)


def look_again() -> str:
    """Back to the ways of finding a radio."""
    return _("Look once more")
