"""Where practice is told of: before the Home of a device that is set up, or for practice alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.stories.answering import By
from tests.stories.learner import Learner, learner_at
from tests.stories.stage import set_up, stage
from tests.stories.telling import Size


@asynccontextmanager
async def at_home(
    directory: Path, size: Size = (80, 24), by: By = "keys", *, kiosk: bool = False
) -> AsyncIterator[Learner]:
    """A set-up device and a learner before its Home."""
    with stage(directory) as one:
        async with one.service():
            await set_up()
            async with learner_at(one, size, by, kiosk=kiosk) as learner:
                yield learner


@asynccontextmanager
async def practising(
    directory: Path, family: str = "nissan-radio-code", size: Size = (80, 24)
) -> AsyncIterator[Learner]:
    """A fresh device, opened for practice alone."""
    with stage(directory) as one:
        async with one.service(), learner_at(one, size, practise=family) as learner:
            yield learner
