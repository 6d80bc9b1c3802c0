"""PIN, passphrase, recovery key and device key in words, from the first start to the next one."""

from typing import Final

from pi.secret_limits import PIN_LONGEST, PIN_SHORTEST
from tui.text.language import _

TYPE_SECRET: Final = {
    "pin": _("Your PIN."),
    "passphrase": _("Your passphrase. Small and capital letters matter."),
    "recovery": _("The recovery key from your paper: seven groups of four."),
}

# Where there is no room for a sentence
LABELS: Final = {"pin": _("PIN:"), "passphrase": _("Phrase:"), "recovery": _("Key:")}
UNLOCK = _("Unlock")
OTHER_WAY = _("Another way")
ONE_MOMENT = _("One moment ...")  # the key is being derived, made slow for whoever guesses
WHICH_WAY = _("How do you want to unlock?")

WAYS: Final = {
    "pin": _("By PIN"),
    "passphrase": _("By passphrase"),
    "recovery": _("By the recovery key"),
}


def next_try_in(clock: str) -> str:
    """The PIN has to wait. ``clock`` is minutes and seconds."""
    return _("Too many wrong PINs. Next try in {clock} min. Other ways need no wait.").format(
        clock=clock
    )


HELP_TO = _("Make a new one there: on a USB stick, or on the card.")
HELP_PLACE = _("Where the stick is mounted, if several are plugged in.")
HELP_STDIN = _(
    "Standard input: the PIN. Where there is none, or its key file is lost: what unlocks, then "
    "the new PIN, a line each."
)
NO_PIN_TO_KEEP = _(
    "There is no PIN. To set one that works with a USB stick: steadyhand device-key --to stick"
)
STICK_AWAY = _(
    "The PIN works only with its USB stick in. Put it in, or use the passphrase or recovery key."
)
PIN_WANTED = _("PIN")


def where(place: str, directory: str = "") -> str:
    """Where it lies, in a sentence."""
    if place == "stick":
        return _("The PIN's key file is on a USB stick.")
    if place == "credential":
        return _("The PIN's key file is a credential that systemd keeps.")
    if directory:
        return _("The PIN's key file is on the memory card, in {place}.").format(place=directory)
    return _("The PIN's key file is on the memory card.")


def keeps_out(place: str) -> str:
    """Whom it keeps out, and whom not. Never more than it does."""
    if place == "stick":
        return _(
            "Who takes the card alone has no use for the PIN. Who has the stick as well can try "
            "all PINs: take it with you."
        )
    if place == "credential":
        # systemd does not tell the service what seals a credential: its key may be on the card.
        return _(
            "It keeps out onlookers and your network. Who takes the card is kept out only if a "
            "TPM chip seals it."
        )
    return _(
        "It keeps out onlookers and your network. Who takes the card can try all PINs. A USB "
        "stick would keep them out."
    )


def how_to_move(place: str) -> str:
    if place == "stick":
        return _("Back to the card: steadyhand device-key --to card")
    return _("To a stick: steadyhand device-key --to stick")


def trouble(reason: str | None) -> str:
    """Why the PIN can't be tried, or its key file not be moved: what, and what to do.

    Of a stick that is in, in two lines of 38 letters: no key of the pad moves for it.
    """
    return {
        "stick_away": STICK_AWAY,
        "stick_other": _(
            "This is not the PIN's stick. Put that one in, or use another way to unlock."
        ),
        "stick_damaged": _(
            "The key on this stick is damaged. Use a copy of it, or unlock another way."
        ),
        "stick_unreadable": _("The stick can't be read by the service. Unlock another way."),
        "missing": _("The PIN's key file is gone from the card. {mend}").format(mend=_MEND),
        "damaged": _("The PIN's key file is damaged. {mend}").format(mend=_MEND),
        "changed": _("The PIN's key file is not the one it needs. {mend}").format(mend=_MEND),
        "in_place": _("The PIN's key file lies there already. Nothing was changed."),
        "no_stick": _("No USB stick is plugged in and mounted. Put one in, and try again."),
        "several_sticks": _(
            "Several USB sticks are plugged in. Leave one in, or name its place: --place DIR"
        ),
        "not_a_stick": _("No USB stick is mounted there. Look with: steadyhand device-key"),
    }.get(reason or "", (reason or "").replace("_", " "))


