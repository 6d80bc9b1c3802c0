"""What is put in: a stick with the PIN's other half, and a clock that lives on the permanent feed.

Both through the package's sandbox; the stick through its udev rule and its mount as well.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cards import Disk
from tests.virtual_pi.appliance.car import Car
from tests.virtual_pi.installing import as_member, process

pytestmark = [pytest.mark.appliance, pytest.mark.usefixtures("set_up")]

PIN = b"2580\n"
ROOM = "/media/steadyhand"
# The guest's kernel knows no FAT; all else of the mount is as the package brings it.
AS_EXT4 = b"[Mount]\nType=ext4\nOptions=nodev,nosuid,noexec\n"
WITH_A_CLOCK = b"[rtc_witness]\nbus = 1\n"


def shown(car: Car) -> str:
    """What the PIN shows, or the one line why it does not."""
    command = "su steadyhand -c 'steadyhand show --passphrase-stdin' 2>&1"
    return car.pi.exec(command, typed=PIN, check=False).stdout


def test_a_stick_put_in_while_the_service_runs_takes_the_key_and_is_needed_from_then_on(
    car: Car, tmp_path: Path
) -> None:
    stick, again = tmp_path / "blue.img", tmp_path / "again.img"
    Disk.make(stick)
    subprocess.run(["e2label", str(stick), "STEADYHAND"], check=True)
    dropped = "/etc/systemd/system/media-steadyhand.mount.d"
    car.pi.exec(f"mkdir -p {dropped}; cat >{dropped}/ext4.conf", typed=AS_EXT4)
    car.pi.exec("systemctl daemon-reload")
    service = process(car.pi)

    car.pi.plug_in(stick)
    car.pi.wait_until(f"mountpoint -q {ROOM}")
    car.pi.exec(f"chown steadyhandd {ROOM} && chmod 700 {ROOM}")
    told = as_member(car.pi, "device-key --to stick --passphrase-stdin", PIN)
    assert "works only with this stick" in told
    assert "code: 3712" in shown(car)
    car.pi.exec("test ! -e /var/lib/steadyhand/device.key")

    car.pi.pull_out(stick)
    car.pi.wait_until(f"! mountpoint -q {ROOM}")
    assert "The PIN works only with its USB stick in." in shown(car)

    shutil.copyfile(stick, again)
    car.pi.plug_in(again)
    car.pi.wait_until(f"mountpoint -q {ROOM}")
    assert "code: 3712" in shown(car)
    assert process(car.pi) == service

    car.pi.exec("systemctl restart steadyhand.service")
    assert "code: 3712" in shown(car)
    told = as_member(car.pi, "device-key --to card --passphrase-stdin", PIN)
    assert "without a stick" in told
    assert car.pi.exec(f"ls {ROOM}").stdout.split() == ["lost+found"]


def test_a_clock_that_was_without_current_tells_that_the_battery_was_off(car: Car) -> None:
    car.pi.exec("cat > /etc/steadyhand/steadyhand.toml", typed=WITH_A_CLOCK)
    as_member(car.pi, "report accepted")
    car.pi.exec("sync")
    car.pi.power_cut("drop")
    car.pi.start(clock="stopped")
    kind, data = car.events()[-1]
    assert (car.status()["state"], kind) == ("Asking", "BatteryCut")
    assert '"clock"' in data
    car.pi.exec("systemctl restart steadyhand")
    assert car.kinds().count("BatteryCut") == 1, "the flag was cleared once it was written down"
