"""Backup and restore, as the screens say them."""

import errno
from pathlib import Path

from pi.service.protocol.refusal import Reason, Refusal
from tui.text import backup, keys
from tui.text.language import _, _n
from tui.text.refusals import refused
from tui.text.time import moment

# A backup that is made


def heading() -> str:
    """The title while a backup is made."""
    return _("Backup")


def so_far(percent: int) -> str:
    """It is on its way to the stick."""
    return _("One moment: {n} % is written.").format(n=percent)


def reads_back() -> str:
    """All of it was written."""
    return _("One moment: all is written, and is read back.")


def leave_it_in() -> str:
    """What not to do meanwhile."""
    return _("Leave the stick where it is.")


def is_made() -> str:
    """In large letters."""
    return _("BACKUP MADE")


def is_not_made() -> str:
    """In large letters."""
    return _("NO BACKUP")


def made(file: Path, vehicles: int) -> str:
    """It is there, and was read back."""
    told = _n(
        "Written and read back: {file}, on {place}. {n} vehicle.",
        "Written and read back: {file}, on {place}. {n} vehicles.",
        vehicles,
    )
    return told.format(file=file.name, place=_place(file), n=vehicles)


def opens_it(*, has_passphrase: bool) -> str:
    """What will bring it back. Whoever has no passphrase needs the paper."""
    if has_passphrase:
        return _("Your passphrase or the recovery key opens it. The PIN does not.")
    return _("The recovery key on your paper opens it. The PIN does not.")


def pull_out_now() -> str:
    """What to do with the stick."""
    return _("Now pull the stick out. Keep it at home, not in the car.")


def lies_here() -> str:
    """It went to no stick."""
    return _("It lies on this card, which may die, too. Take it elsewhere.")


def stopped() -> str:
    """The owner stopped it."""
    return _("You stopped it. No backup was made.")


def locked_meanwhile() -> str:
    """The screen was locked while it was written."""
    return _("It was locked meanwhile. No backup was made: unlock, and try again.")


def service_went() -> str:
    """The service went away while it was written."""
    return _("The service went away. No backup was made: try again.")


# A backup that comes back


def which() -> str:
    """The title of the list."""
    return _("WHICH BACKUP?")


def a_backup(file: Path, changed: float) -> str:
    """One of the list: its name, its place, and its date."""
    return _("{file} on {place}, {when}").format(
        file=file.name, place=_place(file), when=moment(changed, sure=True)
    )


def looking() -> str:
    """The sticks are being looked through."""
    return _("One moment: looking for backups.")


def none_found() -> str:
    """There is none."""
    return _("No backup was found.")


def plug_it_in() -> str:
    """What to do then."""
    return _("Plug in the stick that holds it, wait a moment, then look again.")


def is_read(percent: int) -> str:
    """It comes in."""
    return _("One moment: {n} % is read.").format(n=percent)


def nothing_changed_yet() -> str:
    """Below it."""
    return _("Nothing is changed yet. Leave the stick where it is.")


def kept_here() -> str:
    """The title where something is kept already."""
    return _("Something is kept here")


def put_aside() -> str:
    """What would become of it."""
    return _("WHAT IS KEPT HERE NOW IS PUT ASIDE")


def not_shown_any_more(vehicles: int) -> str:
    """What that means."""
    if not vehicles:
        return _("It stays on the card, but no screen shows it any more.")
    told = _n(
        "{n} vehicle is kept here. It stays on the card, but no screen shows it any more.",
        "{n} vehicles are kept here. They stay on the card, but no screen shows them any more.",
        vehicles,
    )
    return told.format(n=vehicles)


def unlock_it_first() -> str:
    """Only who can open it may put it aside."""
    return _("You unlock it first: only its owner may put it aside.")


def forgotten(place: str) -> str:
    """Nothing unlocks it any more."""
    return _("Does nothing unlock it? On the card, move {file} away, then begin anew.").format(
        file=place
    )


def not_a_pin() -> str:
    """Above the ways."""
    return _("The PIN never opens a backup.")


def what_opens_it() -> str:
    """The question before the secret."""
    return _("WHAT OPENS THIS BACKUP?")


def type_secret(kind: str) -> str:
    """What is to be typed."""
    return {
        "passphrase": _("The backup's passphrase. Small and capital letters matter."),
        "recovery": _("The backup's recovery key: seven groups of four, from its paper."),
    }[kind]


def characters_missing(typed: int, wanted: int) -> str:
    """A recovery key of another length."""
    return _("You typed {n} of {m} characters. Compare with the paper.").format(n=typed, m=wanted)


def does_not_open(kind: str) -> str:
    """It may be typed again."""
    return {
        "passphrase": _("That does not open it. Type it again."),
        "recovery": _("That does not open it. Compare each group with the paper."),
    }[kind]


def checked_and_opened() -> str:
    """It is being checked, and the key is derived."""
    return _("One moment: it is checked and opened.")


def failed() -> str:
    """In large letters."""
    return _("NOT BROUGHT BACK")


def not_read(file: Path, error: OSError) -> str:
    """The stick has errors, or is gone."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        told = _("{file} on {place} may not be read here.")
    else:
        told = _("{file} on {place}: the stick is gone, or has errors. Put it back, try again.")
    return told.format(file=file.name, place=_place(file)) + " " + nothing_changed()


def not_restored(refusal: Refusal) -> str:
    """Why the service took no backup."""
    match refusal.reason:
        case Reason.LOCKED:
            said = _("It was locked meanwhile. Choose the backup again.")
        case Reason.WOULD_REPLACE:
            said = _("Something was set up here meanwhile. Choose the backup again.")
        case Reason.NO_RESTORE:
            said = _("The service began anew meanwhile. Choose the backup again.")
        case _:
            return refused(refusal)
    return said + " " + nothing_changed()


def service_went_meanwhile() -> str:
    """The service went away while it came in."""
    return _("The service went away. Choose the backup again.") + " " + nothing_changed()


def nothing_changed() -> str:
    """What is kept here is as it was."""
    return _("Nothing was changed.")


def are_back(vehicles: int) -> str:
    """It is done."""
    return _n("{n} VEHICLE IS BACK", "{n} VEHICLES ARE BACK", vehicles).format(n=vehicles)


def begins_anew() -> str:
    """The service closes, and opens what was restored."""
    return _("One moment: steadyhand begins anew with it.")


def no_pin_now() -> str:
    """What opens it from now on."""
    return _("There is no PIN now: its passphrase or recovery key unlocks it.")


def look_first() -> str:
    """What a backup can't know."""
    return _("What happened since is not in it: look at each radio before the next try.")


def lies_aside(place: str) -> str:
    """Where what was kept before lies now."""
    return _("What was kept before is {file} now.").format(file=place)


def label(action: str) -> str:
    """What a button says."""
    return {
        "stop": _("Stop: make none"),
        "look": _("Look again"),
        "leave": _("Leave it as it is"),
        "aside": _("Put it aside"),
        "recovery": _("The recovery key on paper"),
        "passphrase": _("Passphrase"),
        "restore": _("Bring it back"),
        "others": _("See the backups"),
        "go-on": _("See the radio"),
        "back": keys.back(),
    }[action]


def unfit(file: Path, rule: str) -> str:
    """The place takes no backup."""
    return backup.unfit_place(file.name, rule)


def _place(file: Path) -> str:
    return file.parent.name or "/"
