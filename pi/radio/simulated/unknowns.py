"""What nobody has written down about a head unit, as choices a simulated one is made with."""

from msgspec import Struct


class Unknowns(Struct, frozen=True, kw_only=True):
    """One possible head unit: every question answered in one way.

    A family's known facts fix some of these; the rest stay open (see ``worlds``).
    """

    start: str = "-"  # what a position shows before its first press: "-", " " or "0"
    first: str = "0"  # what the first press shows on a position without a digit: "0" or "1"
    wraps: bool = True  # after the last digit comes the first again; else the digit stays
    first_press_selects: bool = False  # the first press only makes the position blink
    turned_left_raises: bool = False  # which way round the wheel counts up
    shows_digits: bool = True  # digits as keyed; else a star for each
    digit_keys: bool = False  # where nobody says: keys carry their digits, the last one submits
    key_after_last: bool = False  # the last digit waits for a key that submits
    switching_off_counts: bool = False  # off while it asks is as good as a wrong code
    chord: int = 0  # which of the reported pairs of keys this set has
    slow: bool = False  # holding takes the longest reported time, else the shortest
    long_confirm: bool = False  # the confirm key answers to a long press only
    account: int = 0  # which of the reported lockout rules this set follows
    counts_while_off: bool = False  # its wait runs with the radio off too
    restarts: bool = True  # an interruption starts the wait again, else it pauses
    press_restarts: bool = False  # a key pressed during the wait starts it again


ENTRY = frozenset(
    {
        "start",
        "first",
        "wraps",
        "first_press_selects",
        "turned_left_raises",
        "shows_digits",
        "digit_keys",
        "key_after_last",
        "chord",
        "slow",
        "long_confirm",
    }
)
"""The questions that bear on keying a code in; the others are about what a wrong one costs."""
