"""A vehicle in words: asked at the first start, kept, shown with its code, changed, removed, and
found among others.
"""

from typing import Final

from pi.radio.events import Stands
from tui.text.language import _, _n

WHICH_NAME = _("What do you call this car? Type a name, or take this one.")
NAME_LABEL = _("Name:")
TAKE_NAME = _("Take this name")
TYPE_IT_AGAIN = _("Type it again")
ANOTHER_RADIO = _("Choose another radio")
CODE_TYPED = _("My paper says so")
TYPE_CODE_AGAIN = _("Once more, from the paper: a slip now would cost a try later.")
NO_CODE_AT_HAND = _("I have none")
# In the order to look
FINDING_A_CODE = (
    _("Look for a card: car papers, handbook wallet, audio booklet, wallet at home."),
    _("Look for a sticker: glove box, fuse-box lid, spare-wheel well."),
    _("Ask the previous owner, then the dealer that first sold the car."),
    _("Nobody can look it up from here, but a guide goes with you, place by place."),
)
KEEP_WITHOUT_CODE = _("Keep the car without its code, and look for it")
TYPE_SERIAL = _("A dealer asks for it if the code is lost. You may leave it out.")
SERIAL_LABEL = _("Serial:")
SERIAL_MAY_WAIT = _("from the label, or later")  # at most 28 letters fit beside the field
SERIAL_LATER = _("Later: leave it out")
SERIAL_TYPED = _("The label says so")

# What is asked for besides the number itself
SERIAL_ALSO: Final = {
    "second_label": _("Copy the second label too, which begins with C7: it is asked for."),
    "photo": _("Photograph this label too: with such a number a photo is asked for."),
    "second_screen": _("That is one of two screens. Type both, the U and the L."),
}

WHERE_FROM = _("Where did you get the code from?")


# How far an owner is with the radio
HOW_FAR = _("What does the radio do now?")
WHY_HOW_FAR = _("Tries and waits are counted from what you say. In doubt it is on the safe side.")
STANDS: Final = {
    Stands.ASKS: _("It asks: nobody tried"),
    Stands.TRIED: _("Somebody tried a code"),
    Stands.WAITS: _("It waits, or shows something else"),
    Stands.PLAYS: _("It plays"),
}
AND_NOW = _("And what does it do now?")
SINCE: Final = {
    Stands.TRIED_AND_ASKS: _("It asks for the code"),
    Stands.WAITS: _("It waits, or shows something else"),
    Stands.TRIED: _("I don't know"),
}
LEAVE_IT_ON = _("Leave the radio on meanwhile: its own wait runs only then.")
HOW_MANY_TRIED = _("How many wrong codes were keyed in?")
NOBODY_KNOWS = _("I don't know")
WHAT_INSTEAD = _("What does it show?")
IT_JUST_WAITS = _("It waits, or takes no key")
TYPE_IT = _("Something else: type it")


def tried(tries: int) -> str:
    return _n("{n} time", "{n} times", tries)


def it_still_shows(word: str) -> str:
    return _('It shows "{word}"').format(word=word)


def suggested_name(make: str) -> str:
    """A name that one tap accepts."""
    return _("My {make}").format(make=make) if make else _("My car")


def type_code(rule: str) -> str:
    """The code, the first time. ``rule`` says what it looks like."""
    return _("{rule} Type it from your paper.").format(rule=rule)


def serial_looks(look: str, misread: str) -> str:
    """What the shape hints at, never more. ``misread``: characters to look at again."""
    sentences = {
        "this_family": _("It looks like a number of this radio."),
        "other_family": _("It looks like another radio's. Is it the right label?"),
        "model_number": _("That names the model. The serial number stands elsewhere."),
        "part_number": _("That names the part. The serial number stands elsewhere."),
        "other_number": _(
            "The set shows that too, but it is not its serial number. See the label."
        ),
        "unknown_shape": _("Unusual for this radio. Look at the label again."),
    }
    if look == "unknown_shape" and misread:
        return _("Unusual for this radio. Easily misread: {characters}").format(characters=misread)
    return sentences.get(look, "")


