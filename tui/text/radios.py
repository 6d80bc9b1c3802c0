"""The families of head units in words: shared by the screens and by ``head-units``."""

from pi.radio.entry import DIGITS
from pi.radio.head_unit import CodeShape, Fits, HeadUnit, Meaning, Protection
from tui.text.language import _, _n

MOST_CARS = 6  # named in one sentence


def name(head_unit: HeadUnit) -> str:
    """The family's name."""
    return _(head_unit.name)


def in_a_list(head_unit: HeadUnit) -> str:
    """The family's name among others, and whether it takes no code."""
    plain = name(head_unit)
    if head_unit.takes_a_code:
        return plain
    return _("{name} (takes no code)").format(name=plain)


def makes(head_unit: HeadUnit) -> tuple[str, ...]:
    """The makes of the cars it was seen in."""
    return tuple(sorted({fit.make for fit in head_unit.fits}))


def display_words(head_unit: HeadUnit) -> tuple[str, ...]:
    """What the display reads before and when it asks, or instead on a set that never asks."""
    asks = head_unit.words_meaning(Meaning.BEFORE_PROMPT) + head_unit.words_meaning(Meaning.PROMPT)
    return tuple(dict.fromkeys(asks or head_unit.words_meaning(Meaning.NOT_A_PROMPT)))


def shows(head_unit: HeadUnit) -> str:
    """What to look for on the display, empty where no word is known."""
    words = ", ".join(_('"{word}"').format(word=word) for word in display_words(head_unit))
    return _("Its display shows {words}.").format(words=words) if words else ""


def cars(head_unit: HeadUnit, make: str = "") -> str:
    """The cars it was seen in, those of a make first. Empty where none is known."""
    fits = [fit for fit in head_unit.fits if fit.make == make]
    fits += [fit for fit in head_unit.fits if fit.make != make]
    sure, perhaps = ([_car(fit) for fit in fits if fit.sure is known] for known in (True, False))
    parts = [_("Seen in {cars}.").format(cars=_some(sure))] if sure else []
    parts += [_("Perhaps in {cars}.").format(cars=_some(perhaps))] if perhaps else []
    return " ".join(parts)


def code_length(shape: CodeShape) -> str:
    """How many digits a code has: ``4 digits``, ``4 or 5 digits``."""
    *others, longest = sorted(shape.lengths)
    if not others:
        return _n("{n} digit", "{n} digits", longest)
    return _("{others} or {longest} digits").format(
        others=", ".join(str(each) for each in others), longest=longest
    )


def code_rule(shape: CodeShape) -> str:
    """What a code of this family looks like, in one sentence."""
    length = code_length(shape)
    legal = set(shape.digits)
    if len(legal) == 1 and legal != {DIGITS}:
        return _("The code has {length}, each one of {legal}.").format(
            length=length, legal=" ".join(legal.pop())
        )
    return _("The code has {length}.").format(length=length)


def proof(head_unit: HeadUnit) -> str:
    """How far the steps can be trusted."""
    if head_unit.verified_on_hardware:
        return _("The steps were tried on a real set.")
    return _("The steps are taken from the sources; nobody has tried them on a real set for us.")


def takes_no_code(protection: Protection) -> str:
    """Why there is nothing to key in, and who helps. Empty for a radio that takes a code."""
    sentences = {
        Protection.IMMOBILISER_LINKED: _(
            "This radio takes no code from you. It is tied to the car's immobiliser; "
            "only a dealer's tool joins them again."
        ),
        Protection.VEHICLE_PAIRED: _(
            "This radio takes no code from you. It is paired with its car; "
            "only a dealer's tool pairs it again."
        ),
        Protection.KEY_CARD: _(
            "This radio takes no code from you. It wants its own key card put in."
        ),
    }
    return sentences.get(protection, "")


def no_steps() -> str:
    """A family whose way of keying in nobody knows."""
    return _("How a code is keyed in on this radio is not known. See its handbook.")


def _car(fit: Fits) -> str:
    car = " ".join(part for part in (fit.make, fit.model) if part)
    return f"{car} ({fit.years})" if fit.years else car


def _some(cars: list[str]) -> str:
    rest = len(cars) - MOST_CARS
    if rest <= 0:
        return ", ".join(cars)
    return _("{cars} and {n} more").format(cars=", ".join(cars[:MOST_CARS]), n=rest)


def not_described() -> str:
    """Its owner described it once, and the file is gone."""
    return _("This radio's own description is missing here: no steps, no wait are known.")
