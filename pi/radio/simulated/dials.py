"""What a head unit's keys do to the digits on its display: digit keys, screens and groups.

``shown`` is what a person reads of the digits, None where the set doesn't show them. ``press``
answers whether it submitted the code by itself.
"""


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
