"""The unit of the touchscreen: systemd finds no fault in it, and it leaves the service alone."""

import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "systemd" / "steadyhand-kiosk.service"
TERMINAL = ROOT / "systemd" / "foot.ini"
MOST_EXPOSED = 2.1  # of 10, as `systemd-analyze security` counts
PYTHON = "/opt/steadyhand/venv/bin/python3"

with_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here"
)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a Python that this machine has."""
    text = UNIT.read_text()
    assert f"ExecStart={PYTHON} " in text
    copy = tmp_path / UNIT.name
    copy.write_text(text.replace(PYTHON, sys.executable))
    return copy


def settings(file: Path) -> dict[str, list[str]]:
    """Every key of a unit, with all of its values."""
    lines = [line.partition("=") for line in file.read_text().splitlines() if line[:1].isalpha()]
    keys = dict.fromkeys(key for key, _, _ in lines)
    return {key: [value for other, _, value in lines if other == key] for key in keys}


@with_systemd
def test_systemd_finds_no_fault_in_the_unit(unit: Path) -> None:
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@with_systemd
def test_the_unit_is_no_more_exposed_than_a_display_needs(unit: Path) -> None:
    threshold = f"--threshold={round(MOST_EXPOSED * 10)}"
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", threshold, unit],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_end_leaves_the_service_alone() -> None:
    bound = {"BindsTo", "Requires", "PartOf", "OnFailure", "Requisite", "Upholds"}
    assert bound.isdisjoint(settings(UNIT))


def test_it_is_started_again_however_often_it_ends() -> None:
    said = settings(UNIT)
    assert (said["Restart"], said["StartLimitIntervalSec"]) == (["always"], ["0"])


def test_it_asks_the_service_of_the_system_and_starts_none_of_its_own() -> None:
    named = "STEADYHAND_SOCKET=/run/steadyhand/steadyhand.sock"
    assert named in settings(UNIT)["Environment"]


def test_udev_can_tell_it_of_a_touchscreen_that_comes_late() -> None:
    said = settings(UNIT)
    assert "PrivateNetwork" not in said
    assert said["RestrictAddressFamilies"] == ["AF_UNIX AF_NETLINK"]


def test_a_finger_that_wobbles_still_taps() -> None:
    terminal = ConfigParser()
    terminal.read_string("[main]\n" + TERMINAL.read_text())
    assert terminal["touch"]["long-press-delay"] == "0"
