"""``steadyhand show`` and ``steadyhand report``.

Scripts rely on the exit status and on standard error, which tell as before whether it was taken;
the line on standard output is for whoever typed the word, and may be thrown away.
"""

from msgspec import to_builtins

from pi.service.protocol.answers import CodeShown, Done, Reason
from pi.service.protocol.commands import Look, Outcome, Report, ShowCode, Watch
from pi.service.protocol.views import RadioView
from tui.cli.base import number_of, unlock, with_service
from tui.cli.status import line_of_radio
from tui.client import Link, RefusedByServiceError
from tui.exits import Exit, complain, say
from tui.text import cli as words
from tui.text.entry import noted
from tui.text.language import _
from tui.text.lockout import was_said


def show_code(vehicle: str | None, secret: str) -> Exit:
    """Unlock with a PIN or passphrase, and print a vehicle's code."""
    return with_service(lambda link: _show(link, vehicle, secret))


def _show(link: Link, vehicle: str | None, secret: str) -> Exit:
    unlock(link, secret)
    number = None if vehicle is None else number_of(link, vehicle)
    shown = link.ask(ShowCode(vehicle=number))
    assert isinstance(shown, CodeShown)
    lines = [
        (_("vehicle"), f"{shown.name} ({shown.vehicle})"),
        (_("radio"), shown.head_unit),
        (_("code"), shown.code or words.no_code_to_show(_takes_a_code(shown.head_unit))),
        (_("serial number"), shown.serial),
        (_("plate"), shown.plate),
        (_("source"), shown.source),
    ]
    say(*(f"{name}: {value}" for name, value in lines if value))
    return Exit.DONE


def _takes_a_code(head_unit: str) -> bool:
    """Whether it takes one, as far as it is known: an owner's own radio may be known elsewhere."""
    from tui.families import family_by_id

    protection = family_by_id(head_unit).protection
    return protection.takes_a_code


def report_outcome(outcome: Outcome, vehicle: int | None, shows: str | None) -> Exit:
    """Say what the radio did."""
    return with_service(lambda link: _report(link, outcome, vehicle, shows))


def _report(link: Link, outcome: Outcome, vehicle: int | None, shows: str | None) -> Exit:
    before = _looked_at(link, vehicle)
    meant = vehicle if before is None else before.vehicle
    seen = before.seq if before is not None and outcome is Outcome.TAKE_BACK else None
    try:
        done = link.ask(Report(outcome=outcome, vehicle=meant, shows=shows, answers=seen))
    except RefusedByServiceError as error:
        if (line := _why_not(outcome, error.refusal.reason)) is None:
            raise
        complain(line)
        return Exit.NOT_NOW
    if isinstance(done, Done) and not done.saved:
        complain(words.only_in_memory())
        return Exit.NOT_SAVED
    say(_answered(outcome, before, _radio(link)))
    return Exit.DONE


def _why_not(outcome: Outcome, reason: Reason) -> str | None:
    """Why it was refused, where the screens have other words for that."""
    match outcome, reason:
        case Outcome.ABANDONED, Reason.NOT_IN_THIS_STATE:
            return words.nothing_to_abandon()
        case Outcome.TAKE_BACK, Reason.STALE:
            return words.something_else_was_said()
    return None


def _looked_at(link: Link, vehicle: int | None) -> RadioView | None:
    """The radio that is meant, as it stands; from here on its state is told with each answer."""
    if vehicle is not None:
        link.ask(Look(vehicle=vehicle))
    link.ask(Watch())
    return _radio(link)


def _radio(link: Link) -> RadioView | None:
    return None if link.state is None else link.state.radio


def _answered(outcome: Outcome, before: RadioView | None, after: RadioView | None) -> str:
    """What was noted, of a statement that was taken back which, and where the radio stands now."""
    back = before.take_back if outcome is Outcome.TAKE_BACK and before is not None else None
    which = "" if back is None else f"{was_said(back)}."
    stands = "" if after is None else line_of_radio(to_builtins(after))
    return " ".join(each for each in (noted(outcome), which, stands) if each)
