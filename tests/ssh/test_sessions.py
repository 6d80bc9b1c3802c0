"""The screens and the commands over SSH, at the size of the client, and nothing left behind."""

import json
import os
import signal
from contextlib import ExitStack

import pytest

from tests.blackbox.processes import Place, until
from tests.blackbox.terminal import Terminal, terminal
from tests.pi.service.rig import PASSPHRASE, QASHQAI
from tests.ssh.car import Car, car

ASKS, PLAYS, TOO_SMALL = "Key it in", "Nothing to do.", "Needs at least 40x16"
ALONE = "steadyhand: This login runs steadyhand alone, with one of: status, "


@pytest.mark.parametrize(
    ("columns", "lines", "shows"),
    [(40, 20, ASKS), (39, 20, TOO_SMALL), (0, 0, ASKS)],
    ids=["a phone", "too small", "says it has none"],
)
def test_the_screens_are_drawn_at_the_size_of_the_client(
    car: Car, columns: int, lines: int, shows: str
) -> None:
    with car.screen(columns=columns, lines=lines) as screen:
        screen.shows(shows)


def test_named_they_open_are_drawn_anew_at_another_size_and_leave_the_terminal_as_before(
    car: Car,
) -> None:
    with car.screen("steadyhand") as screen:
        before = screen.settings()
        screen.shows(ASKS)
        screen.resizes(40, 20)
        screen.shows(ASKS)
        screen.resizes(30, 20)
        screen.shows(TOO_SMALL)
        screen.resizes(80, 24)
        screen.taps("More")
        screen.shows("Ctrl+Q leaves this screen")
        screen.types("\x11")
        assert screen.ends() == 0
        assert screen.settings() == before
    assert car.uis() == []


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("dumb", b"This terminal can't draw screens (TERM=dumb)."),
        ("", b"This terminal doesn't say what it is (no TERM)."),
    ],
)
def test_a_terminal_that_draws_nothing_gets_one_line(car: Car, term: str, said: bytes) -> None:
    with car.screen(term=term) as screen:
        assert screen.ends() == 3
    assert screen.said == b"steadyhand: " + said + b" Use: steadyhand status\r\n"


def test_a_terminal_of_all_colours_is_drawn_with_them_though_only_its_name_says_so(
    car: Car,
) -> None:
    with car.screen(term="foot") as screen:
        screen.shows(ASKS)
    assert b"\x1b[38;2;" in screen.said or b";38;2;" in screen.said


def test_told_to_end_the_screens_give_the_terminal_back(car: Car) -> None:
    with car.screen() as screen:
        screen.shows(ASKS)
        (ui,) = car.uis()
        os.kill(ui, signal.SIGTERM)
        assert screen.ends() == 0
    restored = [b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?1006l", b"\x1b[?25h"]
    _, _, last = screen.said.rpartition(b"\x1b[?1049h")
    assert [each for each in restored if each not in last] == []


def test_nothing_is_left_of_a_client_that_is_killed(car: Car) -> None:
    before = car.keeps_open()
    with car.screen() as screen:
        screen.shows(ASKS)
        assert len(car.uis()) == 1
        screen.process.kill()
        until(lambda: car.uis() == [], "the end of the screens")
    until(lambda: car.keeps_open() <= before, "the end of their connection to the service")


def test_screens_that_nobody_touches_say_why_they_close_and_end_though_their_client_is_frozen(
    kept: Place,
) -> None:
    with kept.service(), car(kept, "--idle", "1") as called:
        before = called.keeps_open()
        with called.screen() as screen:
            assert screen.ends() == 0
            _, _, last = screen.said.rpartition(b"\x1b[?1049l")
            assert b"Nothing was pressed for 1 second" in last
        with called.screen() as screen:
            screen.shows("Steadyhand")
            screen.process.send_signal(signal.SIGSTOP)
            until(lambda: called.uis() == [], "the end of the screens")
        until(lambda: called.keeps_open() <= before, "the end of their connection")


@pytest.mark.parametrize("many", [6, pytest.param(30, marks=pytest.mark.exhaustive)])
def test_a_crowd_and_a_touchscreen_show_what_one_of_them_reports(kept: Place, many: int) -> None:
    with kept.service(), car(kept) as called, ExitStack() as there:
        kept.run("report", "accepted")
        before = called.keeps_open()
        touchscreen = there.enter_context(terminal(kept, "--kiosk"))
        touchscreen.shows(PLAYS)
        phones: list[Terminal] = []
        while len(phones) < many:  # a few start at a time, so that none waits for all others
            few = [there.enter_context(called.screen(columns=40, lines=20)) for _ in range(3)]
            for one in few:
                one.shows(PLAYS)
            phones += few
        phones[-1].taps("It asks for")
        phones[-1].shows("Yes:")
        phones[-1].shows_no_more("░")  # it has stood long enough
        phones[-1].taps("Yes:")
        for one in (touchscreen, *phones):
            one.shows(ASKS)
        assert len(called.uis()) == many
        there.close()
        until(lambda: called.uis() == [], "the end of all screens")
        until(lambda: called.keeps_open() <= before, "the end of their connections to the service")


def test_a_script_gets_what_it_gets_on_the_machine_and_chooses_no_service(car: Car) -> None:
    done = car.run("steadyhand status --json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == car.place.json("status", "--json")
    assert car.run("steadyhand report rejected --vehicle 3").returncode == 0
    assert car.place.json("status", "--json")["vehicles"][2]["rejected_in_series"] == 1
    assert car.run("steadyhand report accepted --vehicle 9").returncode == 2
    sent = {"STEADYHAND_SOCKET": "/nowhere", "LC_ALL": "../../x", "PYTHONPATH": "/nowhere"}
    wanted = [word for name in sent for word in ("-o", f"SendEnv={name}")]
    assert car.run("steadyhand status", *wanted, **sent).returncode == 0


def test_secrets_and_set_ups_are_read_from_standard_input(car: Car) -> None:
    done = car.run("steadyhand show --vehicle 1 --passphrase-stdin", typed=f"{PASSPHRASE}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"code: {QASHQAI.code}" in done.stdout
    done = car.run("steadyhand setup --from -", typed="passphrase = 1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "put the value in quotes" in done.stderr
    done = car.run("steadyhand")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "steadyhand: Screens need a terminal. Use: steadyhand status\n"


def test_other_commands_are_refused_in_one_line_that_names_what_is_possible(car: Car) -> None:
    for command in (
        "sh",
        "cat /etc/passwd",
        "steadyhand status; sh",
        "steadyhand --kiosk",
        "steadyhand backup /tmp/x",
    ):
        done = car.run(command)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), command
        assert done.stderr.startswith(ALONE), command
    assert car.run("steadyhand setup --from /etc/passwd").returncode == 2
