"""The words of a vehicle that is called otherwise, loses its serial number, or is removed."""

from tui.text.language import _

HELP_RENAME = _("Call a vehicle otherwise.")
HELP_SERIAL = _("Keep another serial number of a radio, or none.")
HELP_REMOVE = _("Remove a vehicle for good: its code, all that is kept of it, and its history.")
HELP_YES = _("Do not ask for its name. For scripts.")
HELP_STDIN_NAME = _("Standard input: what unlocks, then the new name, a line each.")
HELP_STDIN_SERIAL = _(
    "Standard input: what unlocks, then the serial number, a line each. Empty: none is kept."
)

# The commands


def new_name() -> str:
    """The prompt for it."""
    return _("New name")


def new_serial() -> str:
    """The prompt for it."""
    return _("Serial number (empty: keep none)")


def renamed(number: int, name: str) -> str:
    """It has another name."""
    return _("Vehicle {n} is called {name} now.").format(n=number, name=name)


def serial_is_kept() -> str:
    """It is in the vault."""
    return _("The serial number is kept.")


def serial_is_out() -> str:
    """There is none now."""
    return _("No serial number is kept of it now.")


def nobody_to_ask() -> str:
    """A script removes a vehicle, and can't be asked."""
    return _("Nobody can be asked for the vehicle's name here. If it is meant, say --yes.")


def what_goes(name: str, number: int) -> str:
    """Before its name is asked for."""
    return _(
        "{name} (vehicle {n}) goes for good: its code, its serial number, its history, and a wait "
        "that runs. Backups and copies made before still hold it."
    ).format(name=name, n=number)


def type_its_name() -> str:
    """The prompt that a slip does not answer."""
    return _("Type its name to remove it")


def stays() -> str:
    """Something else was typed."""
    return _("That is not its name. Nothing was removed.")


def removed(number: int) -> str:
    """It is gone."""
    return _(
        "Vehicle {n} is removed, with all that was kept of it. Backups, copies and stores that were"
        " put aside before still hold it."
    ).format(n=number)


def in_memory() -> str:
    """The store is in memory only."""
    return _("It is so until the power goes: nothing can be saved on this card.")


# The screens


def change_one() -> str:
    """The button below the list."""
    return _("Change one, or remove it")


def which_one() -> str:
    """The title of the list to choose from."""
    return _("WHICH ONE?")


def vehicle(number: int) -> str:
    """Before its name is known."""
    return _("Vehicle {n}").format(n=number)


def called(number: int, name: str) -> str:
    """Its number and its name."""
    return _("Vehicle {n}: {name}").format(n=number, name=name)


def no_serial() -> str:
    """Where there is no serial number."""
    return _("No serial number is kept.")


def rename() -> str:
    """The button."""
    return _("Another name")


def type_serial() -> str:
    """The button."""
    return _("Type its serial number")


def take_serial_out() -> str:
    """The button."""
    return _("Keep no serial number")


def remove() -> str:
    """The button, and the first answer."""
    return _("Remove it")


def which_name() -> str:
    """The question for a name."""
    return _("What is this car called from now on?")


def which_serial() -> str:
    """The question for a serial number."""
    return _("The radio's serial number, from its label.")


def keep() -> str:
    """The careful answer."""
    return _("No, keep it")


def serial_goes() -> str:
    """What it means to keep none."""
    return _("The serial number would be deleted here. It stays on the radio's label.")


def replaced_by(kept: str, typed: str) -> str:
    """What is kept, and what would be instead."""
    return _("{kept} would be replaced by {typed}.").format(kept=kept, typed=typed)


def keep_the_new_one() -> str:
    """The answer that replaces it."""
    return _("Yes, replace it")


def remove_it(name: str) -> str:
    """The first question."""
    return _("REMOVE {name}?").format(name=name)


def what_is_lost() -> str:
    """What goes with it."""
    return _("Its code, serial number, history and a wait that runs are deleted here.")


def who_still_holds_it() -> str:
    """What does not."""
    return _("Backups and copies made before still hold it.")


def really(name: str) -> str:
    """The second question."""
    return _("REALLY REMOVE {name}?").format(name=name)


def nothing_brings_it_back() -> str:
    """What there is no way back from."""
    return _("Nothing here brings its code back.")


def remove_for_good() -> str:
    """The second answer."""
    return _("Remove it for good")


# A fleet without vehicles


def none_left() -> str:
    """In large letters."""
    return _("NO VEHICLE")


def all_are_removed() -> str:
    """What happened, and what to do."""
    return _("No vehicle is kept here. Add one, or bring a backup back.")
