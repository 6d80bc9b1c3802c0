"""A power cut takes what it should, and no more: the harness has to prove itself first."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.tools.virtual_pi.building import Image
from tests.tools.virtual_pi.card import Cut
from tests.tools.virtual_pi.machine import VirtualPi

pytestmark = pytest.mark.appliance

SENSE = 16
STOPPED = 0x80  # of a DS3231's status register: its oscillator was without current
BEFORE = b"1" * 4096

# The second write to "answered" is past the guest's own memory, and the card has not been told to
# make it safe; the file system's own flush is put off so that it cannot come between.
WRITES = """
set -e
mount -o remount,commit=3600 /
cd /root
head -c 4096 /dev/zero | tr '\\0' 1 > answered
echo kept > flushed
sync
head -c 4096 /dev/zero | tr '\\0' 2 > later
dd if=later of=answered bs=4096 oflag=direct conv=notrunc
i2cget -y 1 0x68 0x0f > /dev/ttyS1
"""


@dataclass
class Aftermath:
    """A machine without power, and what was seen of it while it had some."""

    machine: VirtualPi
    clock: int
    cut: Cut


@pytest.fixture(scope="module")
def aftermath(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """A machine that has written, has acknowledged it, and then lost its power."""
    with VirtualPi(image, tmp_path_factory.mktemp("cut")) as machine:
        machine.pins.pull(SENSE, up=True)
        machine.start(clock="stopped")
        machine.exec(WRITES)
        status = machine.wait_for("^0x(..)$")
        yield Aftermath(machine, int(status[1], 16), machine.power_cut("drop"))


def test_what_was_synced_outlasts_the_cut(aftermath: Aftermath) -> None:
    assert aftermath.machine.on_card("/root/flushed") == b"kept\n"


def test_what_was_answered_and_never_flushed_is_gone(aftermath: Aftermath) -> None:
    assert aftermath.machine.on_card("/root/answered") == BEFORE


def test_the_cut_tells_that_it_took_something(aftermath: Aftermath) -> None:
    assert aftermath.cut.lost >= 1


def test_a_clock_without_current_says_so(aftermath: Aftermath) -> None:
    assert aftermath.clock & STOPPED


def test_it_starts_again_in_the_same_world(aftermath: Aftermath) -> None:
    machine = aftermath.machine
    machine.start(clock="running")
    clock = machine.exec("i2cget -y 1 0x68 0x0f").stdout
    held = machine.pins.read(SENSE)
    machine.stop()
    assert (held, int(clock, 16) & STOPPED) == (True, 0)
