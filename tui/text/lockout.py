"""A wait in words: what was counted, what was not and why, and what to do meanwhile."""

from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.lockout import documented, restarts_the_wait
from pi.radio.lockout_rule import CountsWhile
from pi.service.protocol.views import State, WaitView
from tui.text import time
from tui.text.home import vehicle
from tui.text.language import _, _n
from tui.text.states import large_word, until_the_key


def length(owed_s: float) -> str:
    """What a wait is called by, wherever it is named: its documented length, without our margin.

    ``owed_s``: the seconds that are counted. So it is named before a try, and so in the history.
    """
    return time.span(documented(owed_s))


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
        word = until_the_key()
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


def to_the_earliest() -> str:
    """Under the clock."""
    return _("to the earliest safe try")


def no_number() -> str:
    """A wait of unknown length."""
    return _("How long is not known: leave it on until it asks again.")


def key_ends_it() -> str:
    """No time ends this lockout."""
    return _("No wait is known here: switch the key off, then on. Then look at the radio.")


def stands_still() -> str:
    """Under a clock that nobody runs."""
    return _("The clock stands still: nothing is counted.")


def counted(seconds: float) -> str:
    """What counts so far."""
    return _("Counted {span} with the radio on.").format(span=time.counted(seconds))


def not_counted(wait: WaitView, family: HeadUnit) -> str:
    """What was not counted, and what an interruption does here."""
    if wait.interruptions == 0:
        return ""
    gaps = _n("Not counted: {n} gap.", "Not counted: {n} gaps.", wait.interruptions)
    if restarts_the_wait(family.timer):
        return gaps + " " + _("A loss of power starts the wait again.")
    return gaps


def told_longer() -> str:
    """Counted out once, and the radio still refused."""
    return _("It still refused after the known wait: now the longest one known is counted.")


def meanwhile(family: HeadUnit) -> tuple[str, str, str]:
    """What to do during the wait: with the radio, where it switches itself off, the battery."""
    timer, off = family.timer, ""
    todo = _("Radio ON · key at ACC · touch no key")
    if timer.counts_while is CountsWhile.PERMANENT_SUPPLY_ONLY:
        todo = _("The radio may be off: only the battery must stay connected.")
    if timer.radio_auto_off_min is not None:
        off = _n(
            "It may switch itself off after {n} minute: look, and switch it on again.",
            "It may switch itself off after {n} minutes: look, and switch it on again.",
            round(timer.radio_auto_off_min),
        )
    return todo, off, _("A charger spares the battery.")


def display_wins() -> str:
    """Whose word counts."""
    return _("The radio's own display wins: if it asks again, say so.")


def is_over() -> str:
    """The same in a line, on whatever screen the owner is."""
    return _("The wait is over. Go back, and look at the radio.")


def look_at_display() -> str:
    """The wait is counted out."""
    return _("The wait is counted out. Look at the radio: does it ask for the code?")


def says_wait(family: HeadUnit) -> str:
    """The button of an owner whose radio still refuses, with the radio's own word."""
    waiting = family.words_meaning(Meaning.WAITING)
    if family.words_meaning(Meaning.FINAL) or not waiting or len(waiting[-1]) > 10:
        return _("It still refuses")
    return _("It still says {word}").format(word=waiting[-1])


def label(action: str) -> str:
    """What a button says."""
    return {
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
    }[action]
