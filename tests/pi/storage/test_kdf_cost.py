"""The cost of a guess follows the device, between a floor and a ceiling."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.storage.kdf_cost import (
    LONGEST_S,
    MOST_PASSES,
    SMALL_BOARD_KIB,
    USUAL_KIB,
    KdfCost,
    calibrate,
    derive,
    memory_for_board,
)
from pi.storage.unlockers import DEAREST


class Device:
    """A device that takes so many seconds for one pass over 64 MiB, and its clock."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._time = 0.0

    def now(self) -> float:
        return self._time

    def takes(self, cost: KdfCost) -> float:
        return self._seconds * cost.passes * cost.memory_kib / USUAL_KIB

    def run(self, cost: KdfCost) -> None:
        self._time += self.takes(cost)


def calibrated(device: Device) -> KdfCost:
    return calibrate(device.now, USUAL_KIB, device.run)


speeds = st.floats(0.001, 10.0)


@given(speeds)
def test_never_fewer_than_three_passes(seconds: float) -> None:
    assert calibrated(Device(seconds)).passes >= 3


@given(speeds)
def test_never_more_passes_than_a_slow_device_could_open(seconds: float) -> None:
    assert calibrated(Device(seconds)).passes <= MOST_PASSES


@given(st.floats(0.05, 0.25))
def test_a_usual_device_takes_between_half_a_second_and_one(seconds: float) -> None:
    device = Device(seconds)
    assert 0.5 <= device.takes(calibrated(device)) <= 1.0


@given(st.floats(0.001, 2.0))
def test_a_try_takes_no_longer_than_three_seconds(seconds: float) -> None:
    device = Device(seconds)
    assert device.takes(calibrated(device)) <= LONGEST_S


def test_a_very_slow_device_takes_less_memory_and_keeps_the_passes() -> None:
    assert calibrated(Device(1.9)) == KdfCost(memory_kib=SMALL_BOARD_KIB, passes=3)


def test_a_clock_that_stands_still_gives_the_floor() -> None:
    assert calibrate(lambda: 5.0, USUAL_KIB, lambda cost: None).passes == 3


@pytest.mark.parametrize(
    ("meminfo", "memory"),
    [
        ("MemTotal:         442908 kB\nMemFree: 1 kB\n", SMALL_BOARD_KIB),
        ("MemTotal:         524288 kB\n", SMALL_BOARD_KIB),
        ("MemTotal:         948304 kB\n", USUAL_KIB),
        ("MemFree: 948304 kB\n", SMALL_BOARD_KIB),
        ("MemTotal: lots\n", SMALL_BOARD_KIB),
    ],
)
def test_the_memory_follows_the_board(tmp_path: Path, meminfo: str, memory: int) -> None:
    (tmp_path / "meminfo").write_text(meminfo)
    assert memory_for_board(tmp_path / "meminfo") == memory


def test_without_a_word_from_the_kernel_the_board_counts_as_small(tmp_path: Path) -> None:
    assert memory_for_board(tmp_path / "missing") == SMALL_BOARD_KIB


def test_the_derivation_is_argon2id_as_others_compute_it() -> None:
    """A value of the test suite of Argon2's reference implementation, version 1.3."""
    made = derive(b"password", b"somesalt", KdfCost(memory_kib=256, passes=2))
    assert made.hex() == "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"


@pytest.mark.parametrize("other", [{"memory_kib": 72}, {"passes": 2}, {"lanes": 2}])
def test_another_cost_gives_another_key(other: dict[str, int]) -> None:
    usual = {"memory_kib": 64, "passes": 1, "lanes": 1}
    one = derive(b"secret", bytes(16), KdfCost(**usual))
    assert derive(b"secret", bytes(16), KdfCost(**{**usual, **other})) != one


@given(speeds)
def test_the_dearest_that_is_made_is_far_from_the_dearest_that_is_run(seconds: float) -> None:
    made = calibrated(Device(seconds))
    work = made.memory_kib * made.passes * made.lanes
    assert work * 4 <= DEAREST.memory_kib * DEAREST.passes
    assert made.memory_kib <= DEAREST.memory_kib
