"""The words of a PIN, passphrase or recovery key that is made after the set-up."""

from tui.text.language import _

HELP_PIN = _("Set the PIN, in place of an earlier one.")
HELP_PASSPHRASE = _("Set the passphrase, in place of an earlier one.")
HELP_STDIN_PIN = _("Standard input: what unlocks, then the new PIN, a line each.")
HELP_STDIN_PASSPHRASE = _("Standard input: what unlocks, then the new passphrase, a line each.")
HELP_RECOVERY_KEY = _("Make another recovery key. The old one is struck once it is on paper.")
HELP_STDIN_RECOVERY_KEY = _(
    "Standard input: what unlocks, then, once the key is printed, its last group."
)


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


def last_group() -> str:
    """The prompt for the proof that it is on paper."""
    return _("Its last group, from your paper")


def not_its_last_group() -> str:
    """It may be typed again."""
    return _("That is not its last group. Read it off your paper once more.")


def old_key_stays() -> str:
    """The proof was none."""
    return _("Not its last group. The old key still opens it: strike out the new one.")


def old_key_is_struck() -> str:
    """The new one opens from now on."""
    return _(
        "The new recovery key opens it from now on: strike out the old one. Backups made before"
        " still take the old one: make a new backup."
    )


def another_recovery_key() -> str:
    """The button, and the title."""
    return _("New recovery key")


def write_down_the_new_one() -> str:
    """The new one is shown once."""
    return _("Write this new key down. Until you type its last group the old one opens.")


def keep_the_old_one() -> str:
    """Leave with nothing changed."""
    return _("Keep the old one")


def type_last_group() -> str:
    """The proof that it is on paper."""
    return _("The new key's last group, from your paper. Then the old one is struck.")


def strike_the_old_one() -> str:
    """What Enter does."""
    return _("Strike the old one")


def locks_and_keys() -> str:
    """The button where there is no PIN."""
    return _("PIN and recovery key")


def there_is_no_pin() -> str:
    """Where one would be told of."""
    return _("No PIN opens it here. The passphrase or the recovery key does.")


def in_memory() -> str:
    """The store is in memory only."""
    return _("It opens until the power goes: nothing can be saved on this card.")
