"""What the commands say."""

from typing import TYPE_CHECKING

from pi.catalogue.makes import Make
from pi.radio.head_unit import HeadUnit
from tui.setup_file import SetupFileError
from tui.text import choosing_radio, radios
from tui.text.language import _

if TYPE_CHECKING:
    from pi.catalogue.lookup import LookedUp


HELP_STATUS = _("Where each vehicle's radio stands. Needs no unlocking, shows no secret.")
HELP_HEAD_UNITS = _("The families of radios that are known, best match first.")
HELP_PLAN = _("The key presses for a code, read from standard input. Stores nothing.")
HELP_GUIDE = _(
    "Where to look for a lost code and whom to ask, in order. Derives no code, sends nothing."
)
HELP_LETTER = _(
    "Print a letter to the dealer, with blanks. What you want filled in comes on standard input, "
    "never as an argument, as lines of key: value with the keys car, vin, plate, serial, shows, "
    "tried (how many codes) and swapped (yes, no or unknown)."
)
HELP_SETUP = _("Set up from a TOML file, and print the recovery key.")
HELP_SHOW = _("Unlock, and show a vehicle's code.")
HELP_REPORT = _("Say what the radio did.")
HELP_PRACTICE = _("Practise keying a code in, on a simulated radio. Stores nothing.")
HELP_DOCTOR = _("What works here, what does not, and what to do about it.")


def setup_file_problem(file: str, error: SetupFileError) -> str:
    """What is wrong with a set-up file: file, place, reason."""
    where = _("{file}, {place}").format(file=file, place=error.place)
    match error.rule:
        case "toml":
            return _("{where}: this is not TOML. Mend that line; nothing was stored.").format(
                where=where
            )
        case "unknown_key" if error.nearest is not None:
            return _("{where}: unknown key. Did you mean {nearest}? Nothing was stored.").format(
                where=where, nearest=error.nearest
            )
        case "unknown_key":
            return _("{where}: unknown key. Take it out; nothing was stored.").format(where=where)
        case "missing_key":
            return _("{where}: this key is missing. Nothing was stored.").format(where=where)
        case "not_text":
            return _("{where}: put the value in quotes. Nothing was stored.").format(where=where)
        case "not_bool":
            return _("{where}: say true or false, no quotes. Nothing was stored.").format(
                where=where
            )
        case "too_long":
            return _("{where}: this value is too long. Nothing was stored.").format(where=where)
        case _:
            return _("{file}: at least one [[vehicle]] is needed. Nothing was stored.").format(
                file=file
            )


def no_plain_file(file: str) -> str:
    """A directory, a pipe, a device."""
    return _("{file}: this is no plain file. Give a file, or - for standard input.").format(
        file=file
    )


def too_large(file: str, most_mib: int) -> str:
    """It can't be a set-up file."""
    return _("{file} is larger than {n} MiB. Give a set-up file; nothing was stored.").format(
        file=file, n=most_mib
    )


def recovery_key(key: str) -> str:
    """The recovery key, shown once."""
    return _("Recovery key, shown this once. Write it down, keep it off the car:\n{key}").format(
        key=key
    )


def no_code_to_show(takes_a_code: bool) -> str:
    """There is no code: none is kept yet, or the radio takes none."""
    if takes_a_code:
        return _("none (not kept yet)")
    return _("none (this radio takes no code from its owner)")


def kept_without_code(number: int) -> str:
    """A vehicle of a set-up file whose radio takes no code."""
    return _("vehicle {n}: its radio takes no code from its owner, so none is kept").format(
        n=number
    )


def no_such_vehicle(name: str) -> str:
    """A vehicle that was not found."""
    return _('No vehicle is called "{name}". See: steadyhand status').format(name=name)


def several_vehicles(name: str) -> str:
    """A name that more than one vehicle has."""
    return _('Several vehicles are called "{name}". Give the number instead.').format(name=name)


def names_are_locked() -> str:
    """A vehicle was named where only numbers can be known."""
    return _("Names are locked here. Give the number that steadyhand status shows.")


def secret_wanted() -> str:
    """The prompt for what unlocks."""
    return _("PIN or passphrase")


def no_terminal_for_secret() -> str:
    """Nobody can be asked for the PIN."""
    return _("Nobody can be asked for the PIN here. Use --passphrase-stdin.")


def no_text() -> str:
    """Standard input holds bytes that are no text, or far too many of them."""
    return _("Standard input must be one short line of UTF-8 text.")


def missing(name: str, path: str) -> str:
    """An argument or option that a command needs."""
    return _("{name} is missing. See: {path} --help").format(name=name, path=path)


def not_one_of(name: str, choices: str) -> str:
    """An argument that has to be one of a few words. What was typed is not repeated."""
    return _("{name} must be one of: {choices}").format(name=name, choices=choices)


def not_understood(path: str) -> str:
    """Arguments that make no command. They may hold a secret, so they are not repeated."""
    return _("This is no use of the command. See: {path} --help").format(path=path)


def code_wanted() -> str:
    """The prompt for a code."""
    return _("Code")


def set_up_in_memory() -> str:
    """Set up where nothing lasts."""
    return _("It is set up, but NOT SAVED: it may be gone after the next start. Run: {it}").format(
        it="steadyhand doctor"
    )


def only_in_memory() -> str:
    """An event that did not reach the card."""
    return _("It happened, but is NOT SAVED. See: steadyhand status")


def nothing_to_abandon() -> str:
    """There is no entry to leave."""
    return _("No entry is under way: there is nothing to abandon. See: steadyhand status")


def something_else_was_said() -> str:
    """The statement to be taken back is not the last any more."""
    return _("Something else happened to it meanwhile: nothing was taken back. See: {it}").format(
        it="steadyhand status"
    )


def no_match(near: tuple[str, ...]) -> str:
    """No family fits. What was typed is not repeated, but for words that are known."""
    if near:
        return _("No known radio fits that. {question}").format(question=choosing_radio.meant(near))
    return _("No known radio fits that. Try fewer words, or only what the display shows.")


def left_out(looked: "LookedUp") -> str:
    """What of the make that was given fits none. Words that are not known are not repeated."""
    year = "" if looked.year_fits else _("None is known of that year: it was left out.")
    aside = _("Some words fit no known radio: they were left out.") if looked.aside else ""
    return f"{year} {aside}".strip()


def family_line(head_unit: HeadUnit) -> str:
    """One family of ``steadyhand head-units``, with a mark where sources contradict each other."""
    makes = ", ".join(radios.makes(head_unit))
    line = f"{head_unit.id}: {radios.in_a_list(head_unit)} [{makes}]"
    return _("{line} (sources differ)").format(line=line) if head_unit.sources_differ else line


def make_line(make: Make) -> str:
    """One make of ``steadyhand head-units --makes``."""
    names = ", ".join((make.name, *make.also))
    known = ", ".join(make.families) or _("nothing known")
    return f"{names}: {known}"


def nothing_known(make: Make) -> str:
    """A make without a family: what little is known, and what to do."""
    said = (
        _("{make}: nothing trustworthy is known of its radios.").format(make=make.name),
        _(make.note) if make.note else "",
        _('Describe your own radio in the text UI: choose "{choice}".').format(
            choice=choosing_radio.not_listed()
        ),
    )
    return " ".join(each for each in said if each)
