"""The screens and the commands over SSH, at the size of the client, and nothing left behind."""

import json
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
    [(39, 20, TOO_SMALL), (0, 0, ASKS)],
    ids=["too small", "says it has none"],
)
def test_the_screens_are_drawn_at_the_size_of_the_client_in_all_colours_its_terminal_has(
    car: Car, columns: int, lines: int, shows: str
) -> None:
    """Though only the terminal's name says that it has them."""
    with car.screen(columns=columns, lines=lines, term="foot") as screen:
        screen.shows(shows)
    assert b"\x1b[38;2;" in screen.said or b";38;2;" in screen.said


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
        screen.shows(ASKS)
        screen.shows("4 More")
        screen.types("4")  # a tap may fall on what is only being drawn anew
        screen.shows("Ctrl+Q leaves this screen")
        screen.types("\x11")
        assert screen.ends() == 0
        assert screen.settings() == before
    until(lambda: car.uis() == [], "the end of the screens")


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
    show = "steadyhand show --vehicle 1 --passphrase-stdin"
    assert f"code: {QASHQAI.code}" in car.run(show, typed=f"{PASSPHRASE}\n").stdout
    sent = {"STEADYHAND_SOCKET": "/nowhere", "LC_ALL": "../../x", "PYTHONPATH": "/nowhere"}
    wanted = [word for name in sent for word in ("-o", f"SendEnv={name}")]
    assert car.run("steadyhand status", *wanted, **sent).returncode == 0


def test_other_commands_are_refused_in_one_line_that_names_what_is_possible(car: Car) -> None:
    for command in ("steadyhand status; sh", "steadyhand --kiosk", "steadyhand backup /tmp/x"):
        done = car.run(command)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), command
        assert done.stderr.startswith(ALONE), command
