"""Backup and restore in words, of the commands and of the screens."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pi.filesystem import reason_of
from pi.service.protocol.answers import Lost, Restored
from tui.text import language
from tui.text.language import _, _n, moment

HELP_REPLACE = _("Put aside what is kept here now. Asks for what unlocks that, too.")
HELP_SECRETS = _(
    "Read from stdin what opens the backup; with --replace, what unlocks the store here, on a "
    "second line."
)
WOULD_REPLACE = _(
    "Something is kept here already. With --replace it is put aside, and the backup takes its "
    "place."
)
NO_RESTORE = _("That restore is gone. Begin it again: nothing was changed.")
SURELY_REPLACE = _("Put aside what is kept here now, and take the backup in its place?")
SECRET_WANTED = _("The backup's passphrase or recovery key")
PRESENT_WANTED = _("The PIN, passphrase or recovery key of what is kept here now")
DOES_NOT_OPEN = _(
    "That does not open this backup: it takes its own passphrase or recovery key, never the "
    "PIN. Nothing was changed."
)


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


def not_kept(file: str, error: OSError) -> str:
    """Why a backup could not be written there."""
    match reason_of(error):
        case "full":
            told = _("{file}: there is no room for it. Free some, or take another stick.")
        case "read_only" | "not_permitted":
            told = _("{file}: this place can't be written. Take off its lock, or take another.")
        case "io_error" | "gone" | "missing":
            told = _("{file}: the place is gone, or has errors. Put the stick back, and try again.")
        case _:
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


def present_missing(place: str) -> str:
    told = _("What is kept here now is unlocked first: give its secret on a second line.")
    return told + " " + forgotten(place)


def present_stays_shut(place: str) -> str:
    return _("That does not unlock what is kept here now.") + " " + forgotten(place)


def forgotten(place: str) -> str:
    """Nothing unlocks what is kept here any more. Who can reach the card may still put it away."""
    return _("All forgotten? End the service, move {place} away, then restore.").format(place=place)


def not_readable(file: str, why: str) -> str:
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


# A backup that is made

HEADING = _("Backup")
READS_BACK = _("One moment: all is written, and is read back.")
LEAVE_IT_IN = _("Leave the stick where it is.")
IS_MADE = _("BACKUP MADE")
IS_NOT_MADE = _("NO BACKUP")
PULL_OUT_NOW = _("Now pull the stick out. Keep it at home, not in the car.")
LIES_HERE = _("It lies on this card, which may die, too. Take it elsewhere.")  # it went to no stick
STOPPED = _("You stopped it. No backup was made.")
LOCKED_MEANWHILE = _("It was locked meanwhile. No backup was made: unlock, and try again.")
SERVICE_WENT = _("The service went away. No backup was made: try again.")


def so_far(percent: int) -> str:
    return _("One moment: {n} % is written.").format(n=percent)


def made(file: Path, vehicles: int) -> str:
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


# A backup that comes back

WHICH = _("WHICH BACKUP?")
LOOKING = _("One moment: looking for backups.")
NONE_FOUND = _("No backup was found.")
PLUG_IT_IN = _("Plug in the stick that holds it, wait a moment, then look again.")
NOTHING_CHANGED_YET = _("Nothing is changed yet. Leave the stick where it is.")
KEPT_HERE = _("Something is kept here")
PUT_ASIDE = _("WHAT IS KEPT HERE NOW IS PUT ASIDE")
UNLOCK_IT_FIRST = _("You unlock it first: only its owner may put it aside.")
NOT_A_PIN = _("The PIN never opens a backup.")  # above the ways to unlock
WHAT_OPENS_IT = _("WHAT OPENS THIS BACKUP?")

TYPE_SECRET: Final = {
    "passphrase": _("The backup's passphrase. Small and capital letters matter."),
    "recovery": _("The backup's recovery key: seven groups of four, from its paper."),
}

SECRET_DOES_NOT_OPEN: Final = {
    "passphrase": _("That does not open it. Type it again."),
    "recovery": _("That does not open it. Compare each group with the paper."),
}

CHECKED_AND_OPENED = _("One moment: it is checked and opened.")
FAILED = _("NOT BROUGHT BACK")
SERVICE_WENT_MEANWHILE = (
    _("The service went away. Choose the backup again.") + " " + language.NOTHING_CHANGED
)
BEGINS_ANEW = _("One moment: steadyhand begins anew with it.")
NO_PIN_NOW = _("There is no PIN now: its passphrase or recovery key unlocks it.")
# What a backup can't know
LOOK_FIRST = _("What happened since is not in it: look at each radio before the next try.")

LABELS: Final = {
    "stop": _("Stop: make none"),
    "look": _("Look again"),
    "leave": _("Leave it as it is"),
    "aside": _("Put it aside"),
    "recovery": _("The recovery key on paper"),
    "passphrase": _("Passphrase"),
    "restore": _("Bring it back"),
    "others": _("See the backups"),
    "go-on": _("See the radio"),
    "back": language.BACK,
}


def a_backup(file: Path, changed: float) -> str:
    """One of the list: its name, its place, and its date."""
    return _("{file} on {place}, {when}").format(
        file=file.name, place=_place(file), when=moment(changed, sure=True)
    )


def is_read(percent: int) -> str:
    return _("One moment: {n} % is read.").format(n=percent)


def not_shown_any_more(vehicles: int) -> str:
    if not vehicles:
        return _("It stays on the card, but no screen shows it any more.")
    told = _n(
        "{n} vehicle is kept here. It stays on the card, but no screen shows it any more.",
        "{n} vehicles are kept here. They stay on the card, but no screen shows them any more.",
        vehicles,
    )
    return told.format(n=vehicles)


def secrets_forgotten(place: str) -> str:
    return _("Does nothing unlock it? On the card, move {file} away, then begin anew.").format(
        file=place
    )


def characters_missing(typed: int, wanted: int) -> str:
    return _("You typed {n} of {m} characters. Compare with the paper.").format(n=typed, m=wanted)


def not_read(file: Path, error: OSError) -> str:
    """The stick has errors, or is gone."""
    if reason_of(error) == "not_permitted":
        told = _("{file} on {place} may not be read here.")
    else:
        told = _("{file} on {place}: the stick is gone, or has errors. Put it back, try again.")
    return told.format(file=file.name, place=_place(file)) + " " + language.NOTHING_CHANGED


def are_back(vehicles: int) -> str:
    return _n("{n} VEHICLE IS BACK", "{n} VEHICLES ARE BACK", vehicles).format(n=vehicles)


def lies_aside(place: str) -> str:
    return _("What was kept before is {file} now.").format(file=place)


def _place(file: Path) -> str:
    return file.parent.name or "/"
