"""The image that machines of tests start from."""

import pytest

from tests.tools.virtual_pi import building
from tests.tools.virtual_pi.building import Image


@pytest.fixture(scope="session")
def image() -> Image:
    """The built image; tests are skipped where there can be none."""
    if why := building.lacking():
        pytest.skip(why)
    return building.build()
