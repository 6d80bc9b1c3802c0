"""The words of a PIN or passphrase that is set after the set-up."""

from tui.words.language import _

HELP_PIN = _("Set the PIN, in place of an earlier one.")
HELP_PASSPHRASE = _("Set the passphrase, in place of an earlier one.")
HELP_STDIN_PIN = _("Standard input: what unlocks, then the new PIN, a line each.")
HELP_STDIN_PASSPHRASE = _("Standard input: what unlocks, then the new passphrase, a line each.")


def new_pin() -> str:
    """The prompt for it."""
    return _("New PIN, 4 to 12 digits")


def new_passphrase() -> str:
    """The prompt for it."""
    return _("New passphrase: four words or more that do not belong together")


def set_a_pin() -> str:
    """The button, and the screen it opens."""
    return _("Set a PIN")


def another_pin() -> str:
    """The button where there is one."""
    return _("Choose another PIN")


def pin_is_set() -> str:
    """It opens from now on."""
    return _("The new PIN opens it from now on. It works on this machine alone.")


def passphrase_is_set() -> str:
    """It opens from now on; what was copied before it does not know it."""
    return _(
        "The new passphrase opens it from now on. Backups made before take the one they were"
        " made with: make a new one."
    )


def in_memory() -> str:
    """The store is in memory only."""
    return _("It opens until the power goes: nothing can be saved on this card.")
