"""``steadyhand report``: what the radio did.

Scripts rely on the exit status and on standard error, which tell as before whether it was taken;
the line on standard output is for whoever typed the word, and may be thrown away.
"""

import sys

import click
from msgspec import to_builtins

from pi.radio.display import Reading
from pi.service.protocol.answers import Done, Reason
from pi.service.protocol.commands import Look, Outcome, Report, Watch
from pi.service.protocol.views import RadioView, State
from tui.cli.base import number_in, secret_line, someone_answers, unlocked, with_service
from tui.client import Link, RefusedByServiceError
from tui.exits import Exit, complain, say
from tui.status import line_of_radio
from tui.text import cli as words
from tui.text.entry import doubt, noted
from tui.text.lockout import was_said


class WithOutcomes(click.Command):
    """Its help ends with what each outcome says."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(words.OUTCOMES_TITLE):
            formatter.write_dl([(each.value, words.OUTCOMES[each]) for each in Outcome])


@click.command("report", cls=WithOutcomes)
@click.argument("outcome", type=click.Choice([each.value for each in Outcome]), metavar="OUTCOME")
@click.option("--vehicle", metavar="NAME", help=words.HELP_VEHICLE_OR_LAST)
@click.option("--shows", metavar="TEXT", help="What the display shows.")
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_FOR_NAME)
def command(outcome: str, vehicle: str | None, shows: str | None, passphrase_stdin: bool) -> None:
    number = None if vehicle is None else number_in(vehicle)
    is_named = vehicle is not None and number is None
    if is_named:
        someone_answers(passphrase_stdin, words.NAMES_ARE_LOCKED)
    secret = secret_line(words.SECRET_WANTED) if is_named or passphrase_stdin else None

    def act(link: Link) -> Exit:
        meant = number if secret is None else unlocked(link, secret, vehicle)
        return _report(link, Outcome(outcome), meant, shows)

    sys.exit(with_service(act))


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
        complain(words.ONLY_IN_MEMORY)
        return Exit.NOT_SAVED
    read = done.read if isinstance(done, Done) else None
    if said := doubt(shows, read):
        complain(said)
    say(_answered(outcome, read, before, link.state))
    return Exit.DONE


def _why_not(outcome: Outcome, reason: Reason) -> str | None:
    """Why it was refused, where the screens have other words for that."""
    match outcome, reason:
        case Outcome.ABANDONED, Reason.NOT_IN_THIS_STATE:
            return words.NOTHING_TO_ABANDON
        case Outcome.TAKE_BACK, Reason.STALE:
            return words.SOMETHING_ELSE_WAS_SAID
    return None


def _looked_at(link: Link, vehicle: int | None) -> RadioView | None:
    """The radio that is meant, as it stands; from here on its state is told with each answer."""
    if vehicle is not None:
        link.ask(Look(vehicle=vehicle))
    link.ask(Watch())
    return _radio(link)


def _radio(link: Link) -> RadioView | None:
    return None if link.state is None else link.state.radio


def _answered(
    outcome: Outcome, read: Reading | None, before: RadioView | None, after: State | None
) -> str:
    """What was noted, of a statement that was taken back which, and where the radio stands now.

    The radio is told by its vehicle's number, and by its name, too, where that is unlocked and not
    the only one.
    """
    back = before.take_back if outcome is Outcome.TAKE_BACK and before is not None else None
    which = "" if back is None else f"{was_said(back)}."
    stands = ""
    if after is not None and after.radio is not None:
        line = line_of_radio(to_builtins(after.radio))
        alone = after.name is None or after.vehicles < 2
        stands = line if alone else f"{after.name}: {line}"
    return " ".join(each for each in (noted(outcome, read), which, stands) if each)
