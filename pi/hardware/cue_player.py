"""Plays cues on the lamp and the buzzer, from an absolute schedule, and without sound in quiet
hours.

Each change has its moment, counted from the cue's start on the monotonic clock, so nothing adds
up. The thread lives only while something is going to change.
"""

import threading
import time
from collections.abc import Callable

from msgspec import Struct

from pi.hardware.clock import Clock
from pi.hardware.cue_patterns import Light, Pattern, pattern_of
from pi.hardware.outputs import BuzzerDriver, LampDriver
from pi.hardware.port import Beats, Cue
from pi.hardware.wiring import Signal
from pi.radio.instant import WallQuality

NIGHT_BRIGHTNESS = 0.3
_LONGEST_END_S = 2.0


class Outputs(Struct, frozen=True, kw_only=True):
    """What there is to play on, and what the moment says about it."""

    lamp: LampDriver | None = None
    buzzer: BuzzerDriver | None = None
    is_quiet: Callable[[], bool] = lambda: False  # no buzzer now
    is_night: Callable[[], bool] = lambda: False  # a dimmed lamp

    @property
    def are_none(self) -> bool:
        """Whether nobody would see or hear anything."""
        return self.lamp is None and self.buzzer is None


class Playing:
    """One cue from its start on. No thread, no clock: moments are handed in."""

    def __init__(self, pattern: Pattern, started: float) -> None:
        self.pattern = pattern
        self.started = started
        self.failed: dict[Signal, Exception] = {}  # what could not be driven

    def step(self, now: float, outputs: Outputs) -> float | None:
        """Set the outputs as they are at this moment. When to come back, None for never."""
        t = now - self.started
        self._try(Signal.BUZZER, lambda: self._sound(t, outputs))
        self._try(Signal.LAMP, lambda: self._show(t, outputs))
        changes = (track.next_change(t) for track in (self.pattern.lamp, self.pattern.buzzer))
        moments = [change for change in changes if change is not None]
        return self.started + min(moments) if moments else None

    def _sound(self, t: float, outputs: Outputs) -> None:
        hertz = self.pattern.buzzer.at(t)
        if outputs.buzzer is not None:
            outputs.buzzer.sound(None if hertz is None or outputs.is_quiet() else hertz)

    def _show(self, t: float, outputs: Outputs) -> None:
        if outputs.lamp is not None:
            outputs.lamp.show(_dimmed(self.pattern.lamp.at(t), outputs.is_night()))

    def _try(self, signal: Signal, drive: Callable[[], None]) -> None:
        """A lamp that fails does not silence the buzzer."""
        try:
            drive()
        except Exception as error:  # whatever the driver raises
            self.failed[signal] = error


def _dimmed(light: Light, is_night: bool) -> Light:
    scale = NIGHT_BRIGHTNESS if is_night else 1.0
    return Light(light.colour, light.brightness * scale)


class CuePlayer:
    """One cue at a time, in real time."""

    def __init__(self, outputs: Outputs, clock: Callable[[], float] = time.monotonic) -> None:
        self._outputs = outputs
        self._clock = clock
        self._changed = threading.Condition()
        self._playing = Playing(pattern_of(Cue.NONE), clock())
        self._thread: threading.Thread | None = None
        self._closed = False
        self.failed: dict[Signal, Exception] = {}  # outputs that could not be driven

    def play(self, cue: Cue, beats: Beats | None = None) -> None:
        """Begin a cue in place of the one before. One that repeats and is playing goes on."""
        pattern = pattern_of(cue, beats)
        with self._changed:
            if (
                self._closed
                or self._outputs.are_none
                or (pattern.repeats and pattern == self._playing.pattern)
            ):
                return
            self._playing = Playing(pattern, self._clock())
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="steadyhand-cues", daemon=True
                )
                self._thread.start()

    def close(self) -> None:
        """Dark and silent, and no thread is left."""
        with self._changed:
            self._closed = True
            thread = self._thread
            self._changed.notify()
        if thread is not None:
            thread.join(_LONGEST_END_S)
        Playing(pattern_of(Cue.NONE), 0.0).step(0.0, self._outputs)

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                due = self._playing.step(self._clock(), self._outputs)
                self.failed.update(self._playing.failed)
                if due is None:
                    break
                self._changed.wait(max(0.0, due - self._clock()))
            self._thread = None


def is_within(minute: int, begins: str, ends: str) -> bool:
    """Whether a minute of the day lies in hours like "22:00" to "07:00", over midnight too."""
    first, last = _minute_of(begins), _minute_of(ends)
    if first <= last:
        return first <= minute < last
    return minute >= first or minute < last


def quiet_now(clock: Clock, begins: str | None, ends: str | None) -> Callable[[], bool]:
    """Asks whether it is quiet now. Never where the wall clock is not believed, or none is set."""

    def ask() -> bool:
        if begins is None or ends is None:
            return False
        now = clock.now()
        if now.quality is WallQuality.UNSURE:
            return False
        local = time.localtime(now.wall)
        return is_within(local.tm_hour * 60 + local.tm_min, begins, ends)

    return ask


def _minute_of(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
