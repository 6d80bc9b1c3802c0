"""The name on the terminal while the screens load: first of all, and never left behind."""

import os
import re
import signal

import pytest

from tests.blackbox.processes import Place
from tests.blackbox.terminal import COLUMNS, LINES, Terminal, terminal

NAME = b"Steadyhand"
OTHER_SCREEN, USERS_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
MOUSE_ON = b"\x1b[?1000h"  # among the first that Textual says


def loading(place: Place, script: str) -> None:
    """Let this stand for what takes long to load, so that a test can meet the moment."""
    stand_in = place.directory / "stand_in"
    (stand_in / "textual").mkdir(parents=True)
    (stand_in / "textual" / "__init__.py").write_text(script)
    place.environment["PYTHONPATH"] = os.pathsep.join(
        [str(stand_in), place.environment["PYTHONPATH"]]
    )


def left_to_the_user(screen: Terminal) -> bytes:
    """What was printed on the screen that the user keeps."""
    return re.sub(rb"\x1b\[\?1049h.*?\x1b\[\?1049l", b"", screen.said, flags=re.DOTALL)


def test_the_name_is_there_before_textual_is_loaded(place: Place) -> None:
    place.environment["PYTHONPROFILEIMPORTTIME"] = "1"  # says each module once it is loaded
    with terminal(place) as screen:
        screen.shows("Setting up")
    assert 0 <= screen.said.find(NAME) < screen.said.find(b"| textual")


def test_the_name_is_there_before_textual_says_anything(place: Place) -> None:
    with terminal(place) as screen:
        screen.shows("Setting up")
    assert 0 <= screen.said.find(NAME) < screen.said.find(MOUSE_ON)


def test_the_name_stands_in_the_middle(place: Place) -> None:
    loading(place, "input()")
    with terminal(place) as screen:
        screen.shows("Steadyhand")
        line = next(at for at, text in enumerate(screen.text.splitlines()) if "Steadyhand" in text)
        left = screen.text.splitlines()[line].index("Steadyhand")
    assert (line, left) == ((LINES - 1) // 2, (COLUMNS - len(NAME)) // 2)


def test_the_users_screen_never_holds_the_name(place: Place) -> None:
    with terminal(place) as screen:
        screen.shows("Setting up")
        screen.types("\x11")
        assert screen.ends() == 0
    assert NAME in screen.said
    assert NAME not in left_to_the_user(screen)


def test_told_to_end_while_it_loads_it_gives_the_terminal_back(place: Place) -> None:
    loading(place, "print('LOADING', flush=True); input()")
    with terminal(place) as screen:
        before = screen.settings()
        screen.shows("LOADING")
        screen.process.send_signal(signal.SIGTERM)
        assert screen.ends() == 0
        assert screen.settings() == before
    assert screen.said.endswith(USERS_SCREEN)


def test_interrupted_while_it_loads_it_gives_the_terminal_back(place: Place) -> None:
    loading(place, "print('LOADING', flush=True); input()")
    with terminal(place) as screen:
        screen.shows("LOADING")
        screen.types("\x03")
        assert screen.ends() in {3, 130}
    assert screen.said.endswith(USERS_SCREEN)


def test_why_it_failed_to_load_stands_on_the_users_screen(place: Place) -> None:
    loading(place, "raise OSError")
    with terminal(place) as screen:
        assert screen.ends() == 1
    assert b"steadyhand: This is a fault of steadyhand" in left_to_the_user(screen)


@pytest.mark.parametrize("arguments", [["status"], ["--version"], ["--kiosk", "status"]])
def test_a_command_without_screens_leaves_the_terminal_alone(
    place: Place, arguments: list[str]
) -> None:
    with terminal(place, *arguments) as screen:
        assert screen.ends() == 0
    assert OTHER_SCREEN not in screen.said


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_without_screens_is_sent_no_sequences(place: Place, kind: str) -> None:
    with terminal(place, TERM=kind) as screen:
        assert screen.ends() == 3
    assert b"\x1b" not in screen.said
