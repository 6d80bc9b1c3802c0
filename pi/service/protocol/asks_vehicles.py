"""Asks about vehicles, and about the vault that keeps what is secret of them."""

from enum import StrEnum

from pi.service.protocol.asks_base import BaseAsk, SecretAsk


class NewVehicle(SecretAsk, frozen=True, kw_only=True, tag=False):
    """A vehicle as its owner describes it. ``source``: where the code came from."""

    name: str
    head_unit: str
    code: str = ""
    serial: str = ""
    plate: str = ""
    source: str = ""
    code_is_lost: bool = False  # a radio that takes one, kept without: its owner looks for it


class SetUp(SecretAsk, frozen=True, kw_only=True):
    """Make the vault in memory; nothing is saved before ``FinishSetUp``."""

    vehicles: tuple[NewVehicle, ...]
    pin: str | None = None
    passphrase: str | None = None


class AddToSetUp(SecretAsk, frozen=True, kw_only=True):
    """More vehicles for the set-up under way, as one line holds only so many."""

    vehicles: tuple[NewVehicle, ...]


class FinishSetUp(SecretAsk, frozen=True, kw_only=True):
    """The recovery key was written down: its last group proves it. Saves everything at once."""

    last_group: str


class UnlockKind(StrEnum):
    """What opens the vault."""

    PIN = "pin"
    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


class Unlock(SecretAsk, frozen=True, kw_only=True):
    """Open the vault for this surface alone."""

    kind: UnlockKind
    secret: str


class SetPin(SecretAsk, frozen=True, kw_only=True):
    """A PIN for this device, in place of an earlier one. For an unlocked surface."""

    pin: str


class SetPassphrase(SecretAsk, frozen=True, kw_only=True):
    """A passphrase, in place of an earlier one. For an unlocked surface."""

    passphrase: str


class MakeRecoveryKey(BaseAsk, frozen=True, kw_only=True):
    """Make another recovery key, in memory. For an unlocked surface; gone when it locks."""


class FinishRecoveryKey(SecretAsk, frozen=True, kw_only=True):
    """The new one was written down: its last group proves it. The old one then opens nothing."""

    last_group: str


class Lock(BaseAsk, frozen=True, kw_only=True):
    """Close the vault for this surface."""


class AddVehicle(SecretAsk, frozen=True, kw_only=True):
    """One more vehicle."""

    vehicle: NewVehicle


class AddVehicles(SecretAsk, frozen=True, kw_only=True):
    """Several more, all of them or none; ``more``: others follow in the next, as lines are short.

    At most ``protocol.MOST_TOGETHER``. Only the answer to the last says that they are kept.
    """

    vehicles: tuple[NewVehicle, ...]
    more: bool = False


class ChangeVehicle(SecretAsk, frozen=True, kw_only=True):
    """Something of a vehicle is found, or was wrong. None leaves a field, empty text deletes it.

    A code or a name is never deleted, and a code never changed while an entry is under way.
    """

    vehicle: int | None = None
    name: str | None = None
    code: str | None = None
    serial: str | None = None
    plate: str | None = None
    source: str | None = None


class RemoveVehicle(BaseAsk, frozen=True, kw_only=True):
    """Delete a vehicle: what the vault holds of it, its history, and its wait.

    For an unlocked surface; refused while an entry is under way.
    """

    vehicle: int


class ShowCode(BaseAsk, frozen=True, kw_only=True):
    """The code of a vehicle, for an unlocked surface."""

    vehicle: int | None = None


class FindVehicles(SecretAsk, frozen=True, kw_only=True):
    """Vehicles whose name holds the text, or whose number it is. Names need an unlocked surface."""

    text: str = ""
    limit: int = 9
    after: int = 0  # a vehicle's number
