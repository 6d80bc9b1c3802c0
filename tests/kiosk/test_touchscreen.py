"""The touchscreen for real: cage, foot and the screens on a Debian 13, seen and tapped.

Each test keeps what the screen showed as ``*.png`` in its directory, for people to look at.
"""

import os
import signal
from pathlib import Path

import pytest

from pi.service.asks import Outcome
from tests.blackbox.processes import until
from tests.kiosk.touchscreen import Panel, Touchscreen, touchscreen
from tests.kiosk.where import taps_into_a_walkthrough

SEVEN_INCH = Panel(size=(800, 480), font_px=20, grid=(66, 20), cell=(12, 24))
SMALL = Panel(size=(480, 320), font_px=16, grid=(48, 16), cell=(10, 19))
PANELS = pytest.mark.parametrize("panel", [SEVEN_INCH, SMALL], ids=["7 inch", "3.5 inch"])
NAME_ALONE = 0.05  # the share of the screen that the name covers at most
PIN_TAPS = slice(1, -1)


def drawn(screen: Touchscreen, name: str) -> None:
    """Wait until a whole screen stands there and changes no more, and keep it."""
    seen = [screen.picture()]

    def rests() -> bool:
        seen.append(screen.picture())
        return seen[-1] == seen[-2] and seen[-1].drawn > NAME_ALONE

    until(rests, f"{name}, drawn")
    screen.keep(screen.place / f"{name}.png")


@PANELS
def test_home_and_the_wait_fill_the_panel(
    debian: Path, store: Path, tmp_path: Path, panel: Panel
) -> None:
    with touchscreen(debian, tmp_path, panel, store) as screen:
        screen.start_service()
        screen.start_kiosk()
        drawn(screen, "home")
        home = screen.title()
        screen.run("steadyhand", "report", Outcome.STILL_WAITING.value, "--vehicle", "1")
        until(lambda: screen.title() != home, "another screen than Home")
        assert (screen.radio(), screen.picture().size) == ("Waiting", panel.size)
        screen.keep(tmp_path / "wait.png")


@PANELS
@pytest.mark.parametrize("wobbling", [False, True], ids=["still", "wobbling"])
async def test_a_finger_unlocks_and_starts_a_walkthrough(
    debian: Path, store: Path, tmp_path: Path, panel: Panel, wobbling: bool
) -> None:
    taps = await taps_into_a_walkthrough(store, tmp_path / "same", panel.grid)
    place = tmp_path / "place"
    place.mkdir()
    with touchscreen(debian, place, panel, store) as screen:
        screen.start_service()
        screen.start_kiosk(finger=True)
        drawn(screen, "home")
        assert screen.radio() == "Asking"
        home = screen.title()
        screen.tap(*taps[0], wobbling=wobbling)
        until(lambda: screen.title() != home, "another screen than Home")
        drawn(screen, "unlock")
        for cell in taps[PIN_TAPS]:
            screen.tap(*cell, wobbling=wobbling)
        screen.tap(*taps[-1], wobbling=wobbling)
        until(lambda: screen.radio() == "Entering", "a walkthrough")
        drawn(screen, "walkthrough")


def test_screens_that_crash_end_the_kiosk_and_leave_the_service_alone(
    debian: Path, store: Path, tmp_path: Path
) -> None:
    with touchscreen(debian, tmp_path, SEVEN_INCH, store) as screen:
        screen.start_service()
        kiosk = screen.start_kiosk()
        drawn(screen, "home")
        found = screen.screens()
        assert found is not None
        screen.run("sh", "-c", f"kill -{signal.SIGKILL} {found[0]}")
        assert kiosk.wait(20) != os.EX_OK
        assert screen.radio() == "Asking"
        screen.start_kiosk()
        drawn(screen, "home again")
