"""The PIN's other half on a stick, through the package's sandbox, its udev rule and its mount."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.cards.disk import Disk
from tests.tools.virtual_pi.installing import bring, install
from tests.tools.virtual_pi.machine import PATIENCE_S, VirtualPi
from tests.tools.virtual_pi.owner import SET_UP
from tests.virtual_pi.test_package import as_member, until_ready

pytestmark = pytest.mark.appliance

PIN = b"2580\n"
ROOM = "/media/steadyhand"
# The guest's kernel knows no FAT; all else of the mount is as the package brings it.
AS_EXT4 = b"[Mount]\nType=ext4\nOptions=nodev,nosuid,noexec\n"


@pytest.fixture(scope="module")
def car(shared_pi: VirtualPi, tmp_path_factory: pytest.TempPathFactory) -> VirtualPi:
    """A machine with the package installed and set up, and no stick in it."""
    bring(shared_pi, tmp_path_factory.mktemp("package"))
    install(shared_pi)
    dropped = "/etc/systemd/system/media-steadyhand.mount.d"
    shared_pi.exec(f"mkdir -p {dropped}; cat >{dropped}/ext4.conf", typed=AS_EXT4)
    shared_pi.exec("systemctl daemon-reload")
    until_ready(shared_pi)
    as_member(shared_pi, "setup --from -", SET_UP.encode())
    return shared_pi


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stick with the label, not plugged in."""
    image = tmp_path_factory.mktemp("stick") / "blue.img"
    Disk.make(image)
    subprocess.run(["e2label", str(image), "STEADYHAND"], check=True)
    return image


def until(car: VirtualPi, command: str) -> None:
    """Wait until a command of the guest goes well."""
    late = time.monotonic() + PATIENCE_S
    while car.exec(command, check=False).returncode != 0:
        assert time.monotonic() < late, car.exec("journalctl -n 40 --no-pager", check=False).stdout
        time.sleep(0.5)


def shown(car: VirtualPi) -> str:
    """What the PIN shows, or the one line why it does not."""
    command = "su steadyhand -c 'steadyhand show --passphrase-stdin'"
    done = car.exec(command, typed=PIN, check=False)
    return done.stdout + done.stderr


def test_a_stick_put_in_while_the_service_runs_takes_the_key_and_is_needed_from_then_on(
    car: VirtualPi, stick: Path
) -> None:
    process = until_ready(car)
    car.plug_in(stick)
    until(car, f"mountpoint -q {ROOM}")
    car.exec(f"chown steadyhandd {ROOM} && chmod 700 {ROOM}")
    told = as_member(car, "device-key --to stick --passphrase-stdin", PIN)
    assert "works only with this stick" in told
    assert "code: 3712" in shown(car)
    car.exec("test ! -e /var/lib/steadyhand/device.key")

    car.pull_out(stick)
    until(car, f"! mountpoint -q {ROOM}")
    assert "The PIN works only with its USB stick in." in shown(car)

    again = stick.with_stem("again")
    shutil.copyfile(stick, again)
    car.plug_in(again)
    until(car, f"mountpoint -q {ROOM}")
    assert "code: 3712" in shown(car)
    assert until_ready(car) == process

    car.exec("systemctl restart steadyhand.service")
    until_ready(car, but_not=process)
    assert "code: 3712" in shown(car)
    told = as_member(car, "device-key --to card --passphrase-stdin", PIN)
    assert "without a stick" in told
    assert car.exec(f"ls {ROOM}").stdout.split() == ["lost+found"]
