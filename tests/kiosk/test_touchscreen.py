"""The touchscreen for real: cage, foot and the screens on a Debian 13, seen and tapped.

Each test keeps what the screen showed as ``*.png`` in its directory, for people to look at.
"""

import os
import re
import shutil
import signal
from collections import deque
from pathlib import Path

import pytest
from textual.geometry import Offset, Region
from textual.pilot import Pilot

from pi.service.protocol.commands import Outcome
from tests.blackbox.processes import until
from tests.kiosk.touchscreen import Debian, Panel, Picture, Touchscreen, machine, touchscreen
from tests.pi.service.rig import PIN
from tests.stories import stage
from tui.screens.unlock import UnlockScreen
from tui.widgets.actions import ActionButton
from tui.widgets.typing import Digits

pytestmark = pytest.mark.appliance

SEVEN_INCH = Panel(size=(800, 480), font_px=20, grid=(66, 20), cell=(12, 24))
SMALL = Panel(size=(480, 320), font_px=16, grid=(48, 16), cell=(10, 19))
NAME_ALONE = 0.05  # the share of the screen that the name covers at most
STILL = 5  # pictures in a row that are the same
PIN_TAPS = slice(1, -1)
KEYS_AND_BUTTONS = ("[key-bindings]", "[mouse-bindings]")


def drawn(screen: Touchscreen, name: str) -> None:
    """Wait until a whole screen stands there and changes no more, and keep it."""
    seen: deque[Picture] = deque(maxlen=STILL)

    def rests() -> bool:
        seen.append(screen.picture())
        whole = len(seen) == STILL and seen[-1].drawn > NAME_ALONE
        return whole and all(each == seen[0] for each in seen)

    until(rests, f"{name}, drawn")
    screen.keep(screen.place / f"{name}.png")


async def taps_into_a_walkthrough(
    store: Path, place: Path, grid: tuple[int, int]
) -> list[tuple[int, int]]:
    """The cells to tap from Home through the PIN to the first key, as this process draws them."""
    shutil.copytree(store, place)
    with stage.stage(place) as theatre:
        async with theatre.service(), theatre.session(grid, kiosk=True) as pilot:
            await stage.until(pilot, lambda: bool(buttons(pilot, "key-in")))
            (key_in,) = buttons(pilot, "key-in")
            taps = [middle(key_in.region)]
            await pilot.press(key_in.action.key)
            await stage.until(pilot, lambda: isinstance(pilot.app.screen, UnlockScreen))
            await pilot.pause()
            pad = pilot.app.screen.query_one(Digits)
            keys = {each.token: each.region for each in pad.shown_cells()}
            at = pad.content_region.offset
            taps += [middle(keys[digit].translate(at)) for digit in PIN]
            (unlock,) = [each for each in buttons(pilot) if each.action.primary]
            return [*taps, middle(unlock.region)]


def buttons(pilot: Pilot[int], name: str = "") -> list[ActionButton]:
    found = pilot.app.screen.query(ActionButton)
    return [each for each in found if name in ("", each.action.name)]


def middle(region: Region) -> tuple[int, int]:
    middle = region.offset + Offset(region.width // 2, region.height // 2)
    return middle.x, middle.y


def test_the_screens_follow_the_service_and_leave_it_alone_where_they_crash(
    debian: Debian, store: Path, tmp_path: Path
) -> None:
    with touchscreen(debian, tmp_path, SEVEN_INCH, store) as screen:
        screen.start_service()
        kiosk = screen.start_kiosk()
        drawn(screen, "home")
        home = screen.foot()
        screen.run("steadyhand", "report", Outcome.STILL_WAITING.value, "--vehicle", "1")
        until(lambda: screen.foot() != home, "another screen than Home")
        assert (screen.radio(), screen.picture().size) == ("Waiting", SEVEN_INCH.size)
        screen.keep(tmp_path / "wait.png")

        found = screen.screens()
        assert found is not None
        screen.run("sh", "-c", f"kill -{signal.SIGKILL} {found[0]}")
        assert kiosk.wait(20) != os.EX_OK
        assert screen.radio() == "Waiting"
        screen.start_kiosk()
        drawn(screen, "wait again")


@pytest.mark.parametrize(
    ("panel", "wobbling"),
    [(SEVEN_INCH, False), (SMALL, True)],
    ids=["7 inch", "3.5 inch, in a moving car"],
)
async def test_a_finger_unlocks_and_starts_a_walkthrough(
    debian: Debian, store: Path, tmp_path: Path, panel: Panel, wobbling: bool
) -> None:
    taps = await taps_into_a_walkthrough(store, tmp_path / "same", panel.grid)
    place = tmp_path / "place"
    place.mkdir()
    with touchscreen(debian, place, panel, store) as screen:
        screen.start_service()
        screen.start_kiosk(finger=True)
        drawn(screen, "home")
        assert screen.radio() == "Asking"
        home = screen.foot()
        screen.tap(*taps[0], wobbling=wobbling)
        until(lambda: screen.foot() != home, "another screen than Home")
        drawn(screen, "unlock")
        unlock = screen.foot()
        for cell in taps[PIN_TAPS]:
            screen.tap(*cell, wobbling=wobbling)
        screen.tap(*taps[-1], wobbling=wobbling)
        until(lambda: screen.radio() == "Entering", "a walkthrough")
        until(lambda: screen.foot() not in {home, unlock}, "the first step")
        drawn(screen, "first step")
        first = screen.foot()
        columns, rows = panel.grid
        screen.tap(columns - 4, rows - 3, wobbling=wobbling)
        until(lambda: screen.foot() != first, "the next step")
        drawn(screen, "next step")


def test_foot_finds_no_fault_in_its_settings_and_takes_no_key_or_button_for_itself(
    debian: Debian, tmp_path: Path
) -> None:
    with machine(debian, tmp_path) as running:
        running.run("foot", "--check-config", "--config=/etc/steadyhand/foot.ini")
    named = bindings((debian.product / "systemd" / "foot.ini").read_text())
    every = bindings((debian.root / "etc" / "xdg" / "foot" / "foot.ini").read_text())
    on = {name for name, keys in every.items() if keys != "none" and not keys.startswith("[")}
    assert {name: named.get(name) for name in on} == dict.fromkeys(on, "none")


def bindings(text: str) -> dict[str, str]:
    """What each action of the terminal is bound to, commented out or not."""
    found, section = {}, ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line
        bound = re.fullmatch(r"(?:# )?([a-z-]+) ?= ?(.*)", line)
        if bound and section in KEYS_AND_BUTTONS:
            found[f"{section} {bound[1]}"] = bound[2]
    return found
