"""The words of unlocking, of the code once it is shown, and of choosing a vehicle."""

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
