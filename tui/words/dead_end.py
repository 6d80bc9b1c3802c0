"""What to say where only a dealer helps, and where no code can be keyed in at all."""

from pi.radio.head_unit import HeadUnit, Protection
from tui.words.language import _


def dealer() -> tuple[str, str]:
    """The large words of a dead end."""
    return _("SEE A"), _("DEALER")


def why_dealer() -> str:
    """Why no more tries are offered."""
    return _("After so many wrong codes only a dealer or specialist can open it.")


def display_wins() -> str:
    """Whose word counts."""
    return _("If it asks for its code again, say so: the display wins.")


def no_code() -> tuple[str, str]:
    """The large words of a radio that takes no code."""
    return _("NO CODE"), _("TO KEY IN")


def why_no_code(family: HeadUnit) -> str:
    """What locks this radio instead of a code."""
    match family.protection:
        case Protection.IMMOBILISER_LINKED:
            return _("This radio is tied to the immobiliser: a dealer's tool opens it, no code.")
        case Protection.VEHICLE_PAIRED:
            return _("This radio is tied to its car: a dealer's tool opens it, no code.")
        case Protection.KEY_CARD:
            return _("This radio wants its key card. Nothing is keyed in.")
        case _:
            return _("How a code is keyed in here is not known. Nothing is offered by guessing.")


def looks_like(words: tuple[str, ...]) -> str:
    """Words of its display that look like a prompt and are none."""
    if not words:
        return ""
    return _("{words} on its display is no question for a code.").format(
        words=", ".join(f'"{word}"' for word in words)
    )


def bring() -> tuple[str, ...]:
    """What a dealer wants to see, one thing a line."""
    return (
        _("Bring: the car's papers and your identity card."),
        _("Bring: the code card, and the radio's serial number."),
    )


def label(action: str) -> str:
    """What a button says."""
    return {
        "asks": _("It asks again"),
        "plays": _("It plays"),
        "code": _("Show code and serial"),
        "history": _("History"),
        "more": _("More"),
    }[action]
