"""A family that is no longer in the catalogue: its radio still has tries and waits."""

from pi.radio.entry import Confirm, ConfirmKind, Entry, Opening, OpeningKind, TouchKeypad
from pi.radio.head_unit import HeadUnit, Protection


def lost_family(name: str) -> HeadUnit:
    """All that is known of it: it took a code. No shape of a code, so no steps are offered.

    Its lockout is unknown, so that a wrong try owes a wait that only the display ends.
    """
    unknown = Entry(
        opening=Opening(kind=OpeningKind.UNKNOWN),
        method=TouchKeypad(),
        confirm=Confirm(kind=ConfirmKind.UNKNOWN),
    )
    return HeadUnit(id=name, name=name, protection=Protection.OWNER_CODE, entry=unknown)
