"""Where a radio stands, in one line for a terminal and in one large word for a screen."""

from collections.abc import Mapping
from typing import Any

from tui.text.language import _, _n


def large_word(state: str) -> str:
    """The state's one large word."""
    words = {
        "Playing": _("PLAYING"),
        "Asking": _("ASKS FOR ITS CODE"),
        "Entering": _("KEYING IN"),
        "OutcomeUnknown": _("DID IT TAKE THE CODE?"),
        "Waiting": _("WAIT"),
        "SafeToTry": _("SAFE TO TRY"),
        "DeadEnd": _("SEE A DEALER"),
        "NoCode": _("NO CODE TO KEY IN"),
    }
    return words.get(state, state)


def until_the_key() -> str:
    """The large word of a lockout that the key ends."""
    return _("LOCKED")


def tries(left: int | None) -> str:
    """Tries before a lockout or a dead end."""
    if left is None:
        return _("no limit known")
    return _n("{n} try left", "{n} tries left", left)


def tries_of(state: str, left: int | None, *, short: bool = False) -> str:
    """The tries left as far as they are known: a code that nobody has judged yet is none less."""
    if state == "OutcomeUnknown" and left is not None:
        if short:
            return _n("{n} left if refused", "{n} left if refused", left)
        return _n("if refused: {n} try left", "if refused: {n} tries left", left)
    return tries(left)


def nothing_set_up() -> str:
    """There is no vehicle yet."""
    return _("Nothing is set up yet. Start steadyhand and answer its questions.")


def none_kept() -> str:
    """The last vehicle was removed."""
    return _("No vehicle is kept any more. Add one in steadyhand.")


def status_line(radio: Mapping[str, Any], *, key_cycle: bool = False) -> str:
    """One vehicle of ``steadyhand status``. ``key_cycle``: the key ends its lockout, no time."""
    word = until_the_key() if key_cycle else large_word(radio["state"])
    parts = [f"{radio['vehicle']}", radio["head_unit"], word]
    if radio["state"] in {"Asking", "Entering", "OutcomeUnknown"}:
        parts.append(tries_of(radio["state"], radio["tries_left"]))
    if radio["wait"] is not None and radio["state"] == "Waiting":
        parts += [_by_the_key()] if key_cycle else _wait_parts(radio["wait"])
    return " · ".join(parts)


def _by_the_key() -> str:
    return _("no wait is counted: switch the key off and on, then look at the radio")


def _wait_parts(wait: Mapping[str, Any]) -> list[str]:
    from tui.text.time import clock

    if wait["remaining_s"] is None:
        left = _("how long is not known: leave the radio on until it asks again")
    else:
        left = _("{clock} to the earliest safe try").format(clock=clock(wait["remaining_s"]))
    why = {
        None: _("counting"),
        "power_unknown": _("not counting: is the radio on? (report power-on or interrupted)"),
        "power_off": _("not counting: the radio is off (report power-on)"),
    }
    return [left, why[wait["why_not"]]]
