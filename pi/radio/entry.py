"""How a code is keyed in: what opens the prompt, how digits are set, what submits the code.

Everywhere ``None`` (absent in the file) means unknown; unknown picks the most cautious advice.
Seconds are seconds. Keys are named as they are printed on the head unit.

Each way to set digits answers for itself, beside what its file says: ``places``, how many digits
one step sets; ``goes_back``, whether an earlier position can still be mended; ``shows_digits``,
whether they stand on the display, else None or False; ``may_submit_itself``, whether the last digit
may submit the code; ``on_a_screen``, whether its keys are drawn, None where nobody says.
"""

from enum import StrEnum
from typing import ClassVar

from msgspec import field

from pi.radio.provenance import Rule

KeySet = tuple[str, ...]  # pressed together
DIGITS = "0123456789"


class KeyPosition(StrEnum):
    """Where the key stands while the radio asks, is keyed in and waits."""

    ACC = "acc"
    ON = "on"
    ACC_OR_ON = "acc_or_on"  # either will do


class OpeningKind(StrEnum):
    """What brings up the prompt."""

    NONE = "none"  # it stands there at power-on
    HOLD = "hold"  # hold key(s) until the display changes
    HOLD_WHILE_SWITCHING_ON = "hold_while_switching_on"  # radio off, hold, switch on
    PRESS_ANY = "press_any"  # any key, once
    WAIT = "wait"  # it opens by itself after a few seconds
    UNKNOWN = "unknown"


class Opening(Rule, frozen=True, kw_only=True):
    """What opens the prompt. ``key_sets`` are alternatives: which pair it is differs by set.

    ``until`` may hold a figure that moves, as ``{left} ----`` does: the tries left, or ``{used}``.
    For one that comes by itself the seconds are those that it takes.
    """

    kind: OpeningKind
    key_sets: tuple[KeySet, ...] = ()
    min_seconds: float | None = None
    max_seconds: float | None = None
    until: str | None = None  # what the display then shows
    release_at_once: bool = False  # a press too long counts as the entry
    asks_while_off: bool = False  # the prompt stands there with the radio off, ignition on


class ConfirmKind(StrEnum):
    """What submits the code."""

    AUTOMATIC = "automatic"  # the last digit does
    PRESS = "press"  # a short press
    HOLD = "hold"  # a long press
    SAME_CHORD = "same_chord"  # the keys that opened the prompt, held again
    TOUCH = "touch"  # a key on the screen
    UNKNOWN = "unknown"


class Confirm(Rule, frozen=True, kw_only=True):
    """What submits the code, and for how long. Empty ``key_sets``: the key is not documented."""

    kind: ConfirmKind
    key_sets: tuple[KeySet, ...] = ()
    min_seconds: float | None = None
    max_seconds: float | None = None
    until: str | None = None  # release when the display shows this


class Mistakes(Rule, frozen=True, kw_only=True):
    """A slip inside one entry: how it is heard, how the entry is begun anew, and at what price."""

    audible_ok: str | None = None
    audible_bad: str | None = None
    start_again: str | None = None  # what the hand does, in a few words
    start_again_costs_a_try: bool | None = None


class Stepped(Rule, frozen=True, kw_only=True):
    """A way that steps what a position shows."""

    shows_digits: ClassVar[bool] = True
    may_submit_itself: ClassVar[bool] = False
    on_a_screen: ClassVar[bool | None] = False


class Carried(Rule, frozen=True, kw_only=True):
    """A way whose keys carry their digits, or may: what is keyed can't be stepped on."""

    places: ClassVar[int] = 1
    goes_back: ClassVar[bool] = False
    may_submit_itself: ClassVar[bool] = True


