"""What is said of a lockout that the key ends: neither a wait nor an unknown one."""

import pytest

from pi.service.shown import CostView
from tui.words.home import next_cost
from tui.words.states import status_line
from tui.words.walkthrough import before_what, last_try

BY_THE_KEY = CostView(
    wait_s=None, ends_series=True, dead_end=False, needs_a_warning=True, key_cycle=True
)


@pytest.mark.parametrize(
    "told", [next_cost(BY_THE_KEY), last_try(BY_THE_KEY)[1], before_what(BY_THE_KEY)]
)
def test_the_price_names_the_key(told: str) -> None:
    assert "key" in told
    assert "how long" not in told


def test_a_status_line_says_what_ends_it() -> None:
    wait = dict.fromkeys(("owed_s", "remaining_s", "why_not"))
    radio = {"vehicle": 1, "head_unit": "acura-navigation", "state": "Waiting", "wait": wait}

    assert status_line(radio, key_cycle=True) == (
        "1 · acura-navigation · LOCKED · "
        "no wait is counted: switch the key off and on, then look at the radio"
    )
