"""One picture: the screen of a walkthrough, as the app exports it."""

import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from pi.service.asks import ConfirmStep, StartWalkthrough, Unlock, UnlockKind
from tests.stories.stage import NISSAN, PIN, set_up, stage, until
from tui.app import SteadyhandApp
from tui.themes import DAY

HERE = Path(__file__).parent
WALKTHROUGH = HERE / "walkthrough.svg"
SIZE = (66, 20)


async def walkthrough_svg() -> str:
    """The second key of a walkthrough, at the size of a 7 inch touchscreen."""
    with tempfile.TemporaryDirectory() as made, stage(Path(made)) as theatre:
        async with theatre.service():
            await set_up(NISSAN, pin=PIN, passphrase=None)
            async with theatre.surface(SIZE) as pilot:
                await _to_the_second_key(pilot)
                return plain(pilot.app.export_screenshot(title="steadyhand"))


async def _to_the_second_key(pilot: Pilot[int]) -> None:
    app = pilot.app
    assert isinstance(app, SteadyhandApp)
    app.theme = DAY
    await app.tell(Unlock(kind=UnlockKind.PIN, secret=PIN))
    await app.tell(StartWalkthrough())
    for step in (0, 1):
        await app.tell(ConfirmStep(step=step))
    await until(pilot, lambda: app.state.entry is not None and app.state.entry.at == 2)
    await pilot.pause()


def plain(svg: str) -> str:
    """The picture without fonts from elsewhere and without names that change with each export."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"<!--.*?-->", "", svg)
    svg = re.sub(r"terminal-\d+-", "terminal-", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def words_of(svg: str) -> str:
    """What a picture says, without how it is laid out."""
    return " ".join(re.sub(r"<[^>]*>|&#160;", " ", svg.partition("</style>")[2]).split())
