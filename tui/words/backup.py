"""What the commands ``backup`` and ``restore`` say."""

import errno

from tui.words.language import _, _n

HELP_BACKUP = _("Copy everything that is kept into a file, to be kept off the car.")
HELP_SECRET = _("Read what unlocks from stdin.")

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOMEDIUM, errno.EREMOTEIO}


def kept(file: str, vehicles: int) -> str:
    """A backup was made."""
    told = _n(
        "{file} holds {n} vehicle, and was read back. Keep it off the car.",
        "{file} holds {n} vehicles, and was read back. Keep it off the car.",
        vehicles,
    )
    opens = _(
        "The passphrase or the recovery key opens it, on any machine with steadyhand. "
        "The PIN is not in it."
    )
    return f"{told.format(file=file, n=vehicles)}\n{opens}"


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


def no_backup(reason: str | None) -> str:
    """Why the service could make no copy."""
    sentences = {
        "full": _("No backup was made: the card has no room for the copy. Free some first."),
        "damaged": _("No backup was made: the store is damaged. Write down your code now."),
        "io_error": _("No backup was made: the card has errors. Write down your code now."),
    }
    return sentences.get(reason or "", _("No backup was made: begin again."))
