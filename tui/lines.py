"""Vehicles in lines of the protocol, as one line holds only so many."""

from collections.abc import Iterator, Sequence

import msgspec

from pi.service.protocol.answers import LONGEST_LINE
from pi.service.protocol.commands import NewVehicle

ROOM_OF_A_LINE = LONGEST_LINE - 1024  # bytes, what is around the vehicles left out


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
