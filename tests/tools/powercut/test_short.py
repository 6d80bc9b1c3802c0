"""A few cuts of every scenario. Thousands of them: ``python -m tests.tools.powercut``."""

from pathlib import Path

import pytest

from tests.tools.powercut.rounds import cuts
from tests.tools.powercut.scenarios import SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_cut_loses_or_halves_or_hurries_anything(scenario: str, place: Path) -> None:
    losses = [loss for cut in cuts(scenario, 6, 7, place) for loss in cut.losses]
    assert losses == []
