"""``steadyhand report``."""

from pi.service.asks import Outcome, Report
from pi.service.protocol import Done
from pi.service.refusal import Reason
from tui.asking import with_service
from tui.exits import Exit, complain
from tui.link import Link, RefusedByServiceError
from tui.words import commands as words


def report_outcome(outcome: Outcome, vehicle: int | None, shows: str | None) -> Exit:
    """Say what the radio did."""
    return with_service(lambda link: _report(link, outcome, vehicle, shows))


def _report(link: Link, outcome: Outcome, vehicle: int | None, shows: str | None) -> Exit:
    try:
        done = link.ask(Report(outcome=outcome, vehicle=vehicle, shows=shows))
    except RefusedByServiceError as error:
        nothing = error.refusal.reason is Reason.NOT_IN_THIS_STATE
        if outcome is not Outcome.ABANDONED or not nothing:
            raise
        complain(words.nothing_to_abandon())
        return Exit.NOT_NOW
    if isinstance(done, Done) and not done.saved:
        complain(words.only_in_memory())
        return Exit.NOT_SAVED
    return Exit.DONE