def no_new_pin(reason: str) -> str:
    """Why a new PIN can't be bound to this device."""
    if reason.startswith("stick"):
        return _(
            "A new PIN needs the stick of the old one. Is it lost? Use: "
            "steadyhand device-key --to card"
        )
    return _(
        "The device key beside the store is {why}. Move the file device.key away, and try again."
    ).format(why=reason)


def not_written(why: str | None) -> str:
    return {
        "full": _("The stick is full. Nothing was changed: make room there, and try again."),
        "read_only": _("The stick can't be written. Nothing was changed: look at its switch."),
        "not_permitted": _(
            "The service may not write to the stick. Nothing was changed: mount it for the service."
        ),
    }.get(
        why or "", _("The stick did not take it. Nothing was changed: try again, or another stick.")
    )


def moved(place: str) -> str:
    if place == "stick":
        return _(
            "The PIN works only with this stick in from now on. Take it with you.\n"
            "A copy of its file on a second stick works as well. If it is lost, the passphrase or "
            "the recovery key opens it."
        )
    return _("The PIN works without a stick from now on.")


# On the screens

# As a question: two lines of 38 letters at most
STICK_AWAY_SHORT = _("The PIN works only with its USB stick in. Put it in, or use another way.")
HOW_SAFE = _("How safe is the PIN?")  # the button that leads there, and the title
TO_STICK = _("Move it to a USB stick")
TO_CARD = _("Move it to the card")
MOVE = _("Move it")
NEW_KEY_MOMENT = _("One moment. Leave the stick in ...")
LOST = _("If it is lost, over SSH: steadyhand device-key --to card")  # where the PIN can't be tried
# At the set-up, of a PIN whose key file begins on the card
LATER_ON_A_STICK = _("Its key file can move to a USB stick later: More, Lock, PIN and colours.")
_MEND = _("Use the passphrase or recovery key, then: steadyhand device-key --to card")


def type_pin_to_move(place: str) -> str:
    if place == "stick":
        return _("Your PIN: a new key file is made on the stick.")
    return _("Your PIN: a new key file is made on the card.")


