"""When a press counts: it stands by itself, and was meant for what stands there now.

Four rules, for every button, every item of a list and every key of a pad that answers:

- A press that follows another too fast is a bounce, or a held key, and counts as nothing.
- What states something (what the radio did, or that a try, a wait or an entry is given up) is
  offered only once it has stood, and nothing was pressed, for a while that its owner can see pass,
  and never to the key or the place of the press that brought it. A press that was meant for the
  screen before, or for a button beside, and a hand that goes on pressing where it did, thereby
  state nothing, however long it goes on. A press counts from when it began: a finger that was
  down before a screen came was not meant for it.
- What came by itself (another session, or a clock, led here) takes nothing before hands were off
  for a moment: what is being typed or pressed was meant for what stood there.
- What else can't be undone by going back (it shows a secret, begins an entry, keeps or replaces
  something, locks, leaves, or answers what was not read yet) is taken at once from any press but
  the one that brought it: that one has to rest for as long as a statement.
"""

from collections.abc import Callable, Iterable
from math import inf
from time import monotonic
from typing import Final

from msgspec import Struct
from textual import events
from textual.geometry import Region

from pi.service.protocol.answers import BROUGHT_WITHIN_S, STAND_S

HANDS_OFF_S: Final = 1.0
"""Seconds without a press that something which came by itself asks for."""
REACH: Final = (2, 1)
"""Columns and rows by which a finger misses the place where it was."""


class InputPress(Struct, frozen=True, kw_only=True):
    """One press: the names of its key, or the cell of the screen that was tapped."""

    keys: frozenset[str] = frozenset()
    cell: tuple[int, int] | None = None

    def same_as(self, other: "InputPress") -> bool:
        """Whether the same finger would make it, in the same place as well as it can."""
        if self.cell is None or other.cell is None:
            return bool(self.keys & other.keys)
        missed = zip(self.cell, other.cell, REACH, strict=True)
        return all(abs(here - there) <= reach for here, there, reach in missed)


class PressGuard:
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
        self.press = InputPress()
        self.began = -inf  # the press that is being made
        self.ended = -inf
        self.before = -inf  # when the one before it ended
        self._came = -inf  # something by itself
        self._down: float | None = None  # since when a finger is down

    def allows(self) -> bool:
        """Whether a press now stands by itself."""
        now = self._clock()
        alone = self._last is None or now - self._last >= self._seconds
        self._last = now
        return alone and not self.holds_back

    def hold_back(self) -> None:
        """Something came by itself: take nothing before hands were off for a moment."""
        if self.stand_s:
            self._came = self._clock()

    @property
    def holds_back(self) -> bool:
        """Whether the press that is being made was meant for what stood there before."""
        if self.began - max(self._came, self.before) >= HANDS_OFF_S:
            self._came = -inf
        return self._came > -inf

    def rests(self) -> bool:
        """Whether the last press was long enough ago, without counting one.

        For taps on pads, which may follow each other fast: only the second of a double tap on
        the button that brought the pad is held back.
        """
        return self._last is None or self._clock() - self._last >= self._seconds

    def note(self, event: events.InputEvent) -> bool:
        """Remember a key or a tap as it comes in, whatever becomes of it. Whether it is whole."""
        now = self._clock()
        if isinstance(event, events.MouseDown):
            self._down = now
            return False
        if isinstance(event, events.Key):
            names = (event.key, event.character or event.key)
            self.press = InputPress(keys=frozenset(name.lower() for name in names))
            began = now
        elif isinstance(event, events.MouseUp):
            self.press = InputPress(cell=(int(event.screen_x), int(event.screen_y)))
            began, self._down = now if self._down is None else self._down, None
        else:
            return False
        self.before, self.began, self.ended = self.ended, began, now
        return True

    def stand(self) -> "Stand":
        """Something is offered from now on."""
        late = self._clock() - self.ended > BROUGHT_WITHIN_S
        return Stand(self, InputPress() if late else self.press, self._clock)


class Stand:
    """What is offered since a moment, and the press that brought it."""

    def __init__(self, guard: PressGuard, brought: InputPress, clock: Callable[[], float]) -> None:
        self._press_guard = guard
        self._clock = clock
        self._since = clock()
        self.brought = brought

    @property
    def filled(self) -> float:
        """How much of the rest is over for a press that would begin now, from 0 to 1."""
        return self._over(max(self._since, self._press_guard.ended))

    @property
    def shown(self) -> float:
        """How much of the time has passed for which this has to stand to be read, from 0 to 1."""
        return self._over(self._since)

    @property
    def read(self) -> bool:
        """Whether this had stood for that while when this press began, whatever was pressed."""
        return self._was_over(self._since)

    @property
    def rested(self) -> bool:
        """Whether this had stood, and nothing was pressed, for the while when this press began."""
        return self._was_over(max(self._since, self._press_guard.before))

    @property
    def repeated(self) -> bool:
        """Whether the press that is being made is the one that brought this."""
        return self._press_guard.press.same_as(self.brought)

    @property
    def takes_a_statement(self) -> bool:
        """Whether the press that is being made can state something."""
        return self.rested and not self.repeated

    def rest_of(self, keys: Iterable[str], region: Region) -> float:
        """How much of its rest is over, from 0 to 1, for what can't be undone on those keys there.

        It rests only from the press that brought it, and anew each time that this one is repeated.
        """
        brought = any(map(self.on_key, keys)) or self.under(region)
        return self.filled if brought else 1.0

    def takes_what_stays(self, region: Region) -> bool:
        """Whether the press that is being made can do what can't be undone, in that region.

        Not the one that brought it, nor another tap on what then stood under the finger, until
        they have rested; nor a finger that was down before.
        """
        cell = self._press_guard.press.cell
        there = cell is not None and region.contains(*cell) and self.under(region)
        before = self._press_guard.began < self._since
        return self.rested or not (self.repeated or there or before)

    def on_key(self, key: str) -> bool:
        """Whether a key brought this."""
        return key.lower() in self.brought.keys

    def under(self, region: Region) -> bool:
        """Whether a tap within that region of the screen brought this."""
        return self.brought.cell is not None and region.contains(*self.brought.cell)

    def _over(self, since: float) -> float:
        """How much of the while has passed since a moment, from 0 to 1."""
        stand_s = self._press_guard.stand_s
        return max(0.0, min(1.0, (self._clock() - since) / stand_s)) if stand_s else 1.0

    def _was_over(self, since: float) -> bool:
        """Whether the while had passed since a moment when this press began."""
        stand_s = self._press_guard.stand_s
        return not stand_s or self._press_guard.began - since >= stand_s
