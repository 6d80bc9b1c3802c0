"""The arithmetic of guessing."""

import pytest

from tests.tools.bench.guessing import told


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (2.0, "2 seconds"),
        (1800, "30 minutes"),
        (5400, "1.5 hours"),
        (1e12, "31,688 years"),
        (7200, "2 hours"),
        (864_000, "10 days"),
    ],
)
def test_a_time_is_told_in_its_largest_unit(seconds: float, text: str) -> None:
    assert told(seconds) == text
