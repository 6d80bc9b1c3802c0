"""A terminal that takes nothing more blocks what draws on it. The process must end all the same."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pi.service.asks import Outcome, Report
from pi.service.protocol import Done
from tests.blackbox.caller import calling
from tests.blackbox.processes import PATIENCE_S, ROOT, Place, until
from tests.blackbox.terminal import ADOPT, Terminal, on_terminal

LOGIN = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tui.login import main; main()"
FLOOD = 50  # reports of each kind: far more than fits between a process and its terminal


@contextmanager
def stuck(place: Place, *options: str) -> Iterator[Terminal]:
    """Screens that wait for a reader, while nobody reads what they draw."""
    command = [sys.executable, "-I", "-c", f"{ADOPT}{LOGIN}", "--socket", str(place.socket)]
    with place.service(), on_terminal(place, [*command, *options], TERM="xterm") as screen:
        screen.shows("Key it in")
        with calling(place) as caller:
            for outcome in (Outcome.ACCEPTED, Outcome.ASKING) * FLOOD:
                assert caller.ask(Report(outcome=outcome, vehicle=3)) == Done()
        yield screen


def is_blocked(screen: Terminal) -> bool:
    """Whether its main thread waits for another thread, as far as the kernel tells."""
    waits_in = Path(f"/proc/{screen.process.pid}/wchan")
    return all(waits_in.read_text() == "0" or "futex" in waits_in.read_text() for _ in range(50))


def test_screens_that_are_told_to_end_do(kept: Place) -> None:
    with stuck(kept) as screen:
        until(lambda: is_blocked(screen), "a terminal that is full")
        screen.process.send_signal(signal.SIGTERM)
        screen.process.wait(PATIENCE_S)


def test_a_terminal_that_hangs_up_takes_the_screens_along(kept: Place) -> None:
    with stuck(kept) as screen:
        until(lambda: is_blocked(screen), "a terminal that is full")
        screen.hang_up()
        assert screen.process.wait(PATIENCE_S) == -signal.SIGHUP


def test_screens_that_nobody_touches_end(kept: Place) -> None:
    with stuck(kept, "--idle", "4") as screen:
        screen.process.wait(PATIENCE_S)
