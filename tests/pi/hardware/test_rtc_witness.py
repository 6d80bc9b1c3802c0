"""The clock that witnesses a cut, on a chip of registers in memory."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pi.hardware.rtc_witness import OpenChip, RtcWitness, WitnessProblem

CONTROL, STATUS = 0x0E, 0x0F


class ChipInMemory:
    """Registers of a DS3231."""

    def __init__(self, status: int, control: int = 0x1C) -> None:
        self.registers = {CONTROL: control, STATUS: status}
        self.written: list[tuple[int, int]] = []

    def read(self, register: int) -> int:
        return self.registers[register]

    def write(self, register: int, value: int) -> None:
        self.written.append((register, value))
        self.registers[register] = value


def opens(chip: ChipInMemory) -> OpenChip:
    """A bus that has this chip at the address of a DS3231, and nothing else."""

    @contextmanager
    def open_chip(bus: int, address: int) -> Iterator[ChipInMemory]:
        assert (bus, address) == (1, 0x68)
        yield chip

    return open_chip


def fails(number: int) -> OpenChip:
    """A bus that can't be used."""

    @contextmanager
    def open_chip(bus: int, address: int) -> Iterator[ChipInMemory]:
        raise OSError(number, os.strerror(number))
        yield

    return open_chip


@pytest.mark.parametrize(("status", "lost"), [(0x88, True), (0x80, True), (0x08, False)])
def test_the_flag_is_the_answer(status: int, lost: bool) -> None:
    assert RtcWitness(1, opens(ChipInMemory(status))).feed_was_lost() is lost


def test_asking_changes_nothing() -> None:
    chip = ChipInMemory(0x88)
    RtcWitness(1, opens(chip)).feed_was_lost()
    assert chip.written == []


def test_clearing_takes_the_flag_alone() -> None:
    chip = ChipInMemory(0x8B)
    RtcWitness(1, opens(chip)).clear()
    assert chip.registers == {CONTROL: 0x1C, STATUS: 0x0B}


def test_after_clearing_the_answer_is_no() -> None:
    witness = RtcWitness(1, opens(ChipInMemory(0x88)))
    witness.clear()
    assert witness.feed_was_lost() is False


def test_a_clear_flag_is_not_written_again() -> None:
    chip = ChipInMemory(0x08)
    RtcWitness(1, opens(chip)).clear()
    assert chip.written == []


def test_a_clock_that_stops_on_battery_proves_nothing() -> None:
    problem = RtcWitness(1, opens(ChipInMemory(0x88, control=0x9C))).feed_was_lost()
    assert problem == WitnessProblem(reason="stops_on_battery", bus=1)


def test_clearing_makes_it_go_on_by_battery() -> None:
    chip = ChipInMemory(0x88, control=0x9C)
    RtcWitness(1, opens(chip)).clear()
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
    witness = RtcWitness(1, fails(number))
    wanted = WitnessProblem(reason=reason, bus=1, detail=os.strerror(number))
    assert (witness.feed_was_lost(), witness.clear()) == (wanted, wanted)


def test_a_bus_that_this_machine_has_not_is_no_bus() -> None:
    problem = RtcWitness(32).feed_was_lost()
    assert isinstance(problem, WitnessProblem)
    assert problem.reason == "no_bus"
