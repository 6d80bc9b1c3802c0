"""What keys do to the digits on a display, by every kind of dial; and what nobody has written
down, as choices.

``shown`` is what a person reads of the digits, None where the set doesn't show them. ``press``
answers whether it submitted the code by itself.
"""

from msgspec import Struct


class Dial:
    """The digits of one entry. A key without a part in it does nothing."""

    keys: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()

    @property
    def shown(self) -> str | None:
        """The digits as read on the display."""
        raise NotImplementedError

    @property
    def face(self) -> str:
        """What stands in the digits' place."""
        return self.shown or ""

    def shown_at(self, position: int) -> str | None:
        """What stands at one position, counted from 1; for a group, its number."""
        shown = self.shown
        return None if shown is None else shown[position - 1 : position]

    def matches(self, code: str) -> bool:
        """Whether the digits are those of the code."""
        raise NotImplementedError

    def can_show(self, code: str) -> bool:
        """Whether the keys can bring the code to the display of a fresh dial."""
        return True

    def key_for(self, position: int, digit: str) -> str:
        """The key that sets this position, as the handbook of the set names it."""
        return self.keys[position - 1]

    def press(self, key: str) -> bool:
        """A short press."""
        return False

    def turn(self, control: str, clicks: int) -> None:
        """Clicks of a control, to the right where positive."""


class DigitDial(Dial):
    """Each key carries a digit; the place moves on by itself."""

    def __init__(self, keys: tuple[str, ...], places: int, *, shows: bool, submits: bool) -> None:
        self.keys = keys
        self._places, self._shows, self._submits = places, shows, submits
        self._keyed = ""

    @property
    def shown(self) -> str | None:
        return self._keyed.ljust(self._places, "-") if self._shows else None

    @property
    def face(self) -> str:
        return self.shown if self.shown is not None else "*" * len(self._keyed)

    def matches(self, code: str) -> bool:
        return self._keyed == code

    def can_show(self, code: str) -> bool:
        return len(code) == self._places and set(code) <= set(self.keys)

    def key_for(self, position: int, digit: str) -> str:
        return digit

    def press(self, key: str) -> bool:
        if key not in self.keys or len(self._keyed) == self._places:
            return False
        self._keyed += key
        return self._submits and len(self._keyed) == self._places


class GroupDial(Dial):
    """One key steps the number on the left, another the two digits on the right.

    The first press of either only brings up the zeros in place of the word.
    """

    def __init__(self, left: str, right: str, *, left_most: int, wraps: bool) -> None:
        self.keys = (left, right)
        self._groups = [0, 0]
        self._ends = (left_most, 99)
        self._wraps = wraps
        self._hidden = True

    @property
    def shown(self) -> str | None:
        return None if self._hidden else f"{self._groups[0]}{self._groups[1]:02d}"

    def shown_at(self, position: int) -> str | None:
        shown = self.shown
        return None if shown is None else (shown[:-2], shown[-2:])[position - 1]

    def matches(self, code: str) -> bool:
        return int(code) == self._groups[0] * 100 + self._groups[1]

    def press(self, key: str) -> bool:
        if key not in self.keys:
            return False
        at = self.keys.index(key)
        if self._hidden:
            self._hidden = False
        elif self._groups[at] < self._ends[at]:
            self._groups[at] += 1
        elif self._wraps:
            self._groups[at] = 0
        return False


class Ring(Struct, frozen=True, kw_only=True):
    """The order in which a key steps a digit. ``first`` follows a dash or a blank."""

    first: str = "0"
    wraps: bool = True

    def step(self, shown: str, by: int) -> str:
        """What stands there after so many steps, back where ``by`` is negative."""
        order = "1234567890" if self.first == "1" else "0123456789"
        before_first, after_last = -1, len(order)
        outside = before_first if by > 0 else after_last
        place = (order.index(shown) if shown in order else outside) + by
        return order[place % 10 if self.wraps else min(max(place, 0), 9)]


class _Stepped(Dial):
    """Digits that are stepped through a ring, each position from its own start."""

    def __init__(self, start: str, ring: Ring) -> None:
        # From a digit a set counts on to 9, whatever would follow a dash.
        self._ring = ring if not start[-1].isdigit() else Ring(first="0", wraps=ring.wraps)
        self._values = list(start)

    @property
    def shown(self) -> str:
        return "".join(self._values)

    def matches(self, code: str) -> bool:
        return self.shown == code

    def can_show(self, code: str) -> bool:
        return len(code) == len(self._values) and all(
            wanted == start or any(wanted == self._ring.step(start, by) for by in range(1, 11))
            for start, wanted in zip(self._values, code, strict=True)
        )

    def _step(self, at: int, by: int) -> None:
        self._values[at] = self._ring.step(self._values[at], by)


class PositionDial(_Stepped):
    """Each key owns a position and steps its digit."""

    def __init__(self, keys: tuple[str, ...], start: str, ring: Ring, *, selects: bool) -> None:
        super().__init__(start, ring)
        self.keys = keys
        self._selects = selects
        self._selected: int | None = None

    def press(self, key: str) -> bool:
        if key in self.keys:
            at = self.keys.index(key)
            if not self._selects or self._selected == at:
                self._step(at, 1)
            self._selected = at
        return False


class StepDial(_Stepped):
    """Two keys step a digit, a third stores it and moves on; storing the last one submits."""

    def __init__(self, store: str, up: str, down: str, start: str, ring: Ring) -> None:
        super().__init__(start, ring)
        self.keys = (store, up, down)
        self._at = 0

    def press(self, key: str) -> bool:
        store, up, down = self.keys
        if key == store:
            self._at += 1
            return self._at == len(self._values)
        if key in {up, down}:
            self._step(self._at, 1 if key == up else -1)
        return False


class SelectDial(_Stepped):
    """A key chooses its position, two others step its digit; the first key, at the end, submits."""

    def __init__(self, keys: tuple[str, ...], up: str, down: str, start: str, ring: Ring) -> None:
        super().__init__(start, ring)
        self.keys = (*keys, up, down)
        self._up, self._down = up, down
        self._at: int | None = None

    def press(self, key: str) -> bool:
        if key in {self._up, self._down}:
            if self._at is not None:
                self._step(self._at, 1 if key == self._up else -1)
        elif key in self.keys:
            chosen, last = self.keys.index(key), len(self._values) - 1
            if chosen == 0 and self._at == last:
                return True
            self._at = chosen
        return False


class WheelDial(_Stepped):
    """A wheel steps a digit either way, a key accepts it and moves on."""

    def __init__(self, wheel: str, accept: str, start: str, ring: Ring, *, left_up: bool) -> None:
        super().__init__(start, ring)
        self.keys, self.controls = (accept,), (wheel,)
        self._left_up = left_up
        self._at = 0

    def press(self, key: str) -> bool:
        if key in self.keys:
            self._at = min(self._at + 1, len(self._values) - 1)
        return False

    def turn(self, control: str, clicks: int) -> None:
        for _ in range(abs(clicks)):
            self._step(self._at, -1 if self._left_up == (clicks > 0) else 1)


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
