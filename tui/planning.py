"""``steadyhand plan``: the press plan of a code, without a service and without a trace."""

from typing import Any

import msgspec

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.radio.press_plan import plan
from pi.radio.security_code import InvalidCodeError, SecurityCode
from pi.radio.steps import Check, Hold, Prepare, Press, Step, Touch, Turn
from tui.exits import Exit
from tui.families import catalogue
from tui.text.radios import no_steps, takes_no_code
from tui.text.refusals import bad_code, unknown_head_unit
from tui.text.steps import say

_FIELDS: dict[type, tuple[str, ...]] = {
    Prepare: (),
    Press: ("key", "times", "display"),
    Hold: ("keys", "seconds", "until"),
    Turn: ("control", "clicks", "display"),
    Touch: ("key", "display"),
    Check: ("display",),
}
_ALSO = ("key_options", "while_switching_on", "release_at_once", "confirms")  # where they say yes


def planned(head_unit: str, typed: str) -> tuple[list[dict[str, Any]], str, Exit]:
    """The steps in their documented shape; or none, the line that says why, and the status."""
    try:
        family = catalogue().load(head_unit)
    except UnknownHeadUnitError as error:
        return [], unknown_head_unit(head_unit, error.nearest), Exit.BAD_INPUT
    if not family.takes_a_code or family.code is None:
        return [], takes_no_code(family.protection) or no_steps(), Exit.NOT_NOW
    try:
        steps = plan(family, SecurityCode(typed, family.code))
    except InvalidCodeError as error:
        return [], bad_code(error.problem), Exit.BAD_INPUT
    return [shaped(step) for step in steps], "", Exit.DONE


def shaped(step: Step) -> dict[str, Any]:
    """One step as ``plan --json`` gives it. Unknown is null, never a guess."""
    held = msgspec.to_builtins(step)
    shape = {"kind": held["kind"]} | {name: held[name] for name in _FIELDS[type(step)]}
    shape |= {name: held[name] for name in _ALSO if held.get(name)}
    return shape | {"say": say(step)}
