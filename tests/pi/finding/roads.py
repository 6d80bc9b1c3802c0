"""Short questions to the guide."""

from pi.finding.guide import Guide, guide
from pi.finding.items import Item, ItemKind, Station
from pi.radio.head_unit import HeadUnit, Protection, SerialDisplay, SerialNumber
from pi.radio.provenance import Source, Sources, Trust

FIRST_TO_LAST = (
    "stop",
    "papers",
    "handbook",
    "glove-box",
    "stickers",
    "display",
    "take-out",
    "previous-owner",
    "dealer",
    "maker",
    "online",
    "specialist",
)


def said_by(trust: Trust) -> Sources:
    return (Source(trust=trust, where="a page (not linked)"),)


def family(
    *displays: SerialDisplay, protection: Protection = Protection.OWNER_CODE, **more: object
) -> HeadUnit:
    serial = SerialNumber(displays=displays)
    return HeadUnit(id="made-up", name="Made up", protection=protection, serial=serial, **more)  # type: ignore[arg-type]


def stations(road: Guide) -> tuple[str, ...]:
    return tuple(station.id for station in road.stations)


def station(road: Guide, wanted: str) -> Station:
    return next(each for each in road.stations if each.id == wanted)


def items(road: Guide) -> list[Item]:
    return [item for each in road.stations for item in each.items]


def kinds(make: str, at: str) -> list[ItemKind]:
    return [item.kind for item in station(guide(None, make), at).items]


def texts(road: Guide) -> str:
    return "\n".join(item.says for item in items(road))
