"""What the owner has answered so far. It lives in this program's memory alone."""

from enum import StrEnum

from pi.radio.head_unit import HeadUnit
from pi.radio.security_code import STARS, find_problem
from pi.service.protocol.commands import NewVehicle


class CodeSource(StrEnum):
    """Where a code came from. The values are what is kept, and what scripts see."""

    CARD = "card"
    HANDBOOK = "handbook"
    STICKER = "sticker"
    DEALER = "dealer"
    ONLINE = "online service"
    PREVIOUS_OWNER = "previous owner"
    SPECIALIST = "specialist"


class Draft:
    """One vehicle and the ways to unlock, as far as they are known. Prints as stars."""

    __slots__ = (
        "code",
        "code_is_lost",
        "head_unit",
        "make",
        "name",
        "passphrase",
        "pin",
        "serial",
        "source",
    )

    def __init__(self) -> None:
        self.head_unit: HeadUnit | None = None
        self.make = ""
        self.name = ""
        self.code = ""
        self.code_is_lost = False  # kept without it, and looked for afterwards
        self.serial = ""
        self.source = ""
        self.pin = ""
        self.passphrase = ""

    def choose(self, head_unit: HeadUnit, make: str = "") -> None:
        """This is the radio. A code that can't be one of this radio is forgotten."""
        self.head_unit = head_unit
        self.make = make or next((fit.make for fit in head_unit.fits), "")
        if not self.takes_a_code:
            self.code = self.source = ""
            self.code_is_lost = False
        elif head_unit.code is not None and find_problem(self.code, head_unit.code) is not None:
            self.code = ""

    @property
    def takes_a_code(self) -> bool:
        """Whether the radio takes a code; taken for granted before the radio is known."""
        unit = self.head_unit
        return unit is None or (unit.takes_a_code and unit.code is not None)

    def lose_code(self) -> None:
        """There is none to type: the car is kept without it."""
        self.code = self.source = ""
        self.code_is_lost = True

    def as_vehicle(self) -> NewVehicle:
        """The vehicle, as the service is asked to keep it. Only with a head unit and a name."""
        assert self.head_unit is not None
        return NewVehicle(
            name=self.name,
            head_unit=self.head_unit.id,
            code=self.code,
            serial=self.serial,
            source=self.source,
            code_is_lost=self.code_is_lost,
        )

    def __repr__(self) -> str:
        return f"Draft({STARS})"
