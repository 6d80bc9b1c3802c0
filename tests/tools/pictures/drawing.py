"""Pictures of screens, as the app exports them: a walkthrough, the guide, practice."""

import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot

from pi.service.core import practice
from pi.service.protocol import commands
from tests.stories.stage import NISSAN, PIN, set_up, stage, until
from tests.stories.wholeness import shown_text
from tui.app.app import SteadyhandApp
from tui.port import ScreenName
from tui.practice.face import RadioFace
from tui.screens.guide.guide import GuideScreen
from tui.themes import DAY

HERE = Path(__file__).parent
SIZE = (66, 20)


@asynccontextmanager
async def screens(
    size: tuple[int, int], *vehicles: commands.NewVehicle
) -> AsyncIterator[tuple[Pilot[int], SteadyhandApp]]:
    """The app by day on a terminal of that size, its statements as they are once they were read."""
    with tempfile.TemporaryDirectory() as made, stage(Path(made)) as theatre:
        async with theatre.service():
            if vehicles:
                await set_up(*vehicles, pin=PIN, passphrase=None)
            async with theatre.session(size) as pilot:
                app = pilot.app
                assert isinstance(app, SteadyhandApp)
                app.theme = DAY
                app.press_guard.stand_s = 0.0
                yield pilot, app


async def walkthrough_svg() -> str:
    """The second key of a walkthrough, at the size of a 7 inch touchscreen."""
    async with screens(SIZE, NISSAN) as (pilot, app):
        await app.tell(commands.Unlock(kind=commands.UnlockKind.PIN, secret=PIN))
        await app.tell(commands.StartWalkthrough())
        for step in (0, 1):
            await app.tell(commands.ConfirmStep(step=step))
        await until(pilot, lambda: app.state.entry is not None and app.state.entry.at == 2)
        await pilot.pause()
        return plain(app.export_screenshot(title="steadyhand"))


async def guide_svg() -> str:
    """The guide after three places were looked at, the glove box being next."""
    lost = commands.NewVehicle(name="Note", head_unit="nissan-note-2009", code_is_lost=True)
    async with screens(SIZE, lost) as (pilot, app):
        for place in ("stop", "papers", "handbook"):
            await app.tell(commands.TickPlace(place=place))
        app.open(ScreenName.GUIDE)
        await until(
            pilot,
            lambda: isinstance(app.screen, GuideScreen) and "Glove box" in shown_text(app.screen),
        )
        return plain(app.export_screenshot(title="steadyhand"))


async def practice_svg() -> str:
    """The first key of a practice, pressed twice of four times on the simulated radio."""
    with patch.object(practice, "made_up_code", lambda _: "4096"):
        async with screens((80, 24)) as (pilot, app):
            app.pace_s = None
            for ask in (
                commands.Practise(head_unit="nissan-radio-code"),
                commands.StartWalkthrough(),
            ):
                await app.tell(ask)
            await app.tell(commands.ConfirmStep(step=0))
            await until(pilot, lambda: app.state.entry is not None and app.state.entry.at == 1)
            await pilot.press("a", "a")
            face = app.screen.query_one(RadioFace)
            await until(pilot, lambda: face.radio.unit.digits == "2000" and not face.lit)
            return plain(app.export_screenshot(title="steadyhand"))


def plain(svg: str) -> str:
    """The picture without fonts from elsewhere and without names that change with each export."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"<!--.*?-->", "", svg)
    svg = re.sub(r"terminal-\d+-", "terminal-", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def words_of(svg: str) -> str:
    return " ".join(re.sub(r"<[^>]*>|&#160;", " ", svg.partition("</style>")[2]).split())


DRAWN = {"walkthrough": walkthrough_svg, "guide": guide_svg, "practice": practice_svg}
PICTURES = tuple((HERE / f"{name}.svg", draw) for name, draw in DRAWN.items())
