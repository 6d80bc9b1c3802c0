"""The words of PIN, passphrase and recovery key at the first start."""

from tui.text.language import _

PIN_SHORTEST, PIN_LONGEST = 4, 12  # digits
PASSPHRASE_SHORTEST = 8  # characters


def pin_guards() -> str:
    """What a PIN is good for."""
    return _("A PIN hides your code from onlookers and from people on your network.")


def pin_and_card(device_key: str) -> str:
    """Whether a PIN helps against somebody who holds the memory card."""
    if device_key == "credential":
        # systemd does not tell the service what seals a credential: its key may be on the card.
        return _(
            "If someone takes the memory card, it holds only if a TPM chip seals its other half."
        )
    return _("It does not hold if someone takes the memory card: all PINs can be tried out.")


def passphrase_over_ssh() -> str:
    """There is no keyboard here."""
    return _("A passphrase is stronger. Set one over SSH: steadyhand passphrase")


def passphrase_alone() -> str:
    """With a keyboard there is a choice."""
    return _("A long passphrase without a PIN does.")


def choose_pin() -> str:
    """Go on to the PIN."""
    return _("Choose a PIN")


def no_pin() -> str:
    """Go on to the passphrase, without a PIN."""
    return _("No PIN: a passphrase")


def type_pin() -> str:
    """The PIN, the first time."""
    return _("Choose {least} to {most} digits. Not your code.").format(
        least=PIN_SHORTEST, most=PIN_LONGEST
    )


def type_pin_again() -> str:
    """The PIN, the second time."""
    return _("The same PIN once more.")


def pin_is_the_code() -> str:
    """The PIN is the code it hides."""
    return _("That is the radio's code. Choose another PIN.")


def type_passphrase(has_pin: bool) -> str:
    """The passphrase, the first time."""
    if has_pin:
        return _("A passphrase as well? {least} characters or more, or leave it empty.").format(
            least=PASSPHRASE_SHORTEST
        )
    return _("No PIN: choose a passphrase of {least} characters or more.").format(
        least=PASSPHRASE_SHORTEST
    )


def passphrase_short(has_pin: bool) -> str:
    """Beside the field, in at most 28 letters."""
    if has_pin:
        return _("if you want one as well")
    return _("{least} or more").format(least=PASSPHRASE_SHORTEST)


def once_more_short() -> str:
    """Beside the field, in at most 28 letters."""
    return _("the same once more")


def type_passphrase_again() -> str:
    """The passphrase, the second time."""
    return _("The same passphrase once more.")


def passphrase_label() -> str:
    """The field where there is no room for a sentence."""
    return _("Phrase:")


def no_passphrase() -> str:
    """Go on without one."""
    return _("None: the PIN will do")


def one_moment() -> str:
    """Keys are being made."""
    return _("One moment: the keys are being made.")


def no_key_yet() -> str:
    """The key could not be made."""
    return _("No key could be made. Nothing was saved, and nothing you typed is lost.")


def write_it_down() -> str:
    """The recovery key, shown once."""
    return _("Write this down now. It opens all if the PIN is lost, and is shown only this once.")


def made_anew() -> str:
    """The service was started anew, and the first key is void."""
    return _("The service was restarted: this is a NEW key. Strike out the one before.")


def written_down() -> str:
    """The key is on paper."""
    return _("I wrote it down")


def type_last_group() -> str:
    """The proof that it was written down."""
    return _("Type the key's last group, from your paper. Then all is saved.")


def last_group_short() -> str:
    """Beside the field, in at most 25 letters."""
    return _("from your paper")


def last_group_label() -> str:
    """The field where there is no room for a sentence."""
    return _("Last group:")


def save_all() -> str:
    """Finish."""
    return _("Save it all")


def show_key_again() -> str:
    """Back to the key."""
    return _("Show it again")


def not_the_last_group() -> str:
    """What was typed is not the end of the key."""
    return _("That is not the key's last group: the paper has a slip, or what you typed.")


def you_typed(text: str) -> str:
    """What was typed, to be compared with the paper."""
    return _("You typed: {typed}").format(typed=" ".join(text.upper()))


def compare_the_paper() -> str:
    """What to do about it."""
    return _("If your paper says so, look at the key again and compare each group.")


def last_group_again() -> str:
    """The paper is right."""
    return _("Type the last group again")
