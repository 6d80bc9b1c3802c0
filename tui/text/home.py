"""What Home says, and the frame around every screen."""

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.views import AttemptView, CostView, RadioView, State
from tui.text.language import _, _n
from tui.text.states import tries_of
from tui.text.time import moment, span

FEW_TRIES = 3  # so close to a dead end, it is said on every screen before a try


def too_small(columns: int, rows: int) -> str:
    """The one line on a terminal that nothing can be read on."""
    return _("Needs at least {columns}x{rows}").format(columns=columns, rows=rows)


def vehicle(state: State) -> str:
    """The vehicle. A locked surface knows its number alone."""
    number = state.radio.vehicle if state.radio is not None else 0
    return state.name or _("Vehicle {n}").format(n=number)


def title(state: State, family: HeadUnit) -> str:
    """The vehicle and its radio; the vehicle of a practice has no name beside it."""
    if state.practice is not None:
        return family.name
    return f"{vehicle(state)} · {family.name}"


def tries_left(radio: RadioView, *, short: bool = False) -> str:
    """The right end of the title line, ``short`` where a try is open and the line is narrow."""
    return tries_of(radio.state, radio.tries_left, short=short)


def next_cost(cost: CostView | None) -> str:
    """What the next wrong code costs."""
    if cost is None:
        return ""
    if cost.dead_end:
        return _("A wrong code now means: dealer only.")
    if cost.key_cycle:
        return _("A wrong code now locks it until the key is switched off and on.")
    if cost.wait_s is None:
        if cost.ends_series:
            return _("A wrong code now means a wait. Nobody says how long.")
        return _("Nobody says what a wrong code costs here.")
    if cost.wait_s == 0:
        return _("A wrong code now costs one try, no wait.")
    return _("A wrong code now means a wait of {span}.").format(span=span(cost.wait_s))


def dead_end_ahead(family: HeadUnit, rejected: int) -> str:
    """How few wrong codes are left before only a dealer helps, empty while there are more."""
    ends = [one.terminal.after_wrong for one in family.lockout.candidates]
    left = min((end - rejected for end in ends if end is not None and end > rejected), default=99)
    if left > FEW_TRIES:
        return ""
    return _n(
        "After {n} more wrong code only a dealer helps.",
        "After {n} more wrong codes only a dealer helps.",
        left,
    )


def last_attempt(attempt: AttemptView | None) -> str:
    """The last attempt and when it was."""
    if attempt is None:
        return ""
    when = moment(attempt.wall, attempt.sure)
    if attempt.accepted:
        return _("Last try: it played, {when}").format(when=when)
    return _("Last try: refused, {when}").format(when=when)


def cut_off() -> str:
    """An entry that was ended by a loss of power or of the service."""
    return _("The last entry was cut off before the confirm. Begin again from the first key.")


def spurious_prompt() -> str:
    """Some sets ask though nothing is wrong."""
    return _("First switch the ignition off and on: the question may go by itself.")


def plays_on_trial(minutes: float) -> str:
    """Some sets play for a while before they lock."""
    return _n(
        "It plays for about {n} minute without a code: that it plays is no proof.",
        "It plays for about {n} minutes without a code: that it plays is no proof.",
        round(minutes),
    )


def no_code_kept() -> str:
    """The radio takes a code, and the vault holds none."""
    return _("No code is kept for this radio yet.")


def nothing_to_do() -> str:
    """The radio plays."""
    return _("Nothing to do. If it ever asks for its code, say so here.")


def label(action: str) -> str:
    """What a button of Home or More says."""
    return {
        "key-in": _("Key it in, step by step"),
        "key-in-again": _("Start it again, step by step"),
        "code": _("Show the code"),
        "history": _("History"),
        "more": _("More"),
        "guide": _("Find my code"),
        "have-it": _("I have it: type it in"),
        "plays": _("It plays"),
        "asks": _("It asks for its code"),
        "refused": _("It refused a code"),
        "refuses": _("It says wait, or refuses keys"),
        "lost-power": _("It lost its power"),
        "vehicles": _("Other vehicle"),
        "radio": _("About this radio"),
        "report": _("The radio did something"),
        "lock": _("Lock this screen"),
        "look": _("Colours and pace"),
        "practice": _("Practice"),
        "copies": _("Copies off the car"),
        "day": _("Day"),
        "night": _("Night"),
        "high-contrast": _("High contrast"),
        "sixteen": _("16 colours"),
        "back": _("Back"),
    }[action]


def more() -> str:
    """The title of More."""
    return _("More")


def how_to_leave() -> str:
    """The way out of the program, and what goes on without it."""
    return _("Ctrl+Q leaves this screen. A wait under way goes on being counted.")


def what_happened() -> str:
    """The question of the report screen."""
    return _("WHAT DID THE RADIO DO?")


def happened_counts() -> str:
    """What a report is for."""
    return _("Say what you saw. A code that was refused counts, whoever keyed it in.")


def look() -> str:
    """The title of the colours and the pace."""
    return _("Colours and pace")


def pace(seconds: float | None) -> str:
    """The button of the beat."""
    if seconds is None:
        return _("Beat: off")
    return _("Beat: every {n} s").format(n=f"{seconds:g}")
