"""Asks about the PIN's other half: where it lies, and its move to another place."""

from enum import StrEnum

from pi.service.protocol.asks_base import BaseAsk, SecretAsk


class KeyPlace(StrEnum):
    """Where the PIN's other half can be moved."""

    STICK = "stick"
    CARD = "card"


class GetDeviceKey(BaseAsk, frozen=True, kw_only=True):
    """Where the PIN's other half is kept. Needs no unlocking."""


class MoveDeviceKey(SecretAsk, frozen=True, kw_only=True):
    """Make a new one on a stick, or on the card. For an unlocked surface.

    ``pin``: the PIN, a try like any other. Where there is none, or where it can't be tried as its
    other half is lost, this becomes the PIN. ``place``: a directory of the stick that is meant;
    without it there must be just one.
    """

    to: KeyPlace
    pin: str
    place: str = ""
