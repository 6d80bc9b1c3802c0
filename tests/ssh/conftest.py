"""A car with three vehicles in its store, a running service and a running sshd."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blackbox import places
from tests.blackbox.processes import Place, until
from tests.ssh.car import Car, car, why_not

kept, made_store, place = places.kept, places.made_store, places.place


@pytest.fixture(autouse=True, scope="session")
def has_sshd() -> None:
    if reason := why_not():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def running_car(
    tmp_path_factory: pytest.TempPathFactory, made_store: Path, has_sshd: None
) -> Iterator[Car]:
    """A car for all tests of a file, none of which changes what its screens show first."""
    place = Place(tmp_path_factory.mktemp("car"))
    shutil.copytree(made_store, place.state)
    with place.service(), car(place) as called:
        yield called
    place.end()


@pytest.fixture(name="car")
def car_to_call(running_car: Car) -> Iterator[Car]:
    """A car to call, and nobody's screens are left of it."""
    yield running_car
    until(lambda: running_car.uis() == [], "the end of all screens")
