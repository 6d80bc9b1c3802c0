"""What is advised where the display shows nothing that is known."""

from pi.radio.catalogue import load
from tui.words.walkthrough import look_again


def test_off_and_on_is_advised_where_nobody_says_that_it_costs() -> None:
    assert look_again(load("ford-6000cd")).startswith("Radio off, then on")


def test_off_and_on_is_not_advised_where_it_may_cost_a_try() -> None:
    assert look_again(load("mazda-rx7")).startswith("Leave the radio on")
