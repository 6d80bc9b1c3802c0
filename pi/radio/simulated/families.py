"""All simulated families, and what their facts leave possible."""

from collections.abc import Iterator
from typing import Final

from pi.radio.simulated import europe, germany, japan, overseas
from pi.radio.simulated.dials import Dial, Unknowns
from pi.radio.simulated.family import Family, possible

FAMILIES: Final[dict[str, Family]] = {
    **japan.NISSAN_AND_RENAULT,
    **europe.EUROPEAN,
    **germany.AUDI_AND_VW,
    **germany.GERMAN,
    **europe.BRITISH_AND_SWEDISH,
    **overseas.OVERSEAS,
    **japan.MORE_NISSAN,
    **europe.MORE_EUROPEAN,
    **overseas.PAIRED,
    **japan.JAPANESE,
    **overseas.AMERICAN,
}


def worlds(family_id: str, only: frozenset[str] | None = None) -> Iterator[Unknowns]:
    """Every head unit that a family's facts leave possible.

    ``only`` varies those questions alone and leaves the others at their first answer. Raises
    KeyError for a family that isn't simulated.
    """
    return possible(FAMILIES[family_id], only)


def can_have(family_id: str, code: str, unknowns: Unknowns) -> bool:
    """Whether a set can have this code: one of its shape that its keys can bring up."""
    family = FAMILIES[family_id]
    if len(code) not in family.lengths or not set(code) <= set(family.legal):
        return False
    if family.most is not None and int(code) > family.most:
        return False
    dial = fresh_dial(family_id, code, unknowns)
    return dial is None or dial.can_show(code)


def fresh_dial(family_id: str, code: str, unknowns: Unknowns) -> Dial | None:
    """The untouched digits of a set with a code this long, None where nothing is keyed."""
    make = FAMILIES[family_id].dial
    return make(unknowns, len(code)) if make else None
