"""What Home says and the frame around every screen, with what the car, the panel and the pins
tell.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from pi.radio.events import CopyKind
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.views import AttemptView, CostView, PinTrouble, RadioView, State, WaitView
from tui.text.language import _, _n, moment, span
from tui.text.states import tries_of

FEW_TRIES = 3  # so close to a dead end, it is said on every screen before a try
# By a loss of power or of the service
CUT_OFF = _("The last entry was cut off before it was sent. Begin again from the first key.")
# Some sets ask though nothing is wrong
SPURIOUS_PROMPT = _("First switch the ignition off and on: the question may go by itself.")
NO_CODE_KEPT = _("No code is kept for this radio yet.")
# Its owner described it once, and the file is gone
NOT_DESCRIBED = _("This radio's own description is missing here: no steps, no wait are known.")
NOTHING_TO_DO = _("Nothing to do. If it ever asks for its code, say so here.")

COPY_NAMES: Final = {
    CopyKind.KEEPASS: _("KeePass file"),
    CopyKind.CARD: _("Card"),
    CopyKind.QR: _("QR code"),
    CopyKind.BACKUP: _("Backup"),
}

LABELS: Final = {
    "key-in": _("Key it in, step by step"),
    "key-in-again": _("Start it again, step by step"),
    "code": _("Show the code"),
    "history": _("History"),
    "more": _("More"),
    "guide": _("Find my code"),
    "doubt": _("Is it the right code?"),
    "have-it": _("I have it: type it in"),
    "plays": _("It plays"),
    "asks": _("It asks for its code"),
    "refused": _("It refused a code"),
    "refuses": _("It says wait, or refuses keys"),
    "lost-power": _("It lost its power"),
    "vehicles": _("Other vehicle"),
    "radio": _("About this radio"),
    "report": _("The radio did something"),
    "this-screen": _("Lock, PIN and colours"),
    "lock": _("Lock this screen"),
    "unlock": _("Unlock this screen"),
    "look": _("Colours and pace"),
    "practice": _("Practice"),
    "copies": _("Copies off the car"),
    "day": _("Day"),
    "night": _("Night"),
    "high-contrast": _("High contrast"),
    "sixteen": _("16 colours"),
    "back": _("Back"),
}

MORE = _("More")
HOW_TO_LEAVE = _("Ctrl+Q leaves this screen. A wait under way goes on being counted.")
WHAT_HAPPENED = _("WHAT DID THE RADIO DO?")
HAPPENED_COUNTS = _("Say what you saw. A code that was refused counts, whoever keyed it in.")
# Under More, and under the keys that a screen names
WHAT_KEYS_DO = _("? tells what each key does on a screen.")
HELP = _("What the keys do here")
TAB_AND_ENTER = _("Tab goes from button to button, Enter presses it.")
FILLS_UP = _("A button that fills up is pressed once it is full.")
A_BEAT = _("*: the beat once more.")
A_LIST = _("1 to 9: choose from the list. Right and Left: its pages.")
A_PAD = _("Type on the keyboard, or tap the keys.")
IS_LOCKED = _("This screen is locked: it shows no code before you unlock it.")
IS_UNLOCKED = _("This screen is unlocked: whoever stands here can see the code.")
LOOK = _("Colours and pace")
BEAT_PACES = _("The beat paces you where a key is pressed several times.")
BATTERY_CUT = _("The battery was disconnected: the radio will ask for its code.")
# It may have been the ignition alone
BATTERY_GUESS = _(
    "This machine lost its power without being told. "
    "If the battery was off, the radio asks for its code: look."
)
PARK_FIRST = _("Park first: handbrake on.")  # before an entry, while the car may move
PARK = _("PARK FIRST")  # in the middle of an entry
PARK_AND_GO_ON = (_("Stop the car, handbrake on."), _("The entry then goes on where it was."))


def too_small(columns: int, rows: int) -> str:
    """The one line on a terminal that nothing can be read on."""
    return _("Needs at least {columns}x{rows}").format(columns=columns, rows=rows)


def vehicle(state: State) -> str:
    """The vehicle. A locked session knows its number alone."""
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


def in_doubt(radio: RadioView, *, leads_on: bool) -> str:
    """After refusals the code itself may be wrong; ``leads_on``: a button here says so, too."""
    if not radio.rejected:
        return ""
    told = _n(
        "Refused {n} time: maybe it is another radio's code.",
        "Refused {n} times: maybe it is another radio's code.",
        radio.rejected,
    )
    return told if leads_on else _("{told} See More.").format(told=told)


def last_attempt(attempt: AttemptView | None) -> str:
    if attempt is None:
        return ""
    when = moment(attempt.wall, attempt.sure)
    if attempt.accepted:
        return _("Last try: it played, {when}").format(when=when)
    return _("Last try: refused, {when}").format(when=when)


def plays_on_trial(minutes: float) -> str:
    """Some sets play for a while before they lock."""
    return _n(
        "It plays for about {n} minute without a code: that it plays is no proof.",
        "It plays for about {n} minutes without a code: that it plays is no proof.",
        round(minutes),
    )


def key_does(key: str, label: str, *, leads_on: bool, leads_back: bool) -> str:
    """One button in a line. Enter and Escape press two of them as well."""
    if leads_on and key != "Enter":
        key = _("{key} or Enter").format(key=key)
    elif leads_back and key != "Esc":
        key = _("{key} or Esc").format(key=key)
    return _("{key}: {does}").format(key=key, does=" ".join(label.split()))


def chosen(label: str, is_so: bool) -> str:
    """One of several choices: the one that holds now says so."""
    return _("{label} (chosen)").format(label=label) if is_so else label


def pace(seconds: float | None) -> str:
    """The button of the beat."""
    if seconds is None:
        return _("Beat: off")
    return _("Beat: every {n} s").format(n=f"{seconds:g}")


def battery(radio: RadioView) -> str:
    """How sure it is that the battery was off, empty where nothing says so."""
    if radio.battery is None:
        return ""
    if radio.battery != "guess":
        return BATTERY_CUT if radio.state == "Asking" else ""
    return BATTERY_GUESS if radio.state == "Playing" else ""


def i_am_parked(label: str) -> str:
    """A button that goes on, and with which the owner states that the car is parked."""
    return _("I am parked.\n{label}").format(label=label)


NEXT, BACK = "next", "back"
BUTTONS: Final = {NEXT: _("NEXT"), BACK: _("BACK")}  # as they are marked on the panel
# Next named the confirm key, so it states nothing before another button was pressed
_TOOK_IT = _("Hold {back}: it refused. {back}, then hold {next}: it plays.").format(
    back=BUTTONS[BACK], next=BUTTONS[NEXT]
)


def buttons(state: State, *, lost: bool = False) -> str:
    """What holding a button states here, empty where nothing is wired or all is plain.

    One short line: what the third button states, the screen's own buttons do as well.

    ``lost``: the owner is asked whether the radio is on again, not whether it stayed on.
    """
    wired, radio = state.panel.buttons, state.radio
    if radio is None or not wired:
        return ""
    wants = state.panel.wants
    if radio.state == "Entering":
        return _sure(wired) if wants == "sure" else ""
    if wants in {"ends", "lost"} and NEXT in wired:
        return _asked_once(wants)
    if radio.state == "OutcomeUnknown" and NEXT in wired and BACK in wired:
        return _TOOK_IT
    held = _held(radio.state, radio.wait, lost=lost)
    told = (name for name in (NEXT, BACK) if name in wired and name in held)
    return " ".join(
        _("Hold {button}: {what}.").format(button=BUTTONS[name], what=held[name]) for name in told
    )


def _sure(wired: tuple[str, ...]) -> str:
    """After the price of a try was told, by next, which means nothing before another press."""
    if BACK not in wired or NEXT not in wired:
        return ""
    return _("Hold {back}: stop. {back}, then hold {next}: I am sure.").format(
        back=BUTTONS[BACK], next=BUTTONS[NEXT]
    )


def _asked_once(wants: str) -> str:
    """Before a wait, or what was counted, is given up."""
    sure = _("it asks now") if wants == "ends" else _("it lost power")
    return _("Hold {button}: {what}. Any other press: no.").format(button=BUTTONS[NEXT], what=sure)


def _held(name: str, wait: WaitView | None, *, lost: bool) -> Mapping[str, str]:
    match name:
        case "Playing":
            return {NEXT: _("it asks")}
        case "OutcomeUnknown":
            return {NEXT: _("it plays"), BACK: _("it refused")}
        case "SafeToTry":
            return {NEXT: _("it asks again"), BACK: _("it still refuses")}
        case "Waiting" if wait is not None and wait.why_not is None:
            return {NEXT: _("it still refuses"), BACK: _("it lost power")}
        case "Waiting" if wait is not None:
            begins_anew = wait.counted_s == 0 and wait.interruptions > 0
            off = wait.why_not == "power_off" or begins_anew
            if off:
                return {NEXT: _("it is off"), BACK: _("it is on again")}
            on = _("it is on again") if lost else _("it stayed on")
            return {NEXT: on, BACK: _("it lost power")}
    return {}


_NOT_MISSED = ("lamp", "buzzer")  # nothing is sensed or asked by them
_WHOLE = ("no_chip", "no_permission", "no_library")  # concern every pin


def signal(name: str) -> str:
    """What a wire is for."""
    return {
        "next": _("Button NEXT"),
        "back": _("Button BACK"),
        "see": _("Button SEE"),
        "ignition": _("Ignition wire"),
        "feed": _("Battery wire"),
        "parked": _("Parking wire"),
        "lights": _("Lights wire"),
        "lamp": _("Lamp"),
        "buzzer": _("Buzzer"),
    }.get(name, name)


def faults(count: int) -> str:
    return _n("{n} fault of the panel", "{n} faults of the panel", count) if count else ""


def see_more(trouble: Iterable[PinTrouble]) -> str:
    """The same on Home, where it is no matter of now: only what may be missed is told there."""
    missed = any(one.signal not in _NOT_MISSED for one in trouble)
    return _("A wire of the panel does not work: see More.") if missed else ""


def trouble(one: PinTrouble) -> str:
    """What does not work, why, and what to do."""
    what = _("Panel") if one.signal is None else signal(one.signal)
    if one.pin is not None:
        what = _("{what}, pin {pin}").format(what=what, pin=one.pin)
    return _("{what}: {why}").format(what=what, why=_why(one))


def _why(one: PinTrouble) -> str:
    detail = one.detail or "?"
    if one.reason in _WHOLE:
        return _of_all(one.reason, detail)
    sentences = {
        "reserved": _("kept for add-on boards. Choose another."),
        "twice": _("{named} has it too. Choose another."),
        "clash": _("used by {named}. Choose another."),
        "missing_pin": _("{detail} is not named. Name it in the settings."),
        "busy": _("another program has it. End that."),
        "bad_file": _("{detail}. Mend the settings."),
        "fixed_pull": _('pulled {detail} for good. Set pull to "none".'),
        "boots_on": _("would sound from power-on. Choose another."),
        "wrong_board": _("not on this machine. Choose another."),
        "vehicle_removed": _("wired to vehicle {detail}, which was removed. See: car.vehicle."),
        "fault": _("failed ({detail}). Check its wire."),
    }
    plain = _("does not work ({reason}). Check its wire.")
    named = ", ".join(map(_named, detail.split(", ")))
    return sentences.get(one.reason, plain).format(detail=detail, named=named, reason=one.reason)


def _of_all(reason: str, detail: str) -> str:
    return {
        "no_chip": _("this machine has no pins ({detail}). All else works."),
        "no_permission": _("no right to use {detail}. Put steadyhandd in group gpio."),
        "no_library": _("{detail} is missing. Install python3-lgpio, then restart."),
    }[reason].format(detail=detail)


def _named(detail: str) -> str:
    """A signal, a board or a bus by its name."""
    return signal(detail).replace("_", " ")


def copies_missing(state: State) -> str:
    """One gentle line while no copy off this card holds the code as it is; empty where one does."""
    if not state.code_kept or state.practice is not None:
        return ""
    if not state.copies:
        return _("No copy of this code exists off the car.")
    fresh = [copy for copy in state.copies if not copy.stale]
    if not fresh:
        return _("{copy} is older than the code.").format(copy=COPY_NAMES[state.copies[0].kind])
    if any(copy.off_this_card for copy in fresh):
        return ""
    if any(copy.off_this_card is False for copy in fresh):
        return _("The copy lies on this car's own card: take it off.")
    return _("Nobody noted where the copy lies: make one off this card.")
