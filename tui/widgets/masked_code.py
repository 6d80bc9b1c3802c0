"""A security code behind stars, shown for a short while only."""

from collections.abc import Callable
from time import monotonic
from typing import Literal

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from tui.widgets.big_digits import BigDigits

STAR = "★"


class MaskedCode(BigDigits):
    """``length`` stars; ``reveal`` shows the digits in their place for ``seconds``.

    They hide earlier when the terminal loses the focus, when another screen comes up, and
    on ``hide``. The widget then holds no reference to them. It posts ``Hidden`` each time.
    """

    class Hidden(Message):
        """The digits are hidden again."""

        def __init__(self, masked_code: "MaskedCode") -> None:
            super().__init__()
            self.masked_code = masked_code

    def __init__(
        self,
        length: int = 4,
        *,
        seconds: float = 30.0,
        size: Literal["large", "small"] = "large",
        clock: Callable[[], float] = monotonic,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(STAR * length, size=size, id=id, classes=classes)
        self._length = length
        self._seconds = seconds
        self._clock = clock
        self._hides_at: float | None = None
        self._waiting: Timer | None = None

    @property
    def revealed(self) -> bool:
        """Whether the digits can be read now."""
        return self._hides_at is not None

    def on_mount(self) -> None:
        """Watch for the moment when somebody else may be looking."""
        self.watch(self.app, "app_focus", self._app_focus_changed, init=False)
        self.app.screen_change_signal.subscribe(self, self._screen_changed, immediate=True)

    def reveal(self, digits: str) -> None:
        """Show the digits now; the time to hide them starts anew."""
        self._hides_at = self._clock() + self._seconds
        self.text = digits
        self.tick()

    def hide(self) -> None:
        """Show stars and forget the digits; if they were hidden, do nothing."""
        if not self.revealed:
            return
        self._hides_at = None
        self._stop_waiting()
        self.text = STAR * self._length
        self.post_message(self.Hidden(self).set_sender(self))

    def tick(self) -> None:
        """Look at the clock and hide the digits if it is time. The timer does this in time."""
        if self._hides_at is None:
            return
        left = self._hides_at - self._clock()
        if left <= 0:
            self.hide()
            return
        self._stop_waiting()
        self._waiting = self.set_timer(left, self.tick)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _screen_changed(self, shown: Screen[object]) -> None:
        if shown is not self.screen:
            self.hide()

    def _app_focus_changed(self, focused: bool) -> None:
        if not focused:
            self.hide()
