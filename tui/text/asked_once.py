"""What is asked once before a wait, a count or a series is given up: is it so, now?"""

from collections.abc import Callable
from enum import Enum

from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.lockout import longest_documented, restarts_the_wait
from pi.service.protocol.views import RadioView
from tui.text.home import next_cost
from tui.text.language import _, _n
from tui.text.time import counted, span


class Claim(Enum):
    """What an owner says that the radio does or did."""

    ASKS = "asks"
    PLAYS = "plays"
    LOST = "lost"
    REFUSED = "refused"
    REFUSES = "refuses"
    NOT_SENT = "not-sent"


_SHOWN = {
    Claim.ASKS: Meaning.PROMPT,
    Claim.REFUSED: Meaning.WRONG,
    Claim.REFUSES: Meaning.WAITING,
}


def title() -> str:
    """The title line."""
    return _("One more look")


def question(claim: Claim) -> str:
    """The large words."""
    return {
        Claim.ASKS: _("DOES IT ASK NOW?"),
        Claim.PLAYS: _("DOES IT PLAY NOW?"),
        Claim.LOST: _("DID IT LOSE POWER?"),
        Claim.REFUSED: _("DID IT SAY WRONG CODE?"),
        Claim.REFUSES: _("DOES IT SAY WAIT?"),
        Claim.NOT_SENT: _("WAS NO CODE SENT?"),
    }[claim]


def shown(claim: Claim, family: HeadUnit) -> tuple[str, str]:
    """What stands over the drawing of the display, and what is drawn; the other words under it.

    Empty where nothing is known of what the display shows.
    """
    meaning = _SHOWN.get(claim)
    words = family.words_meaning(meaning) if meaning is not None else []
    if not words:
        return "", ""
    caption = {
        Claim.ASKS: _("THE DISPLAY MUST SHOW NOW"),
        Claim.REFUSED: _("THE DISPLAY SHOWED"),
        Claim.REFUSES: _("THE DISPLAY MUST SHOW NOW"),
    }[claim]
    return caption, words[0]


def or_else(claim: Claim, family: HeadUnit) -> str:
    """What the display may show as well, in one line."""
    meaning = _SHOWN.get(claim)
    others = family.words_meaning(meaning)[1:] if meaning is not None else []
    return _("or: {words}").format(words=" · ".join(others)) if others else ""


def price(claim: Claim, radio: RadioView, family: HeadUnit) -> str:
    """What is given up, or begins, by saying so."""
    prices: dict[Claim, Callable[[RadioView, HeadUnit], str]] = {
        Claim.ASKS: _ends_the_wait,
        Claim.PLAYS: _forgets,
        Claim.LOST: _gives_up_the_count,
        Claim.REFUSED: lambda radio, _: next_cost(radio.next_cost),
        Claim.REFUSES: _begins_a_wait,
        Claim.NOT_SENT: _leaves_the_entry,
    }
    return prices[claim](radio, family)


def _ends_the_wait(radio: RadioView, _family: HeadUnit) -> str:
    wait = radio.wait
    if wait is None or radio.state != "Waiting":
        return ""
    if wait.remaining_s is None:
        return _("That ends the wait.")
    left = span(wait.remaining_s)
    return _("That ends the wait: {span} would still be owed.").format(span=left)


def _forgets(radio: RadioView, family: HeadUnit) -> str:
    wrong = ""
    if radio.rejected:
        wrong = _n(
            "{n} wrong code is forgotten then.",
            "{n} wrong codes are forgotten then.",
            radio.rejected,
        )
    return " ".join(filter(None, (_ends_the_wait(radio, family), wrong)))


def _gives_up_the_count(radio: RadioView, family: HeadUnit) -> str:
    wait = radio.wait
    if wait is None or not restarts_the_wait(family.timer):
        return _("What was counted stays.")
    if not wait.counted_s:
        return _("That starts the wait again.")
    so_far = counted(wait.counted_s)
    return _("That starts the wait again: {span} counted are lost.").format(span=so_far)


def _begins_a_wait(_radio: RadioView, family: HeadUnit) -> str:
    longest = longest_documented(family.lockout)
    if longest is None:
        return _("That begins a wait. Nobody says how long.")
    return _("That begins a wait of {span}.").format(span=span(longest))


def _leaves_the_entry(_radio: RadioView, _family: HeadUnit) -> str:
    return _("If the radio got it after all, that try counts, and nobody counts it here.")


def yes(claim: Claim) -> str:
    """The button of an owner who has looked."""
    return {
        Claim.ASKS: _("Yes: it asks now"),
        Claim.PLAYS: _("Yes: it plays now"),
        Claim.LOST: _("Yes: it lost power"),
        Claim.REFUSED: _("Yes: it refused a code"),
        Claim.REFUSES: _("Yes: it says so"),
        Claim.NOT_SENT: _("Stop: none was sent"),
    }[claim]


def careful(claim: Claim, *, waits: bool) -> str:
    """The button that changes nothing."""
    if claim is Claim.NOT_SENT:
        return _("Show me the key again")
    return _("No: keep waiting") if waits else _("No: leave it as it was")
