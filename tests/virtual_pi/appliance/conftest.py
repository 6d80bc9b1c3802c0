"""A virtual Pi with the package installed, made once and copied for each file of tests."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.virtual_pi.building import Image
from tests.tools.virtual_pi.machine import VirtualPi
from tests.virtual_pi.appliance.car import Car
from tests.virtual_pi.installing import SET_UP, bring, install

SETTINGS = """
[pins]
next = { pin = 6, pull = "none" }
back = { pin = 5, pull = "none" }
see = { pin = 19, pull = "none" }
ignition = { pin = 12, pull = "none" }
feed = { pin = 16, pull = "none" }
parked = { pin = 26, pull = "none" }
lights = { pin = 13, pull = "none" }
lamp = { pin = 20 }
buzzer = { pin = 21 }
"""


@pytest.fixture(scope="session")
def owners_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = tmp_path_factory.mktemp("owner") / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    return key


@pytest.fixture(scope="session")
def installed(image: Image, owners_key: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The card of a machine on which the package was installed, wired, and let go of in order."""
    with VirtualPi(image, tmp_path_factory.mktemp("installed")) as pi:
        pi.start()
        bring(pi, tmp_path_factory.mktemp("package"))
        install(pi)
        pi.exec("cat > /etc/steadyhand/steadyhand.toml", typed=SETTINGS.encode())
        public = owners_key.with_suffix(".pub").read_bytes()
        pi.exec("cat > /etc/steadyhand/authorized_keys", typed=public)
        pi.exec("systemctl reload steadyhand && systemctl is-active steadyhand")
        pi.stop()
        return pi.card


@pytest.fixture(scope="module")
def car(
    image: Image, installed: Path, owners_key: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Car]:
    """A car with every wire, the ignition on, and Steadyhand running; one for a file's tests."""
    with VirtualPi(image, tmp_path_factory.mktemp("pi"), card=installed) as pi:
        car = Car(pi, tmp_path_factory.mktemp("owner"), owners_key)
        pi.start()
        yield car


@pytest.fixture(scope="module")
def set_up(car: Car) -> None:
    """One vehicle."""
    assert car.over_ssh("steadyhand setup --from -", SET_UP).returncode == 0
