"""Every screen of practice, at every size: whole, with PRACTICE on it, and the radio, too."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pi.service.asks import ConfirmStep, Outcome, StartWalkthrough
from tests.stories.learner import Learner, learner_at
from tests.stories.stage import stage
from tests.stories.test_every_size import EVERY
from tests.stories.wholeness import whole

Prepare = Callable[[Learner], Awaitable[None]]
BELOW = ((48, 40), False)  # narrow and high: the radio stands below


async def at_home(learner: Learner) -> None:
    """Where it begins."""
    await learner.reads("ASKS FOR ITS CODE")


async def at_a_key(learner: Learner) -> None:
    """The first key."""
    await learner.app.tell(StartWalkthrough())
    await learner.app.tell(ConfirmStep(step=0))
    await learner.until(lambda: learner.entry.at == 1, "the first key")


async def at_the_check(learner: Learner) -> None:
    """Before the confirm."""
    await at_a_key(learner)
    while not learner.entry.before_confirm:
        at = learner.entry.at
        await learner.app.tell(ConfirmStep(step=at))
        await learner.until(lambda at=at: learner.entry.at != at, "the next step")


async def at_the_confirm(learner: Learner) -> None:
    """The confirm key, and whatever is asked before it."""
    await at_the_check(learner)
    learner.lets_stand(True)
    await learner.strikes("1")
    await learner.settles()


async def at_another_digit(learner: Learner) -> None:
    """The pad of what it shows."""
    await at_a_key(learner)
    await learner.strikes("2")
    await learner.settles()


async def what_it_shows(learner: Learner) -> None:
    """The list of what a refusal shows."""
    await at_the_confirm(learner)
    await learner.strikes("2")
    await learner.settles()


async def waiting(learner: Learner) -> None:
    """A wait under way."""
    await learner.reports(Outcome.REJECTED)


async def counted_out(learner: Learner) -> None:
    """Safe to try."""
    await learner.reports(Outcome.REJECTED)
    await learner.waits(0.7)
    await learner.reads("SAFE TO TRY")


async def playing(learner: Learner) -> None:
    """The end of it."""
    await learner.reports(Outcome.ACCEPTED)


async def refused_for_good(learner: Learner) -> None:
    """The dealer."""
    await learner.reports(*[Outcome.REJECTED] * 24)


SITUATIONS: dict[str, tuple[str, Prepare]] = {
    "home": ("nissan-radio-code", at_home),
    "a key": ("nissan-radio-code", at_a_key),
    "a hold": ("vw-safe", at_a_key),
    "a wheel": ("renault-column", at_a_key),
    "a screen": ("fiat-connect-nav", at_a_key),
    "ten keys": ("honda-5-digit", at_a_key),
    "nobody knows the key": ("nissan-code-in", at_the_confirm),
    "another digit": ("nissan-radio-code", at_another_digit),
    "the check": ("nissan-radio-code", at_the_check),
    "the last try": ("lexus-sec", at_the_confirm),
    "the confirm": ("nissan-radio-code", at_the_confirm),
    "what it shows": ("nissan-radio-code", what_it_shows),
    "the wait": ("nissan-radio-code", waiting),
    "counted out": ("nissan-radio-code", counted_out),
    "the dealer": ("nissan-radio-code", refused_for_good),
    "it plays": ("nissan-radio-code", playing),
    "no code": ("nissan-secure", at_home),
}


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_every_screen_of_practice_is_whole_and_says_so(
    tmp_path: Path, situation: str
) -> None:
    family, prepare = SITUATIONS[situation]
    with stage(tmp_path) as one:
        async with one.service(), learner_at(one, practise=family) as learner:
            if situation != "no code":
                await prepare(learner)
            await check_every_size(learner)


async def check_every_size(learner: Learner) -> None:
    """Turn the terminal through all sizes, and where the radio takes the steps' place, show it."""
    for (columns, rows), kiosk in [*EVERY, BELOW]:
        learner.app.kiosk = kiosk
        learner.app.set_class(kiosk, "-kiosk")
        await learner.pilot.resize_terminal(columns, rows)
        name = f"{columns}x{rows}{' kiosk' * kiosk}"
        await whole_and_marked(learner, name)
        if learner.app.rehearsal.paged and learner.practised_radio is not None:
            await learner.strikes("r")
            await whole_and_marked(learner, f"the radio at {name}")
            await learner.strikes("r")


async def whole_and_marked(learner: Learner, name: str) -> None:
    """Nothing cut off, and PRACTICE on it."""
    try:
        await learner.until(lambda: not whole(learner.screen), f"nothing wrong at {name}")
        await learner.until(lambda: "PRACTICE" in learner.text, f"PRACTICE at {name}")
    except AssertionError as error:
        raise AssertionError(f"{error}\n{whole(learner.screen)}") from None
