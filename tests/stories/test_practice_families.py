"""Every family that takes a code, practised to a playing radio on the real screens.

Nothing is set up. The code is any legal one; what the screens say is done on the face of the
simulated radio, by its keys alone, and the radio has to play.
"""

import random
from pathlib import Path

import pytest

from pi.radio.catalogue import all_head_units
from pi.service import practice
from tests.stories.learner import learner_at
from tests.stories.stage import stage
from tests.stories.wholeness import whole

FAMILIES = [family.id for family in all_head_units() if family.takes_a_code]


@pytest.mark.parametrize("family", FAMILIES)
async def test_a_learner_who_does_what_the_screens_say_makes_it_play(
    tmp_path: Path, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "choice", random.Random(family).choice)
    with stage(tmp_path) as one:
        async with one.service(), learner_at(one, (66, 20), practise=family) as learner:
            await learner.reads("ASKS FOR ITS CODE")
            await learner.does_as_told()
            assert learner.hand.hears_it_play(), f"code {learner.code}"
            await learner.until(lambda: not whole(learner.screen), "a whole screen")
            await learner.presses("It plays")
            await learner.reads("PLAYING")
