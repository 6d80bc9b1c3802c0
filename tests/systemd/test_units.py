"""The units: what systemd itself says of them, and what the touchscreen's promises."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests import ROOT

SYSTEMD = ROOT / "systemd"
SERVICE, KIOSK = SYSTEMD / "steadyhand.service", SYSTEMD / "steadyhand-kiosk.service"
UNITS = [path for kind in ("service", "socket", "mount") for path in SYSTEMD.glob(f"*.{kind}")]
LARGEST_EXPOSURE = {SERVICE: 1.2, KIOSK: 2.1}  # of 10; a display needs more
BARE = "[Service]\nExecStart=/usr/sbin/steadyhandd\nUser=steadyhandd\n"
BINDING = {"BindsTo", "Requires", "PartOf", "OnFailure", "Requisite", "Upholds"}

with_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze here"
)


def wrong(directory: Path, more: str = "") -> str:
    """All that systemd finds wrong with the units, as if their commands were installed."""
    for unit in UNITS:
        text = re.sub(r"^(Exec\w+=)\S+", r"\1/bin/true", unit.read_text(), flags=re.MULTILINE)
        (directory / unit.name).write_text(text + more)
    names = [str(directory / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True)
    return done.stdout + done.stderr


def exposure(unit: Path) -> float:
    """How much systemd rates a service to be exposed, from 0 to 10."""
    rate = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(unit)]
    said = subprocess.run(rate, capture_output=True, text=True).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert found, said
    return float(found.group(1))


@with_systemd
def test_systemd_finds_nothing_wrong_with_the_units_and_would_find_a_slip(tmp_path: Path) -> None:
    assert wrong(tmp_path) == ""
    assert "WantedBye" in wrong(tmp_path, more="WantedBye=x\n")


@with_systemd
def test_the_service_and_the_touchscreen_are_exposed_to_little(tmp_path: Path) -> None:
    assert [unit.name for unit, most in LARGEST_EXPOSURE.items() if exposure(unit) > most] == []
    bare = tmp_path / SERVICE.name
    bare.write_text(BARE)
    assert exposure(bare) > max(LARGEST_EXPOSURE.values())


def test_the_touchscreen_leaves_the_service_alone_and_is_started_again_however_it_ends() -> None:
    lines = [line.partition("=") for line in KIOSK.read_text().splitlines()]
    said = {(key, value) for key, _, value in lines}
    assert BINDING.isdisjoint(key for key, _ in said)
    assert said > {("Restart", "always"), ("StartLimitIntervalSec", "0")}
    # The service of the system, and none of its own.
    assert ("Environment", "STEADYHAND_SOCKET=/run/steadyhand/steadyhand.sock") in said
    # Udev can tell it of a touchscreen that comes late.
    assert "PrivateNetwork" not in {key for key, _ in said}
    assert ("RestrictAddressFamilies", "AF_UNIX AF_NETLINK") in said


def test_a_finger_that_wobbles_still_taps() -> None:
    terminal = ConfigParser()
    terminal.read_string("[main]\n" + (SYSTEMD / "foot.ini").read_text())
    assert terminal["touch"]["long-press-delay"] == "0"


def test_the_users_and_groups_can_be_made(tmp_path: Path) -> None:
    if shutil.which("systemd-sysusers") is None:
        pytest.skip("no systemd-sysusers here")
    (tmp_path / "etc").mkdir()
    make = ["systemd-sysusers", f"--root={tmp_path}", str(SYSTEMD / "sysusers.conf")]
    done = subprocess.run(make, capture_output=True, text=True)
    if "Operation not permitted" in done.stderr:
        pytest.skip("systemd-sysusers wants to be root")
    accounts = [line.split(":") for line in (tmp_path / "etc/passwd").read_text().splitlines()]
    assert {account[0]: account[6] for account in accounts} == {
        "steadyhand": "/bin/sh",
        "steadyhandd": "/usr/sbin/nologin",
        "steadyhand-kiosk": "/usr/sbin/nologin",
    }
