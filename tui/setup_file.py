"""The file of ``steadyhand setup --from``: TOML, read strictly, and sent in lines that fit.

``pin`` and ``passphrase`` (either may be absent), then one ``[[vehicle]]`` each with ``name``,
``head_unit``, ``code``, ``serial``, ``plate``, ``source``, and how far its owner is: ``shows``,
what the display reads, and ``tried``, how many wrong codes were keyed in. Each value is text in
quotes, so that no leading zero is lost; ``code_is_lost`` alone is true or false, ``tried`` alone a
number. Errors name the place and never repeat a value.
"""

import tomllib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import Struct

from pi.drawable import clipped
from pi.secret_limits import PASSPHRASE_LONGEST
from pi.service.protocol.answers import LONGEST_LINE, MOST_TRIED
from pi.service.protocol.commands import NewVehicle

SECRETS = ("pin", "passphrase")
NEEDED = ("name", "head_unit")
LONGEST_VALUE = PASSPHRASE_LONGEST
OPTIONAL = ("code", "serial", "plate", "source")
LOST = "code_is_lost"
SHOWS, TRIED = "shows", "tried"

ROOM_OF_A_LINE = LONGEST_LINE - 1024  # bytes, what is around the vehicles left out


class SetupFile(Struct, frozen=True, kw_only=True):
    """What the file says."""

    vehicles: tuple[NewVehicle, ...]
    pin: str | None
    passphrase: str | None

    def __repr__(self) -> str:
        return "SetupFile(★)"


class SetupFileError(ValueError):
    """``rule``: toml, unknown_key, missing_key, not_text, not_bool, not_number, too_long or
    no_vehicles. ``place``: where.
    """

    def __init__(self, rule: str, place: str, nearest: str | None = None) -> None:
        super().__init__(rule, place)
        self.rule = rule
        self.place = clipped(place)
        self.nearest = nearest


def read(text: str) -> SetupFile:
    """The file's content, checked for keys and types. Raises SetupFileError."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetupFileError("toml", _place_in(str(error))) from None
    except ValueError:
        raise SetupFileError("toml", "a number of too many digits") from None
    except RecursionError:
        raise SetupFileError("toml", "a list in too many lists") from None
    _check_keys(said, (*SECRETS, "vehicle"), "")
    secrets = {name: _text(said, name, name) for name in SECRETS}
    vehicles = said.get("vehicle")
    if not isinstance(vehicles, list) or not vehicles:
        raise SetupFileError("no_vehicles", "vehicle")
    return SetupFile(
        vehicles=tuple(_vehicle(one, at + 1) for at, one in enumerate(vehicles)),
        pin=secrets["pin"],
        passphrase=secrets["passphrase"],
    )


def _vehicle(said: object, number: int) -> NewVehicle:
    place = f"vehicle {number}"
    if not isinstance(said, dict):
        raise SetupFileError("no_vehicles", place)
    _check_keys(said, (*NEEDED, *OPTIONAL, LOST, SHOWS, TRIED), place)
    for name in NEEDED:
        if name not in said:
            raise SetupFileError("missing_key", f"{place}, {name}")
    found = {name: _text(said, name, f"{place}, {name}") or "" for name in (*NEEDED, *OPTIONAL)}
    lost = said.get(LOST, False)
    if not isinstance(lost, bool):
        raise SetupFileError("not_bool", f"{place}, {LOST}")
    return msgspec.convert({**found, LOST: lost, "beginning": _beginning(said, place)}, NewVehicle)


def _beginning(said: dict[str, Any], place: str) -> dict[str, Any] | None:
    """How far its owner is, None where the file does not say."""
    tried = said.get(TRIED)
    if tried is not None and (isinstance(tried, bool) or not isinstance(tried, int)):
        raise SetupFileError("not_number", f"{place}, {TRIED}")
    if tried is not None and not 0 <= tried <= MOST_TRIED:
        raise SetupFileError("not_number", f"{place}, {TRIED}")
    shows = _text(said, SHOWS, f"{place}, {SHOWS}") or ""
    return None if tried is None and not shows else {SHOWS: shows, TRIED: tried}


def _check_keys(said: dict[str, Any], known: tuple[str, ...], place: str) -> None:
    for name in said:
        if name not in known:
            near = get_close_matches(clipped(name), known, n=1)
            where = f"{place}, {name}" if place else name
            raise SetupFileError("unknown_key", where, near[0] if near else None)


def _text(said: dict[str, Any], name: str, place: str) -> str | None:
    value = said.get(name)
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        raise SetupFileError("too_long", place)
    if value is None or isinstance(value, str):
        return value
    raise SetupFileError("not_text", place)


def _place_in(message: str) -> str:
    """The place in a TOML error, without the rest: that may quote a value."""
    _, found, place = message.rpartition("(at ")
    return place.rstrip(")") if found else "end of file"


def lines_of(vehicles: Sequence[NewVehicle]) -> Iterator[tuple[NewVehicle, ...]]:
    """The vehicles in their order, as many at a time as a line of the protocol takes."""
    line: list[NewVehicle] = []
    left = ROOM_OF_A_LINE
    for vehicle in vehicles:
        size = len(msgspec.json.encode(vehicle)) + 1
        if line and size > left:
            yield tuple(line)
            line, left = [], ROOM_OF_A_LINE
        line.append(vehicle)
        left -= size
    if line:
        yield tuple(line)
