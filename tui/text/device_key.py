"""The words of the PIN's other half: where it lies, whom that keeps out, and its moves."""

from tui.text.language import _

HELP = _("Where the PIN's other half is kept and whom that keeps out, or move it.")
HELP_TO = _("Make a new one there: on a USB stick, or on the card.")
HELP_PLACE = _("Where the stick is mounted, if several are plugged in.")
HELP_STDIN = _(
    "Standard input: the PIN. Where there is none, or its other half is lost: what unlocks, then "
    "the new PIN, a line each."
)


def heading() -> str:
    """The title of the screen."""
    return _("How safe is the PIN?")


def where(place: str, directory: str = "") -> str:
    """Where it lies, in a sentence."""
    if place == "stick":
        return _("The PIN's other half is on a USB stick.")
    if place == "credential":
        return _("The PIN's other half is a credential that systemd keeps.")
    if directory:
        return _("The PIN's other half is on the memory card, in {place}.").format(place=directory)
    return _("The PIN's other half is on the memory card.")


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


def no_pin() -> str:
    """Nothing to keep."""
    return _(
        "There is no PIN. To set one that works with a USB stick: steadyhand device-key --to stick"
    )


def how_to_move(place: str) -> str:
    """The command for the other place."""
    if place == "stick":
        return _("Back to the card: steadyhand device-key --to card")
    return _("To a stick: steadyhand device-key --to stick")


def trouble(reason: str | None) -> str:
    """Why the PIN can't be tried, or its other half not be moved: what, and what to do.

    Of a stick that is in, in two lines of 38 letters: no key of the pad moves for it.
    """
    return {
        "stick_away": stick_away(),
        "stick_other": _(
            "This is not the PIN's stick. Put that one in, or use another way to unlock."
        ),
        "stick_damaged": _(
            "The key on this stick is damaged. Use a copy of it, or unlock another way."
        ),
        "stick_unreadable": _("The stick can't be read by the service. Unlock another way."),
        "missing": _("The PIN's other half is gone from the card. {mend}").format(mend=_mend()),
        "damaged": _("The PIN's other half is damaged. {mend}").format(mend=_mend()),
        "changed": _("The PIN's other half is not the one it needs. {mend}").format(mend=_mend()),
        "in_place": _("The PIN's other half lies there already. Nothing was changed."),
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


def stick_away() -> str:
    """The PIN's stick is not in."""
    return _(
        "The PIN works only with its USB stick in. Put it in, or use the passphrase or "
        "recovery key."
    )


def not_written(why: str | None) -> str:
    """It did not get onto the stick."""
    return {
        "full": _("The stick is full. Nothing was changed: make room there, and try again."),
        "read_only": _("The stick can't be written. Nothing was changed: look at its switch."),
        "not_permitted": _(
            "The service may not write to the stick. Nothing was changed: mount it for the service."
        ),
    }.get(
        why or "", _("The stick did not take it. Nothing was changed: try again, or another stick.")
    )


def pin_wanted() -> str:
    """The prompt for the PIN that there is."""
    return _("PIN")


def new_pin_wanted() -> str:
    """The prompt where the one of before can't be tried."""
    return _("New PIN, 4 to 12 digits")


def moved(place: str) -> str:
    """It is done, and what to know now."""
    if place == "stick":
        return _(
            "The PIN works only with this stick in from now on. Take it with you.\n"
            "A copy of its file on a second stick works as well. If it is lost, the passphrase or "
            "the recovery key opens it."
        )
    return _("The PIN works without a stick from now on.")


# On the screens


def stick_away_short() -> str:
    """The same as a question: two lines of 38 letters at most."""
    return _("The PIN works only with its USB stick in. Put it in, or use another way.")


def question() -> str:
    """The button that leads to where this is told."""
    return _("How safe is the PIN?")


def to_stick() -> str:
    """The button that moves it there."""
    return _("Move it to a USB stick")


def to_card() -> str:
    """The button that moves it back."""
    return _("Move it to the card")


def type_pin_to_move(place: str) -> str:
    """What is asked before a move."""
    if place == "stick":
        return _("Your PIN: a new other half is made on the stick.")
    return _("Your PIN: a new other half is made on the card.")


def move() -> str:
    """Do it."""
    return _("Move it")


def one_moment() -> str:
    """The new one is being made."""
    return _("One moment. Leave the stick in ...")


def lost() -> str:
    """What a screen says where the PIN can't be tried."""
    return _("If it is lost, over SSH: steadyhand device-key --to card")


def later_on_a_stick() -> str:
    """At the set-up, of a PIN whose other half begins on the card."""
    return _("Its other half can move to a USB stick later: More, How safe is the PIN?")


def _mend() -> str:
    return _("Use the passphrase or recovery key, then: steadyhand device-key --to card")