def serial_misfit(position: int, char: str, expects: str, instead: tuple[str, ...]) -> str:
    """A character that labels of this kind do not have there. ``instead``: what may be meant."""
    right = _(" or ").join(instead)
    if char.isdigit() == (expects == "digit") and right:
        return _("Character {n}: {right} stands there on labels of this kind, not {char}.").format(
            n=position, right=right, char=char
        )
    sentences = {
        "digit": _("Character {n}: a digit stands there on labels of this kind."),
        "letter": _("Character {n}: a letter stands there on labels of this kind."),
        "either": _("Character {n}: a letter or digit stands there on such labels."),
    }
    rule = sentences[expects].format(n=position)
    if not right:
        return rule
    return rule + " " + _("{right}, not {char}?").format(right=right, char=char)


def serial_joined(digits: str) -> str:
    """The two halves that a display shows one after the other."""
    return _("Joined without U and L, as a dealer asks for it: {digits}").format(digits=digits)


def source(value: str) -> str:
    """A place a code comes from; what is kept is shown as it is where it is another."""
    sentences = {
        "card": _("The code card"),
        "handbook": _("The handbook"),
        "sticker": _("A sticker in the car"),
        "dealer": _("A dealer"),
        "online service": _("An online service"),
        "previous owner": _("A previous owner"),
        "specialist": _("A specialist"),
    }
    return sentences.get(value, value)


HELP_YES = _("Do not ask for its name. For scripts.")
HELP_STDIN_NAME = _("Standard input: what unlocks, then the new name, a line each.")
HELP_STDIN_SERIAL = _(
    "Standard input: what unlocks, then the serial number, a line each. Empty: none is kept."
)

# The commands

NEW_NAME = _("New name")
NEW_SERIAL = _("Serial number (empty: keep none)")
SERIAL_IS_KEPT = _("The serial number is kept.")
SERIAL_IS_OUT = _("No serial number is kept of it now.")
NOBODY_TO_ASK = _("Nobody can be asked for the vehicle's name here. If it is meant, say --yes.")
TYPE_ITS_NAME = _("Type its name to remove it")
STAYS = _("That is not its name. Nothing was removed.")
# The store is in memory only
IN_MEMORY = _("It is so until the power goes: nothing can be saved on this card.")


def renamed(number: int, name: str) -> str:
    return _("Vehicle {n} is called {name} now.").format(n=number, name=name)


def what_goes(name: str, number: int) -> str:
    """Before its name is asked for."""
    return _(
        "{name} (vehicle {n}) goes for good: its code, its serial number, its history, and a wait "
        "that runs. Backups and copies made before still hold it."
    ).format(name=name, n=number)


def removed(name: str, number: int) -> str:
    return _(
        "{name} (vehicle {n}) is removed, with all that was kept of it. Backups, copies and stores "
        "that were put aside before still hold it."
    ).format(name=name, n=number)


# The screens

CHANGE_ONE = _("Change one, or remove it")
WHICH_ONE = _("WHICH ONE?")
NO_SERIAL = _("No serial number is kept.")
RENAME = _("Another name")
TYPE_SERIAL_LABEL = _("Type its serial number")
TAKE_SERIAL_OUT = _("Keep no serial number")
REMOVE = _("Remove it")  # the button, and the first answer
WHICH_NEW_NAME = _("What is this car called from now on?")
WHICH_SERIAL = _("The radio's serial number, from its label.")
KEEP = _("No, keep it")  # the careful answer
SERIAL_GOES = _("The serial number would be deleted here. It stays on the radio's label.")
KEEP_THE_NEW_ONE = _("Yes, replace it")
WHAT_IS_LOST = _("Its code, serial number, history and a wait that runs are deleted here.")
WHO_STILL_HOLDS_IT = _("Backups and copies made before still hold it.")
NOTHING_BRINGS_IT_BACK = _("Nothing here brings its code back.")
REMOVE_FOR_GOOD = _("Remove it for good")


