"""What the commands ``backup`` and ``restore`` say."""

import errno
from collections.abc import Sequence

from pi.service.protocol.answers import Restored
from pi.service.protocol.refusal import Lost
from tui.text.language import _, _n

HELP_BACKUP = _("Copy everything that is kept into a file, to be kept off the car.")
HELP_RESTORE = _("Bring back what a backup holds. Asks for its passphrase or recovery key.")
HELP_REPLACE = _("Put aside what is kept here now. Asks for what unlocks that, too.")
HELP_SECRET = _("Read what unlocks from stdin.")
HELP_SECRETS = _(
    "Read from stdin what opens the backup; with --replace, what unlocks the store here, on a "
    "second line."
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOMEDIUM, errno.EREMOTEIO}


def kept(file: str, vehicles: int) -> tuple[str, str]:
    """A backup was made: two lines."""
    told = _n(
        "{file} holds {n} vehicle, and was read back. Keep it off the car.",
        "{file} holds {n} vehicles, and was read back. Keep it off the car.",
        vehicles,
    )
    opens = _(
        "The passphrase or the recovery key opens it, on any machine with steadyhand. "
        "The PIN is not in it."
    )
    return told.format(file=file, n=vehicles), opens


def unfit_place(file: str, rule: str) -> str:
    """Why no backup is put there."""
    sentences = {
        "directory": _("{file} is a directory. Give the name of a file in it."),
        "not_a_file": _("{file} is no plain file. Give the name of a file."),
        "other_file": _("{file} is something else, and was left alone. Give another name."),
        "store": _("{file} lies in the store's own directory. Choose a place off this machine."),
    }
    return sentences[rule].format(file=file)


def no_such_place(file: str, why: str) -> str:
    """The directory of a backup can't be reached."""
    return _("{file}: {why}. Give a place that is there.").format(file=file, why=why)


def not_kept(file: str, error: OSError) -> str:
    """Why a backup could not be written there."""
    number = error.errno or 0
    if number in _FULL:
        told = _("{file}: there is no room for it. Free some, or take another stick.")
    elif number in _UNWRITABLE:
        told = _("{file}: this place can't be written. Take off its lock, or take another.")
    elif number in _GONE or number == errno.ENOENT:
        told = _("{file}: the place is gone, or has errors. Put the stick back, and try again.")
    else:
        told = _("{file}: it did not come back as it was written. Take another stick.")
    return told.format(file=file) + " " + _("No backup was made.")


def unreadable(vehicle: int, field: str) -> str:
    """Something of a vehicle can't be read: a backup without it would take a good one's place."""
    if field == "code":
        told = _("No backup was made: the code of vehicle {n} can't be read. Enter it again first.")
    else:
        told = _("No backup was made: vehicle {n} can't be read whole. Change it, or restore one.")
    return told.format(n=vehicle)


def all_unreadable(lost: Sequence[Lost], more: int) -> str:
    """The same of several things: what an owner has to look after, so that none is forgotten."""
    named = "; ".join(dict.fromkeys(map(_lost, lost)))
    if more:
        named += "; " + _n("{n} more", "{n} more", more)
    told = _("No backup was made. These can't be read: {named}. Enter them again, or restore one.")
    return told.format(named=named)


def _lost(one: Lost) -> str:
    of_vehicle = {
        "name": _("vehicle {n}, its name"),
        "code": _("vehicle {n}, its code"),
        "serial": _("vehicle {n}, its serial number"),
        "plate": _("vehicle {n}, its plate"),
        "source": _("vehicle {n}, where its code is from"),
    }
    ways = {
        "pin": _("the PIN"),
        "passphrase": _("the passphrase"),
        "recovery": _("the recovery key"),
    }
    if one.vehicle is not None:
        return of_vehicle.get(one.field or "", _("vehicle {n}")).format(n=one.vehicle)
    return ways.get(one.way or "", _("the list of what is kept"))


