"""Asks about copies off the car, and about a backup that leaves or comes back."""

from pi.radio.events import CopyKind
from pi.service.protocol.asks_base import BaseAsk, SecretAsk


class NoteCopy(BaseAsk, frozen=True, kw_only=True):
    """A copy was made and checked: of these vehicles, by number, or of all where none is named.

    ``media``: what a file lies on, as ``media_of`` tells it. The service compares it with what
    its own state lies on. ``taken_off``: the last one of this kind was made on this card, and its
    owner has taken it elsewhere since.
    """

    kind: CopyKind
    vehicles: tuple[int, ...] = ()
    media: tuple[str, ...] = ()
    taken_off: bool = False


class BeginBackup(BaseAsk, frozen=True, kw_only=True):
    """Make a copy of the whole store, for an unlocked surface to fetch in parts."""


class GetBackupPart(BaseAsk, frozen=True, kw_only=True):
    """The bytes of the copy from this place on, as many as a line takes."""

    offset: int


class BeginRestore(BaseAsk, frozen=True, kw_only=True):
    """A backup of so many bytes is about to come in; ``head`` are its first hundred.

    ``replace``: what is kept here now may be put aside for it. A surface has to unlock first where
    something can open it.
    """

    size: int
    head: bytes
    replace: bool = False


class PutRestorePart(BaseAsk, frozen=True, kw_only=True):
    """The bytes of the backup that follow, at most as many as ``protocol.PART_BYTES``."""

    data: bytes


class FinishRestore(SecretAsk, frozen=True, kw_only=True):
    """All of it came in. ``secret``: the backup's recovery key or passphrase."""

    secret: str


class LetGo(BaseAsk, frozen=True, kw_only=True):
    """The copy that this surface fetched, or the backup that it brought, is not wanted any more."""
