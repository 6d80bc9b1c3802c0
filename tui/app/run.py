"""The text UI on the terminal that this process holds, if screens can be drawn on it."""

import os
import sys

from tui import splash
from tui.exits import Exit, complain
from tui.service_socket import stopped

FALLBACK = (80, 24)  # columns and rows of a terminal that says it has none


def open_screens(
    *,
    kiosk: bool = False,
    idle_s: float | None = None,
    practise: str | None = None,
    tried: int = 0,
) -> int:
    """Open the text UI and stay until it is left. Returns the exit status.

    ``practise`` opens it for practice alone, on that family, after as many wrong codes as were
    ``tried``.
    Left alone for ``idle_s`` seconds it ends by itself; None is never. Where the machine's service
    is stopped nothing is opened; a touchscreen waits for it.
    """
    term = os.environ.get("TERM", "")
    is_one = sys.stdin.isatty() and sys.stdout.isatty()
    if term in ("", "dumb") or not is_one:
        from tui.text.states import needs_terminal

        complain(needs_terminal(term, is_one=is_one))
        return Exit.NOT_NOW
    if not kiosk and (why := stopped()) is not None:
        from tui.text.states import no_service

        complain(no_service(why))
        return Exit.NO_SERVICE
    _give_a_size()
    from tui.app.app import SteadyhandApp

    app = SteadyhandApp(kiosk=kiosk, idle_s=idle_s, practise=practise, tried=tried)
    splash.hand_over()
    app.run()
    return app.return_code or 0


def _give_a_size() -> None:
    """Give a terminal of no size one, as some clients and serial lines have none."""
    from termios import tcgetwinsize, tcsetwinsize

    terminal = sys.stdout.fileno()
    columns, rows = FALLBACK
    if 0 in tcgetwinsize(terminal):
        tcsetwinsize(terminal, (rows, columns))
