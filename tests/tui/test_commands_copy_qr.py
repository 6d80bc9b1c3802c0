"""``steadyhand copy qr``: on the terminal for a minute at most, and wiped from it."""

import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.blackbox import places
from tests.blackbox.processes import COMMAND, Place
from tests.blackbox.terminal import ADOPT, Terminal, on_terminal, terminal
from tests.pi.copies.zbar import HALVES, Cell, needs_zbar, picture, read
from tests.pi.service.rig import CORSA, PASSPHRASE, QASHQAI

kept, made_store, place = places.kept, places.made_store, places.place

BELOW = "Read it with your phone."
ASKED = "Does your phone show the code"
GREY = {"000000": 0, "ffffff": 255}  # of the palette's fixed part; what has none of it is dark


def opened(screen: Terminal) -> None:
    """Unlock, and wait until the QR code is drawn."""
    screen.shows("PIN or passphrase")
    screen.types(f"{PASSPHRASE}\r")
    screen.shows(BELOW)


def photo(screen: Terminal, place: Path) -> Path:
    """A picture of the terminal, in the colours that were asked for."""
    cells: list[list[Cell]] = [[_seen(*one) for one in line] for line in screen.cells()]
    return picture(cells, place)


def _seen(character: str, ink: str, ground: str) -> Cell:
    drawn = character if character in HALVES else " "
    return drawn, GREY.get(ink, 60), GREY.get(ground, 60)


def noted(place: Place) -> int:
    """How many copies the journal remembers."""
    place.end()
    with sqlite3.connect(place.database) as database:
        count = database.execute("SELECT count(*) FROM event WHERE kind = 'CopyMade'").fetchone()[0]
    database.close()
    return int(count)


@needs_zbar
def test_a_phone_reads_all_of_it_off_a_dark_terminal(kept: Place, tmp_path: Path) -> None:
    with terminal(kept, "copy", "qr", "--vehicle", "1") as screen:
        opened(screen)
        said = read(photo(screen, tmp_path)).splitlines()
    assert said == [
        QASHQAI.name,
        "Nissan, display asks Radio Code:",
        f"Radio code: {QASHQAI.code}",
        f"Serial number: {QASHQAI.serial}",
    ]


@needs_zbar
def test_on_the_smallest_terminal_it_is_the_code_alone(kept: Place, tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"{ADOPT}{COMMAND}", "copy", "qr", "--vehicle", "2"]
    with on_terminal(kept, command, columns=40, lines=16, TERM="xterm-256color") as screen:
        opened(screen)
        assert read(photo(screen, tmp_path)) == f"Radio code: {CORSA.code}"


def test_any_key_wipes_it_from_the_terminal(kept: Place) -> None:
    with terminal(kept, "copy", "qr") as screen:
        opened(screen)
        screen.types(" ")
        screen.shows(ASKED)
        assert "▀" not in screen.text


def test_when_its_time_is_over_it_is_wiped_without_a_key(kept: Place) -> None:
    with terminal(kept, "copy", "qr", "--seconds", "0") as screen:
        screen.shows("PIN or passphrase")
        screen.types(f"{PASSPHRASE}\r")
        screen.shows(ASKED)
        assert ("▀" in screen.said.decode(), "▀" in screen.text) == (True, False)


def test_it_is_drawn_on_the_terminals_second_page_which_keeps_nothing(kept: Place) -> None:
    with terminal(kept, "copy", "qr", "--seconds", "0") as screen:
        screen.shows("PIN or passphrase")
        screen.types(f"{PASSPHRASE}\r")
        screen.shows(ASKED)
        before, _, after = screen.said.decode().partition("\x1b[?1049h")
        on_it, _, behind = after.rpartition("\x1b[?1049l")
        assert ["▀" in part for part in (before, on_it, behind)] == [False, True, False]


@pytest.mark.parametrize("key", ["\x03", "\x1a", "\x1c"])
def test_keys_that_stop_a_command_wipe_it_too(kept: Place, key: str) -> None:
    with terminal(kept, "copy", "qr") as screen:
        opened(screen)
        screen.types(key)
        screen.shows(ASKED)
        assert "▀" not in screen.text


def test_an_order_to_end_wipes_it_first(kept: Place) -> None:
    with terminal(kept, "copy", "qr") as screen:
        opened(screen)
        screen.process.send_signal(signal.SIGTERM)
        assert (screen.ends(), "▀" in screen.text) == (3, False)


@pytest.mark.parametrize(("key", "copies"), [("y", 1), ("n", 0), ("\r", 0), ("\x03", 0)])
def test_it_counts_as_a_copy_once_the_phone_has_it(kept: Place, key: str, copies: int) -> None:
    with terminal(kept, "copy", "qr") as screen:
        opened(screen)
        screen.types(" ")
        screen.shows(ASKED)
        screen.types(key)
        assert screen.ends() == 0
    assert noted(kept) == copies


def test_a_terminal_without_the_room_is_told_so(kept: Place) -> None:
    command = [sys.executable, "-c", f"{ADOPT}{COMMAND}", "copy", "qr"]
    with on_terminal(kept, command, columns=28, lines=24, TERM="xterm-256color") as screen:
        screen.shows("PIN or passphrase")
        screen.types(f"{PASSPHRASE}\r")
        assert (screen.ends(), "28x24 is too small" in screen.said.decode()) == (3, True)


def test_it_goes_into_no_file_and_no_pipe(kept: Place) -> None:
    done = kept.run("copy", "qr", "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, done.stdout, done.stderr) == (
        3,
        "",
        "steadyhand: Screens need a terminal. Use: steadyhand status\n",
    )
