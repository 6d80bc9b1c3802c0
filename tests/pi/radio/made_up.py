"""A head unit with any way of entry, for what no family in the catalogue has."""

from pi.radio.entry import Confirm, ConfirmKind, Entry, Method, Mistakes, Opening, OpeningKind
from pi.radio.head_unit import CodeShape, HeadUnit, Protection


def set_with(
    method: Method,
    *,
    confirm: ConfirmKind = ConfirmKind.PRESS,
    opening: Opening | None = None,
    length: int = 4,
) -> HeadUnit:
    """One that is begun anew by switching it off, at no cost, and submits with OK."""
    return HeadUnit(
        id="made-up",
        name="Made up",
        protection=Protection.OWNER_CODE,
        code=CodeShape(lengths=(length,)),
        entry=Entry(
            opening=opening or Opening(kind=OpeningKind.NONE),
            method=method,
            confirm=Confirm(
                kind=confirm, key_sets=(("OK",),) if confirm is ConfirmKind.PRESS else ()
            ),
            mistakes=Mistakes(start_again="switch off", start_again_costs_a_try=False),
        ),
    )
