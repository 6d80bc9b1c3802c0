"""A car with three vehicles in its store, a running service and a running sshd."""

from collections.abc import Iterator

import pytest

from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.ssh.car import Car, car, why_not

kept, made_store, place = places.kept, places.made_store, places.place


@pytest.fixture(autouse=True)
def has_sshd() -> None:
    """Skip where there is no sshd."""
    if reason := why_not():
        pytest.skip(reason)


@pytest.fixture(name="car")
def running_car(kept: Place) -> Iterator[Car]:
    """A car to call."""
    with kept.service(), car(kept) as called:
        yield called
