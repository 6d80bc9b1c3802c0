"""The package on a machine: installed, upgraded, hung, cut off, removed and purged."""

import json
import time
from typing import Any

import pytest

from tests.tools.virtual_pi.installing import bring, install
from tests.tools.virtual_pi.machine import PATIENCE_S, VirtualPi
from tests.tools.virtual_pi.owner import SET_UP

pytestmark = pytest.mark.appliance

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


def as_member(machine: VirtualPi, command: str, typed: bytes = b"") -> str:
    """What `steadyhand` answers to who logs in over SSH."""
    return machine.exec(f"su steadyhand -c 'steadyhand {command}'", typed=typed).stdout


def first_vehicle(machine: VirtualPi) -> dict[str, Any]:
    """Where the radio stands, as scripts read it."""
    (vehicle,) = json.loads(as_member(machine, "status --json"))["vehicles"]
    return dict(vehicle)


def shown(machine: VirtualPi, unit: str, what: str) -> str:
    """What systemd tells of a unit."""
    return machine.exec(f"systemctl show --value -p {what} {unit}").stdout.strip()


def until_ready(machine: VirtualPi, but_not: str = "") -> str:
    """Wait until the service is ready; its process, which is another than `but_not`."""
    late = time.monotonic() + PATIENCE_S
    while True:
        process = shown(machine, "steadyhand.service", "MainPID")
        ready = shown(machine, "steadyhand.service", "ActiveState") == "active"
        if ready and process not in {"0", but_not}:
            return process
        assert time.monotonic() < late, machine.exec("systemctl status steadyhand", check=False)
        time.sleep(0.5)


@pytest.fixture(scope="module")
def car(shared_pi: VirtualPi, tmp_path_factory: pytest.TempPathFactory) -> VirtualPi:
    """A machine with the package installed, and a radio whose lockout is counted."""
    bring(shared_pi, tmp_path_factory.mktemp("package"))
    install(shared_pi)
    until_ready(shared_pi)
    as_member(shared_pi, "setup --from -", SET_UP.encode())
    for outcome in ("asking", "rejected", "rejected", "rejected", "power-on"):
        as_member(shared_pi, f"report {outcome}")
    return shared_pi


def test_installing_enables_the_service_and_leaves_the_touchscreen_off(car: VirtualPi) -> None:
    units = "steadyhand.socket steadyhand.service steadyhand-kiosk.service"
    told = car.exec(f"systemctl is-enabled {units}", check=False).stdout.split()
    assert told == ["enabled", "enabled", "disabled"]


def test_nothing_has_failed(car: VirtualPi) -> None:
    assert car.exec("systemctl --failed --plain --no-legend").stdout == ""


def test_no_other_user_can_look_at_the_state(car: VirtualPi) -> None:
    rights = car.exec("stat -c '%a %U %n' /var/lib/steadyhand /var/lib/steadyhand/*").stdout
    loose = [line for line in rights.splitlines() if line.split()[:2][0][-2:] != "00"]
    strange = [line for line in rights.splitlines() if line.split()[1] != "steadyhandd"]
    assert (loose, strange) == ([], [])


def test_a_stranger_is_not_answered(car: VirtualPi) -> None:
    ask = "STEADYHAND_SOCKET=/run/steadyhand/steadyhand.sock steadyhand status"
    said = car.exec(f"su -s /bin/sh nobody -c '{ask}'", check=False)
    assert (said.returncode, "not in the group steadyhand" in said.stderr) == (4, True)


def test_systemd_in_place_rates_the_service_as_exposed_to_little(car: VirtualPi) -> None:
    said = car.exec("systemd-analyze security --no-pager steadyhand.service | tail -1").stdout
    assert float(said.partition("service: ")[2].split()[0]) <= LARGEST_EXPOSURE


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
    hung = until_ready(car)
    car.exec(f"kill -STOP {hung}")
    until_ready(car, but_not=hung)
    assert first_vehicle(car)["state"] == "Waiting"


def test_an_upgrade_goes_on_with_the_wait(car: VirtualPi) -> None:
    as_member(car, "report power-on")
    before, process = first_vehicle(car)["wait"], until_ready(car)
    install(car)
    until_ready(car, but_not=process)
    after = first_vehicle(car)["wait"]
    assert after["counted_s"] > before["counted_s"]


def test_an_upgrade_brings_a_store_of_the_version_before_up_to_date(car: VirtualPi) -> None:
    car.exec("systemctl stop steadyhand.service steadyhand.socket")
    car.exec("python3 -", typed=OLDER)
    install(car)
    until_ready(car)
    assert first_vehicle(car)["state"] == "Waiting"
    assert car.exec("python3 -", typed=VERSION).stdout.strip() != "1"


def test_a_wait_is_still_owed_after_a_power_cut(car: VirtualPi) -> None:
    as_member(car, "report power-on")
    car.power_cut()
    car.start()
    until_ready(car)
    vehicle = first_vehicle(car)
    assert (vehicle["state"], vehicle["wait"]["why_not"]) == ("Waiting", "power_unknown")


def test_a_removal_keeps_the_state_for_another_installation(car: VirtualPi) -> None:
    car.exec("dpkg --remove steadyhand")
    left = car.exec(
        f"systemctl is-active steadyhand.service; ls {STATE} /opt/steadyhand", check=False
    )
    install(car)
    until_ready(car)
    assert left.stdout.split() == ["inactive", STATE]
    assert first_vehicle(car)["state"] == "Waiting"


def test_a_purge_leaves_nothing_but_the_users(car: VirtualPi) -> None:
    car.exec("rm -r /etc/systemd/system/steadyhand.service.d && dpkg --purge steadyhand")
    # Udev's name for the card's file system, which is none of the package's.
    look = (
        "find /etc /opt /run /usr /var -xdev -path /run/udev -prune -o -name '*steadyhand*' -print"
    )
    left = car.exec(look, check=False).stdout
    assert left == ""
