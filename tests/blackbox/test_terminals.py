"""The screens and the prompts on a real terminal: drawn at once, left clean, never in the way.

A terminal that hangs up, takes nothing more or is told to end must get its process's end, and one
that goes on must be as it was before.
"""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pi.service.protocol.answers import Done
from pi.service.protocol.commands import Outcome, Report
from tests.blackbox.caller import RADIO, STATE, calling, lying
from tests.blackbox.places import LOGIN
from tests.blackbox.processes import COMMAND, PATIENCE_S, Place, until
from tests.blackbox.terminal import ADOPT, COLUMNS, LINES, Terminal, on_terminal, terminal
from tests.pi.service.rig import PASSPHRASE, QASHQAI

NAME = b"Steadyhand"
OTHER_SCREEN, USERS_SCREEN, CURSOR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
MOUSE_ON = b"\x1b[?1000h"  # among the first that Textual says
ASKS, PLAYS = "Key it in", "Nothing to do."
FLOOD = 50  # reports of each kind: far more than fits between a process and its terminal
ENDING = {"interrupt": "\x03", "stop": "\x1a", "core": "\x1c"}
# As a plain terminal sends them, and as one that reports every key.
WAYS_OUT = ENDING | {
    "quit": "\x11",
    "end of input": "\x04",
    "palette": "\x10",
    "screenshot": "\x13",
    "help": "\x1bOP",
    "close window": "\x1b[1;3S",
    "quit, reported": "\x1b[113;5u",
    "interrupt, reported": "\x1b[99;5u",
    "stop, reported": "\x1b[122;5u",
    "palette, reported": "\x1b[112;5u",
}


# Wakes again and again, as what loads does: a signal right before a read would wait with that.
LOADS = "import time; print('LOADING', flush=True); [time.sleep(0.01) for _ in iter(int, 1)]"


def loading(place: Place, script: str) -> None:
    """Let this stand for what takes long to load, so that a test can meet the moment."""
    stand_in = place.directory / "stand_in"
    (stand_in / "textual").mkdir(parents=True)
    (stand_in / "textual" / "__init__.py").write_text(script)
    place.environment["PYTHONPATH"] = os.pathsep.join(
        [str(stand_in), place.environment["PYTHONPATH"]]
    )


def left_to_the_user(screen: Terminal) -> bytes:
    return re.sub(rb"\x1b\[\?1049h.*?\x1b\[\?1049l", b"", screen.said, flags=re.DOTALL)


def test_the_name_is_up_before_anything_loads_and_never_on_the_users_screen(place: Place) -> None:
    place.environment["PYTHONPROFILEIMPORTTIME"] = "1"  # says each module once it is loaded
    with terminal(place) as screen:
        screen.shows("Setting up")
        screen.types(WAYS_OUT["interrupt"])
        screen.shows("Ctrl+Q")
        screen.types(WAYS_OUT["quit"])
        assert screen.ends() == 0
    assert 0 <= screen.said.find(NAME) < screen.said.find(b"| textual")
    assert screen.said.find(NAME) < screen.said.find(MOUSE_ON)
    assert NAME not in left_to_the_user(screen)


def test_told_to_end_while_it_loads_it_gives_the_terminal_back(place: Place) -> None:
    loading(place, f"import tty; tty.setcbreak(0); {LOADS}")
    with terminal(place) as screen:
        before = screen.settings()
        screen.shows("LOADING")
        assert screen.settings() != before
        lines = screen.text.splitlines()
        line = next(at for at, text in enumerate(lines) if "Steadyhand" in text)
        assert line == (LINES - 1) // 2
        assert lines[line].index("Steadyhand") == (COLUMNS - len(NAME)) // 2
        screen.process.send_signal(signal.SIGTERM)
        assert screen.ends() == 0
        assert screen.settings() == before
    assert screen.said.endswith(USERS_SCREEN)


def test_interrupted_while_it_loads_it_gives_the_terminal_back(place: Place) -> None:
    loading(place, LOADS)
    with terminal(place) as screen:
        screen.shows("LOADING")
        screen.types(ENDING["interrupt"])
        assert screen.ends() in {3, 130}
    assert screen.said.endswith(USERS_SCREEN)


def test_why_it_failed_to_load_stands_on_the_users_screen(place: Place) -> None:
    loading(place, "raise OSError")
    with terminal(place) as screen:
        assert screen.ends() == 1
    assert b"steadyhand: This is a fault of steadyhand" in left_to_the_user(screen)


def test_no_key_ends_a_kiosk_while_it_loads(place: Place) -> None:
    loading(place, "print('LOADING', flush=True); input(); print('GOES ON', flush=True); input()")
    with terminal(place, "--kiosk") as screen:
        screen.shows("LOADING")
        screen.types("".join(ENDING.values()))
        screen.types("\n")
        screen.shows("GOES ON")


def test_no_key_leads_out_of_a_kiosk(place: Place) -> None:
    with terminal(place, "--kiosk") as screen:
        screen.shows("Step 1 of")
        before = len(screen.said)
        for keys in WAYS_OUT.values():
            screen.types(keys)
        screen.types("1")
        screen.shows("Step 2 of")
    assert b"Ctrl+Q" not in screen.said[before:]


