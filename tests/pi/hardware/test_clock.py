"""This machine's clocks, how far its wall clock is believed, and threads that may oversleep."""

import threading
import time
from pathlib import Path

import pytest

from pi.hardware import clock as adjtimex
from pi.hardware.clock import SystemClock
from pi.hardware.pins import SLACK_NS, patient_threads
from pi.radio.instant import WallQuality

UNSYNCHRONISED_US = 16_000_000


def test_a_reading_is_of_this_boot_and_of_the_clocks_that_count() -> None:
    kernels = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    before, clock = time.monotonic(), SystemClock()
    earlier, later = clock.now(), clock.now()
    assert {earlier.boot_id, later.boot_id, SystemClock().now().boot_id} == {kernels}
    assert before <= earlier.monotonic <= later.monotonic <= time.monotonic()
    assert earlier.boottime <= later.boottime
    assert abs(later.slept_since(earlier)) < 1.0
    assert 0 <= adjtimex.kernel_error_us() <= 2**62


@pytest.mark.parametrize(
    ("error_us", "battery", "wanted"),
    [
        (UNSYNCHRONISED_US - 1, None, WallQuality.NTP),  # a small error of the kernel's will do
        (UNSYNCHRONISED_US, None, WallQuality.UNSURE),
        (UNSYNCHRONISED_US, "1\n", WallQuality.RTC),
        (UNSYNCHRONISED_US, "0\n", WallQuality.UNSURE),
        (UNSYNCHRONISED_US, "", WallQuality.UNSURE),
    ],
)
def test_a_clock_with_a_battery_counts_if_it_was_read_and_a_time_service_once_it_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error_us: int,
    battery: str | None,
    wanted: WallQuality,
) -> None:
    monkeypatch.setattr(adjtimex, "_SYNCHRONISED", tmp_path / "synchronized")
    monkeypatch.setattr(adjtimex, "_RTC", tmp_path / "hctosys")
    monkeypatch.setattr(adjtimex, "kernel_error_us", lambda: error_us)
    if battery is not None:
        (tmp_path / "hctosys").write_text(battery)
    system = SystemClock()
    assert system.now().quality is wanted
    (tmp_path / "synchronized").touch()
    assert system.now().quality is WallQuality.NTP


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
