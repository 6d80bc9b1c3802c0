"""The screens' client of the protocol: answers and states arrive while it goes on drawing."""

import asyncio
from pathlib import Path

import pytest

from pi.service.asks import GetStatus, Outcome, Report, ShowCode, Watch
from pi.service.protocol import Done, Status
from pi.service.shown import State
from tests.pi.service.rig import Rig
from tui.link import AsyncLink, RefusedByServiceError
from tui.starting import NoServiceError


@pytest.fixture
def served(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A place whose service, once it runs, this process finds."""
    monkeypatch.setenv("STEADYHAND_STATE_DIR", str(rig.directory))
    monkeypatch.setenv("STEADYHAND_SOCKET", str(rig.socket))
    return rig


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path / "state")


async def test_states_and_answers_come_side_by_side(served: Rig) -> None:
    states: list[State] = []
    async with served.service():
        await served.set_up()
        link = AsyncLink(states.append)
        await link.connect()
        reading = asyncio.create_task(link.read())
        asked = [link.ask(Report(outcome=Outcome.REJECTED)) for _ in range(10)]
        assert await asyncio.gather(link.ask(Watch()), *asked) == [Done()] * 11
        assert len(states) == 11
        assert isinstance(await link.ask(GetStatus()), Status)
        reading.cancel()


async def test_a_refusal_belongs_to_its_own_ask(served: Rig) -> None:
    async with served.service():
        await served.set_up()
        link = AsyncLink(lambda _: None)
        await link.connect()
        reading = asyncio.create_task(link.read())
        answers = await asyncio.gather(
            link.ask(ShowCode()), link.ask(Watch()), return_exceptions=True
        )
        assert isinstance(answers[0], RefusedByServiceError)
        assert answers[1] == Done()
        reading.cancel()


async def test_whoever_waits_is_told_when_the_service_ends(served: Rig) -> None:
    link = AsyncLink(lambda _: None)
    async with served.service():
        await link.connect()
        reading = asyncio.create_task(link.read())
        await link.ask(Watch())
    await reading
    with pytest.raises(NoServiceError):
        await link.ask(Watch())


async def test_a_link_can_connect_again(served: Rig) -> None:
    link = AsyncLink(lambda _: None)
    for _ in range(2):
        async with served.service():
            await link.connect()
            reading = asyncio.create_task(link.read())
            assert await link.ask(Watch()) == Done()
        await reading


async def test_before_it_is_connected_nothing_can_be_asked() -> None:
    with pytest.raises(NoServiceError):
        await AsyncLink(lambda _: None).ask(Watch())


async def test_a_mistake_of_the_screens_is_not_taken_for_a_lost_service(served: Rig) -> None:
    def draw(_: State) -> None:
        raise ValueError("a mistake")

    async with served.service():
        link = AsyncLink(draw)
        await link.connect()
        reading = asyncio.create_task(link.read())
        with pytest.raises(NoServiceError):
            await link.ask(Watch())
        with pytest.raises(ValueError, match="a mistake"):
            await reading
