"""The answer to a statement: what was heard, and what that means from here on."""

from pi.service.protocol.commands import Outcome
from tui.text.language import _


def noted(outcome: Outcome) -> str:
    """One line for what the owner said that the radio did."""
    return {
        Outcome.ACCEPTED: _("Noted: it plays."),
        Outcome.REJECTED: _("Noted: it refused the code."),
        Outcome.ABANDONED: _("Noted: no code was sent. No try was used."),
        Outcome.ASKING: _("Noted: it asks for its code."),
        Outcome.ASKS_AGAIN: _("Noted: it asks again."),
        Outcome.STILL_WAITING: _("Noted: it still refuses. Keep waiting."),
        Outcome.INTERRUPTED: _("Noted: it lost its power."),
        Outcome.POWER_ON: _("Noted: it is on. Counting goes on."),
        Outcome.POWER_OFF: _("Noted: it is off. Nothing is counted."),
        Outcome.TAKE_BACK: _("Taken back: it is as if you had not said it."),
    }[outcome]


def nothing_said(action: str) -> str:
    """One line for an owner who says nothing yet: what holds until then."""
    return {
        "not-sent": _("Take your time. Until you say, it counts as a wrong code."),
        "not-looked": _("Look at the radio first. Until you say, nothing is changed."),
        "not-sure-yet": _("Nothing is counted until you say."),
        "off-still": _("Noted: it is still off. Nothing is counted."),
        "keep": _("Nothing was changed: the wait goes on."),
        "leave-so": _("Nothing was changed."),
        "next": _("Noted."),
    }[action]
