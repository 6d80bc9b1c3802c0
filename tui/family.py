"""The family of the radio on the screen."""

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.radio.head_unit import HeadUnit, Protection
from pi.service.protocol.views import RadioView


def family_of(radio: RadioView) -> HeadUnit:
    """The radio's family: see ``family_by_id``."""
    return family_by_id(radio.head_unit)


def is_known(radio: RadioView) -> bool:
    """Whether anybody here can describe the radio."""
    from tui.families import catalogue

    try:
        catalogue().load(radio.head_unit)
    except UnknownHeadUnitError:
        return False
    return True


def family_by_id(head_unit: str) -> HeadUnit:
    """A family. One that is not known here is its id alone, with nothing known."""
    from tui.families import catalogue

    try:
        return catalogue().load(head_unit)
    except UnknownHeadUnitError:
        return HeadUnit(id=head_unit, name=head_unit, protection=Protection.OWNER_CODE)
