"""The machine is what the other tests take it for."""

import sys
from importlib.metadata import files
from pathlib import Path
from shutil import copyfile

import pytest

from tests.tools.virtual_pi.machine import VirtualPi
from tests.tools.virtual_pi.pins import presses

pytestmark = pytest.mark.appliance

BUTTON, LAMP, SENSE = 6, 20, 16

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


@pytest.fixture(scope="module")
def gpiozero(shared_pi: VirtualPi, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the guest has this environment's own gpiozero, and lgpio under it."""
    guests = shared_pi.exec("python3 -c 'import sys; print(*sys.version_info[:2])'").stdout
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
    shared_pi.put(packed, "/opt/libraries")
    return "/opt/libraries"


def test_it_starts_and_nothing_has_failed(shared_pi: VirtualPi) -> None:
    state = shared_pi.exec("systemctl is-system-running --wait; systemctl --failed", check=False)
    assert state.stdout.startswith("running\n"), state.stdout


def test_unmodified_gpiozero_sees_a_press_and_lights_a_lamp(
    shared_pi: VirtualPi, gpiozero: str
) -> None:
    shared_pi.exec(
        f"systemd-run -q --unit=lit-by-a-press -E PYTHONPATH={gpiozero} -E LG_WD=/run"
        ' -E GPIOZERO_PIN_FACTORY=lgpio python3 -c "$(cat)"',
        typed=LIT_BY_A_PRESS.encode(),
    )
    shared_pi.wait_for("^dark$")
    before = shared_pi.pins.read(LAMP)
    shared_pi.pins.press(BUTTON)
    shared_pi.wait_for("^lit$")
    after = shared_pi.pins.read(LAMP)
    shared_pi.exec("systemctl stop lit-by-a-press")
    assert (before, after) == (False, True)


def test_presses_played_inside_are_held_as_long_as_said(shared_pi: VirtualPi) -> None:
    played = shared_pi.pins.play(presses(BUTTON, 50, hold_s=0.03, gap_s=0.02))
    down, up = played[::2], played[1::2]
    assert len(down) == 50
    assert min(b.at_s - a.at_s for a, b in zip(down, up, strict=True)) >= 0.03


def test_what_is_played_on_a_line_is_seen_on_it(shared_pi: VirtualPi) -> None:
    shared_pi.pins.pull(SENSE, up=True)
    first = shared_pi.pins.watch(SENSE, for_s=0.1)
    shared_pi.pins.pull(SENSE, up=False)
    then = shared_pi.pins.watch(SENSE, for_s=0.1)
    assert [change.up for change in first + then] == [True, False]
