"""A wait, a dead end and the past in words, with what is asked before any of it is given up or
taken back.
"""

from collections.abc import Callable
from enum import Enum
from typing import Final

from pi.radio.display import as_shown, words_shown
from pi.radio.entry import KeyPosition
from pi.radio.events import CopyKind
from pi.radio.head_unit import HeadUnit, Meaning, Protection
from pi.radio.lockout import (
    CountsWhile,
    StaysOnWith,
    documented,
    longest_documented,
    restarts_the_wait,
    switches_off_before,
)
from pi.service.protocol.answers import HistoryLine
from pi.service.protocol.views import RadioView, State, TakeBackView, WaitView
from tui.text import language
from tui.text.home import next_cost, vehicle
from tui.text.language import BACK, _, _n, counted, moment, span
from tui.text.states import UNTIL_THE_KEY, large_word, tries

TO_THE_EARLIEST = _("to the earliest safe try")  # under the clock
NO_NUMBER = _("How long is not known: leave it on until it asks again.")
KEY_ENDS_IT = _("No wait is known here: switch the key off, then on. Then look at the radio.")
STANDS_STILL = _("The clock stands still: nothing is counted.")  # under a clock that nobody runs
TOLD_LONGER = _("It still refused after the known wait: now the longest one known is counted.")
BY_THE_DISPLAY = _("Its display said so. The rules known make it up to {span}.")
DISPLAY_WINS = _("The radio's own display wins: if it asks again, say so.")
IS_OVER = _("The wait is over. Go back, and look at the radio.")  # on whatever screen the owner is
LOOK_AT_DISPLAY = _("The wait is counted out. Look at the radio: does it ask for the code?")

LABELS: Final = {
    "asks": _("It asks for the code again"),
    "ends": _("It asks for the code again"),
    "lost": _("It lost power"),
    "not-looked": _("I have not looked yet"),
    "not-sure-yet": _("I will go and see"),
    "off-still": _("It is still off"),
    "more": _("More"),
    "stayed": _("Yes, it stayed on"),
    "not-sure": _("It lost power, or I am not sure"),
    "on-again": _("It is on again"),
}


def length(owed_s: float) -> str:
    """What a wait is called by, wherever it is named: its documented length, without our margin.

    ``owed_s``: the seconds that are counted. So it is named before a try, and so in the history.
    """
    return language.span(documented(owed_s))


def head(wait: WaitView, lost: bool) -> str:
    """What is asked, in large words, while nobody knows whether the radio has its power."""
    if wait.key_cycle:
        return _("KEY OFF, THEN ON")
    if wait.why_not is None:
        return _("WAIT")
    if wait.why_not == "power_off":
        return _("SWITCH IT ON")
    return _("IS IT ON AGAIN?") if lost else _("DID IT STAY ON?")


def title(state: State) -> str:
    """Where the radio stands, and whose it is where there is more than one."""
    word = large_word(state.radio.state) if state.radio is not None else ""
    if state.radio is not None and state.radio.wait is not None and state.radio.wait.key_cycle:
        word = UNTIL_THE_KEY
    if state.vehicles < 2 or state.radio is None:
        return word
    return f"{word} · {vehicle(state)}"


def asked(wait: WaitView, lost: bool) -> str:
    """The same question in full."""
    if wait.why_not == "power_off":
        return _("Counting stands still until the radio is on again.")
    if lost:
        return _("The radio lost its power, or may have. Is it on again?")
    return _("Did the radio stay on, all the time?")


def counted_so_far(seconds: float) -> str:
    return _("Counted {span} with the radio on.").format(span=language.counted(seconds))


def longer(wait: WaitView) -> str:
    """Why another time is counted than the rules of the first wait give; empty where it is not."""
    if wait.key_cycle:
        return ""
    if wait.longer_s is not None:
        return BY_THE_DISPLAY.format(span=length(wait.longer_s))
    return TOLD_LONGER if wait.told_longer else ""


def not_counted(wait: WaitView, family: HeadUnit) -> str:
    """What was not counted, and what an interruption does here."""
    if wait.interruptions == 0:
        return ""
    gaps = _n("Not counted: {n} gap.", "Not counted: {n} gaps.", wait.interruptions)
    if restarts_the_wait(family.timer):
        return gaps + " " + _("A loss of power starts the wait again.")
    return gaps


_KEYS: Final = {KeyPosition.ACC: _("ACC"), KeyPosition.ON: _("ON")}


def key_position(position: KeyPosition | None) -> str:
    """Where the key stands, in a sentence."""
    return _("ACC or ON") if position is None else _KEYS.get(position, _("ACC or ON"))


