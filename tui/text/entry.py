"""A walkthrough's titles, buttons and warnings. What a step itself says stands in ``telling``."""

from pi.radio.head_unit import HeadUnit
from pi.radio.steps import StartAgain
from pi.service.protocol.views import CostView, EntryView, State
from tui.text.home import vehicle
from tui.text.language import _, _n
from tui.text.time import span


def title(state: State) -> str:
    """Where in the entry this is, and in whose where there is more than one."""
    where = _where(state.entry) if state.entry is not None else ""
    return where if state.vehicles < 2 else f"{where} · {vehicle(state)}"


def _where(entry: EntryView) -> str:
    if entry.position is not None:
        return _("Key {n} of {all}").format(n=entry.position, all=entry.positions)
    return _("Step {n} of {all}").format(n=entry.at + 1, all=entry.steps)


def label(action: str) -> str:
    """What a button of the walkthrough says."""
    return {
        "back": _("Back"),
        "leave": _("Leave"),
        "other": _("It shows something else"),
        "unlock": _("Unlock"),
        "parked": _("I have parked now"),
        "not-yet": _("Not yet"),
        "stop": _("Stop the entry"),
        "stop-free": _("Stop here, costs nothing"),
        "sure": _("I am sure: tell me the key"),
        "look-again": _("Look at the display again"),
        "anew": _("Begin again, from the first key"),
        "different": _("Something quite different"),
        "none-of-these": _("None of these"),
        "more-words": _("More words"),
    }[action]


def under_way() -> tuple[str, str]:
    """Another surface, or this one before it was locked, keys a code in."""
    return _("AN ENTRY IS UNDER WAY"), _("Unlock this screen to see its steps.")


def goes_on(name: str) -> str:
    """The answer to an owner who leaves an entry as it is while its steps are not shown."""
    return {
        "parked": _("As soon as the wire says so as well, the steps come back by themselves."),
        "not-yet": _("Nothing was changed."),
    }[name]


def gone() -> tuple[str, str]:
    """The steps are not to be had any more."""
    return _("THE STEPS ARE GONE"), _("Leave the entry and begin it again: it costs nothing.")


def with_the_beat() -> str:
    """Under the dots."""
    return _("press with the beat")


def then_shows() -> str:
    """Over the drawing of the display."""
    return _("THE RADIO THEN SHOWS")


def now_shows() -> str:
    """Over the drawing of the display, before the first key."""
    return _("DOES IT SHOW THIS?")


def done_before() -> str:
    """The owner went back to a key that was pressed already."""
    return _("Done already: press only what is still missing.")


def mends_it() -> str:
    """Over presses that mend a digit."""
    return _("That mends it. No try is lost.")


def what_shows(position: int | None, group: int | None) -> str:
    """The question over the digit keys. ``group``: 0 tens, 1 ones of a number of two digits."""
    if group is None:
        return _("What does position {n} show?").format(n=position)
    which = _("left") if position == 1 else _("right")
    digit = _("first") if group == 0 else _("second")
    return _("The {which} number: its {digit} digit?").format(which=which, digit=digit)


def which_position() -> str:
    """The question after a check that failed."""
    return _("WHICH POSITION IS WRONG?")


def should_be(digit: str) -> str:
    """What stands wrong at a position."""
    return _("not {digit}").format(digit=digit)


def should_show() -> str:
    """Under the positions."""
    return _("Each key names the digit that should stand there.")


def blank() -> str:
    """The key for a position that shows nothing."""
    return _("blank")


def start_again(advice: StartAgain) -> tuple[str, str, str]:
    """Why the entry begins anew, how, and what that costs."""
    how = _("How: {how}.").format(how=advice.how) if advice.how else _not_told()
    if advice.costs_a_try is None:
        return _("BEGIN THE ENTRY AGAIN"), how, _("It is not known what it costs: maybe a try.")
    cost = _("It costs one try.") if advice.costs_a_try else _("It costs nothing.")
    return _("BEGIN THE ENTRY AGAIN"), how, cost


def _not_told() -> str:
    return _("How is not documented. Try this first: radio off, then on.")


def last_try(cost: CostView) -> tuple[str, str]:
    """The large words of the last warning, and what a wrong code would then mean."""
    if cost.dead_end:
        return _("LAST TRY"), _("A wrong code now means: only a dealer or specialist can help.")
    if cost.key_cycle:
        return _("THINK TWICE"), _(
            "A wrong code now locks it until the key is switched off and on. No wait is known."
        )
    if cost.wait_s is None and not cost.ends_series:
        return _("THINK TWICE"), _("Nobody says what a wrong code costs. It may be a long wait.")
    if cost.wait_s is None:
        return _("LAST TRY"), _("A wrong code now means a wait. Nobody says how long.")
    wait = span(cost.wait_s)
    told = _("A wrong code now means: radio on, key at ACC, {span}.").format(span=wait)
    word = _("LAST TRY") if cost.ends_series else _("THINK TWICE")
    return word, told


def before_what(cost: CostView) -> str:
    """What the last try stands before, in one line."""
    if cost.dead_end:
        return _("before the dealer")
    if cost.key_cycle:
        return _("before a lock that the key ends")
    if cost.wait_s is None:
        return _("before a wait of unknown length") if cost.ends_series else ""
    return _("before a wait of {span}").format(span=span(cost.wait_s))


def so_far(wrong: int) -> str:
    """How many codes were refused since the radio last played."""
    return _n("{n} wrong code so far.", "{n} wrong codes so far.", wrong)


def last_try_title() -> str:
    """The title of the last warning."""
    return _("Before the confirm")


def look_again(family: HeadUnit) -> str:
    """The radio shows nothing that is known, before the first key."""
    if family.entry is not None and family.entry.mistakes.start_again_costs_a_try:
        return _("Leave the radio on, and look again: switching it off and on may cost a try.")
    return _("Radio off, then on, and look again. To leave costs nothing.")


def look_first() -> str:
    """To who pressed the same key again, before the question could be read."""
    return _("Look at the display first, then press what it shows.")