def vehicle(number: int) -> str:
    return _("Vehicle {n}").format(n=number)


def called(number: int, name: str) -> str:
    return _("Vehicle {n}: {name}").format(n=number, name=name)


def replaced_by(kept: str, typed: str) -> str:
    return _("{kept} would be replaced by {typed}.").format(kept=kept, typed=typed)


def remove_it(name: str) -> str:
    return _("REMOVE {name}?").format(name=name)


def really(name: str) -> str:
    return _("REALLY REMOVE {name}?").format(name=name)


# No vehicle is left

NONE_LEFT = _("NO VEHICLE")
ALL_ARE_REMOVED = _("No vehicle is kept here. Add one, or bring a backup back.")

HEADINGS: Final = {
    "WELCOME": _("Setting up"),
    "RADIO": _("Which radio?"),
    "STANDS": _("How far are you?"),
    "NAME": _("A name"),
    "CODE": _("The code"),
    "SERIAL": _("Serial number"),
    "SOURCE": _("Where from?"),
    "PIN": _("A PIN"),
    "PASSPHRASE": _("A passphrase"),
    "RECOVERY": _("Recovery key"),
    "SAVE": _("All told"),
}

NOTHING_WAS_SAVED = _("Nothing was saved. Start steadyhand again when you are ready.")
WHAT_THIS_IS = _(
    "It keeps your radio's code, helps to find a lost one, and leads you through keying in."
)
WHAT_THIS_IS_NOT = _("Your hand presses the keys. It presses none and works out no code.")
NOTHING_IS_SAVED_YET = _(
    "Of your cars nothing is saved before the last step. You can leave at any time."
)
BEGIN = _("Begin")
HAVE_A_BACKUP = _("I have a backup")
LEAVE = _("Leave")
SAVE_VEHICLE = _("Save this vehicle")


def step_of(number: int, steps: int) -> str:
    return _("Step {n} of {m}").format(n=number, m=steps)


def summary(name: str, family: str) -> str:
    return _("{name}: {family}").format(name=name, family=family)


# Its code, shown

TAKES_NONE = _("No code is kept: this radio takes none from you.")
HIDE = _("Hide it")
KEYS_IN_WORDS = _("The keys in words")
BACK_TO_CODE = _("The code itself")


def code_of(name: str) -> str:
    return _("Code of {name}").format(name=name) if name else _("The code")


def hides_after(seconds: int) -> str:
    return _n("Hidden again after {n} second.", "Hidden again after {n} seconds.", seconds)


def serial_is(serial: str) -> str:
    return _("Serial number {serial}").format(serial=serial)


def plate_is(plate: str) -> str:
    return _("Plate {plate}").format(plate=plate)


def source_is(source: str) -> str:
    return _("The code came from: {source}").format(source=source)


# All of them

VEHICLES = _("Vehicles")
ADD_VEHICLE = _("Add a vehicle")
SHOW_NAMES = _("Show names")  # unlocks for the names
FIND = _("Find by name")
PART_OF_A_NAME = _("a part of it, or a number")  # at most 28 letters fit beside the field


def type_to_find(total: int) -> str:
    return _n(
        "{n} vehicle. Type a name or a number.", "{n} vehicles. Type a name or a number.", total
    )


def found(text: str, count: int) -> str:
    return _n('"{text}": {n} vehicle', '"{text}": {n} vehicles', count).replace("{text}", text)


def vehicle_line(number: int, name: str | None, family: str) -> str:
    """One vehicle. While this session is locked its number stands for its name."""
    if name is None:
        return _("Vehicle {n} · {family}").format(n=number, family=family)
    return _("{name} · vehicle {n} · {family}").format(n=number, name=name, family=family)


def and_more(count: int) -> str:
    return _n("{n} more: type more of the name", "{n} more: type more of the name", count)
