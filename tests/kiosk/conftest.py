"""The Debian 13 that the touchscreen runs in, made once."""

from pathlib import Path

import pytest

from tests.blackbox.places import set_up
from tests.blackbox.processes import Place
from tests.kiosk.touchscreen import Debian, copied_product
from tests.kiosk.userland import userland
from tests.pi.service.rig import QASHQAI


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with one vehicle, whose radio asks; to be copied."""
    place = Place(tmp_path_factory.mktemp("store"))
    set_up(place, QASHQAI)
    return place.state


@pytest.fixture(scope="session")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Debian:
    """With the product in it. Making it takes minutes, the first time on a machine."""
    return Debian(userland(), copied_product(tmp_path_factory.mktemp("product")))
