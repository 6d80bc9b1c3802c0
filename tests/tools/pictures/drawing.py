"""Pictures of screens, as the app exports them: a walkthrough, the guide, practice."""

import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from textual.pilot import Pilot

from pi.service import practice
from pi.service.asks import (
    ConfirmStep,
    NewVehicle,
    Practise,
    StartWalkthrough,
    TickPlace,
    Unlock,
    UnlockKind,
)
from tests.stories.stage import NISSAN, PIN, set_up, stage, until
from tests.stories.wholeness import shown_text
from tui.app import SteadyhandApp
from tui.practice.face import RadioFace
from tui.screens.finding.guide import GuideScreen
from tui.screens.opening import open_screen
from tui.themes import DAY

HERE = Path(__file__).parent
LOST = NewVehicle(name="Note", head_unit="nissan-note-2009", code_is_lost=True)
SIZE = (66, 20)
ROOMY = (80, 24)


@asynccontextmanager
async def screens(size: tuple[int, int], *vehicles: NewVehicle) -> AsyncIterator[Pilot[int]]:
    """The app on a terminal of that size, with these vehicles, by day."""
    with tempfile.TemporaryDirectory() as made, stage(Path(made)) as theatre:
        async with theatre.service():
            if vehicles:
                await set_up(*vehicles, pin=PIN, passphrase=None)
            async with theatre.surface(size) as pilot:
                pilot.app.theme = DAY
                yield pilot


def app_of(pilot: Pilot[int]) -> SteadyhandApp:
    """The app, its statements as they are once they were read."""
    app = pilot.app
    assert isinstance(app, SteadyhandApp)
    app.settle.stand_s = 0.0
    return app


async def walkthrough_svg() -> str:
    """The second key of a walkthrough, at the size of a 7 inch touchscreen."""
    async with screens(SIZE, NISSAN) as pilot:
        app = app_of(pilot)
        await app.tell(Unlock(kind=UnlockKind.PIN, secret=PIN))
        await app.tell(StartWalkthrough())
        for step in (0, 1):
            await app.tell(ConfirmStep(step=step))
        await until(pilot, lambda: app.state.entry is not None and app.state.entry.at == 2)
        await pilot.pause()
        return plain(app.export_screenshot(title="steadyhand"))


async def guide_svg() -> str:
    """The guide after three places were looked at, the glove box being next."""
    async with screens(SIZE, LOST) as pilot:
        app = app_of(pilot)
        for place in ("stop", "papers", "handbook"):
            await app.tell(TickPlace(place=place))
        open_screen(app, "guide")
        await until(pilot, lambda: "Glove box" in _text_of(app))
        return plain(app.export_screenshot(title="steadyhand"))


def _text_of(app: SteadyhandApp) -> str:
    return shown_text(app.screen) if isinstance(app.screen, GuideScreen) else ""


async def practice_svg() -> str:
    """The first key of a practice, pressed twice of four times on the simulated radio."""
    with one_practised_code("4096"):
        async with screens(ROOMY) as pilot:
            app = app_of(pilot)
            app.pace_s = None
            for ask in (Practise(head_unit="nissan-radio-code"), StartWalkthrough()):
                await app.tell(ask)
            await app.tell(ConfirmStep(step=0))
            await until(pilot, lambda: app.state.entry is not None and app.state.entry.at == 1)
            await pilot.press("a", "a")
            face = app.screen.query_one(RadioFace)
            await until(pilot, lambda: face.radio.unit.digits == "2000" and not face.lit)
            return plain(app.export_screenshot(title="steadyhand"))


@contextmanager
def one_practised_code(code: str) -> Iterator[None]:
    """Practices begun meanwhile are on this code, of as many digits."""
    digits = iter(code)
    before = practice.choice
    practice.choice = lambda among: next(digits) if isinstance(among, str) else len(code)
    try:
        yield
    finally:
        practice.choice = before


def plain(svg: str) -> str:
    """The picture without fonts from elsewhere and without names that change with each export."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"<!--.*?-->", "", svg)
    svg = re.sub(r"terminal-\d+-", "terminal-", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def words_of(svg: str) -> str:
    """What a picture says, without how it is laid out."""
    return " ".join(re.sub(r"<[^>]*>|&#160;", " ", svg.partition("</style>")[2]).split())


PICTURES = tuple(
    (HERE / f"{name}.svg", draw)
    for name, draw in (
        ("walkthrough", walkthrough_svg),
        ("guide", guide_svg),
        ("practice", practice_svg),
    )
)
