"""Backup and restore in words, of the commands and of the screens."""

from collections.abc import Sequence
from pathlib import Path

from pi.filesystem import reason_of
from pi.service.protocol.answers import Lost, Restored
from tui.text import language
from tui.text.language import _, _n, moment

HELP_REPLACE = _("Put aside what is kept here now. Asks for what unlocks that, too.")
HELP_SECRET = _("Read what unlocks from stdin.")
HELP_SECRETS = _(
    "Read from stdin what opens the backup; with --replace, what unlocks the store here, on a "
    "second line."
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


def secrets_forgotten(place: str) -> str:
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


def secret_does_not_open(kind: str) -> str:
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
    if reason_of(error) == "not_permitted":
        told = _("{file} on {place} may not be read here.")
    else:
        told = _("{file} on {place}: the stick is gone, or has errors. Put it back, try again.")
    return told.format(file=file.name, place=_place(file)) + " " + nothing_changed()


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
        "back": language.back(),
    }[action]


def unfit(file: Path, rule: str) -> str:
    """The place takes no backup."""
    return unfit_place(file.name, rule)


def _place(file: Path) -> str:
    return file.parent.name or "/"