def goes_off(family: HeadUnit, wait_s: float | None) -> str:
    """That the set may switch itself off before a wait is over, and what helps; else empty.

    ``wait_s``: the documented wait, None where nobody says how long it is.
    """
    timer = family.timer
    if timer.radio_auto_off_min is None or not switches_off_before(timer, wait_s):
        return ""
    minutes = round(timer.radio_auto_off_min)
    if timer.stays_on_with is StaysOnWith.IGNITION_ON:
        told = _n(
            "At ACC it goes off after {n} minute: leave the key at ON.",
            "At ACC it goes off after {n} minutes: leave the key at ON.",
            minutes,
        )
    elif timer.stays_on_with is StaysOnWith.ENGINE:
        told = _n(
            "It goes off after {n} minute: let the engine run, outdoors.",
            "It goes off after {n} minutes: let the engine run, outdoors.",
            minutes,
        )
    else:
        told = _n(
            "It may go off after {n} minute: leave the key at ON, and look.",
            "It may go off after {n} minutes: leave the key at ON, and look.",
            minutes,
        )
    if not restarts_the_wait(timer):
        return told
    return told + " " + _("If it goes off, the wait starts again.")


def meanwhile(family: HeadUnit, wait_s: float | None) -> tuple[str, str, str]:
    """What to do during a wait: with the radio, where it switches itself off, the battery.

    ``wait_s``: the documented wait, None where nobody says how long it is.
    """
    todo = _("Radio ON · key at {key} · touch no key").format(key=key_position(family.key_position))
    if family.timer.counts_while is CountsWhile.PERMANENT_SUPPLY_ONLY:
        todo = _("The radio may be off: only the battery must stay connected.")
    return todo, goes_off(family, wait_s), _("A charger spares the battery.")


def says_wait(family: HeadUnit) -> str:
    """The button of an owner whose radio still refuses, with the radio's own word."""
    waiting = words_shown(family, Meaning.WAITING)
    if family.words_meaning(Meaning.FINAL) or not waiting or len(waiting[-1]) > 10:
        return _("It still refuses")
    return _("It still says {word}").format(word=waiting[-1])


class Claim(Enum):
    """What an owner says that the radio does or did."""

    ASKS = "asks"
    PLAYS = "plays"
    LOST = "lost"
    REFUSED = "refused"
    REFUSES = "refuses"
    NOT_SENT = "not-sent"
    NOT_KNOWN = "not-known"


_SHOWN = {
    Claim.ASKS: Meaning.PROMPT,
    Claim.REFUSED: Meaning.WRONG,
    Claim.REFUSES: Meaning.WAITING,
}
ONE_MORE_LOOK = _("One more look")

CLAIM_QUESTIONS: Final = {
    Claim.ASKS: _("DOES IT ASK NOW?"),
    Claim.PLAYS: _("DOES IT PLAY NOW?"),
    Claim.LOST: _("DID IT LOSE POWER?"),
    Claim.REFUSED: _("DID IT SAY WRONG CODE?"),
    Claim.REFUSES: _("DOES IT SAY WAIT?"),
    Claim.NOT_SENT: _("WAS NO CODE SENT?"),
    Claim.NOT_KNOWN: _("COUNT IT AS WRONG?"),
}

# The button of an owner who has looked
CLAIM_IS_SO: Final = {
    Claim.ASKS: _("Yes: it asks now"),
    Claim.PLAYS: _("Yes: it plays now"),
    Claim.LOST: _("Yes: it lost power"),
    Claim.REFUSED: _("Yes: it refused a code"),
    Claim.REFUSES: _("Yes: it says so"),
    Claim.NOT_SENT: _("Stop: none was sent"),
    Claim.NOT_KNOWN: _("Yes: nobody can tell"),
}

WHY_DEALER = _("Only a dealer or specialist helps now.")
DISPLAY_WINS_OVER_DEAD_END = _("If it asks for its code again, say so: the display wins.")
# One thing a line
BRING = (
    _("Bring: car papers and identity card."),
    _("Bring: code card and serial number."),
)

DEAD_END_LABELS: Final = {
    "asks": _("It asks again"),
    "plays": _("It plays"),
    "guide": _("Who helps now"),
    "code": _("Show code and serial"),
    "more": _("More"),
}

# Of a radio without one no code is shown: its serial number is, for the dealer
NO_CODE_LABELS: Final = {**DEAD_END_LABELS, "code": _("Show its serial number")}

NOTHING_YET = _("Nothing has happened yet.")

_COPY_MADE: Final = {
    CopyKind.KEEPASS: _("A KeePass file was made"),
    CopyKind.CARD: _("A card was made"),
    CopyKind.QR: _("The code was shown as a QR code"),
    CopyKind.BACKUP: _("A backup was made"),
    None: _("A copy was made"),
}

HISTORY_LABELS: Final = {"next": _("Older"), "previous": _("Newer"), "back": BACK}


def shown(claim: Claim, family: HeadUnit) -> tuple[str, str]:
    """What stands over the drawing of the display, and what is drawn; the other words under it.

    Empty where nothing is known of what the display shows.
    """
    meaning = _SHOWN.get(claim)
    words = words_shown(family, meaning) if meaning is not None else []
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
    others = words_shown(family, meaning)[1:] if meaning is not None else []
    return _("or: {words}").format(words=" · ".join(others)) if others else ""


