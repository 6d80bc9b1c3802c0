"""What goes into copies: the vehicles as the service tells them once it is unlocked, and their
press plans.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.copies.card import Letters, pages, pdf, svg, text
from pi.copies.contents import Kept
from pi.filesystem import media_of
from pi.radio.events import CopyKind
from pi.radio.head_unit import HeadUnit
from pi.radio.press_plan import plan
from pi.radio.security_code import InvalidCodeError, SecurityCode
from pi.radio.steps import Check, Hold, Prepare, Press, Step, Touch, Turn
from pi.service.protocol.answers import CodeShown, Done, Reason
from pi.service.protocol.commands import NoteCopy, ShowCode
from tui import families
from tui.client import Link, RefusedByServiceError
from tui.exits import Exit, complain
from tui.families import Told, catalogue, family_by_id
from tui.text import copies as words
from tui.text.entry import say
from tui.text.radios import NO_STEPS, name, takes_no_code
from tui.text.refusals import bad_code, unknown_head_unit

_FIELDS: dict[type, tuple[str, ...]] = {
    Prepare: (),
    Press: ("key", "times", "display"),
    Hold: ("keys", "seconds", "until"),
    Turn: ("control", "clicks", "display"),
    Touch: ("key", "display"),
    Check: ("display",),
}
_ALSO = (
    *("key_options", "while_switching_on", "release_at_once", "confirms", "confirm_unknown"),
    *("where", "until", "seconds", "ignition", "if_shown"),
)  # where they say something


def planned(head_unit: str, typed: str) -> tuple[list[dict[str, Any]], str, Exit]:
    """The steps in their documented shape; or none, the line that says why, and the status."""
    try:
        family = catalogue().load(head_unit)
    except UnknownHeadUnitError as error:
        return [], unknown_head_unit(head_unit, error.nearest), Exit.BAD_INPUT
    if not family.takes_a_code or family.code is None:
        return [], takes_no_code(family.protection) or NO_STEPS, Exit.NOT_NOW
    try:
        steps = plan(family, SecurityCode(typed, family.code))
    except InvalidCodeError as error:
        problem = catalogue().find_problem(family, typed) or error.problem
        return [], bad_code(problem), Exit.BAD_INPUT
    return [shaped(step) for step in steps], "", Exit.DONE


def shaped(step: Step) -> dict[str, Any]:
    """One step as ``plan --json`` gives it. Unknown is null, never a guess."""
    held = msgspec.to_builtins(step)
    shape = {"kind": held["kind"]} | {name: held[name] for name in _FIELDS[type(step)]}
    shape |= {name: held[name] for name in _ALSO if held.get(name)}
    return shape | {"say": say(step)}


class NoCodeError(Exception):
    """None of the vehicles has a code here. ``takes_a_code``: whether one could be kept."""

    def __init__(self, takes_a_code: bool) -> None:
        super().__init__(takes_a_code)
        self.takes_a_code = takes_a_code


def one_kept(link: Link, number: int | None) -> Kept:
    """One vehicle, without a number the one last used. Raises NoCodeError."""
    shown = link.ask(ShowCode(vehicle=number))
    assert isinstance(shown, CodeShown)
    if not shown.code:
        raise NoCodeError(takes_a_code(shown.head_unit))
    return kept_of(shown)


def kept_of(shown: CodeShown) -> Kept:
    """What the service showed, with the radio's name and the key presses in words."""
    steps, _, _ = planned(shown.head_unit, shown.code)
    return Kept(
        number=shown.vehicle,
        name=shown.name,
        code=shown.code,
        head_unit=shown.head_unit,
        radio=name(_family(shown.head_unit)),
        serial=shown.serial,
        plate=shown.plate,
        source=shown.source,
        keys=tuple(step["say"] for step in steps),
        confirm=next((step["say"] for step in steps if step.get("confirms")), ""),
        made=date.today().isoformat(),
    )


def note(link: Link, kind: CopyKind, vehicles: Sequence[Kept], file: str = "") -> str:
    """Remember that a copy was made. What to say where it may lie on the car's own card.

    ``vehicles``: none is all of them. The copy is good even where that fails.
    """
    numbers = tuple(one.number for one in vehicles)
    media = media_of(Path(file).resolve()) if file else ()
    try:
        done = link.ask(NoteCopy(kind=kind, vehicles=numbers, media=media))
    except RefusedByServiceError as error:
        if error.refusal.reason is not Reason.NOT_SAVED:
            raise
        complain(words.NOT_NOTED)
        return ""
    assert isinstance(done, Done)
    if not done.saved:
        complain(words.NOT_NOTED)
    if done.off_this_card:
        return ""
    return words.not_off_this_card(kind, known=done.off_this_card is not None)


def learn_families(link: Link) -> None:
    """Take over the owner's own families from the service, which may be another user's."""
    told = Told()
    while told.next is not None:
        told.take(link.ask(told.next))
    families.tell(told.families)


def takes_a_code(head_unit: str) -> bool:
    return _family(head_unit).protection.takes_a_code


def _family(head_unit: str) -> HeadUnit:
    return family_by_id(head_unit)


def drawn(kept: Kept, form: str) -> bytes:
    """The file's content."""
    card = words.card(kept, family_by_id(kept.head_unit))
    if form == ".txt":
        return text(card).encode()
    letters = Letters()
    if letters.drawable(card.title) != card.title:
        complain(words.LETTERS_MISSING)
    laid = pages(card, letters)
    if form == ".svg":
        return svg(laid, letters)
    return pdf(laid)
