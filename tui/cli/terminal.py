"""The terminal this command runs on: whether the screens could be drawn here, and in how much."""

import os
import sys

from pi.service.protocol.answers import Finding

LEAST = (40, 16)  # columns and rows, as the screens have it; they load too much to be asked
TRUE_COLOUR = 1 << 24


def terminal() -> Finding:
    """What it is. ``value``: TERM; ``place``: columns x rows x colours, as far as they are known.

    ``reason``: none (a script), dumb, too_small, unknown (to this machine).
    """
    term = os.environ.get("TERM", "")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Finding(name="terminal", ok=None, reason="none", value=term)
    if term in {"", "dumb"}:
        return Finding(name="terminal", ok=False, reason="dumb", value=term)
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    many = colours(term, os.environ.get("COLORTERM", ""))
    place = f"{columns}x{rows}" + (f"x{many}" if many is not None else "")
    ok, reason = (None, "unknown") if many is None else (True, None)
    if columns < LEAST[0] or rows < LEAST[1]:
        ok, reason = False, "too_small"
    return Finding(name="terminal", ok=ok, reason=reason, value=term, place=place)


def colours(term: str, colorterm: str) -> int | None:
    """How many colours it has, by its own word, else by this machine's terminfo."""
    if colorterm in {"truecolor", "24bit"}:
        return TRUE_COLOUR
    import curses

    try:
        curses.setupterm(term, sys.__stdout__.fileno() if sys.__stdout__ is not None else 1)
    except curses.error:
        return None
    return max(0, curses.tigetnum("colors"))