def price(claim: Claim, radio: RadioView, family: HeadUnit) -> str:
    """What is given up, or begins, by saying so."""
    prices: dict[Claim, Callable[[RadioView, HeadUnit], str]] = {
        Claim.ASKS: _ends_the_wait,
        Claim.PLAYS: _forgets,
        Claim.LOST: _gives_up_the_count,
        Claim.REFUSED: lambda radio, _: next_cost(radio.next_cost),
        Claim.NOT_KNOWN: lambda radio, _: next_cost(radio.next_cost),
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


def careful(claim: Claim, *, waits: bool) -> str:
    """The button that changes nothing."""
    if claim is Claim.NOT_SENT:
        return _("Show me the key again")
    if claim is Claim.NOT_KNOWN:
        return _("No: I look once more")
    return _("No: keep waiting") if waits else _("No: leave it as it was")


def why_no_code(family: HeadUnit) -> str:
    """What locks this radio instead of a code."""
    match family.protection:
        case Protection.IMMOBILISER_LINKED:
            return _("Tied to the immobiliser: no code opens it.")
        case Protection.VEHICLE_PAIRED:
            return _("Tied to its car: no code opens it.")
        case Protection.KEY_CARD:
            return _("It wants its key card: nothing is keyed in.")
        case _:
            return _("How a code is keyed in here is not known.")


def looks_like(words: tuple[str, ...]) -> str:
    """Words of its display that look like a prompt and are none."""
    if not words:
        return ""
    return _("{words} on its display is no question for a code.").format(
        words=", ".join(f'"{word}"' for word in words)
    )


def history_title(*, takes_a_code: bool = True) -> str:
    """The title of the history; of a radio that takes no code it says so."""
    return _("History") if takes_a_code else _("History: no code")


def page(number: int, more: bool) -> str:
    """Which page this is; how many there are is not known before they were read."""
    return _("page {n}").format(n=number) + ("" if more else _(", the last"))


def line(told: HistoryLine) -> tuple[str, str]:
    """When it was, and what it was."""
    what = _what(told)
    if told.shows:
        what = _('{what}: "{shows}"').format(what=what, shows=as_shown(told.shows))
    if told.taken_back:
        what = _("(taken back) {what}").format(what=what)
    return moment(told.wall, told.sure), what


def said(kind: str, on: bool | None = None) -> str:
    """What an owner said of the radio, as a sentence. ``on``: of its power."""
    return _of_an_owner(kind, on) or kind


def _what(told: HistoryLine) -> str:
    if told.kind == "StatementTakenBack":
        return _("Taken back: {what}").format(what=said(told.said or "", told.on))
    if told.kind == "LockoutBegan":
        if told.owed_s is None:
            return _("A wait began, nobody says how long")
        return _("A wait of {span} began").format(span=length(told.owed_s))
    if told.kind == "BatteryCut":
        return _battery_cut(told.witness)
    if told.kind == "CopyMade":
        return _COPY_MADE[told.copy]
    if told.kind == "CodeRejected" and told.for_serial:
        return _("A try was spent to read the serial number")
    if told.kind == "WalkthroughStopped" and told.cut_off:
        return _("The entry was cut off")
    return _of_an_owner(told.kind, told.on) or {
        "VehicleAdded": _("The vehicle was added"),
        "BeginningTold": _("What was before: told, not seen here"),
        "WalkthroughStarted": _("An entry was begun"),
        "WalkthroughStopped": _("The entry was left before it was sent"),
        "WaitCountedOut": _("The wait was counted out"),
        "VehicleChanged": _("What is kept of the vehicle was changed"),
    }.get(told.kind, told.kind)


def _of_an_owner(kind: str, on: bool | None) -> str:
    """What an owner says of the radio, empty for all else."""
    return {
        "RadioAsked": _("The radio asked for its code"),
        "ConfirmWithheld": _("The key that sends the code was not pressed"),
        "CodeRejected": _("The radio refused the code"),
        "CodeAccepted": _("The radio plays"),
        "StillWaitingSeen": _("The radio still refused to ask"),
        "AskedAgain": _("The radio asked again"),
        "PowerReported": _("The radio was on") if on else _("The radio was off"),
        "InterruptionSeen": _("The radio lost its power"),
    }.get(kind, "")


def _battery_cut(witness: str | None) -> str:
    """How it is known belongs to it: one of the three is a guess."""
    return {
        "pin": _("The battery was off, says its wire"),
        "clock": _("The battery was off, says its clock"),
        "guess": _("Power lost: was the battery off?"),
    }.get(witness or "", _("The battery was off"))


MINUTE_S = 60
SHORT_S = 120  # what is shorter is told in seconds
TAKING_BACK_TITLE = _("Taking back")
WAS_IT_A_SLIP = _("WAS THAT A SLIP?")
IT_WAS_A_SLIP = _("Take it back: it was a slip")
NO = _("Leave it: it was so")


def take_back_label(back: TakeBackView) -> str:
    """The button that leads here: it names the slip."""
    return _('Take back "{said}"').format(said=_short(back))


def was_said(back: TakeBackView) -> str:
    what = said(back.kind, back.on)
    if back.shows:
        what = _('{what}: "{shows}"').format(what=what, shows=as_shown(back.shows))
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
