"""Vehicles as their owner describes them, checked before anything is made of them."""

from collections.abc import Callable, Sequence
from sys import getsizeof
from uuid import uuid4

from msgspec import Struct

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.drawable import is_drawable, shows_nothing
from pi.radio.head_unit import HeadUnit
from pi.radio.security_code import find_problem
from pi.service.protocol.answers import LONGEST_FIELD
from pi.service.protocol.commands import NewVehicle
from pi.service.protocol.refusal import Reason, RefusedError
from pi.storage.vault.records import VehicleSecrets

AROUND = 512  # bytes of a vehicle besides its texts
_FREE_TEXT = ("name", "serial", "plate", "source")


class Checked(Struct, frozen=True, kw_only=True):
    """A vehicle that may join: its family, and what the vault will hold of it."""

    head_unit: str
    secrets: VehicleSecrets

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, nearly."""
        one = self.secrets
        texts = (one.name, one.code, one.serial, one.plate, one.source)
        return AROUND + sum(getsizeof(text) for text in texts if text is not None)


def checked(
    vehicles: Sequence[NewVehicle], load: Callable[[str], HeadUnit], first: int = 1
) -> list[Checked]:
    """Check vehicles, numbering them from ``first`` in a refusal. Raises RefusedError."""
    return [_checked(one, load, first + at) for at, one in enumerate(vehicles)]


def _checked(vehicle: NewVehicle, load: Callable[[str], HeadUnit], number: int) -> Checked:
    try:
        head_unit = load(vehicle.head_unit)
    except UnknownHeadUnitError as error:
        raise RefusedError(
            Reason.UNKNOWN_HEAD_UNIT,
            vehicle=number,
            nearest=error.nearest,
            detail=vehicle.head_unit[:LONGEST_FIELD],
        ) from None
    _check_texts(vehicle, number)
    _check_code(vehicle, head_unit, number)
    secrets = VehicleSecrets(
        vehicle=uuid4().hex,
        name=vehicle.name.strip(),
        code=vehicle.code or None,
        serial=vehicle.serial.strip() or None,
        plate=vehicle.plate.strip() or None,
        source=vehicle.source.strip() or None,
    )
    return Checked(head_unit=head_unit.id, secrets=secrets)


def _check_texts(vehicle: NewVehicle, number: int) -> None:
    if shows_nothing(vehicle.name):
        raise RefusedError(Reason.BAD_FIELD, vehicle=number, field="name", detail="empty")
    for field in _FREE_TEXT:
        check_text(field, getattr(vehicle, field), number)


def check_text(field: str, text: str, number: int | None = None) -> None:
    """Raises RefusedError for a text that the vault would not take."""
    if len(text) > LONGEST_FIELD:
        raise RefusedError(Reason.BAD_FIELD, vehicle=number, field=field, detail="too_long")
    if not is_drawable(text):
        detail = "control_characters"
        raise RefusedError(Reason.BAD_FIELD, vehicle=number, field=field, detail=detail)


def _check_code(vehicle: NewVehicle, head_unit: HeadUnit, number: int) -> None:
    """A radio that takes a code needs one, or the word that it is lost."""
    takes_none = not head_unit.takes_a_code or head_unit.code is None
    if not vehicle.code and (takes_none or vehicle.code_is_lost):
        return
    check_code(vehicle.code, head_unit, number)


def check_code(code: str, head_unit: HeadUnit, number: int | None = None) -> None:
    """Raises RefusedError for a code that this radio can't have, or that takes none at all."""
    if not head_unit.takes_a_code or head_unit.code is None:
        raise RefusedError(Reason.NO_CODE_TO_KEY_IN, vehicle=number)
    problem = find_problem(code, head_unit.code)
    if problem is not None:
        raise RefusedError(Reason.BAD_CODE, vehicle=number, problem=problem)
