"""What a wrong code costs, in one short line with its unit."""

import pytest

from pi.radio.catalogue import all_head_units
from pi.radio.head_unit import HeadUnit
from pi.radio.lockout import cost_of, owed
from pi.service.protocol import HistoryLine
from pi.service.shown import AttemptView, CostView
from tui.words.history import line
from tui.words.home import dead_end_ahead, last_attempt, next_cost
from tui.words.time import span
from tui.words.walkthrough import before_what, last_try

FAMILIES = [family for family in all_head_units() if family.takes_a_code]
TRIES = range(1, 15)


def cost(
    wait_s: float | None = 0.0, *, ends_series: bool = False, dead_end: bool = False
) -> CostView:
    """The price of a wrong code."""
    return CostView(wait_s=wait_s, ends_series=ends_series, dead_end=dead_end, needs_a_warning=True)


def costs_of(family: HeadUnit) -> list[CostView]:
    """The price of each of the first wrong codes."""
    found = [cost_of(family.lockout, wrong) for wrong in TRIES]
    return [cost(c.wait_s, ends_series=c.ends_series, dead_end=c.dead_end) for c in found]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.id)
def test_every_try_of_every_family_has_a_price_in_words(family: HeadUnit) -> None:
    assert all(next_cost(each) for each in costs_of(family))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.id)
def test_every_price_fits_two_lines_of_the_smallest_screen(family: HeadUnit) -> None:
    assert all(len(next_cost(each)) <= 2 * 38 for each in costs_of(family))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.id)
def test_a_wait_is_called_the_same_before_it_and_in_the_history(family: HeadUnit) -> None:
    for each in costs_of(family):
        if each.wait_s:
            began = HistoryLine(
                seq=1, kind="LockoutBegan", wall=0.0, sure=True, owed_s=owed(each.wait_s)
            )
            assert line(began)[1] == f"A wait of {span(each.wait_s)} began"


def test_a_wait_is_named_with_its_unit() -> None:
    assert next_cost(cost(3600.0)) == "A wrong code now means a wait of 60 minutes."


def test_the_dealer_outweighs_any_wait() -> None:
    assert "dealer" in next_cost(cost(60.0, dead_end=True))


def test_a_known_wait_of_unknown_length_is_not_called_unknown_cost() -> None:
    assert next_cost(cost(None, ends_series=True)) != next_cost(cost(None))


@pytest.mark.parametrize(
    "price",
    [cost(3600.0, ends_series=True), cost(None, ends_series=True), cost(dead_end=True)],
)
def test_the_last_try_says_what_it_stands_before(price: CostView) -> None:
    assert last_try(price)[0] == "LAST TRY"
    assert before_what(price).startswith("before")


def test_a_dead_end_far_away_is_not_spoken_of() -> None:
    opel = next(family for family in FAMILIES if family.id == "opel-safe")
    assert [bool(dead_end_ahead(opel, wrong)) for wrong in range(6)] == [False] * 3 + [True] * 3


def test_a_first_try_leaves_nothing_to_tell() -> None:
    assert last_attempt(None) == ""


@pytest.mark.parametrize("sure", [True, False])
def test_a_clock_that_was_not_sure_says_about(sure: bool) -> None:
    attempt = AttemptView(accepted=False, wall=1_700_000_000.0, sure=sure)
    assert ("about" in last_attempt(attempt)) is not sure
