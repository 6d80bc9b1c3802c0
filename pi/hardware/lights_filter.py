"""The lights: a steady level, or the pulses of a dimmer that samples alone would miss.

A wire without a filter in hardware carries its dimmed lamps as pulses, at worst 1 ms in 12. So
an edge counts as the light being on, and light that comes again within 0.3 s never went out.
"""

from pi.hardware.body import LightsAre, Told
from pi.hardware.limits import LIGHTS_HOLD_S, LIGHTS_OFF_S, LIGHTS_ON_S


class LightsFilter:
    """On once light has been seen again and again for 0.3 s, off after 1.5 s with none."""

    def __init__(self) -> None:
        self.level: bool | None = None
        self._first_seen: float | None = None  # of light without a gap since
        self._last_seen = 0.0
        self._dark_since: float | None = None
        self._lit = False

    @property
    def steady(self) -> bool:
        """What is told is what the wire says."""
        return self.level is not None and self._lit is self.level

    def edge(self, at: float) -> None:
        """Light was seen at a moment, if only for that."""
        if at >= self._last_seen:
            self._seen(at)

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``LightsAre``, the first time too."""
        if raw:
            self._seen(now)
        self._lit = self._first_seen is not None and now - self._last_seen <= LIGHTS_HOLD_S
        if self._lit:
            self._dark_since = None
            return self._is_on()
        if self._dark_since is None:
            self._dark_since = now if self._first_seen is None else self._last_seen
        if self.level is not False and now - self._dark_since >= LIGHTS_OFF_S - 1e-9:
            self.level = False
            return (LightsAre(on=False),)
        return ()

    def _seen(self, now: float) -> None:
        if self._first_seen is None or now - self._last_seen > LIGHTS_HOLD_S:
            self._first_seen = now
        self._last_seen = now

    def _is_on(self) -> tuple[Told, ...]:
        if self.level is True or self._first_seen is None:
            return ()
        if self._last_seen - self._first_seen < LIGHTS_ON_S - 1e-9:
            return ()
        self.level = True
        return (LightsAre(on=True),)
