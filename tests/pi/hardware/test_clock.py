"""The clocks of this machine, and how far its wall clock is believed."""

import time
from pathlib import Path

import pytest

from pi.hardware import adjtimex, clock
from pi.hardware.clock import SystemClock
from pi.hardware.supply import OwnersWord
from pi.radio.instant import WallQuality

UNSYNCHRONISED_US = 16_000_000


@pytest.fixture
def signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory for the signs of a synchronised clock, none of which is there."""
    monkeypatch.setattr(clock, "_SYNCHRONISED", tmp_path / "synchronized")
    monkeypatch.setattr(clock, "_RTC", tmp_path / "hctosys")
    error_is(monkeypatch, UNSYNCHRONISED_US)
    return tmp_path


def error_is(monkeypatch: pytest.MonkeyPatch, microseconds: int) -> None:
    monkeypatch.setattr(adjtimex, "kernel_error_us", lambda: microseconds)


def quality() -> WallQuality:
    return SystemClock().now().quality


def test_the_boot_is_the_kernels() -> None:
    kernels = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    assert SystemClock().now().boot_id == kernels


def test_two_clocks_of_one_boot_agree_on_it() -> None:
    assert SystemClock().now().boot_id == SystemClock().now().boot_id


def test_awake_seconds_are_the_monotonic_clocks() -> None:
    before = time.monotonic()
    now = SystemClock().now().monotonic
    assert before <= now <= time.monotonic()


def test_a_later_reading_is_later_on_every_clock_that_counts() -> None:
    clock = SystemClock()
    earlier, later = clock.now(), clock.now()
    assert earlier.monotonic <= later.monotonic
    assert earlier.boottime <= later.boottime


def test_seconds_asleep_are_the_difference_of_two_clocks() -> None:
    clock = SystemClock()
    earlier = clock.now()
    assert abs(clock.now().slept_since(earlier)) < 1.0


def test_without_any_sign_the_wall_clock_is_not_believed(signs: Path) -> None:
    assert quality() is WallQuality.UNSURE


def test_a_time_service_that_says_so_is_believed(signs: Path) -> None:
    (signs / "synchronized").touch()
    assert quality() is WallQuality.NTP


def test_a_small_error_of_the_kernels_is_believed(
    signs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error_is(monkeypatch, UNSYNCHRONISED_US - 1)
    assert quality() is WallQuality.NTP


@pytest.mark.parametrize(
    ("content", "wanted"),
    [("1\n", WallQuality.RTC), ("0\n", WallQuality.UNSURE), ("", WallQuality.UNSURE)],
)
def test_a_clock_with_a_battery_counts_only_if_it_was_read(
    signs: Path, content: str, wanted: WallQuality
) -> None:
    (signs / "hctosys").write_text(content)
    assert quality() is wanted


def test_a_clock_that_is_synchronised_later_is_believed_from_then_on(signs: Path) -> None:
    clock = SystemClock()
    before = clock.now().quality
    (signs / "synchronized").touch()
    assert (before, clock.now().quality) == (WallQuality.UNSURE, WallQuality.NTP)


def test_the_kernel_is_asked_for_its_error() -> None:
    assert 0 <= adjtimex.kernel_error_us() <= 2**62


def test_without_a_pin_only_the_owner_knows_whether_the_radio_is_on() -> None:
    assert OwnersWord().sensed() is None
