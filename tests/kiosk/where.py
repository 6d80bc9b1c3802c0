"""Where to tap: the same screens, drawn at the same size in this process, say it."""

import shutil
from pathlib import Path

from textual.geometry import Offset, Region
from textual.pilot import Pilot

from tests.pi.service.rig import PIN
from tests.stories.stage import stage, until
from tui.screens.pads import Digits
from tui.screens.unlock import UnlockScreen
from tui.widgets.action_button import ActionButton

Cell = tuple[int, int]


async def taps_into_a_walkthrough(store: Path, place: Path, grid: Cell) -> list[Cell]:
    """The cells to tap, in order, from Home that asks through the PIN to the first key."""
    shutil.copytree(store, place)
    with stage(place) as theatre:
        async with theatre.service(), theatre.surface(grid, kiosk=True) as pilot:
            await until(pilot, lambda: bool(_buttons(pilot, "key-in")))
            (key_in,) = _buttons(pilot, "key-in")
            taps = [_middle(key_in.region)]
            await pilot.press(key_in.action.key)
            await until(pilot, lambda: isinstance(pilot.app.screen, UnlockScreen))
            await pilot.pause()
            pad = pilot.app.screen.query_one(Digits)
            keys = {each.token: each.region for each in pad.shown_cells()}
            at = pad.content_region.offset
            taps += [_middle(keys[digit].translate(at)) for digit in PIN]
            (unlock,) = [each for each in _buttons(pilot) if each.action.primary]
            return [*taps, _middle(unlock.region)]


def _buttons(pilot: Pilot[int], name: str = "") -> list[ActionButton]:
    """The buttons of the screen in front, or those of a name."""
    found = pilot.app.screen.query(ActionButton)
    return [each for each in found if name in ("", each.action.name)]


def _middle(region: Region) -> Cell:
    middle = region.offset + Offset(region.width // 2, region.height // 2)
    return middle.x, middle.y
