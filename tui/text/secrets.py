"""PIN, passphrase, recovery key and device key in words, from the first start to the next one."""

from pi.strength import PASSPHRASE_SHORTEST, PIN_LONGEST, PIN_SHORTEST
from tui.text.language import _, _n


def heading() -> str:
    """The title of the unlocking."""
    return _("Unlock")


def type_secret(kind: str) -> str:
    """What is to be typed."""
    return {
        "pin": _("Your PIN."),
        "passphrase": _("Your passphrase. Small and capital letters matter."),
        "recovery": _("The recovery key from your paper: seven groups of four."),
    }[kind]


def label(kind: str) -> str:
    """The field where there is no room for a sentence."""
    return {"pin": _("PIN:"), "passphrase": _("Phrase:"), "recovery": _("Key:")}[kind]


def next_try_in(clock: str) -> str:
    """The PIN has to wait. ``clock`` is minutes and seconds."""
    return _("Too many wrong PINs. Next try in {clock} min. Other ways need no wait.").format(
        clock=clock
    )


def unlock() -> str:
    """Try what is typed."""
    return _("Unlock")


def other_way() -> str:
    """Not by this."""
    return _("Another way")


def one_moment() -> str:
    """The key is being derived: made slow for whoever guesses."""
    return _("One moment ...")


def which_way() -> str:
    """Above the ways."""
    return _("How do you want to unlock?")


def way(kind: str) -> str:
    """A way to unlock."""
    return {
        "pin": _("By PIN"),
        "passphrase": _("By passphrase"),
        "recovery": _("By the recovery key"),
    }[kind]


# The code


def code_of(name: str) -> str:
    """The title of the code."""
    return _("Code of {name}").format(name=name) if name else _("The code")


def hides_after(seconds: int) -> str:
    """How long the digits can be read."""
    return _n("Hidden again after {n} second.", "Hidden again after {n} seconds.", seconds)


def takes_none() -> str:
    """There is no code to show, and never will be."""
    return _("No code is kept: this radio takes none from you.")


def serial_is(serial: str) -> str:
    """The serial number."""
    return _("Serial number {serial}").format(serial=serial)


def plate_is(plate: str) -> str:
    """The number plate."""
    return _("Plate {plate}").format(plate=plate)


def source_is(source: str) -> str:
    """Where the code came from."""
    return _("The code came from: {source}").format(source=source)


def hide() -> str:
    """Hide the digits now."""
    return _("Hide it")


def show() -> str:
    """Show the digits again."""
    return _("Show it again")


def keys_in_words() -> str:
    """The press plan to read."""
    return _("The keys in words")


def back_to_code() -> str:
    """From the keys to the digits."""
    return _("The code itself")


def further() -> str:
    """The next page of the keys."""
    return _("Read on")


# Vehicles


def vehicles() -> str:
    """The title of the list."""
    return _("Vehicles")


def type_to_find(total: int) -> str:
    """How to find one of many."""
    return _n(
        "{n} vehicle. Type a name or a number.", "{n} vehicles. Type a name or a number.", total
    )


def found(text: str, count: int) -> str:
    """How many vehicles fit what is typed."""
    return _n('"{text}": {n} vehicle', '"{text}": {n} vehicles', count).replace("{text}", text)


def vehicle_line(number: int, name: str | None, family: str) -> str:
    """One vehicle. While this surface is locked its number stands for its name."""
    if name is None:
        return _("Vehicle {n} · {family}").format(n=number, family=family)
    return _("{name} · vehicle {n} · {family}").format(n=number, name=name, family=family)


def and_more(count: int) -> str:
    """More than are listed."""
    return _n("{n} more: type more of the name", "{n} more: type more of the name", count)


def add_vehicle() -> str:
    """One more vehicle."""
    return _("Add a vehicle")


def show_names() -> str:
    """Unlock for the names."""
    return _("Show names")


def find() -> str:
    """Look for one by its name."""
    return _("Find by name")


def part_of_a_name() -> str:
    """Beside the field, in at most 28 letters."""
    return _("a part of it, or a number")


HELP_TO = _("Make a new one there: on a USB stick, or on the card.")
HELP_PLACE = _("Where the stick is mounted, if several are plugged in.")
HELP_STDIN = _(
    "Standard input: the PIN. Where there is none, or its other half is lost: what unlocks, then "
    "the new PIN, a line each."
)


def key_heading() -> str:
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


def no_pin_to_keep() -> str:
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


def new_key_moment() -> str:
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


HELP_STDIN_PIN = _("Standard input: what unlocks, then the new PIN, a line each.")
HELP_STDIN_PASSPHRASE = _("Standard input: what unlocks, then the new passphrase, a line each.")
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


def type_new_last_group() -> str:
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


def without_pin() -> str:
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


def keys_moment() -> str:
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


def they_differ() -> str:
    """For the title."""
    return _("They differ")


def one_has_a_slip() -> str:
    """Nobody can know which of the two."""
    return _("The two are not the same: one of them has a slip, the first or the second.")


def unseen() -> str:
    """Of what may not be shown."""
    return _("Sure of the first? Type the second again. If not, begin anew.")


def first(typed: str) -> str:
    """The first of the two."""
    return _("First:  {typed}").format(typed=" ".join(typed))


def second(typed: str) -> str:
    """The second of the two."""
    return _("Second: {typed}").format(typed=" ".join(typed))


def which_is_on_paper() -> str:
    """Of what may be seen."""
    return _("See your paper. If the first is wrong, begin anew.")


def second_again() -> str:
    """The first was right."""
    return _("The first is right: type the second again")


def begin_anew() -> str:
    """The first was wrong, or it is not known."""
    return _("Begin anew with the first")


def once_more() -> str:
    """The prompt for the second, on a terminal."""
    return _("The same once more")


def second_again_or_anew() -> str:
    """The question of a terminal; no is to begin anew."""
    return _("They differ. Type the second again? (n: begin anew with the first)")
