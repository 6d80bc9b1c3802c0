"""The words of describing one's own radio."""

from pi.catalogue.described import Way
from pi.radio.entry import ConfirmKind
from tui.text.language import _, _n


def title() -> str:
    """The title of all these pages."""
    return _("Your own radio")


def question(field: str) -> str:
    """What is asked, by the field that it fills."""
    return {
        "make": _("Which make is the car?"),
        "model": _("Which model is it? You may leave it out."),
        "shows": _("What does the display show when it asks? Type it as it stands there."),
        "takes_a_code": _("Does this radio take a code from you?"),
        "digits": _("How many digits has its code?"),
        "way": _("How is a digit set? The handbook says."),
        "start": _("What does it show before the first press?"),
        "keys": _("Which keys set the places? In their order, a blank between."),
        "wheel": _("What is the wheel or knob called?"),
        "store_key": _("Which key stores a digit?"),
        "up_key": _("Which key changes the digit upwards?"),
        "down_key": _("Which key changes the digit downwards?"),
        "confirm": _("What submits the code, once it stands there?"),
        "confirm_key": _("Which key is that? As it is printed on the radio."),
        "tries": _("After how many wrong codes does it make you wait?"),
        "wait_min": _("How many minutes is that wait?"),
        "dealer_after": _("After how many wrong codes can only a dealer help?"),
    }[field]


def label(field: str) -> str:
    """The field where there is no room for a sentence, in at most 12 letters."""
    return {
        "make": _("Make:"),
        "model": _("Model:"),
        "shows": _("It shows:"),
        "keys": _("Keys:"),
        "wheel": _("Wheel:"),
        "store_key": _("Stores:"),
        "up_key": _("Up:"),
        "down_key": _("Down:"),
        "confirm_key": _("Submits:"),
    }[field]


def option(field: str, value: object) -> str:
    """An answer to choose."""
    if field == "takes_a_code":
        return _("Yes, it takes a code") if value else _("No, it is paired with the car")
    if field == "digits":
        return _("I don't know") if value is None else _n("{n} digit", "{n} digits", _whole(value))
    if field == "start":
        shown = {"0": _("Zeros: 0000"), "-": _("Dashes: ----")}
        return shown.get(str(value), _("Something else, or I don't know"))
    return _WAYS[value]() if isinstance(value, Way) else _confirm(value)


def may_be_open() -> str:
    """Beside the field, in at most 22 letters."""
    return _("or leave it open")


def leave_open() -> str:
    """Nothing is typed: it stays unknown."""
    return _("I don't know: leave it open")


def blanks_between() -> str:
    """How several keys are typed, in at most 22 letters."""
    return _("a blank between")


def so_many_keys(count: int) -> str:
    """There must be one key for each place."""
    return _("Name {n} different keys, a blank between.").format(n=count)


def another_make() -> str:
    """A make that is not in the list."""
    return _("Another make")


def not_said() -> str:
    """The handbook does not say."""
    return _("I don't know")


def not_a_number() -> str:
    """Nothing is typed, or zero."""
    return _("Type a number from 1 on, or say that you don't know.")


def kept_as(name: str, head_unit: str) -> str:
    """What it will be called."""
    return _("{name}, kept as {id}. Is all of this right?").format(name=name, id=head_unit)


def keep_and_go_on() -> str:
    """Keep the description, and choose it."""
    return _("Keep it: this is my radio")


def taken(head_unit: str, instead: str) -> str:
    """Somebody has a radio of that id."""
    return _("{id} is there already. Keep it as {instead}?").format(id=head_unit, instead=instead)


def not_sound() -> str:
    """The answers make no family that could be keyed in."""
    return _("These answers contradict each other. Go back and look at them again.")


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


_WAYS = {
    Way.POSITION_KEYS: lambda: _("One key for each place, pressed until its digit shows"),
    Way.DIGIT_KEYS: lambda: _("Keys with the digits on them"),
    Way.STEP_KEYS: lambda: _("One key opens and stores each digit, two others change it"),
    Way.WHEEL: lambda: _("A wheel turns to the digit, a key stores it"),
    Way.TOUCH: lambda: _("Digits on its own touch screen"),
    Way.UNKNOWN: lambda: _("I don't know"),
}


def _confirm(value: object) -> str:
    assert isinstance(value, ConfirmKind)
    return {
        ConfirmKind.PRESS: _("A key, pressed briefly"),
        ConfirmKind.HOLD: _("A key, held for some seconds"),
        ConfirmKind.TOUCH: _("A key on its screen"),
        ConfirmKind.AUTOMATIC: _("Nothing: the last digit does"),
        ConfirmKind.SAME_CHORD: _("The keys that opened it"),
        ConfirmKind.UNKNOWN: _("I don't know"),
    }[value]
