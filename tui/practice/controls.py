"""The keys of a simulated radio's face, each one tap: what is held has a key of its own."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from pi.radio.entry import ConfirmKind, Entry
from pi.radio.simulated.unit import SimulatedHeadUnit
from tui.text import practice as words

FLIP, LEAVE, MORE = "steps", "leave", "more-keys"
LETTERS = "abcdefghijnoqstuvwyz"  # for the radio's own keys
FIXED = {"power": "p", "car-key": "k", "battery": "x", LEAVE: "l", FLIP: "r", MORE: "m"}


class Control(Struct, frozen=True, kw_only=True):
    """One key. ``letter`` presses it, too; ``does`` is what it does to the radio."""

    token: str
    label: str
    letter: str = ""
    does: Callable[[SimulatedHeadUnit], None] | None = None


def controls(unit: SimulatedHeadUnit, entry: Entry | None) -> tuple[Control, ...]:
    """The radio's own keys, in order, each with its letter."""
    made = [*_pressed(unit, entry), *_held(unit), *_turned(unit)]
    letters = LETTERS + " " * len(made)
    return tuple(
        Control(token=one.token, label=one.label, letter=letter.strip(), does=one.does)
        for one, letter in zip(made, letters, strict=False)
    )


def supplies() -> tuple[Control, ...]:
    """What every car has: the radio's power, the key, the battery."""
    return (
        _fixed("power", lambda unit: unit.switch(not unit.on)),
        _fixed("car-key", lambda unit: unit.turn_key(not unit.ignition)),
        _fixed("battery", lambda unit: unit.cut_supply()),
    )


def ways_out(*, paged: bool) -> tuple[Control, ...]:
    """Out of practice, and where the screen shows one thing at a time, back to the steps."""
    return (*((_fixed(FLIP),) if paged else ()), _fixed(LEAVE))


def more_keys() -> Control:
    """On to the keys that have no room."""
    return _fixed(MORE)


def _fixed(name: str, does: Callable[[SimulatedHeadUnit], None] | None = None) -> Control:
    return Control(token=name, label=words.label(name), letter=FIXED[name], does=does)


def _pressed(unit: SimulatedHeadUnit, entry: Entry | None) -> list[Control]:
    """Short presses. Where no handbook names the key that sends the code, the face does."""
    named = entry is not None and entry.confirm.kind is not ConfirmKind.UNKNOWN
    named = named and bool(entry is not None and entry.confirm.key_sets)
    touch = unit.on_its_screen
    return [
        Control(
            token=f"press {key}",
            label=words.sends(key) if key == unit.confirm_key and not named else key,
            does=partial(_touch if touch else _press, key=key),
        )
        for key in unit.keys
    ]


def _press(unit: SimulatedHeadUnit, key: str) -> None:
    unit.press(key)


def _touch(unit: SimulatedHeadUnit, key: str) -> None:
    unit.touch(key)


def _held(unit: SimulatedHeadUnit) -> list[Control]:
    """One tap holds them until the radio answers; with the radio off, it is switched on, too."""
    made = []
    for keys in unit.held:
        switches_on = keys == unit.held_at_switch_on and not unit.on
        label = words.hold_and_switch_on(keys) if switches_on else words.hold(keys)
        does = partial(_hold, keys=keys, switching_on=switches_on)
        made.append(Control(token=f"hold {' + '.join(keys)}", label=label, does=does))
    return made


def _hold(unit: SimulatedHeadUnit, keys: tuple[str, ...], switching_on: bool) -> None:
    unit.hold(keys, None, switching_on=switching_on)


def _turned(unit: SimulatedHeadUnit) -> list[Control]:
    return [
        Control(
            token=f"turn {control} {clicks:+d}",
            label=words.turn(control, right=clicks > 0),
            does=partial(_turn, control=control, clicks=clicks),
        )
        for control in unit.controls
        for clicks in (-1, 1)
    ]


def _turn(unit: SimulatedHeadUnit, control: str, clicks: int) -> None:
    unit.turn(control, clicks)
