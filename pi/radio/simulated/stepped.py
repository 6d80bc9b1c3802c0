"""Keys that step a digit: one for each position, two beside the key that chooses it, or a wheel."""

from msgspec import Struct

from pi.radio.simulated.dials import Dial


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


class JoystickDial(_Stepped):
    """Up and down step a digit, left and right move between the digits. It never submits."""

    def __init__(self, start: str, ring: Ring) -> None:
        super().__init__(start, ring)
        self.keys = ("joystick up", "joystick down", "joystick left", "joystick right")
        self._at = 0

    def press(self, key: str) -> bool:
        up, down, left, right = self.keys
        if key in {up, down}:
            self._step(self._at, 1 if key == up else -1)
        elif key in {left, right}:
            moved = self._at + (1 if key == right else -1)
            self._at = min(max(moved, 0), len(self._values) - 1)
        return False
