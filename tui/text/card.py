"""The words on the card for the wallet."""

from pi.copies.card import Card
from pi.copies.contents import Kept, clean
from pi.radio.head_unit import HeadUnit
from pi.radio.lockout import longest_documented
from tui.text import known_wait
from tui.text.language import _, _n
from tui.text.lockout import meanwhile
from tui.text.radios import name, no_steps
from tui.text.time import span


def card(kept: Kept, family: HeadUnit) -> Card:
    """What stands on the card of one vehicle."""
    return Card(
        title=clean(kept.name),
        code=kept.code,
        facts=tuple(clean(fact) for fact in _facts(kept, family) if fact),
        steps=kept.keys or (no_steps(),),
        confirm=kept.confirm,
        notes=_notes(family),
        recovery_title=_("Steadyhand: recovery key"),
        recovery=(
            _("Write it in by hand. It was shown once, at the set-up, and is kept nowhere."),
            _("It opens what Steadyhand keeps when PIN and passphrase are lost."),
            _("Keep it away from the car, and apart from the car's papers."),
        ),
    )


def _facts(kept: Kept, family: HeadUnit) -> tuple[str, ...]:
    plate = _("Plate: {plate}").format(plate=kept.plate) if kept.plate else ""
    serial = _("Serial number: {serial}").format(serial=kept.serial) if kept.serial else ""
    made = _("As kept on {day}").format(day=kept.made) if kept.made else ""
    return (name(family), " · ".join(part for part in (serial, plate, made) if part))


def _notes(family: HeadUnit) -> tuple[str, ...]:
    """What a refused code costs, and what a wait asks for."""
    lockout = family.lockout
    longest = longest_documented(lockout)
    if lockout.none:
        return (known_wait.dearest(lockout),)
    if longest is None:
        wait = _("Refused? Stop. It may make you wait; how long is not known.")
    else:
        wait = _("Refused? Stop. The longest wait known is {span}.").format(span=span(longest))
    ends = [one.terminal.after_wrong for one in lockout.candidates]
    known = [end for end in ends if end is not None]
    dealer = (
        _n(
            "After {n} wrong code only a dealer may help.",
            "After {n} wrong codes only a dealer may help.",
            min(known),
        )
        if known
        else ""
    )
    todo, off, _battery = meanwhile(family)
    waiting = _("In a wait: {todo}, until it asks again.").format(todo=todo.rstrip("."))
    return tuple(note for note in (f"{wait} {dealer}".strip(), f"{waiting} {off}".strip()) if note)
