"""Every family that takes a code, practised to a playing radio on the real screens.

Nothing is set up. The codes are any legal ones; what the screens say is done on the face of the
simulated radio, by its keys alone, and the radio has to play.
"""

import random
from pathlib import Path

import pytest

from pi.radio.catalogue import all_head_units
from pi.service import practice
from pi.service.asks import Practise
from tests.stories.learner import Learner, learner_at
from tests.stories.stage import stage
from tests.stories.wholeness import whole

CODES = 2
FAMILIES = [family.id for family in all_head_units() if family.takes_a_code]


@pytest.mark.parametrize("family", FAMILIES)
async def test_a_learner_who_does_what_the_screens_say_makes_it_play(
    tmp_path: Path, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stage(tmp_path) as one:
        async with one.service(), learner_at(one, (66, 20), practise=family) as learner:
            for seed in range(CODES):
                monkeypatch.setattr(practice, "choice", random.Random(seed).choice)
                await begins_anew(learner, family)
                await learner.does_as_told()
                assert learner.hand.hears_it_play(), f"code {learner.code}"
                await learner.until(lambda: not whole(learner.screen), "a whole screen")
                await learner.presses("It plays")
                await learner.reads("PLAYING")


async def begins_anew(learner: Learner, family: str) -> None:
    """Another code of the same family."""
    before = learner.code
    assert await learner.app.tell(Practise(head_unit=family)) is not None
    await learner.until(lambda: learner.code != before, "another code")
    await learner.reads("ASKS FOR ITS CODE")
