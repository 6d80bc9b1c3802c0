"""A vehicle in words: asked at the first start, kept, changed, and removed."""

from tui.text.language import _


def which_name() -> str:
    """What the vehicle is called."""
    return _("What do you call this car? Type a name, or take this one.")


def name_label() -> str:
    """The field where there is no room for a sentence."""
    return _("Name:")


def suggested_name(make: str) -> str:
    """A name that one tap accepts."""
    return _("My {make}").format(make=make) if make else _("My car")


def take_name() -> str:
    """Take the name as it stands."""
    return _("Take this name")


def type_code(rule: str) -> str:
    """The code, the first time. ``rule`` says what it looks like."""
    return _("{rule} Type it from your paper.").format(rule=rule)


def code_typed() -> str:
    """The first entry is complete."""
    return _("My paper says so")


def type_code_again() -> str:
    """The code, the second time."""
    return _("Once more, from the paper: a slip now would cost a try later.")


def no_code_at_hand() -> str:
    """The owner has no code."""
    return _("I have none")


def finding_a_code() -> tuple[str, ...]:
    """Where a code is found, in the order to look."""
    return (
        _("Look for a card: car papers, handbook wallet, audio booklet, wallet at home."),
        _("Look for a sticker: glove box, fuse-box lid, spare-wheel well."),
        _("Ask the previous owner, then the dealer that first sold the car."),
        _("Nobody can look it up from here, but a guide goes with you, place by place."),
    )


def keep_without_code() -> str:
    """Go on without a code."""
    return _("Keep the car without its code, and look for it")


def type_serial() -> str:
    """The serial number."""
    return _("A dealer asks for it if the code is lost. You may leave it out.")


def serial_label() -> str:
    """The field where there is no room for a sentence."""
    return _("Serial:")


def serial_may_wait() -> str:
    """Beside the field, in at most 28 letters."""
    return _("from the label, or later")


def serial_later() -> str:
    """Leave the serial number out."""
    return _("Later: leave it out")


def serial_typed() -> str:
    """The serial number is complete."""
    return _("The label says so")


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


def serial_also(needed: str) -> str:
    """What is asked for besides the number itself."""
    return {
        "second_label": _("Copy the second label too, which begins with C7: it is asked for."),
        "photo": _("Photograph this label too: with such a number a photo is asked for."),
        "second_screen": _("That is one of two screens. Type both, the U and the L."),
    }[needed]


def where_from() -> str:
    """Where the code came from."""
    return _("Where did you get the code from?")


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


def type_serial_label() -> str:
    """The button."""
    return _("Type its serial number")


def take_serial_out() -> str:
    """The button."""
    return _("Keep no serial number")


def remove() -> str:
    """The button, and the first answer."""
    return _("Remove it")


def which_new_name() -> str:
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


def step_of(number: int, steps: int) -> str:
    """How far the questions have come."""
    return _("Step {n} of {m}").format(n=number, m=steps)


def heading(step: str) -> str:
    """The title of a step, by its name."""
    return {
        "WELCOME": _("Setting up"),
        "RADIO": _("Which radio?"),
        "NAME": _("A name"),
        "CODE": _("The code"),
        "SERIAL": _("Serial number"),
        "SOURCE": _("Where from?"),
        "PIN": _("A PIN"),
        "PASSPHRASE": _("A passphrase"),
        "RECOVERY": _("Recovery key"),
        "SAVE": _("All told"),
    }[step]


def nothing_was_saved() -> str:
    """The owner left before the end."""
    return _("Nothing was saved. Start steadyhand again when you are ready.")


def what_this_is() -> str:
    """The first thing anybody reads."""
    return _(
        "It keeps your radio's code, helps to find a lost one, and leads you through keying in."
    )


def what_this_is_not() -> str:
    """What nobody should expect."""
    return _("Your hand presses the keys. It presses none and works out no code.")


def nothing_is_saved_yet() -> str:
    """Leaving is free until the end."""
    return _("Of your cars nothing is saved before the last step. You can leave at any time.")


def begin() -> str:
    """Go on from the welcome."""
    return _("Begin")


def have_a_backup() -> str:
    """Bring back what was kept on another card or machine."""
    return _("I have a backup")


def leave() -> str:
    """Leave from the welcome."""
    return _("Leave")


def save_vehicle() -> str:
    """Keep one more vehicle."""
    return _("Save this vehicle")


def summary(name: str, family: str) -> str:
    """What is about to be kept."""
    return _("{name}: {family}").format(name=name, family=family)
