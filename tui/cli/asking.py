"""Asking the service from a command: what goes wrong becomes an exit status and one line."""

from collections.abc import Callable

from pi.service.protocol.refusal import Reason
from tui.client import Link, RefusedByServiceError
from tui.exits import Exit, complain
from tui.service_socket import NoServiceError
from tui.text.refusals import refused
from tui.text.trouble import no_service

_BAD_INPUT = {
    Reason.BAD_BACKUP,
    Reason.BAD_CODE,
    Reason.BAD_FIELD,
    Reason.UNKNOWN_HEAD_UNIT,
    Reason.UNKNOWN_VEHICLE,
    Reason.WRONG_SECRET,
}
_NOT_SAVED = {Reason.NOT_SAVED, Reason.NO_BACKUP, Reason.KEY_NOT_WRITTEN}


def with_service(
    act: Callable[[Link], Exit], why_none: Callable[[dict[str, str]], str] = no_service
) -> Exit:
    """Do something with a link to the service. Returns the exit status.

    ``why_none`` says why there is no service, and what to do.
    """
    try:
        with Link() as link:
            return act(link)
    except NoServiceError as error:
        complain(why_none(error.failure))
        return Exit.NO_SERVICE
    except RefusedByServiceError as error:
        complain(refused(error.refusal))
        return status_of(error.refusal.reason)


def status_of(reason: Reason) -> Exit:
    """The exit status of a refusal."""
    if reason in _BAD_INPUT:
        return Exit.BAD_INPUT
    return Exit.NOT_SAVED if reason in _NOT_SAVED else Exit.NOT_NOW
