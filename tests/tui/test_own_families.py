"""The owner's own families on the screens: told by the service, wherever it keeps them."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from pi.radio.catalogue import BUILT_IN
from pi.service.asks import Ask, KeepFamily, NewVehicle
from tests.stories.stage import Stage, set_up, stage, until
from tests.stories.visitor import Visitor, visit
from tui import families
from tui.link import AsyncLink

NISSAN = Path(BUILT_IN, "nissan-radio-code.toml").read_text("utf-8")


def toml(name: str) -> str:
    """A family under a name of its own."""
    text = NISSAN.replace('id = "nissan-radio-code"', f'id = "{name}"', 1)
    return text.replace("Nissan, display asks", f"My {name}, display asks", 1)


def own_file(one: Stage, name: str) -> None:
    """A family that the service's user keeps."""
    directory = one.directory / "head_units"
    directory.mkdir(exist_ok=True)
    (directory / f"{name}.toml").write_text(toml(name), "utf-8")


async def ask(wanted: Ask) -> None:
    """Ask through a connection of its own."""
    link = AsyncLink(lambda _: None)
    await link.connect()
    reading = asyncio.create_task(link.read())
    await link.ask(wanted)
    reading.cancel()


@asynccontextmanager
async def elsewhere(one: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitor]:
    """Somebody whose own state directory is another than the service's."""
    monkeypatch.setenv("STEADYHAND_SOCKET", str(one.directory / "steadyhand.sock"))
    monkeypatch.setenv("STEADYHAND_STATE_DIR", os.devnull)
    async with visit() as owner:
        yield owner


async def test_the_radio_of_another_users_service_is_known_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stage(tmp_path) as one:
        own_file(one, "mine")
        async with one.service():
            await set_up(NewVehicle(name="M", head_unit="mine", code="3712"))
            async with elsewhere(one, monkeypatch) as owner:
                await owner.reads("My mine, display asks")


async def test_a_family_that_joins_is_known_to_every_screen(
    house: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with elsewhere(house, monkeypatch) as owner:
        assert "mine" not in families.catalogue().ids()
        await ask(KeepFamily(toml=toml("mine")))
        await until(owner.pilot, lambda: "mine" in families.catalogue().ids())


async def test_more_families_than_one_answer_holds_are_all_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"mine-{number:02d}" for number in range(30)]
    with stage(tmp_path) as one:
        for name in names:
            own_file(one, name)
        async with one.service(), elsewhere(one, monkeypatch):
            assert set(names) < set(families.catalogue().ids())


async def test_a_service_that_comes_back_is_asked_anew(tmp_path: Path) -> None:
    with stage(tmp_path) as one:
        own_file(one, "old")
        async with AsyncExitStack() as stack:
            async with one.service():
                owner = await stack.enter_async_context(visit())
            own_file(one, "new")
            async with one.service():
                await until(owner.pilot, lambda: "new" in families.catalogue().ids())
