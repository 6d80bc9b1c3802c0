"""The screens and the prompts on a real terminal: drawn, left clean, gone when it hangs up."""

import os
import signal
import socket

from tests.blackbox.processes import Place, until
from tests.blackbox.terminal import terminal
from tests.pi.service.rig import PASSPHRASE, QASHQAI

SHOWN_AGAIN = (b"\x1b[?1049l", b"\x1b[?25h")  # the screen before, and the cursor
GREETING = b'{"type":"Greeting","protocol":1,"version":"0.1.0"}\n'
STRANGE_STATE = (
    b'{"type":"State","set_up":true,"saving":{"ok":true},"vehicles":1,"name":"Aunt Mabel","lock":'
    b'{"unlocked":true,"has_pin":true,"has_passphrase":true,"device_key":"file"},"radio":'
    b'{"vehicle":1,"head_unit":"opel-safe","state":"Dancing","tries_left":3,"rejected":0,'
    b'"rejected_in_series":0,"seq":1}}\n'
)
ASKS, PLAYS, WAITS = "Key it in", "Nothing to do.", "to the earliest safe try"


def test_an_empty_place_begins_with_the_set_up(place: Place) -> None:
    with terminal(place) as screen:
        screen.shows("Setting up")


def test_a_radio_that_asks_is_shown_at_once(kept: Place) -> None:
    with terminal(kept) as screen:
        screen.shows(ASKS)
        assert QASHQAI.name not in screen.text


def test_what_a_command_reports_is_drawn(kept: Place) -> None:
    with terminal(kept) as screen:
        screen.shows(ASKS)
        kept.run("report", "still-waiting")
        screen.shows(WAITS)


def test_two_terminals_show_one_state(kept: Place) -> None:
    with terminal(kept) as one, terminal(kept) as other:
        one.shows(ASKS)
        other.shows(ASKS)
        kept.run("report", "accepted")
        one.shows(PLAYS)
        other.shows(PLAYS)


def test_told_to_end_it_gives_the_terminal_back_as_it_was(kept: Place) -> None:
    with terminal(kept) as screen:
        before = screen.settings()
        screen.shows(ASKS)
        assert screen.settings() != before
        screen.process.send_signal(signal.SIGTERM)
        assert screen.ends() == 0
        assert screen.settings() == before
    assert [each for each in SHOWN_AGAIN if each not in screen.said] == []


def test_a_terminal_that_hangs_up_takes_the_screens_along(kept: Place) -> None:
    with terminal(kept) as screen:
        screen.shows(ASKS)
        screen.hang_up()
        assert screen.process.wait(20) == -signal.SIGHUP


def test_a_service_that_is_killed_is_started_again(kept: Place) -> None:
    with terminal(kept) as screen:
        screen.shows(ASKS)
        first = kept.keeper()
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: kept.keeper() not in {None, first}, "another service")
        kept.run("report", "accepted")
        screen.shows(PLAYS)


def test_a_fault_of_the_screens_is_one_line_and_shows_no_value(place: Place) -> None:
    place.state.mkdir()
    with socket.socket(socket.AF_UNIX) as strange:
        strange.bind(str(place.socket))
        strange.listen()
        with terminal(place) as screen:
            connected, _ = strange.accept()
            connected.sendall(GREETING)
            connected.recv(1000)
            connected.sendall(STRANGE_STATE)
            assert screen.ends() == 1
            connected.close()
    assert b"Aunt Mabel" not in screen.said
    assert b"steadyhand: This is a fault of steadyhand (KeyError, " in screen.said


def test_the_passphrase_is_asked_for_and_not_shown(kept: Place) -> None:
    with terminal(kept, "show", "--vehicle", "1") as screen:
        screen.shows("PIN or passphrase")
        screen.types(f"{PASSPHRASE}\n")
        assert screen.ends() == 0
    assert f"code: {QASHQAI.code}".encode() in screen.said
    assert PASSPHRASE.encode() not in screen.said


def test_the_code_of_a_plan_is_not_shown_while_it_is_typed(place: Place) -> None:
    with terminal(place, "plan", "--head-unit", "opel-safe") as screen:
        screen.shows("Code")
        screen.types("4096\n")
        assert screen.ends() == 0
    typed, _, _ = screen.said.partition(b"1. ")
    assert b"4096" not in typed


def test_a_prompt_that_is_left_ends_without_a_trace(kept: Place) -> None:
    with terminal(kept, "show") as screen:
        screen.shows("PIN or passphrase")
        screen.types("\x04")
        assert screen.ends() == 3
    assert b"Traceback" not in screen.said


def test_an_interrupted_command_ends_without_a_trace(kept: Place) -> None:
    with terminal(kept, "show") as screen:
        screen.shows("PIN or passphrase")
        screen.types("\x03")
        assert screen.ends() in {3, 130}
    assert b"Traceback" not in screen.said
