"""Vehicles from a KeePass file, in words."""

from pi.copies.keepass_problem import ReadProblem
from pi.drawable import clipped
from tui.text.language import _, _n

HELP_IMPORT = _("Take vehicles over from another file.")
HELP_KEEPASS = _(
    "Take vehicles over from a KeePass file (KDBX 4), ours or your own. What is not said is asked."
)
HELP_ENTRY = _("The title of an entry to take; again for more. Without it: all.")
HELP_CODE = _("The attribute that holds the code.")
HELP_SERIAL = _("The attribute that holds the serial number.")
HELP_HEAD_UNIT = _("The radio of entries that name none. See: steadyhand head-units")
HELP_STDIN = _("Standard input: what unlocks, then the file's password, a line each.")


def password_wanted() -> str:
    """The prompt for an existing file's password."""
    return _("Password of the file")


def no_file(path: str) -> str:
    """Nothing there that could be read."""
    return _("{path}: there is no such file. Nothing was added.").format(path=path)


def cannot_read(path: str, why: str) -> str:
    """It can't be opened."""
    return _("{path}: {why}. Nothing was added.").format(path=path, why=why)


def read_problem(path: str, problem: ReadProblem) -> str:
    """Why a file can't be read, and what to do."""
    return {
        ReadProblem.NOT_KEEPASS: _("{path} is no KeePass file. Nothing was added."),
        ReadProblem.OLD_VERSION: _(
            "{path} is of an older KeePass format. Save it as KDBX 4 there, then try again."
        ),
        ReadProblem.WRONG_PASSWORD: _("{path}: that password does not open it. Try again."),
        ReadProblem.BROKEN: _("{path} is damaged. Take another copy; nothing was added."),
        ReadProblem.TOO_LARGE: _("{path} is too large to be taken over. Nothing was added."),
        ReadProblem.TOO_COSTLY: _(
            "{path} takes too much time or memory to open. Lower that in its settings there."
        ),
    }[problem].format(path=path)


def no_entries(path: str) -> str:
    """None, or none of that title."""
    return _("{path} holds no such entry. Nothing was added.").format(path=path)


def too_many(path: str, count: int, most: int) -> str:
    """More than anyone has cars."""
    return _("{path} holds {n} entries, more than {most}. Name those meant with --entry.").format(
        path=path, n=count, most=most
    )


def code_in(title: str) -> str:
    """Asked of a file made by hand."""
    return _("{title}: which attribute is the code?").format(title=title)


def head_unit_of(title: str) -> str:
    """Asked where an entry names no radio."""
    return _("{title}: which radio? An id that steadyhand head-units shows").format(title=title)


def in_entry(title: str, why: str) -> str:
    """An entry that can't be taken."""
    return _("{title}: {why} Nothing was added.").format(title=clipped(title), why=why)


def no_title() -> str:
    """A vehicle needs a name."""
    return _("An entry has no title, which a vehicle needs as its name. Nothing was added.")


def there_already(count: int) -> str:
    """Vehicles of the same name."""
    return _n(
        "{n} vehicle of that name is here already and was left as it is.",
        "{n} vehicles of these names are here already and were left as they are.",
        count,
    )


def added(count: int) -> str:
    """What was taken over."""
    return _n("{n} vehicle added.", "{n} vehicles added.", count)
