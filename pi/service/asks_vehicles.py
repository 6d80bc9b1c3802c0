"""Asks about vehicles, and about the vault that keeps what is secret of them."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from pi.service.asks_base import MOST_OF_A_LIST, BaseAsk, Number, SecretAsk, Text


class NewVehicle(SecretAsk, frozen=True, kw_only=True, tag=False):
    """A vehicle as its owner describes it. ``source``: where the code came from."""

    name: Text
    head_unit: Text
    code: Text = ""
    serial: Text = ""
    plate: Text = ""
    source: Text = ""
    code_is_lost: bool = False  # a radio that takes one, kept without: its owner looks for it


NewVehicles = Annotated[tuple[NewVehicle, ...], Meta(max_length=MOST_OF_A_LIST)]


class SetUp(SecretAsk, frozen=True, kw_only=True):
    """Make the vault in memory; nothing is saved before ``FinishSetUp``."""

    vehicles: NewVehicles
    pin: Text | None = None
    passphrase: Text | None = None


class AddToSetUp(SecretAsk, frozen=True, kw_only=True):
    """More vehicles for the set-up under way, as one line holds only so many."""

    vehicles: NewVehicles


class FinishSetUp(SecretAsk, frozen=True, kw_only=True):
    """The recovery key was written down: its last group proves it. Saves everything at once."""

    last_group: Text


class UnlockKind(StrEnum):
    """What opens the vault."""

    PIN = "pin"
    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


class Unlock(SecretAsk, frozen=True, kw_only=True):
    """Open the vault for this surface alone."""

    kind: UnlockKind
    secret: Text


class SetPin(SecretAsk, frozen=True, kw_only=True):
    """A PIN for this device, in place of an earlier one. For an unlocked surface."""

    pin: Text


class SetPassphrase(SecretAsk, frozen=True, kw_only=True):
    """A passphrase, in place of an earlier one. For an unlocked surface."""

    passphrase: Text


class Lock(BaseAsk, frozen=True, kw_only=True):
    """Close the vault for this surface."""


class AddVehicle(SecretAsk, frozen=True, kw_only=True):
    """One more vehicle."""

    vehicle: NewVehicle


class AddVehicles(SecretAsk, frozen=True, kw_only=True):
    """Several more, all of them or none; ``more``: others follow in the next, as lines are short.

    At most ``protocol.MOST_TOGETHER``. Only the answer to the last says that they are kept.
    """

    vehicles: NewVehicles
    more: bool = False


class ChangeVehicle(SecretAsk, frozen=True, kw_only=True):
    """Something of a vehicle is found, or was wrong. None leaves a field, empty text deletes it.

    A code is never deleted, and never changed while an entry is under way.
    """

    vehicle: Number | None = None
    code: Text | None = None
    serial: Text | None = None
    plate: Text | None = None
    source: Text | None = None


class ShowCode(BaseAsk, frozen=True, kw_only=True):
    """The code of a vehicle, for an unlocked surface."""

    vehicle: Number | None = None


class FindVehicles(SecretAsk, frozen=True, kw_only=True):
    """Vehicles whose name holds the text, or whose number it is. Names need an unlocked surface."""

    text: Text = ""
    limit: Number = 9
    after: Number = 0  # a vehicle's number
