"""A kiosk with a keyboard: no key leads out of it, from its first moment on."""

import pytest

from tests.blackbox.processes import Place
from tests.blackbox.terminal import terminal
from tests.blackbox.test_splash import loading

# As a plain terminal sends them, and as one that reports every key.
WAYS_OUT = {
    "quit": "\x11",
    "interrupt": "\x03",
    "stop": "\x1a",
    "core": "\x1c",
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


def test_no_key_leads_out_of_a_kiosk(place: Place) -> None:
    with terminal(place, "--kiosk") as screen:
        screen.shows("Step 1 of")
        before = len(screen.said)
        for keys in WAYS_OUT.values():
            screen.types(keys)
        screen.types("1")
        screen.shows("Step 2 of")
    assert b"quit" not in screen.said[before:]


def test_without_a_kiosk_the_same_keys_do_lead_out(place: Place) -> None:
    with terminal(place) as screen:
        screen.shows("Step 1 of")
        screen.types(WAYS_OUT["interrupt"])
        screen.shows("quit")
        screen.types(WAYS_OUT["quit"])
        assert screen.ends() == 0


@pytest.mark.parametrize("name", ["interrupt", "stop", "core"])
def test_no_key_ends_a_kiosk_while_it_loads(place: Place, name: str) -> None:
    loading(place, "print('LOADING', flush=True); input(); print('GOES ON', flush=True); input()")
    with terminal(place, "--kiosk") as screen:
        screen.shows("LOADING")
        screen.types(WAYS_OUT[name])
        screen.types("\n")
        screen.shows("GOES ON")
