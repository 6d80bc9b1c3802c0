"""Hours in which no buzzer sounds, as far as the wall clock can be believed."""

import time
from collections.abc import Callable

from pi.hardware.clock import Clock
from pi.radio.instant import WallQuality


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