def no_backup(reason: str | None) -> str:
    """Why the service could make no copy."""
    sentences = {
        "full": _("No backup was made: the card has no room for the copy. Free some first."),
        "damaged": _("No backup was made: the store is damaged. Write down your code now."),
        "io_error": _("No backup was made: the card has errors. Write down your code now."),
    }
    return sentences.get(reason or "", _("No backup was made: begin again."))


def bad_backup(rule: str | None) -> str:
    """Why a file can't be restored from."""
    sentences = {
        "not_a_database": _("This file is no backup of steadyhand. Give another."),
        "foreign": _("This file belongs to another program, or was changed. Give another."),
        "newer": _("A newer steadyhand wrote this backup. Update this one, then try again."),
        "too_large": _("This file is far too large for a backup. Give another."),
        "truncated": _("This backup ends too early: it was not copied whole. Copy it again."),
        "no_vault": _("Nothing was ever set up in this backup. Give another."),
    }
    told = sentences.get(rule or "", _("This backup is damaged. Give another."))
    return told + " " + _("Nothing was changed.")


def would_replace() -> str:
    """Something is kept here already."""
    return _(
        "Something is kept here already. With --replace it is put aside, and the backup takes its "
        "place."
    )


def no_restore() -> str:
    """The service knows nothing of the backup that is to be finished."""
    return _("That restore is gone. Begin it again: nothing was changed.")


def surely_replace() -> str:
    """The question on a terminal."""
    return _("Put aside what is kept here now, and take the backup in its place?")


def secret_wanted() -> str:
    """The prompt for what opens a backup."""
    return _("The backup's passphrase or recovery key")


def present_wanted() -> str:
    """The prompt for what unlocks the store that is to be put aside."""
    return _("The PIN, passphrase or recovery key of what is kept here now")


def present_missing(place: str) -> str:
    """Nothing was given for it."""
    told = _("What is kept here now is unlocked first: give its secret on a second line.")
    return told + " " + forgotten(place)


def present_stays_shut(place: str) -> str:
    """What was typed does not unlock what is kept here."""
    return _("That does not unlock what is kept here now.") + " " + forgotten(place)


def forgotten(place: str) -> str:
    """Nothing unlocks what is kept here any more. Who can reach the card may still put it away."""
    return _("All forgotten? End the service, move {place} away, then restore.").format(place=place)


def does_not_open() -> str:
    """What was typed opens nothing in the backup."""
    return _(
        "That does not open this backup: it takes its own passphrase or recovery key, never the "
        "PIN. Nothing was changed."
    )


def not_readable(file: str, why: str) -> str:
    """The file can't be read."""
    return _("{file}: {why}. Give a file that can be read.").format(file=file, why=why)


def no_plain_file(file: str) -> str:
    """A directory, a pipe, a device."""
    return _("{file} is no plain file. Give the file that steadyhand backup made.").format(
        file=file
    )


def store_in_the_way(place: str) -> str:
    """The service can't start on what lies there, and so can't put it aside either."""
    return _(
        "What lies in {place} can't be opened. Move steadyhand.db away from there, then restore."
    ).format(place=place)


def families_missing(names: Sequence[str]) -> str:
    """Radios that nobody can describe here, empty where there is none."""
    if not names:
        return ""
    told = _("Not described here: {names}. No steps and no wait are known; put back the file.")
    return told.format(names=", ".join(names))


def families_aside(names: Sequence[str]) -> str:
    """Families of which another file was here, empty where there is none."""
    if not names:
        return ""
    told = _("Your own file of {names} was another. It lies beside the new one, as .replaced-1.")
    return told.format(names=", ".join(names))


def restored(made: Restored) -> list[str]:
    """It is done, and what to know now: its lines."""
    vehicles, aside = made.vehicles, made.aside
    lines = [
        _n("{n} vehicle is back.", "{n} vehicles are back.", vehicles).format(n=vehicles),
        _("No PIN now: the passphrase or recovery key opens it. For one: steadyhand pin"),
        _("What happened since the backup is not in it: look at each radio before the next try."),
    ]
    if aside is not None:
        lines.append(_("What was kept before lies beside it as {file}.").format(file=aside))
    lines += filter(
        None, (families_missing(made.families_missing), families_aside(made.families_aside))
    )
    return lines
