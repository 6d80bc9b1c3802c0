"""What to say where only a dealer helps, and where no code can be keyed in at all."""

from pi.radio.head_unit import HeadUnit, Protection
from tui.text.language import _


def why_dealer() -> str:
    """Why no more tries are offered."""
    return _("Only a dealer or specialist helps now.")


def display_wins() -> str:
    """Whose word counts."""
    return _("If it asks for its code again, say so: the display wins.")


def why_no_code(family: HeadUnit) -> str:
    """What locks this radio instead of a code."""
    match family.protection:
        case Protection.IMMOBILISER_LINKED:
            return _("Tied to the immobiliser: no code opens it.")
        case Protection.VEHICLE_PAIRED:
            return _("Tied to its car: no code opens it.")
        case Protection.KEY_CARD:
            return _("It wants its key card: nothing is keyed in.")
        case _:
            return _("How a code is keyed in here is not known.")


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
        _("Bring: car papers and identity card."),
        _("Bring: code card and serial number."),
    )


def label(action: str) -> str:
    """What a button says."""
    return {
        "asks": _("It asks again"),
        "plays": _("It plays"),
        "guide": _("Who helps now"),
        "code": _("Show code and serial"),
        "more": _("More"),
    }[action]
