"""Copies off the car, as the screens say them."""

from pathlib import Path

from pi.radio.events import CopyKind
from pi.service.protocol.views import CopyView, State
from tui.text.language import _
from tui.text.time import moment


def title() -> str:
    """The title of the copies."""
    return _("Copies off the car")


def nag(state: State) -> str:
    """One gentle line while no copy off this card holds the code as it is; empty where one does."""
    if not state.code_kept or state.practice is not None:
        return ""
    if not state.copies:
        return _("No copy of this code exists off the car.")
    fresh = [copy for copy in state.copies if not copy.stale]
    if not fresh:
        return _("{copy} is older than the code.").format(copy=_kind(state.copies[0].kind))
    if any(copy.off_this_card for copy in fresh):
        return ""
    if any(copy.off_this_card is False for copy in fresh):
        return _("The copy lies on this car's own card: take it off.")
    return _("Nobody noted where the copy lies: make one off this card.")


def why() -> str:
    """What a copy is for."""
    return _("The card in here may die with the battery. Keep the code elsewhere, too.")


def why_a_backup() -> str:
    """What the others are not for."""
    return _("A full backup holds all that is kept, for another card or machine.")


def none_yet() -> str:
    """There is no copy."""
    return _("None was made yet.")


def there_is(copy: CopyView) -> str:
    """One copy, when it was made, and whether it still holds."""
    said = _("{copy}: {when}").format(copy=_kind(copy.kind), when=moment(copy.wall, copy.sure))
    if copy.stale:
        return _("{copy}, older than the code").format(copy=said)
    return _("{copy}, on this card").format(copy=said) if copy.off_this_card is False else said


def _kind(kind: CopyKind) -> str:
    return {
        CopyKind.KEEPASS: _("KeePass file"),
        CopyKind.CARD: _("Card"),
        CopyKind.QR: _("QR code"),
        CopyKind.BACKUP: _("Backup"),
    }[kind]


def label(action: str) -> str:
    """What a button says."""
    return {
        "qr": _("QR code for my phone"),
        "card": _("Card to print"),
        "keepass": _("KeePass file"),
        "backup": _("Full backup"),
        "restore": _("Bring a backup back"),
        "copies": _("Copies off the car"),
        "has-it": _("My phone has it"),
        "again": _("Show it again"),
        "look": _("Look again"),
        "taken": _("I took the last one off"),
        "not": _("No, leave it"),
        "back": _("Back"),
    }[action]


def where_to() -> str:
    """The question before a file."""
    return _("WHERE TO?")


def lies_elsewhere() -> str:
    """The answer to an owner who took a copy off the car's card."""
    return _("Noted: the copy lies elsewhere now.")


def no_place() -> str:
    """Nothing that a file could go to."""
    return _("No stick is plugged in.")


def plug_one_in() -> str:
    """What to do then."""
    return _("Plug one in, wait a moment, then look again.")


def a_place(path: Path) -> str:
    """One place to choose: the stick's name, and the file's."""
    return _("{place}: {file}").format(place=path.parent.name or "/", file=path.name)


def qr_ends() -> str:
    """Below the QR code."""
    return _("Read it now. A key or tap ends it.")


def qr_too_small() -> str:
    """No room for one."""
    return _("This screen is too small for a QR code.")


def phone_has_it() -> str:
    """Asked once the QR code is gone."""
    return _("DOES YOUR PHONE HAVE IT?")


def photos_travel() -> str:
    """What to know of photos."""
    return _("Look at it there. Photos may travel to other devices of yours.")


def type_password() -> str:
    """The question for the file's password."""
    return _("A password for the file: four random words. Never the PIN.")


def type_again() -> str:
    """Once more."""
    return _("The same password again.")


def password_label() -> str:
    """The field's name."""
    return _("Password")


def only_digits() -> str:
    """A PIN, or as weak as one."""
    return _("Digits alone are guessed at once. Use words.")


def weak_again() -> str:
    """The same for one that may be guessed; the choice is the owner's."""
    return _("Weak, may be guessed. Type it again, or go back.")


def one_moment() -> str:
    """It is being written."""
    return _("One moment: it is written and checked.")


def written(path: Path) -> str:
    """It is there, and checked."""
    return _("Written and checked: {file}, on {place}.").format(
        file=path.name, place=path.parent.name or "/"
    )


def pull_out() -> str:
    """What to do with a stick that holds a copy."""
    return _("Take it out of the car.")


def on_this_card() -> str:
    """What to do with one that would be lost with the original."""
    return _("It lies on this car's own card, which may die, too. Take it off.")


def in_the_clear() -> str:
    """A card's file can be read by anyone."""
    return _("Anyone can read it: print it, delete it, keep the card elsewhere.")
