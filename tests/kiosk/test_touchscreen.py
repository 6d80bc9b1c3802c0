"""The touchscreen for real: cage, foot and the screens on a Debian 13, seen and tapped.

Each test keeps what the screen showed as ``*.png`` in its directory, for people to look at.
"""

import os
import signal
from collections import deque
from pathlib import Path

import pytest

from pi.service.asks import Outcome
from tests.blackbox.processes import until
from tests.kiosk.machine import Debian
from tests.kiosk.picture import Panel, Picture
from tests.kiosk.touchscreen import Touchscreen, touchscreen
from tests.kiosk.where import taps_into_a_walkthrough

pytestmark = pytest.mark.appliance

SEVEN_INCH = Panel(size=(800, 480), font_px=20, grid=(66, 20), cell=(12, 24))
SMALL = Panel(size=(480, 320), font_px=16, grid=(48, 16), cell=(10, 19))
PANELS = pytest.mark.parametrize("panel", [SEVEN_INCH, SMALL], ids=["7 inch", "3.5 inch"])
NAME_ALONE = 0.05  # the share of the screen that the name covers at most
STILL = 5  # pictures in a row that are the same
PIN_TAPS = slice(1, -1)


def drawn(screen: Touchscreen, name: str) -> None:
    """Wait until a whole screen stands there and changes no more, and keep it."""
    seen: deque[Picture] = deque(maxlen=STILL)

    def rests() -> bool:
        seen.append(screen.picture())
        whole = len(seen) == STILL and seen[-1].drawn > NAME_ALONE
        return whole and all(each == seen[0] for each in seen)

    until(rests, f"{name}, drawn")
    screen.keep(screen.place / f"{name}.png")


@PANELS
def test_home_and_the_wait_fill_the_panel(
    debian: Debian, store: Path, tmp_path: Path, panel: Panel
) -> None:
    with touchscreen(debian, tmp_path, panel, store) as screen:
        screen.start_service()
        screen.start_kiosk()
        drawn(screen, "home")
        home = screen.foot()
        screen.run("steadyhand", "report", Outcome.STILL_WAITING.value, "--vehicle", "1")
        until(lambda: screen.foot() != home, "another screen than Home")
        assert (screen.radio(), screen.picture().size) == ("Waiting", panel.size)
        screen.keep(tmp_path / "wait.png")


@pytest.mark.parametrize(
    ("panel", "wobbling"),
    [(SEVEN_INCH, False), (SEVEN_INCH, True), (SMALL, True)],
    ids=["still", "wobbling", "wobbling, 3.5 inch"],
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


def test_screens_that_crash_end_the_kiosk_and_leave_the_service_alone(
    debian: Debian, store: Path, tmp_path: Path
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
