"""A client that neither reads nor hangs up keeps nothing alive for ever."""

import signal

from tests.blackbox.processes import Place, until
from tests.ssh.car import car


def test_the_screens_of_a_frozen_client_end_by_themselves(kept: Place) -> None:
    with kept.service(), car(kept, "--idle", "1") as called:
        before = called.keeps_open()
        with called.screen() as screen:
            screen.shows("Steadyhand")
            screen.process.send_signal(signal.SIGSTOP)
            until(lambda: called.uis() == [], "the end of the screens")
        until(lambda: called.keeps_open() == before, "the end of their connection")


def test_screens_that_nobody_touches_say_why_they_close(kept: Place) -> None:
    with kept.service(), car(kept, "--idle", "1") as called, called.screen() as screen:
        assert screen.ends() == 0
        _, _, last = screen.said.rpartition(b"\x1b[?1049l")
        assert b"Nothing was pressed for 1 second" in last
