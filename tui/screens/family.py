"""The family of the radio on the screen."""

from pi.radio.catalogue import UnknownHeadUnitError
from pi.radio.head_unit import HeadUnit, Protection
from pi.service.protocol import RadioView


def family_of(radio: RadioView) -> HeadUnit:
    """The radio's family. One that is not known here is its name alone, with nothing known."""
    from tui.families import catalogue

    try:
        return catalogue().load(radio.head_unit)
    except UnknownHeadUnitError:
        name = radio.head_unit
        return HeadUnit(id=name, name=name, protection=Protection.OWNER_CODE)