def test_a_command_without_screens_leaves_the_terminal_alone(place: Place) -> None:
    for arguments in (["status"], ["--kiosk", "status"]):
        with terminal(place, *arguments) as screen:
            assert screen.ends() == 0
        assert OTHER_SCREEN not in screen.said


def test_two_terminals_show_one_state_past_a_kill_and_end_clean(kept: Place) -> None:
    with terminal(kept) as one, terminal(kept) as other:
        before = one.settings()
        one.shows(ASKS)
        other.shows(ASKS)
        assert one.settings() != before
        assert QASHQAI.name not in one.text
        first = kept.keeper()
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: kept.keeper() not in {None, first}, "another service")
        kept.run("report", "accepted")
        one.shows(PLAYS)
        other.shows(PLAYS)
        one.process.send_signal(signal.SIGTERM)
        assert one.ends() == 0
        assert one.settings() == before
        other.hang_up()
        assert other.process.wait(PATIENCE_S) == -signal.SIGHUP
    assert [each for each in (USERS_SCREEN, CURSOR) if each not in one.said] == []


def test_a_fault_of_the_screens_is_one_line_and_shows_no_value(place: Place) -> None:
    strange = {**RADIO, "state": "Dancing"}
    with lying(place, STATE | {"radio": strange}), terminal(place) as screen:
        assert screen.ends() == 1
    assert b"Aunt Mabel" not in screen.said
    assert b"steadyhand: This is a fault of steadyhand (KeyError, " in screen.said


def test_the_passphrase_is_asked_for_unseen_and_who_leaves_leaves_no_trace(kept: Place) -> None:
    with terminal(kept, "show", "--vehicle", "1") as screen:
        screen.shows("PIN or passphrase")
        screen.types(f"{PASSPHRASE}\n")
        assert screen.ends() == 0
    assert f"code: {QASHQAI.code}".encode() in screen.said
    assert PASSPHRASE.encode() not in screen.said
    with terminal(kept, "show") as screen:
        screen.shows("PIN or passphrase")
        screen.types(ENDING["interrupt"])
        assert screen.ends() in {3, 130}
    assert b"Traceback" not in screen.said


def test_a_long_text_is_read_by_the_pager_that_its_reader_wants_and_a_letter_by_none(
    place: Place,
) -> None:
    def said(line: str, *lines: int, **wanted: str) -> str:
        command = [sys.executable, "-c", f"{ADOPT}{COMMAND}", *line.split()]
        with on_terminal(place, command, COLUMNS, *lines, TERM="xterm", **wanted) as screen:
            assert screen.ends() == 0
        return screen.said.decode().replace("\r", "")

    def is_paged(line: str, *lines: int, pager: str = "sed s/^/PAGED/") -> bool:
        return "\nPAGED" in said(line, *lines, PAGER=pager)

    long = ("guide --make nissan", "head-units", "head-units --makes")
    assert [is_paged(line) for line in long] == [True] * 3
    others = ("head-units --make saab", "head-units --json", "guide --make nissan --letter")
    assert [is_paged(line) for line in others] == [False] * 3
    assert [is_paged(long[0], pager=none) for none in ("", " ", "sed 's")] == [False] * 3
    assert not is_paged(long[0], 500)
    whole = place.run(*long[0].split()).stdout
    assert said(long[0], PAGER="cat").rstrip("\n") == whole.rstrip("\n")
    assert whole.startswith(said(long[0], PAGER="head -n 1").rstrip("\n"))  # who stops reading


@contextmanager
def stuck(place: Place, *options: str) -> Iterator[Terminal]:
    """Screens that wait for a reader, while nobody reads what they draw."""
    command = [sys.executable, "-I", "-c", f"{ADOPT}{LOGIN}", "--socket", str(place.socket)]
    with place.service(), on_terminal(place, [*command, *options], TERM="xterm") as screen:
        screen.shows(ASKS)
        with calling(place) as caller:
            for outcome in (Outcome.ACCEPTED, Outcome.ASKING) * FLOOD:
                assert caller.ask(Report(outcome=outcome, vehicle=3)) == Done()
        yield screen


def is_blocked(screen: Terminal) -> bool:
    """Whether it is full, and its process's main thread waits for another, where that is told."""
    waits_in = Path(f"/proc/{screen.process.pid}/wchan")
    waits = all(waits_in.read_text() == "0" or "futex" in waits_in.read_text() for _ in range(50))
    return waits and screen.is_full()


@pytest.mark.parametrize(
    ("end", "statuses", "options"),
    [
        (lambda screen: screen.process.send_signal(signal.SIGTERM), {0, -signal.SIGALRM}, ()),
        (lambda screen: screen.hang_up(), {-signal.SIGHUP}, ()),
        (lambda _: None, {0, -signal.SIGALRM}, ("--idle", "4")),
    ],
    ids=["told to end", "hung up", "left alone"],
)
def test_screens_on_a_terminal_that_takes_nothing_more_end_all_the_same(
    kept: Place, end: Callable[[Terminal], None], statuses: set[int], options: tuple[str, ...]
) -> None:
    with stuck(kept, *options) as screen:
        until(
            lambda: is_blocked(screen) or (options != () and screen.process.poll() is not None),
            "a terminal that is full",
        )
        end(screen)
        assert screen.process.wait(PATIENCE_S) in statuses
