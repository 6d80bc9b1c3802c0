"""The package on a machine: installed, upgraded, hung, cut off, removed and purged."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.tools.virtual_pi.building import Image
from tests.tools.virtual_pi.machine import VirtualPi
from tests.virtual_pi.installing import SET_UP, as_member, bring, install, process

# A purge comes last.
pytestmark = [pytest.mark.appliance, pytest.mark.random_order(disabled=True)]

STATE = "/var/lib/steadyhand/steadyhand.db"
LARGEST_EXPOSURE = 1.2
OLDER = f"""
import sqlite3
with sqlite3.connect("{STATE}") as store:
    for table in ("vehicle", "event", "boot", "vault", "unlocker", "pin_guard", "record"):
        store.execute("ALTER TABLE " + table + " DROP COLUMN sum")
    store.execute("ALTER TABLE vault DROP COLUMN listed")
    store.execute("ALTER TABLE vehicle DROP COLUMN accepted_seq")
    for table in ("listed", "removed", "unswept", "family", "run"):
        store.execute("DROP TABLE " + table)
    store.execute("PRAGMA user_version = 1")
""".encode()
VERSION = f"""
import sqlite3
print(*sqlite3.connect("{STATE}").execute("PRAGMA user_version").fetchone())
""".encode()
# Without udev's name for the card's file system, which is none of the package's.
OURS = "find /etc /opt /run /usr /var -xdev -path /run/udev -prune -o -name '*steadyhand*' -print"


def first_vehicle(machine: VirtualPi) -> dict[str, Any]:
    (vehicle,) = json.loads(as_member(machine, "status --json"))["vehicles"]
    return dict(vehicle)


@pytest.fixture(scope="module")
def car(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualPi]:
    """A machine with the package installed, and a radio whose lockout is counted."""
    with VirtualPi(image, tmp_path_factory.mktemp("car")) as machine:
        machine.start()
        bring(machine, tmp_path_factory.mktemp("package"))
        install(machine)
        as_member(machine, "setup --from -", SET_UP.encode())
        for outcome in ("asking", "rejected", "rejected", "rejected", "power-on"):
            as_member(machine, f"report {outcome}")
        yield machine


def test_installing_enables_a_sound_service_and_leaves_the_touchscreen_off(car: VirtualPi) -> None:
    units = "steadyhand.socket steadyhand.service steadyhand-kiosk.service"
    told = car.exec(f"systemctl is-enabled {units}", check=False).stdout.split()
    assert told == ["enabled", "enabled", "disabled"]
    assert car.exec("systemctl --failed --plain --no-legend").stdout == ""
    said = car.exec("systemd-analyze security --no-pager steadyhand.service | tail -1").stdout
    assert float(said.partition("service: ")[2].split()[0]) <= LARGEST_EXPOSURE


def test_no_other_user_can_look_at_the_state_or_is_answered(car: VirtualPi) -> None:
    rights = car.exec("stat -c '%a %U' /var/lib/steadyhand /var/lib/steadyhand/*").stdout
    assert {line.split()[1] for line in rights.splitlines()} == {"steadyhandd"}
    assert {line.split()[0][-2:] for line in rights.splitlines()} == {"00"}
    socket = "/run/steadyhand/steadyhand.sock"
    assert car.exec(f"stat -c '%a %G' {socket}").stdout.split() == ["660", "steadyhand"]
    ask = f"STEADYHAND_SOCKET={socket} steadyhand status"
    said = car.exec(f"su -s /bin/sh nobody -c '{ask}'", check=False)
    assert (said.returncode, "not in the group steadyhand" in said.stderr) == (4, True)


def test_a_device_key_of_the_owners_is_handed_to_the_service(car: VirtualPi) -> None:
    store = "/etc/credstore.encrypted"
    car.exec(
        f"install -d -m 700 {store} && systemd-creds encrypt --name=steadyhand-device-key"
        f" /var/lib/steadyhand/device.key {store}/steadyhand-device-key"
    )
    car.exec("systemctl restart steadyhand.service")
    handed = car.exec("ls /run/credentials/steadyhand.service").stdout
    car.exec(f"rm -r {store} && systemctl restart steadyhand.service")
    assert handed.split() == ["steadyhand-device-key"]


def test_a_service_that_hangs_is_started_again(car: VirtualPi) -> None:
    hung = process(car)
    car.exec(f"kill -STOP {hung}")
    another = f'[ "$(systemctl show --value -p MainPID steadyhand)" != {hung} ]'
    car.wait_until(f"systemctl is-active -q steadyhand && {another}")
    assert first_vehicle(car)["state"] == "Waiting"


def test_an_upgrade_goes_on_with_the_wait_and_a_store_of_the_version_before(car: VirtualPi) -> None:
    as_member(car, "report power-on")
    counted, before = first_vehicle(car)["wait"]["counted_s"], process(car)
    install(car)
    assert process(car) != before
    assert first_vehicle(car)["wait"]["counted_s"] > counted

    car.exec("systemctl stop steadyhand.service steadyhand.socket")
    car.exec("python3 -", typed=OLDER)
    install(car)
    assert first_vehicle(car)["state"] == "Waiting"
    assert car.exec("python3 -", typed=VERSION).stdout.strip() != "1"


def test_a_wait_is_still_owed_after_a_power_cut(car: VirtualPi) -> None:
    as_member(car, "report power-on")
    car.power_cut()
    car.start()
    vehicle = first_vehicle(car)
    assert (vehicle["state"], vehicle["wait"]["why_not"]) == ("Waiting", "power_unknown")


def test_a_removal_keeps_the_state_and_a_purge_leaves_nothing_but_the_users(car: VirtualPi) -> None:
    car.exec("dpkg --remove steadyhand")
    asked = f"systemctl is-active steadyhand.service; ls {STATE} /opt/steadyhand"
    assert car.exec(asked, check=False).stdout.split() == ["inactive", STATE]
    install(car)
    assert first_vehicle(car)["state"] == "Waiting"

    car.exec("rm -r /etc/systemd/system/steadyhand.service.d && dpkg --purge steadyhand")
    assert car.exec(OURS, check=False).stdout == ""