class PositionKeys(Stepped, frozen=True, kw_only=True, tag_field="kind", tag="position_key_cycles"):
    """Key n belongs to position n: press it until the digit shows.

    ``start`` has one character a position: what it shows before the first press (a digit, or
    ``-`` or a blank). ``cycle`` is the order a key steps through; from a position that shows no
    digit, the first press shows the first of the cycle. ``count_is_sure`` says that the two are
    known well enough to tell the owner a number of presses.
    """

    places: ClassVar[int] = 1
    goes_back: ClassVar[bool] = True

    keys: KeySet
    start: str | None = None
    cycle: str | None = None
    wraps: bool | None = None  # does the last of the cycle step to the first?
    count_is_sure: bool = False
    first_press_selects: bool | None = None  # the first press only makes the digit blink


class DigitKeys(Carried, frozen=True, kw_only=True, tag_field="kind", tag="direct_digit_keys"):
    """Press the key that carries the digit; the position advances by itself."""

    on_a_screen: ClassVar[bool | None] = False

    key_of_digit: dict[str, str]
    display_shows_digits: bool | None = None

    @property
    def shows_digits(self) -> bool | None:
        """What its file says, which calls it ``display_shows_digits``."""
        return self.display_shows_digits


class StepKeys(Stepped, frozen=True, kw_only=True, tag_field="kind", tag="one_key_plus_step_keys"):
    """One key opens, stores and moves on; two keys step the digit."""

    places: ClassVar[int] = 1
    goes_back: ClassVar[bool] = False

    accept_key: str
    up_key: str
    down_key: str
    start: str | None = None
    cycle: str | None = None
    wraps: bool | None = None
    accept_key_opens: bool = True


class WheelAndAccept(Stepped, frozen=True, kw_only=True, tag_field="kind", tag="wheel_and_accept"):
    """Turn a control to the digit, press a key to accept it and move on."""

    places: ClassVar[int] = 1
    goes_back: ClassVar[bool] = False

    control: str
    accept_key: str
    start: str | None = None
    cycle: str | None = None
    wraps: bool | None = None


class SelectThenStep(Stepped, frozen=True, kw_only=True, tag_field="kind", tag="select_then_step"):
    """Key n chooses position n, then two keys step its digit."""

    places: ClassVar[int] = 1
    goes_back: ClassVar[bool] = False

    keys: KeySet
    up_key: str
    down_key: str
    start: str | None = None
    cycle: str | None = None
    wraps: bool | None = None


class GroupStep(Stepped, frozen=True, kw_only=True, tag_field="kind", tag="group_step"):
    """One key steps the left group of digits, another the right two. The code is a number."""

    places: ClassVar[int] = 2
    goes_back: ClassVar[bool] = True

    left_key: str
    right_key: str
    left_max: int
    start: str | None = None
    wraps: bool | None = None
    auto_repeats: bool | None = None


class RockerEdges(Stepped, frozen=True, kw_only=True, tag_field="kind", tag="rocker_edges"):
    """Each edge of the rockers owns one position and steps its digit."""

    places: ClassVar[int] = 1
    goes_back: ClassVar[bool] = True

    edges: KeySet
    start: str | None = None
    cycle: str | None = None
    wraps: bool | None = None
    count_is_sure: bool = False


class TouchKeypad(Carried, frozen=True, kw_only=True, tag_field="kind", tag="touch_keypad"):
    """Numbers on the set's own screen."""

    shows_digits: ClassVar[bool] = True
    on_a_screen: ClassVar[bool | None] = True

    clears_on_error: bool | None = None


class UnknownKeys(Carried, frozen=True, kw_only=True, tag_field="kind", tag="unknown"):
    """Nobody says how a digit is set. The owner sets each as the handbook of the set says."""

    on_a_screen: ClassVar[bool | None] = None

    shows_digits: bool | None = None


Method = (
    PositionKeys
    | DigitKeys
    | StepKeys
    | WheelAndAccept
    | SelectThenStep
    | GroupStep
    | RockerEdges
    | TouchKeypad
    | UnknownKeys
)


class Entry(Rule, frozen=True, kw_only=True):
    """One whole entry, from the prompt to the confirm. Timeouts in seconds, unknown mostly."""

    opening: Opening
    method: Method
    confirm: Confirm
    mistakes: Mistakes = field(default_factory=Mistakes)
    timeout_s: float | None = None
    timeout_per_digit_s: float | None = None
