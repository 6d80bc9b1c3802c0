"""This machine's clocks, how far each is believed, and threads that may oversleep."""

import errno
import os
import threading
import time
from pathlib import Path

import pytest

from pi.hardware import clock as adjtimex
from pi.hardware.clock import SystemClock
from pi.hardware.pins import SLACK_NS, patient_threads
from pi.hardware.rtc_witness import RtcWitness, WitnessProblem
from pi.radio.instant import WallQuality
from tests.pi.service.wires import FakeChip

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


CONTROL, STATUS = 0x0E, 0x0F


@pytest.mark.parametrize(("status", "lost"), [(0x88, True), (0x80, True), (0x08, False)])
def test_the_flag_is_the_answer_and_clearing_takes_it_alone(status: int, lost: bool) -> None:
    chip = FakeChip()
    chip.registers = {CONTROL: 0x1C, STATUS: status}
    witness = chip.witness()
    assert witness.feed_was_lost() is lost
    assert chip.registers == {CONTROL: 0x1C, STATUS: status}
    witness.clear()
    assert chip.registers == {CONTROL: 0x1C, STATUS: status & 0x7F}
    assert witness.feed_was_lost() is False


def test_a_clock_that_stops_on_battery_proves_nothing_until_it_is_cleared() -> None:
    chip = FakeChip()
    chip.registers = {CONTROL: 0x9C, STATUS: 0x88}
    witness = chip.witness()
    assert witness.feed_was_lost() == WitnessProblem(reason="stops_on_battery", bus=1)
    witness.clear()
    assert chip.registers[CONTROL] == 0x1C


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, "no_bus"),
        (errno.EACCES, "no_permission"),
        (errno.EBUSY, "busy"),
        (errno.ENXIO, "no_answer"),
        (errno.EREMOTEIO, "no_answer"),
        (errno.EMFILE, "fault"),
    ],
)
def test_a_bus_that_can_not_be_used_has_its_reason(number: int, reason: str) -> None:
    witness = FakeChip(number).witness()
    wanted = WitnessProblem(reason=reason, bus=1, detail=os.strerror(number))
    assert (witness.feed_was_lost(), witness.clear()) == (wanted, wanted)
    assert getattr(RtcWitness(32).feed_was_lost(), "reason", None) == "no_bus"  # this machine's
