"""How evenly the beat comes while the screen is drawn."""

import time

from textual.app import App, ComposeResult

from tests.tools.bench.measuring import percentile
from tui.widgets.beat import Beat

BEATS = 200
INTERVAL_S = 0.05
SHOWN = 20  # beats on one widget


class Beating(App[None]):
    """A beat on an otherwise still screen, noting when each dot fills."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._started = 0.0

    def compose(self) -> ComposeResult:
        """One beat."""
        yield Beat(SHOWN, INTERVAL_S)

    def on_mount(self) -> None:
        """Begin."""
        self._begin()

    def _begin(self) -> None:
        self._started = time.monotonic()
        self.query_one(Beat).start()

    def on_beat_tick(self, message: Beat.Tick) -> None:
        """Note how far from its moment a beat came."""
        due = self._started + message.n * INTERVAL_S
        self.late.append(abs(time.monotonic() - due))

    def on_beat_done(self) -> None:
        """The next twenty, until enough came."""
        if len(self.late) >= BEATS:
            self.exit()
        else:
            self._begin()


async def beat_jitter_p99_s() -> float:
    """Seconds between a beat and its moment, the 99th of a hundred."""
    app = Beating()
    await app.run_async(headless=True)
    return percentile(app.late, 0.99)
