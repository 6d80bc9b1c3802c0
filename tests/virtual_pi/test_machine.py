"""The machine is what the other tests take it for; a cut takes what it should, and no more."""

import sys
from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path
from shutil import copyfile

import pytest

from tests.tools.virtual_pi.building import Image
from tests.tools.virtual_pi.machine import VirtualPi, presses

pytestmark = pytest.mark.appliance

BUTTON, LAMP, SENSE, HELD = 6, 20, 16, 12
STOPPED = 0x80  # of a DS3231's status register: its oscillator was without current
STATUS = "i2cget -y 1 0x68 0x0f"

LIT_BY_A_PRESS = f"""
from gpiozero import LED, Button
lamp, button = LED({LAMP}), Button({BUTTON})
with open("/dev/ttyS1", "w", buffering=1) as port:
    print("dark", file=port)
    button.wait_for_press()
    lamp.on()
    print("lit", file=port)
    button.wait_for_release()
    button.wait_for_press()
"""
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
"""


@pytest.fixture(scope="module")
def pi(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualPi]:
    """A running machine, with a line held high and a clock that was without current."""
    with VirtualPi(image, tmp_path_factory.mktemp("machine")) as machine:
        machine.pins.pull(HELD, up=True)
        machine.start(clock="stopped")
        yield machine


@pytest.fixture(scope="module")
def gpiozero(pi: VirtualPi, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the guest has this environment's own gpiozero, and lgpio under it."""
    guests = pi.exec("python3 -c 'import sys; print(*sys.version_info[:2])'").stdout
    ours = "{} {}".format(*sys.version_info[:2])
    if guests.strip() != ours:
        pytest.skip(f"what runs on Python {ours} does not run on the guest's {guests.strip()}")
    packed = tmp_path_factory.mktemp("libraries")
    for name in ("gpiozero", "colorzero", "lgpio"):
        for file in files(name) or ():
            target = packed / file
            if packed in target.resolve().parents:  # not the scripts
                target.parent.mkdir(parents=True, exist_ok=True)
                copyfile(Path(str(file.locate())), target)
    pi.put(packed, "/opt/libraries")
    return "/opt/libraries"


def test_it_starts_and_nothing_has_failed(pi: VirtualPi) -> None:
    state = pi.exec("systemctl is-system-running --wait; systemctl --failed", check=False)
    assert state.stdout.startswith("running\n"), state.stdout


def test_unmodified_gpiozero_sees_a_press_and_lights_a_lamp(pi: VirtualPi, gpiozero: str) -> None:
    pi.exec(
        f"systemd-run -q --unit=lit-by-a-press -E PYTHONPATH={gpiozero} -E LG_WD=/run"
        ' -E GPIOZERO_PIN_FACTORY=lgpio python3 -c "$(cat)"',
        typed=LIT_BY_A_PRESS.encode(),
    )
    pi.wait_for("^dark$")
    before = pi.pins.read(LAMP)
    pi.pins.press(BUTTON)
    pi.wait_for("^lit$")
    after = pi.pins.read(LAMP)
    pi.exec("systemctl stop lit-by-a-press")
    assert (before, after) == (False, True)


def test_what_is_played_inside_is_held_as_long_as_said_and_seen(pi: VirtualPi) -> None:
    played = pi.pins.play(presses(BUTTON, 50, hold_s=0.03, gap_s=0.02))
    down, up = played[::2], played[1::2]
    assert len(down) == 50
    assert min(b.at_s - a.at_s for a, b in zip(down, up, strict=True)) >= 0.03
    pi.pins.pull(SENSE, up=True)
    first = pi.pins.watch(SENSE, for_s=0.1)
    pi.pins.pull(SENSE, up=False)
    then = pi.pins.watch(SENSE, for_s=0.1)
    assert [change.up for change in first + then] == [True, False]


def test_a_cut_takes_what_was_never_flushed_and_leaves_the_world_as_it_was(pi: VirtualPi) -> None:
    pi.exec(WRITES)
    assert int(pi.exec(STATUS).stdout, 16) & STOPPED
    cut = pi.power_cut("drop")
    assert cut.lost >= 1
    assert pi.on_card("/root/flushed") == b"kept\n"
    assert pi.on_card("/root/answered") == b"1" * 4096
    pi.start(clock="running")
    assert not int(pi.exec(STATUS).stdout, 16) & STOPPED
    assert pi.pins.read(HELD)
