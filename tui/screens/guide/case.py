"""What the guide knows of the radio on the screen: its family, its car's make, where it stands."""

from typing import TYPE_CHECKING, Final

from pi.guide.facts import Station
from pi.guide.guide import Guide, guide
from pi.guide.road import Situation
from pi.service.protocol.views import RadioView
from tui.family import family_of

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


_SITUATIONS: Final = {"DeadEnd": Situation.LOCKED_OUT, "NoCode": Situation.NO_CODE}


def makes_of(radio: RadioView) -> tuple[str, ...]:
    """The makes that its family was seen in, each once."""
    return tuple(dict.fromkeys(fit.make for fit in family_of(radio).fits))


def make_of(app: "SteadyhandApp", radio: RadioView) -> str | None:
    """The car's make: the family's one make, or what the owner said. None: not said yet."""
    makes = makes_of(radio)
    said = app.makes.get(radio.vehicle)
    if said is not None:
        return said
    return None if len(makes) > 1 else "".join(makes)


def guide_of(app: "SteadyhandApp", radio: RadioView) -> Guide:
    """The road for this radio, with its ticks."""
    return guide(
        family_of(radio),
        make_of(app, radio) or "",
        radio.looked,
        _SITUATIONS.get(radio.state, Situation.ASKS),
    )


def station_of(road: Guide, name: str) -> Station | None:
    """The station of that id; None where this road has none."""
    return next((each for each in road.stations if each.id == name), None)
