"""In practice, with the radio beside the screens or in their place."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pi.service.protocol.commands import ConfirmStep, Outcome, StartWalkthrough
from tests.stories.learner import Learner, learner_at
from tests.stories.stage import Stage, stage
from tests.stories.stations.road import Sitting, Station, sizes, walked, whole_at
from tests.stories.visitor import Visitor


async def looks_practised(somebody: Visitor) -> list[str]:
    """The radio as well, where it takes the place of the steps, and PRACTICE over both."""
    assert isinstance(somebody, Learner)
    wrong: list[str] = []
    for size in sizes(((48, 40), False)):  # there, the radio stands below
        somebody.app.kiosk = size[1]
        wrong += await whole_at(somebody, [size])
        wrong += [f"{size}: no PRACTICE"] * ("PRACTICE" not in somebody.text)
        if somebody.app.rehearsal.paged and somebody.practised_radio is not None:
            await somebody.strikes("r")
            wrong += [f"the radio at {each}" for each in await whole_at(somebody, [size])]
            wrong += [f"the radio at {size}: no PRACTICE"] * ("PRACTICE" not in somebody.text)
            await somebody.strikes("r")
    return wrong


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


async def practised_out(learner: Learner) -> None:
    """Safe to try."""
    await learner.reports(Outcome.REJECTED)
    await learner.waits(0.7)
    await learner.reads("SAFE TO TRY")


def practised(*outcomes: Outcome) -> Callable[[Learner], Awaitable[None]]:
    """The screen that these reports lead to."""
    return lambda learner: learner.reports(*outcomes)


PRACTISED: dict[str, tuple[str, Callable[[Learner], Awaitable[None]]]] = {
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
    "the wait": ("nissan-radio-code", practised(Outcome.REJECTED)),
    "counted out": ("nissan-radio-code", practised_out),
    "the dealer": ("nissan-radio-code", practised(*[Outcome.REJECTED] * 24)),
    "it plays": ("nissan-radio-code", practised(Outcome.ACCEPTED)),
    "no code": ("nissan-secure", at_home),
}


@asynccontextmanager
async def in_practice(directory: Path) -> AsyncIterator[dict[str, Station]]:
    """One service for all, and a new terminal for each."""

    def sitting(one: Stage, family: str, prepare: Callable[[Learner], Awaitable[None]]) -> Sitting:
        @asynccontextmanager
        async def sit() -> AsyncIterator[Visitor]:
            async with learner_at(one, practise=family) as learner:
                if family != "nissan-secure":
                    await prepare(learner)
                await learner.settles()
                yield learner

        return sit

    with stage(directory) as one:
        async with one.service():
            yield {
                name: Station(sitting(one, *situation), looks_practised)
                for name, situation in PRACTISED.items()
            }


async def test_every_screen_is_whole_and_its_keys_do_what_they_stand_on(tmp_path: Path) -> None:
    await walked(in_practice, tmp_path)
