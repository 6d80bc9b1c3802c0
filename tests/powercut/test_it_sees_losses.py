"""The harness's own check, not the product's: with a weaker setting it must see what is lost.

Of the power cuts that ever were measured, the library's own default (DELETE and FULL) lost the
last row in each: the journal's end was not on the card yet, and brought the old state back.
"""

from pathlib import Path

import pytest

from tests.powercut.moments import all_done
from tests.powercut.rounds import cuts


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL", "FULL"])
def test_a_setting_that_loses_the_last_row_is_seen(synchronous: str, place: Path) -> None:
    found = list(cuts("copies noted", 5, 7, place, (all_done,), synchronous))
    assert any(cut.losses for cut in found)


@pytest.mark.parametrize("scenario", ["lockout saves", "PIN tries", "found code"])
def test_each_scenario_sees_what_the_default_setting_loses(scenario: str, place: Path) -> None:
    found = list(cuts(scenario, 5, 7, place, (all_done,), "FULL"))
    assert any(cut.losses for cut in found)
