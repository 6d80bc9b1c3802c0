"""A clock that lives on the permanent feed, asked by the installed service in its sandbox."""

import pytest

from tests.tools.virtual_pi.owner import SET_UP
from tests.virtual_pi.appliance.car import Car

pytestmark = pytest.mark.appliance

SETTINGS = "[rtc_witness]\nbus = 1\n"


def test_a_clock_that_was_without_current_tells_that_the_battery_was_off(car: Car) -> None:
    car.pi.exec("cat > /etc/steadyhand/steadyhand.toml", typed=SETTINGS.encode())
    assert car.over_ssh("steadyhand setup --from -", SET_UP).returncode == 0
    assert car.over_ssh("steadyhand report accepted").returncode == 0
    car.pi.exec("sync")
    car.pi.power_cut("drop")
    car.pi.start(clock="stopped")
    event = car.events()[-1]
    assert (car.status()["state"], event[0]) == ("Asking", "BatteryCut")
    assert '"clock"' in event[1]
    asked_again = car.pi.exec("systemctl restart steadyhand && sleep 2; echo done").stdout
    assert asked_again.strip() == "done"
    assert car.kinds().count("BatteryCut") == 1, "the flag was cleared once it was written down"
