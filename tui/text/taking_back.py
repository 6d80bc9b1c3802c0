"""Taking back the last statement: what was said, and where the radio then stands."""

from pi.service.protocol.views import TakeBackView, WaitView
from tui.text import history
from tui.text.language import _
from tui.text.lockout import length
from tui.text.states import tries
from tui.text.time import moment, span

MINUTE_S = 60
SHORT_S = 120  # what is shorter is told in seconds


def label(back: TakeBackView) -> str:
    """The button that leads here: it names the slip."""
    return _('Take back "{said}"').format(said=_short(back))


def title() -> str:
    """The title line."""
    return _("Taking back")


def question() -> str:
    """The large words."""
    return _("WAS THAT A SLIP?")


def was_said(back: TakeBackView) -> str:
    """What was said last, and when."""
    what = history.said(back.kind, back.on)
    if back.shows:
        what = _('{what}: "{shows}"').format(what=what, shows=back.shows)
    return _("You said: {what} ({when})").format(what=what, when=moment(back.wall, back.sure))


def afterwards(back: TakeBackView) -> str:
    """Where the radio stands once it is taken back."""
    if back.wait is not None and back.state == "Waiting":
        return _goes_on(back.wait)
    return {
        "Playing": _("Then it counts as playing, as before."),
        "Asking": _("Then it asks for its code, as before: {tries}.").format(
            tries=tries(back.tries_left)
        ),
        "OutcomeUnknown": _("Then you are asked again whether it took the code."),
        "SafeToTry": _("Then the wait is counted out, as before: look at the display."),
        "DeadEnd": _("Then only a dealer helps, as before."),
    }.get(back.state, "")


def not_watched(back: TakeBackView) -> str:
    """What becomes of the time since then, where a wait goes on."""
    if back.wait is None or back.state != "Waiting":
        return ""
    if back.wait.why_not is None:
        return _("Time in between counts where it was watched.")
    return _("Not all of the time in between was watched: that does not count.")


def yes() -> str:
    """The button of an owner who did not mean it."""
    return _("Take it back: it was a slip")


def no() -> str:
    """The button that changes nothing."""
    return _("Leave it: it was so")


def _goes_on(wait: WaitView) -> str:
    so_far = _rounded_down(wait.counted_s)
    if wait.owed_s is None:
        return _("Then the wait goes on: {counted} counted.").format(counted=so_far)
    return _("Then the wait of {span} goes on: {counted} counted.").format(
        span=length(wait.owed_s), counted=so_far
    )


def _rounded_down(seconds: float) -> str:
    """What was counted must never sound longer than it is."""
    whole = int(seconds)
    return span(whole if whole < SHORT_S else whole // MINUTE_S * MINUTE_S)


def _short(back: TakeBackView) -> str:
    """What was said, in as few letters as stand on a button."""
    return {
        "RadioAsked": _("it asks"),
        "AskedAgain": _("it asks"),
        "ConfirmWithheld": _("not pressed"),
        "CodeRejected": _("refused"),
        "CodeAccepted": _("it plays"),
        "StillWaitingSeen": _("it waits"),
        "PowerReported": _("it is on") if back.on else _("it is off"),
        "InterruptionSeen": _("lost power"),
    }.get(back.kind, back.kind)
