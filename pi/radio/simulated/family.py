"""What a simulated family is made of."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import product
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pi.radio.simulated.dials import Dial, Unknowns
from pi.radio.simulated.waits import Account

Chord = tuple[str, ...]
EITHER = (False, True)
POWER_CUT_NOT_SAID = {"restarts": EITHER, "press_restarts": EITHER}
POWER_NOT_SAID = {**POWER_CUT_NOT_SAID, "counts_while_off": EITHER}


class Opens(StrEnum):
    """What brings the prompt up on a locked set."""

    STANDS = "stands"  # it is there when the set comes on
    BY_ITSELF = "by_itself"  # it follows the resting word after a few seconds
    KEY = "key"  # a press of its key; any key where none is listed
    CHORD = "chord"  # keys held together
    CHORD_AFTER_WRONG = "chord_after_wrong"  # it stands there; after a wrong code, keys held
    CHORD_AT_SWITCH_ON = "chord_at_switch_on"  # keys held while the set is switched on
    NEVER = "never"  # there is nothing to key in


class Confirms(StrEnum):
    """What submits the digits."""

    ENTRY = "entry"  # the entry's own last press
    KEY = "key"  # a key of its own
    CHORD = "chord"  # the chord that opened the prompt
    TOUCH = "touch"  # a key on the screen


class Family(Struct, frozen=True, kw_only=True):
    """How one family behaves. Texts may name {digits}, {used}, {left}, {attempt} and {clock}.

    ``known`` fixes what the facts say, ``open`` lists the possible answers to what they don't.
    Holding times are the shortest and the longest reported, in seconds.
    """

    lengths: tuple[int, ...] = (4,)
    legal: str = "0123456789"
    most: int | None = None  # the highest code, for one that is a number
    known: Unknowns = Unknowns()
    open: dict[str, tuple[object, ...]]
    dial: Callable[[Unknowns, int], Dial] | None = None
    opens: Opens = Opens.STANDS
    opening: tuple[Chord, ...] = ()
    opening_s: tuple[float, float] = (2, 2)
    held_on_submits: bool = False  # the opening chord, held on, submits what then shows
    confirms: Confirms = Confirms.KEY
    confirm_key: str = ""
    confirm_s: tuple[float, float] = (2, 2)
    asks_while_off: bool = False  # with the ignition on and the radio off, and then alone
    resting: str = ""
    prompt: str = "{digits}"
    keying: str = "{digits}"
    wrong: str = "ERR"
    waiting: str = "WAIT"
    dead: str = "LOCKED"
    right: str = ""
    blank_after_wait: bool = False  # it shows nothing until it is next switched on
    power_cut_costs_s: float = 0  # so long it waits after a power cut before it asks
    accounts: tuple[Account, ...]
    digit_timeout_s: float | None = None


def possible(family: Family, only: frozenset[str] | None = None) -> Iterator[Unknowns]:
    """Every head unit the family's facts leave possible; ``only`` varies those questions alone."""
    questions = [name for name in family.open if only is None or name in only]
    for answers in product(*(family.open[name] for name in questions)):
        choices: dict[str, Any] = dict(zip(questions, answers, strict=True))
        yield replace(family.known, **choices)


def is_possible(family: Family, unknowns: Unknowns) -> bool:
    """Whether this head unit agrees with the family's facts."""
    return all(
        getattr(unknowns, name) in family.open.get(name, (getattr(family.known, name),))
        for name in Unknowns.__struct_fields__
    )
