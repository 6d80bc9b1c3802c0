"""What the screens say and ask about a try: did the radio take the code?"""

from pi.radio.steps import Hold, Step
from tui.text.language import _


def title() -> str:
    """The title while the confirm key is named."""
    return _("The confirm")


def asks_back() -> tuple[str, str]:
    """Why it is asked, where the confirm key is not on the screen, and what holds until then."""
    return (
        _("The confirm key was named, and nobody has said yet what the radio did."),
        _("Until you say, it counts as a wrong code."),
    )


def what_shows() -> str:
    """The question over the display's words."""
    return _("What does it show?")


def it_shows(word: str) -> str:
    """One word of the display, to pick."""
    return _('It shows "{word}"').format(word=word)


def says(option: str) -> str:
    """What can be picked besides the display's words."""
    return {
        "waits": _("It says wait, or takes no key"),
        "plays": _("It plays"),
        "none-of-these": _("None of these"),
        "something-else": _("Something else, or nothing"),
    }[option]


def label(action: str) -> str:
    """What a button says."""
    return {
        "plays": _("It plays"),
        "refused": _("It refused the code"),
        "back": _("Back"),
        "more": _("More"),
    }[action]


def not_sent(step: Step | None) -> str:
    """The button of an owner who has let the confirm key be so far."""
    if isinstance(step, Hold):
        return _("I have not held it yet")
    return _("I have not pressed it yet")
