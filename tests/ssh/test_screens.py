"""The screens over SSH: drawn at the size of the client, pressed by keys and taps."""

import os
import signal

from tests.blackbox.processes import until
from tests.ssh.car import Car

ASKS, PLAYS = "Key it in", "It asks for its code"


def test_a_login_opens_the_screens(car: Car) -> None:
    with car.screen() as screen:
        screen.shows(ASKS)


def test_the_screens_may_be_named(car: Car) -> None:
    with car.screen("steadyhand") as screen:
        screen.shows(ASKS)


def test_a_phone_of_forty_columns_and_twenty_rows_is_enough(car: Car) -> None:
    with car.screen(columns=40, lines=20) as screen:
        screen.shows(ASKS)


def test_a_smaller_terminal_gets_one_line(car: Car) -> None:
    with car.screen(columns=39, lines=20) as screen:
        screen.shows("Needs at least 40x16")


def test_a_terminal_that_says_it_has_no_size_is_given_one(car: Car) -> None:
    with car.screen(columns=0, lines=0) as screen:
        screen.shows(ASKS)


def test_a_client_that_changes_its_size_is_drawn_anew(car: Car) -> None:
    with car.screen() as screen:
        screen.shows(ASKS)
        screen.resizes(40, 20)
        screen.shows(ASKS)
        screen.resizes(30, 20)
        screen.shows("Needs at least 40x16")


def test_a_tap_presses_a_button(car: Car) -> None:
    with car.screen() as screen:
        screen.taps("More")
        screen.shows("Ctrl+Q leaves this screen")


def test_a_key_leaves_and_the_terminal_is_as_before(car: Car) -> None:
    with car.screen() as screen:
        before = screen.settings()
        screen.shows(ASKS)
        screen.types("\x11")
        assert screen.ends() == 0
        assert screen.settings() == before
    assert car.uis() == []


def test_a_terminal_that_draws_nothing_gets_one_line(car: Car) -> None:
    with car.screen(term="dumb") as screen:
        assert screen.ends() == 3
    assert screen.said == (
        b"steadyhand: This terminal can't draw screens (TERM=dumb). Use: steadyhand status\r\n"
    )


def test_a_terminal_without_a_name_gets_one_line(car: Car) -> None:
    with car.screen(term="") as screen:
        assert screen.ends() == 3
    assert screen.said == (
        b"steadyhand: This terminal doesn't say what it is (no TERM). Use: steadyhand status\r\n"
    )


def test_without_a_terminal_there_is_one_line(car: Car) -> None:
    done = car.run("steadyhand")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "steadyhand: Screens need a terminal. Use: steadyhand status\n"


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
    until(lambda: car.keeps_open() == before, "the end of their connection to the service")
