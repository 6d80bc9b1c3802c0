"""The product's name on the terminal while the screens load, so that nobody stares at black.

Standard library only, and little of it: the first bytes must be out before anything heavy loads.
The name stands on the terminal's other screen, where Textual puts its own first frame, on the same
place: the user's screen never holds it. Until Textual has taken over, ``leave`` gives it back.
"""

import os

NAME = "Steadyhand"
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[2J"  # the other screen, no cursor, empty
_LEAVE = b"\x1b[?25h\x1b[?1049l"
# Ending in the moment between Textual's first bytes and its own care for signals: mouse, paste,
# focus and size reports off, lines wrap, keys as ever, and the user's screen.
_LEAVE_HALF_WAY = b"\x1b[?1000;1002;1003;1006;1015;1004;2004;2048l\x1b[?7h\x1b[<u" + _LEAVE
_UNSIZED = (80, 24)  # what a terminal of no size is taken for
_standing = False


def show(arguments: list[str]) -> None:
    """Draw the name where these arguments of ``steadyhand`` open the screens, else do nothing."""
    global _standing
    if arguments not in ([], ["--kiosk"]) or not (os.isatty(0) and os.isatty(1)):
        return
    if os.environ.get("TERM", "") in ("", "dumb"):  # no screens are opened there
        return
    _standing = True
    _write(_drawn().encode())
    _mind_signals(kiosk=arguments == ["--kiosk"])


def leave() -> None:
    """Give the user's screen back, if the name still stands."""
    if _standing:
        hand_over()
        _write(_LEAVE)


def hand_over() -> None:
    """Textual draws from here on, and gives the user's screen back itself."""
    global _standing
    _standing = False


def _drawn() -> str:
    try:
        columns, rows = os.get_terminal_size(1)
    except OSError:
        columns, rows = 0, 0
    if not (columns and rows):
        columns, rows = _UNSIZED
    left = max(0, columns - len(NAME)) // 2
    return f"{_ENTER}\x1b[{(rows - 1) // 2 + 1};{left + 1}H{NAME}"


def _mind_signals(*, kiosk: bool) -> None:
    """Told to end before Textual minds it: leave no trace. No key ends a kiosk."""
    import signal
    import termios

    if kiosk:
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
            signal.signal(number, signal.SIG_IGN)
    before = termios.tcgetattr(0)

    def end(*_: object) -> None:
        _write(_LEAVE_HALF_WAY)
        termios.tcsetattr(0, termios.TCSANOW, before)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)


def _write(said: bytes) -> None:
    """A terminal that has hung up ends this process soon enough."""
    try:  # noqa: SIM105 - contextlib would load much that a bare Python has not
        os.write(1, said)
    except OSError:
        pass
