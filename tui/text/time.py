"""Spans and moments in words. Every number has its unit."""

import time

from tui.text.language import _, _n


def span(seconds: float) -> str:
    """A length of time, rounded up to what matters: ``10 seconds``, ``60 minutes``, ``3 hours``.

    Rounded up, as a wait must never sound shorter than it is.
    """
    whole = int(-(-seconds // 1))
    if whole < 120 and whole != 60:
        return _n("{n} second", "{n} seconds", whole)
    minutes = -(-whole // 60)
    if minutes <= 120:
        return _n("{n} minute", "{n} minutes", minutes)
    return _n("{n} hour", "{n} hours", -(-minutes // 60))


def counted(seconds: float) -> str:
    """A length of time that was counted, rounded down: it must never sound longer than it is."""
    whole = max(0, int(seconds))
    if whole < 120:
        return _n("{n} second", "{n} seconds", whole)
    minutes = whole // 60
    if minutes < 120:
        return _n("{n} minute", "{n} minutes", minutes)
    hours, rest = _n("{n} hour", "{n} hours", minutes // 60), minutes % 60
    return f"{hours} {_n('{n} minute', '{n} minutes', rest)}" if rest else hours


def clock(seconds: float) -> str:
    """What is left of a wait, as ``59:42`` or ``2:05:00``, rounded up."""
    whole = int(-(-max(0.0, seconds) // 1))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes:02d}:{left:02d}"


def moment(wall: float, sure: bool) -> str:
    """A moment by the wall clock. One that can't be believed says so."""
    try:
        label = time.strftime("%Y-%m-%d %H:%M", time.localtime(wall))
    except (OverflowError, ValueError, OSError):  # no clock of ours said that
        return _("at a time nobody knows")
    return label if sure else _("about {moment}").format(moment=label)
