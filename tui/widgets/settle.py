"""When a press counts: it stands by itself, and was meant for what stands there now.

Two rules, for every button and every item of a list of an app:

- A press that follows another too fast is a bounce, or a held key, and counts as nothing.
- What states something (what the radio did, or that a try, a wait or an entry is given up) is
  offered only once it has stood for a while that its owner can see pass, and never to the key or
  the place of the press that brought it. A press that was meant for the screen before, or a
  finger that goes on pressing where it did, thereby states nothing, however long it goes on.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final

from msgspec import Struct
from textual import events
from textual.geometry import Region

STAND_S: Final = 2.0
"""Seconds for which a statement has to stand before it can be made."""
BROUGHT_WITHIN_S: Final = 10.0
"""What comes later than so many seconds after a press was not brought by it."""


class Press(Struct, frozen=True, kw_only=True):
    """One press: the names of its key, or the cell of the screen that was tapped."""

    keys: frozenset[str] = frozenset()
    cell: tuple[int, int] | None = None

    def same_as(self, other: "Press") -> bool:
        """Whether the same finger in the same place would make it."""
        return bool(self.keys & other.keys) or (self.cell is not None and self.cell == other.cell)


class Settle:
    """The app's one judge of presses.

    One instance serves all bars and lists of an app, so that the second tap of a double tap cannot
    press what the first one brought. A refused press starts the quiet time, in seconds, again; it
    does not hold back what stands (``stand_s``, in seconds).
    """

    def __init__(
        self,
        seconds: float = 0.3,
        *,
        stand_s: float = STAND_S,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._last: float | None = None
        self.stand_s = stand_s
        self.press = Press()
        self._pressed_at = 0.0

    def allows(self) -> bool:
        """Whether a press now stands by itself."""
        now = self._clock()
        alone = self._last is None or now - self._last >= self._seconds
        self._last = now
        return alone

    def rests(self) -> bool:
        """Whether the last press was long enough ago, without counting one.

        For taps on pads, which may follow each other fast: only the second of a double tap on
        the button that brought the pad is held back.
        """
        return self._last is None or self._clock() - self._last >= self._seconds

    def note(self, event: events.InputEvent) -> None:
        """Remember a key or a tap as it comes in, whatever becomes of it."""
        if isinstance(event, events.Key):
            names = (event.key, event.character or event.key)
            self.press = Press(keys=frozenset(name.lower() for name in names))
        elif isinstance(event, events.MouseUp):
            self.press = Press(cell=(int(event.screen_x), int(event.screen_y)))
        else:
            return
        self._pressed_at = self._clock()

    def stand(self) -> "Stand":
        """Something is offered from now on."""
        late = self._clock() - self._pressed_at > BROUGHT_WITHIN_S
        return Stand(self, Press() if late else self.press, self._clock)


class Stand:
    """What is offered since a moment, and the press that brought it."""

    def __init__(self, settle: Settle, brought: Press, clock: Callable[[], float]) -> None:
        self._settle = settle
        self._clock = clock
        self._since = clock()
        self.brought = brought

    @property
    def filled(self) -> float:
        """How much of the time has passed, from 0 to 1: from 1 on statements are taken."""
        if not self._settle.stand_s:
            return 1.0
        return max(0.0, min(1.0, (self._clock() - self._since) / self._settle.stand_s))

    @property
    def repeated(self) -> bool:
        """Whether the press that is being made is the one that brought this."""
        return self._settle.press.same_as(self.brought)

    @property
    def takes_a_statement(self) -> bool:
        """Whether the press that is being made can state something."""
        return self.filled >= 1.0 and not self.repeated

    def on_key(self, key: str) -> bool:
        """Whether a key brought this."""
        return key.lower() in self.brought.keys

    def under(self, region: Region) -> bool:
        """Whether a tap within that region of the screen brought this."""
        return self.brought.cell is not None and region.contains(*self.brought.cell)