HELP_STDIN_PIN = _("Standard input: what unlocks, then the new PIN, a line each.")
HELP_STDIN_PASSPHRASE = _("Standard input: what unlocks, then the new passphrase, a line each.")
HELP_STDIN_RECOVERY_KEY = _(
    "Standard input: what unlocks, then, once the key is printed, its last group."
)
NEW_PIN = _("New PIN: 4 to 12 digits, no row like 1234 or 1111")
NEW_PASSPHRASE = _("New passphrase: four words or more that do not belong together")
SET_A_PIN = _("Set a PIN")  # the button, and the screen it opens
ANOTHER_PIN = _("Choose another PIN")
PIN_IS_SET = _("The new PIN opens it from now on. It works on this machine alone.")
PASSPHRASE_IS_SET = _(
    "The new passphrase opens it from now on. Backups made before take the one they were"
    " made with: make a new one."
)
LAST_GROUP = _("Its last group, from your paper")
NOT_ITS_LAST_GROUP = _("That is not its last group. Read it off your paper once more.")
OLD_KEY_STAYS = _("Not its last group. The old key still opens it: strike out the new one.")
OLD_KEY_IS_STRUCK = _(
    "The new recovery key opens it from now on: strike out the old one. Backups made before"
    " still take the old one: make a new backup."
)
ANOTHER_RECOVERY_KEY = _("New recovery key")
WRITE_DOWN_THE_NEW_ONE = _(
    "Write this new key down. Until you type its last group the old one opens."
)
KEEP_THE_OLD_ONE = _("Keep the old one")
TYPE_NEW_LAST_GROUP = _("The new key's last group, from your paper. Then the old one is struck.")
STRIKE_THE_OLD_ONE = _("Strike the old one")  # what Enter does
LOCKS_AND_KEYS = _("PIN and recovery key")
THERE_IS_NO_PIN = _("No PIN opens it here. The passphrase or the recovery key does.")
# The store is in memory only
IN_MEMORY = _("It opens until the power goes: nothing can be saved on this card.")
PIN_GUARDS = _("A PIN hides your code from onlookers and from people on your network.")
# There is no keyboard here
PASSPHRASE_OVER_SSH = _("A passphrase is stronger. Set one over SSH: steadyhand passphrase")
PASSPHRASE_ALONE = _("A long passphrase without a PIN does.")  # with a keyboard there is a choice
CHOOSE_PIN = _("Choose a PIN")
WITHOUT_PIN = _("No PIN: a passphrase")
# What is refused is said before anything is typed: the same rule for both, hard to guess
TYPE_PIN = _("Choose {least} to {most} digits: not your code, no row like 1234 or 1111.").format(
    least=PIN_SHORTEST, most=PIN_LONGEST
)
PIN_TOO_EASY = _("That is guessed first. Take digits that stand in no row.")
TYPE_PIN_AGAIN = _("The same PIN once more.")
PIN_IS_THE_CODE = _("That is the radio's code. Choose another PIN.")
ONCE_MORE_SHORT = _("the same once more")  # at most 28 letters fit beside the field
TYPE_PASSPHRASE_AGAIN = _("The same passphrase once more.")
NO_PASSPHRASE = _("None: the PIN will do")
KEYS_MOMENT = _("One moment: the keys are being made.")
NO_KEY_YET = _("No key could be made. Nothing was saved, and nothing you typed is lost.")
WRITE_IT_DOWN = _(
    "Write this down now. It opens all if the PIN is lost, and is shown only this once."
)
MADE_ANEW = _("The service was restarted: this is a NEW key. Strike out the one before.")
WRITTEN_DOWN = _("I wrote it down")
TYPE_LAST_GROUP = _("Type the key's last group, from your paper. Then all is saved.")
LAST_GROUP_SHORT = _("from your paper")  # at most 25 letters fit beside the field
LAST_GROUP_LABEL = _("Last group:")
SAVE_ALL = _("Save it all")
NOT_THE_LAST_GROUP = _("That is not the key's last group: the paper has a slip, or what you typed.")
COMPARE_THE_PAPER = _("If your paper says so, look at the key again and compare each group.")
LAST_GROUP_AGAIN = _("Type the last group again")
THEY_DIFFER = _("They differ")  # for the title
ONE_HAS_A_SLIP = _("The two are not the same: one of them has a slip, the first or the second.")
# Of what may not be shown
UNSEEN = _("Sure of the first? Type the second again. If not, begin anew.")
WHICH_IS_ON_PAPER = _("See your paper. If the first is wrong, begin anew.")  # of what may be seen
SECOND_AGAIN = _("The first is right: type the second again")
BEGIN_ANEW = _("Begin anew with the first")
ONCE_MORE = _("The same once more")  # the prompt for the second, on a terminal
# On a terminal
SECOND_AGAIN_OR_ANEW = _("They differ. Type the second again? (n: begin anew with the first)")


def pin_and_card(device_key: str) -> str:
    """Whether a PIN helps against somebody who holds the memory card."""
    if device_key == "credential":
        # systemd does not tell the service what seals a credential: its key may be on the card.
        return _(
            "If someone takes the memory card, it holds only if a TPM chip seals its key file."
        )
    return _("It does not hold if someone takes the memory card: all PINs can be tried out.")


def type_passphrase(has_pin: bool) -> str:
    if has_pin:
        return _("A passphrase, too? Four words that do not belong together.")
    return _("No PIN: choose four words or more that do not belong together.")


def passphrase_short(has_pin: bool) -> str:
    """Beside the field, in at most 28 letters."""
    if has_pin:
        return _("if you want one as well")
    return _("four words or more")


def numbered(at: int, group: str) -> str:
    """A group of the recovery key beside its number; two of these stand in 38 letters."""
    return _("Group {n} │ {group}").format(n=at, group=" ".join(group))


def you_typed(text: str) -> str:
    return _("You typed: {typed}").format(typed=" ".join(text.upper()))


def first(typed: str) -> str:
    return _("First:  {typed}").format(typed=" ".join(typed))


def second(typed: str) -> str:
    return _("Second: {typed}").format(typed=" ".join(typed))
