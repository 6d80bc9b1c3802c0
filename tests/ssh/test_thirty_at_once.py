"""Thirty people over SSH and one at the touchscreen: one state, and nothing left behind."""

from contextlib import ExitStack

from tests.blackbox.processes import until
from tests.blackbox.terminal import Terminal, terminal
from tests.ssh.car import Car

MANY = 30


def test_all_show_what_one_of_them_reports(car: Car) -> None:
    car.place.run("report", "accepted")
    before = car.keeps_open()
    with ExitStack() as there:
        touchscreen = there.enter_context(terminal(car.place, "--kiosk"))
        touchscreen.shows("Nothing to do.")
        phones: list[Terminal] = []
        while len(phones) < MANY:  # a few start at a time, so that none waits for all others
            few = [there.enter_context(car.screen(columns=40, lines=20)) for _ in range(5)]
            for one in few:
                one.shows("Nothing to do.")
            phones += few
        phones[-1].taps("It asks for")
        phones[-1].shows("Yes:")
        phones[-1].shows_no_more("░")  # it has stood long enough
        phones[-1].taps("Yes:")
        for one in (touchscreen, *phones):
            one.shows("Key it in")
        assert len(car.uis()) == MANY
    until(lambda: car.uis() == [], "the end of all screens")
    until(lambda: car.keeps_open() == before, "the end of their connections to the service")
