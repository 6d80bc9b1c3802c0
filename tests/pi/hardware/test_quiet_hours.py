"""Hours without a buzzer: over midnight too, and only by a clock that can be believed."""

import time

import pytest

from pi.hardware.quiet_hours import is_within, quiet_now
from pi.radio.instant import WallQuality
from tests.clocks import FakeClock


@pytest.mark.parametrize(
    ("hour", "quiet"), [(0, True), (6, True), (7, False), (12, False), (21, False), (22, True)]
)
def test_hours_over_midnight(hour: int, quiet: bool) -> None:
    assert is_within(hour * 60, "22:00", "07:00") is quiet


@pytest.mark.parametrize(("hour", "quiet"), [(0, False), (13, True), (14, True), (15, False)])
def test_hours_of_one_day(hour: int, quiet: bool) -> None:
    assert is_within(hour * 60, "13:00", "15:00") is quiet


def test_hours_that_end_as_they_begin_are_none() -> None:
    assert not any(is_within(minute, "22:00", "22:00") for minute in range(24 * 60))


def around_now(quality: WallQuality) -> bool:
    """Whether it is quiet in hours that hold this moment, by a clock of this quality."""
    clock = FakeClock()
    clock.quality = quality
    hour = time.localtime(clock.wall).tm_hour
    return quiet_now(clock, f"{hour:02}:00", f"{(hour + 1) % 24:02}:00")()


@pytest.mark.parametrize("quality", [WallQuality.NTP, WallQuality.RTC])
def test_a_clock_that_is_believed_makes_it_quiet(quality: WallQuality) -> None:
    assert around_now(quality)


def test_a_clock_that_is_not_believed_makes_nothing_quiet() -> None:
    assert not around_now(WallQuality.UNSURE)


def test_without_hours_it_is_never_quiet() -> None:
    clock = FakeClock()
    clock.quality = WallQuality.NTP
    assert not quiet_now(clock, None, None)()
