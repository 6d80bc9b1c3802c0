"""What the service tells of the vehicles to be copied, once it is unlocked."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pi.copies.contents import Kept
from pi.filesystem import media_of
from pi.radio.events import CopyKind
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import CodeShown, Done
from pi.service.protocol.commands import NoteCopy, ShowCode
from pi.service.protocol.refusal import Reason
from tui import families
from tui.cli.show import number_of, unlock
from tui.client import Link, RefusedByServiceError
from tui.every import every_vehicle
from tui.exits import complain
from tui.planning import planned
from tui.text import copies as words
from tui.text.radios import name
from tui.told_families import Told


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
        raise NoCodeError(_takes_a_code(shown.head_unit))
    return kept_of(shown)


def all_kept(link: Link) -> tuple[Kept, ...]:
    """Every vehicle with a code; that others are left out is said. Raises NoCodeError."""
    shown = [link.ask(ShowCode(vehicle=one.vehicle)) for one in list(every_vehicle(link))]
    told = [one for one in shown if isinstance(one, CodeShown)]
    kept = tuple(kept_of(one) for one in told if one.code)
    if not kept:
        raise NoCodeError(any(_takes_a_code(one.head_unit) for one in told))
    if without := len(told) - len(kept):
        complain(words.without_code(without))
    return kept


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
        complain(words.not_noted())
        return ""
    assert isinstance(done, Done)
    if not done.saved:
        complain(words.not_noted())
    if done.off_this_card:
        return ""
    return words.not_off_this_card(kind, known=done.off_this_card is not None)


def learn_families(link: Link) -> None:
    """Take over the owner's own families from the service, which may be another user's."""
    told = Told()
    while told.next is not None:
        told.take(link.ask(told.next))
    families.tell(told.families)


def one_opened(link: Link, vehicle: str | None, secret: str) -> Kept | None:
    """Unlock, and the vehicle that is meant; None (and said) where there is no code to copy."""
    unlock(link, secret)
    learn_families(link)
    try:
        return one_kept(link, None if vehicle is None else number_of(link, vehicle))
    except NoCodeError as error:
        complain(words.no_code_kept(error.takes_a_code))
        return None


def _takes_a_code(head_unit: str) -> bool:
    return _family(head_unit).protection.takes_a_code


def _family(head_unit: str) -> HeadUnit:
    from tui.family import family_by_id

    return family_by_id(head_unit)
