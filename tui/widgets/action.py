"""What a person can do on a screen, and how its label breaks into lines."""

import textwrap
from collections.abc import Callable, Container, Iterable
from typing import Final

import msgspec

KEY_NAMES: Final = {"Enter": "enter", "Esc": "escape", "Del": "delete"}
"""The keys without a character: as buttons show them, and as the toolkit names them."""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a screen offers.

    ``name`` tells the screen which action was chosen. ``key`` is what presses it and is shown: a
    digit, a letter, a sign, or one of ``KEY_NAMES``. ``label`` says what the owner thereby does
    or states, in up to three short lines (a line break is kept). ``primary`` is the one the
    screen leads to, ``back`` the one that leaves it: Enter and Escape press them.

    ``states``: it says what the radio did or does, or gives something up (a try, a wait, a series,
    an entry, counted time). It is taken once it has stood for a while, never by the key or in the
    place of the press that brought it, and is never the primary one. ``stands``: it waits for that
    while as well, whatever is pressed meanwhile, so that what it says can be read, and may be the
    primary one: nothing is given up by it. ``stays``: going back does not undo it (it shows a
    secret, begins an entry or a try, keeps or replaces something, locks, leaves). It is taken at
    once, but not from the press that brought it until that has rested.
    """

    name: str
    key: str
    label: str
    primary: bool = False
    back: bool = False
    states: bool = False
    stands: bool = False
    stays: bool = False

    @property
    def rests(self) -> bool:
        """Whether no press is taken at once."""
        return self.states or self.stands

    @property
    def weighed(self) -> bool:
        """Whether it is a matter of the moment, or of the press, if one is taken."""
        return self.rests or self.stays

    @property
    def pressed_by(self) -> str:
        """The key that presses it: the character it types, or the toolkit's name of it."""
        return KEY_NAMES.get(self.key, self.key.lower())


def in_order(
    names: Iterable[str],
    label: Callable[[str], str],
    *,
    leads: bool = True,
    states: Container[str] = (),
    stays: Container[str] = (),
) -> tuple[Action, ...]:
    """Actions on the keys from 1 on. ``leads``: the first is the primary one."""
    return tuple(
        Action(
            name=name,
            key=str(key),
            label=label(name),
            primary=leads and key == 1,
            states=name in states,
            stays=name in stays,
        )
        for key, name in enumerate(names, start=1)
    )


def label_lines(key: str, label: str, width: int) -> list[str]:
    """The key and the label in lines of at most ``width`` columns, nothing cut off.

    The label hangs to the right of its key. Where a word is too long for that, the key
    takes a line of its own; a word longer than the width is broken.
    """
    indent = " " * (len(key) + 1)
    longest = max((len(word) for word in label.split()), default=0)
    if longest <= width - len(indent):
        first, *others = _wrapped(label, width - len(indent))
        return [f"{key} {first}", *(indent + line for line in others)]
    return [key, *_wrapped(label, max(1, width))]


def _wrapped(label: str, width: int) -> list[str]:
    """The label's own lines, each wrapped at blanks."""
    return [
        line
        for part in label.splitlines() or [""]
        for line in textwrap.wrap(part, width, break_on_hyphens=False) or [""]
    ]
