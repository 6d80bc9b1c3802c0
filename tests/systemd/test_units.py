"""What systemd itself says of the units."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNITS = sorted(
    path
    for path in (ROOT / "systemd").iterdir()
    if path.suffix in {".service", ".socket", ".mount"}
)
LARGEST_EXPOSURE = 1.2  # of 10

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze here"
)


def verify(directory: Path, *units: Path) -> str:
    """All that systemd finds wrong with units, as if their commands were installed."""
    for unit in units:
        text = re.sub(r"^(Exec\w+=)\S+", r"\1/bin/true", unit.read_text(), flags=re.MULTILINE)
        (directory / unit.name).write_text(text)
    names = [str(directory / unit.name) for unit in units]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True)
    return done.stdout + done.stderr


def exposure(unit: Path) -> float:
    """How much systemd rates a service to be exposed, from 0 to 10."""
    rate = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(unit)]
    said = subprocess.run(rate, capture_output=True, text=True).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert found, said
    return float(found.group(1))


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    assert verify(tmp_path, *UNITS) == ""


def test_a_slip_in_a_unit_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "slip").mkdir()
    slip = tmp_path / "slip" / "steadyhand.service"
    slip.write_text((ROOT / "systemd/steadyhand.service").read_text() + "WantedBye=x\n")
    assert "WantedBye" in verify(tmp_path, slip, ROOT / "systemd/steadyhand.socket")


def test_the_service_is_exposed_to_little() -> None:
    assert exposure(ROOT / "systemd/steadyhand.service") <= LARGEST_EXPOSURE


def test_without_its_sandbox_the_service_would_be_exposed_to_much(tmp_path: Path) -> None:
    bare = tmp_path / "steadyhand.service"
    bare.write_text("[Service]\nExecStart=/usr/sbin/steadyhandd\nUser=steadyhandd\n")
    assert exposure(bare) > LARGEST_EXPOSURE


def test_the_users_and_groups_can_be_made(tmp_path: Path) -> None:
    if shutil.which("systemd-sysusers") is None:
        pytest.skip("no systemd-sysusers here")
    (tmp_path / "etc").mkdir()
    make = ["systemd-sysusers", f"--root={tmp_path}", str(ROOT / "systemd/sysusers.conf")]
    done = subprocess.run(make, capture_output=True, text=True)
    if "Operation not permitted" in done.stderr:
        pytest.skip("systemd-sysusers wants to be root")
    accounts = [line.split(":") for line in (tmp_path / "etc/passwd").read_text().splitlines()]
    shells = {account[0]: account[6] for account in accounts}
    assert shells == {
        "steadyhand": "/bin/sh",
        "steadyhandd": "/usr/sbin/nologin",
        "steadyhand-kiosk": "/usr/sbin/nologin",
    }
