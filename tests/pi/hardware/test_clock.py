"""This machine's clocks, how far its wall clock is believed, and threads that may oversleep."""

import threading
import time
from pathlib import Path

import pytest

from pi.hardware import adjtimex, clock
from pi.hardware.clock import SystemClock
from pi.hardware.timer_slack import SLACK_NS, patient_threads
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


def test_a_reading_is_of_this_boot_and_of_the_clocks_that_count() -> None:
    kernels = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    before, clock = time.monotonic(), SystemClock()
    earlier, later = clock.now(), clock.now()
    assert {earlier.boot_id, later.boot_id, SystemClock().now().boot_id} == {kernels}
    assert before <= earlier.monotonic <= later.monotonic <= time.monotonic()
    assert earlier.boottime <= later.boottime
    assert abs(later.slept_since(earlier)) < 1.0
    assert 0 <= adjtimex.kernel_error_us() <= 2**62


def test_a_time_service_that_says_so_is_believed_from_then_on(signs: Path) -> None:
    clock = SystemClock()
    before = clock.now().quality
    (signs / "synchronized").touch()
    assert (before, clock.now().quality) == (WallQuality.UNSURE, WallQuality.NTP)


def test_a_small_error_of_the_kernels_will_do(signs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def own_slack() -> int:
    """How much the calling thread may oversleep, in nanoseconds."""
    return int(Path(f"/proc/{threading.get_native_id()}/timerslack_ns").read_text())


def slack_of_a_new_thread() -> int:
    """The same of a thread that is started now."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(own_slack()))
    thread.start()
    thread.join()
    return found[0]


def test_a_thread_that_is_started_meanwhile_may_oversleep_and_no_other() -> None:
    before = slack_of_a_new_thread()
    with patient_threads():
        assert slack_of_a_new_thread() == SLACK_NS
    assert (slack_of_a_new_thread(), own_slack()) == (before, before)
