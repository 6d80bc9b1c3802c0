"""The entry in words: a step on a screen and on a terminal, the confirm, and the answer to a
statement.
"""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pi.radio.display import Figure, Reading, words_shown
from pi.radio.entry import KeyPosition
from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.steps import Check, Hold, Prepare, Press, PressMore, StartAgain, Step, Touch, Turn
from pi.service.protocol.commands import Outcome
from pi.service.protocol.views import CostView, EntryView, State
from tui.text.home import vehicle
from tui.text.language import BACK, NOTHING_CHANGED, _, _n, drawn, figure, named, span
from tui.text.lockout import goes_off, key_position

LABELS: Final = {
    "back": BACK,
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
    "otherwise": _("A word, dark, or another place"),
    "different": _("Something quite different"),
}

# By another session, or by this one before it was locked
UNDER_WAY = (_("AN ENTRY IS UNDER WAY"), _("Unlock this screen to see its steps."))

# To an owner who leaves an entry as it is while its steps are not shown
GOES_ON: Final = {
    "parked": _("As soon as the wire says so as well, the steps come back by themselves."),
    "not-yet": NOTHING_CHANGED,
}

GONE = (_("THE STEPS ARE GONE"), _("Leave the entry and begin it again: it costs nothing."))
WITH_THE_BEAT = _("press with the beat")  # under the dots
BEAT_AGAIN = _("the beat again: tap here, or key *")  # under dots that are full
THEN_SHOWS = _("THE RADIO THEN SHOWS")  # over the drawing of the display
NOW_SHOWS = _("DOES IT SHOW THIS?")  # the same, before the first key
# The owner went back to a key that was pressed already
DONE_BEFORE = _("Done already: press only what is still missing.")
MENDS_IT = _("That mends it. No try is lost.")  # over presses that mend a digit
WHICH_POSITION = _("WHICH POSITION IS WRONG?")  # after a check that failed
SHOULD_SHOW = _("Each key names the digit that should stand there.")  # under the positions
LATER_ONES = _("A later position is mended at its own key.")  # the same, on the way to the check
BLANK = _("blank")  # the key for a position that shows nothing
_NOT_TOLD = _("How is not documented. Try this first: radio off, then on.")
ANOTHER_DIGIT = _("Was it the right key? Then it is worn, or the battery low.")
NOTHING_LOST = _("Nothing is lost before the last digit.")
LAST_TRY_TITLE = _("Before the code is sent")
# To who pressed the same key again, before the question could be read
LOOK_FIRST = _("Look at the display first, then press what it shows.")


def title(state: State) -> str:
    """Where in the entry this is, and in whose where there is more than one."""
    where = _where(state.entry) if state.entry is not None else ""
    return where if state.vehicles < 2 else f"{where} · {vehicle(state)}"


def _where(entry: EntryView) -> str:
    if entry.position is not None:
        return _("Key {n} of {all}").format(n=entry.position, all=entry.positions)
    return _("Step {n} of {all}").format(n=entry.at + 1, all=entry.steps)


def what_shows(position: int | None, group: int | None) -> str:
    """The question over the digit keys. ``group``: 0 tens, 1 ones of a number of two digits."""
    if group is None:
        return _("What does position {n} show?").format(n=position)
    which = _("left") if position == 1 else _("right")
    digit = _("first") if group == 0 else _("second")
    return _("The {which} number: its {digit} digit?").format(which=which, digit=digit)


def should_be(digit: str) -> str:
    return _("not {digit}").format(digit=digit)


def start_again(advice: StartAgain) -> tuple[str, ...]:
    """Why the entry begins anew, how, and last what that costs."""
    how = _("How: {how}.").format(how=advice.how) if advice.how else _NOT_TOLD
    cost = _("It costs one try.") if advice.costs_a_try else _("It costs nothing.")
    if advice.costs_a_try is None:
        cost = _("It is not known what it costs: maybe a try.")
    if not advice.key_failed:
        return _("BEGIN THE ENTRY AGAIN"), how, cost
    anew = _("Then begin the entry again.")
    return _("STOP: ANOTHER DIGIT CAME"), ANOTHER_DIGIT, NOTHING_LOST, anew, how, cost


def gone_dark(advice: StartAgain) -> tuple[str, str, str]:
    """The display shows nothing: what to look at, and that nothing was sent. As ``start_again``."""
    look = _("Radio on, key at ACC or ON? If it stays dark, look at its fuse.")
    costs = {
        None: _("No code was sent. What beginning again costs is not known: maybe a try."),
        True: _("No code was sent. To begin again costs one try."),
        False: _("No code was sent: no try is lost."),
    }
    return _("IS IT SWITCHED ON?"), look, costs[advice.costs_a_try]


def ignition(position: KeyPosition | None) -> str:
    """Where the key stands before an entry."""
    if position is KeyPosition.ON:
        return _("Ignition ON")
    return _("Ignition at {key}").format(key=key_position(position))


def last_try(cost: CostView, family: HeadUnit) -> tuple[str, str]:
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
    key = key_position(family.key_position)
    told = _("A wrong code now means: radio on, key at {key}, {span}.").format(key=key, span=wait)
    word = _("LAST TRY") if cost.ends_series else _("THINK TWICE")
    return word, " ".join(part for part in (told, goes_off(family, cost.wait_s)) if part)


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
    return _n("{n} wrong code so far.", "{n} wrong codes so far.", wrong)


def look_again(family: HeadUnit) -> str:
    """The radio shows nothing that is known, before the first key."""
    if family.entry is not None and family.entry.mistakes.start_again_costs_a_try:
        return _("Leave the radio on, and look again: switching it off and on may cost a try.")
    return _("Radio off, then on, and look again. To leave costs nothing.")


Block = tuple[str, str]  # a small caption, and what is drawn large below it
LONGEST_WORD = 10  # characters of a display's word that still fit on a button

NOTED: Final = {
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
}

# To an owner who says nothing yet: what holds until then
NOTHING_SAID: Final = {
    "not-sent": _("Take your time. Until you say, it counts as a wrong code."),
    "not-looked": _("Look at the radio first. Until you say, nothing is changed."),
    "not-sure-yet": _("Nothing is counted until you say."),
    "off-still": _("Noted: it is still off. Nothing is counted."),
    "keep": _("Nothing was changed: the wait goes on."),
    "leave-so": NOTHING_CHANGED,
    "next": _("Noted."),
}

# A figure on the display that was read, and left out
CANNOT_BE: Final = {
    Figure.TIME: _("No wait of this radio is known to be that long: the time was not taken."),
    Figure.LEFT: _("This radio does not have so many tries: the figure was not taken."),
    Figure.USED: _("This radio does not take so many tries: the figure was not taken."),
}

# The figure beside a word, and a word that no list has
HOW_MUCH_TIME = _("Which time stands there? Minutes and seconds: for 29:30 type 2930.")
WHICH_NUMBER = _("Which number stands beside it?")
NO_FIGURE = _("No figure stands there")
TYPE_THE_WORD = _("Type what the display shows, letter by letter, with its figures.")
WORD_LABEL = _("Shows:")

CONFIRM_TITLE = _("Sending the code")
# Why it is asked, where the confirm key is not on the screen, and what holds
ASKS_BACK = (
    _("The code may be sent by now: nobody has said what the radio did."),
    _("Until you say, it counts as a wrong code."),
)

WORD_NOT_READ = _("Nothing is known of that word here: noted without it.")


def noted(outcome: Outcome, read: Reading | None) -> str:
    """The answer to a report. Where the display's word says that it refuses, it does not ask."""
    asks = outcome in {Outcome.ASKING, Outcome.ASKS_AGAIN}
    refuses = asks and read is not None and read.refuses
    return NOTED[Outcome.STILL_WAITING if refuses else outcome]


def doubt(shows: str | None, read: Reading | None) -> str:
    """What of the display was not taken, empty where all was."""
    if shows is None or not shows.strip():
        return ""
    if read is None:
        return WORD_NOT_READ
    return "" if read.cannot_be is None else CANNOT_BE[read.cannot_be]


# What can be picked besides the display's words
SAYS: Final = {
    "typed": _("Another word: type it"),
    "waits": _("It says wait, or takes no key"),
    "plays": _("It plays"),
    "dark": _("It is dark: it shows nothing"),
    "digit": _("A digit is another one"),
    "elsewhere": _("An earlier position is wrong"),
    "none-of-these": _("None of these"),
    "something-else": _("Something else, or nothing"),
}

OUTCOME_LABELS: Final = {
    "plays": _("It plays"),
    "refused": _("It refused the code"),
    "not-known": _("I don't know"),
    "back": BACK,
    "more": _("More"),
}


# Where nobody says what submits the code
MAY_SEND = _("It may send the code by itself: what sends it is not documented.")
IF_NOTHING = _("Nothing happens? Then the key that your handbook names.")


class Telling(Struct, frozen=True, kw_only=True):
    """A step on the screen. ``beats``: presses to pace. ``shows``: what the display then shows.

    ``states``: what the primary button says, which the owner thereby states.
    """

    blocks: tuple[Block, ...]
    states: str
    notes: tuple[str, ...] = ()
    kind_word: str = ""  # said where there is room
    shows: str | None = None
    asks: bool = False  # whether it shows that already is the question
    beats: int | None = None


def done(display: str) -> str:
    """What the primary button states where the display tells."""
    return _("Done: it shows {shown}").format(shown=named(display))


def press_caption(key: str, caption: str) -> str:
    """A key whose name says that it is one needs no second telling."""
    return caption if " " not in key else caption.rpartition(" ")[0]


def restated(told: Telling, display: str) -> Telling:
    """The same, where the owner then states another display than the step's own."""
    return replace(told, states=done(display), shows=display)


def of_position(told: Telling, position: int, digit: str) -> Telling:
    """The same for one position alone: it is not known what the later ones show by now."""
    states = _("Done: position {n} shows {digit}").format(n=position, digit=digit)
    return replace(told, states=states, shows=None)


def hold(step: Hold) -> Telling:
    """One long press; where it differs by set, the pairs that were reported."""
    keys = step.keys or ()
    caption = _("HOLD TOGETHER") if len(keys) != 1 else press_caption(keys[0], _("HOLD KEY"))
    named = " + ".join(keys) or _("2 keys of your set")
    if not keys and not step.key_options:
        caption, named = _("HOLD"), _("the key your handbook names")
    blocks: tuple[Block, ...] = ((caption, named),)
    if step.seconds is not None:
        blocks = (*blocks, (_("SECONDS"), f"{step.seconds:g}"))
    notes = []
    if step.while_switching_on:
        notes = [_("First switch the radio off."), _("Hold, then switch it on. Keep holding.")]
    if not keys and step.key_options:
        notes.append(_("Reported: {keys}").format(keys=_reported(step)))
        notes.append(_("The handbook's picture shows them."))
    if step.until is not None:
        notes.append(_hold_until(step.until))
    elif step.seconds is None:
        notes.append(_("How long is not known: hold until the radio answers."))
    if step.release_at_once:
        notes.append(_("Let go at once: a longer press may count as an entry."))
    notes.append(_asks_already(step.where, _named_keys(step)))
    states = done(step.until) if step.until else _("Done: I held it")
    if step.where and not step.until:
        states = _("Done: it asks now")
    shown = drawn(step.until) if step.until else None
    return Telling(
        blocks=blocks,
        states=states,
        notes=tuple(filter(None, notes)),
        shows=shown,
        kind_word=where_it_is(*keys),
    )


def _hold_until(display: str) -> str:
    """How long to hold, over the drawing of the display."""
    if not (what := figure(display)):
        return _("Hold until it shows this.")
    return _("Hold until it shows such a line: {what}.").format(what=what)


def _named_keys(step: Hold | Press) -> str:
    """The keys by their names, where each set has the same."""
    if isinstance(step, Press):
        return step.key if step.key not in {None, "any"} else _("the keys")
    return " + ".join(step.keys) if step.keys else _("these keys")


def _asks_already(where: tuple[str, ...], keys: str) -> str:
    """What is left out where the prompt stands there already; empty without a condition."""
    return _("It asks already? Leave {keys} alone.").format(keys=keys) if where else ""


def _condition(where: tuple[str, ...]) -> str:
    """The condition of a step, empty where it has none."""
    if not where:
        return ""
    return _("Does it show {words}?").format(words=_(" or ").join(map(named, where)))


def where_it_is(*keys: str | None) -> str:
    """Where a key is found that is called as on the set; empty for those that carry a digit."""
    named = [key for key in keys if key is not None and key != "any" and not key.isdigit()]
    if not named:
        return ""
    return _("Where {keys} is: see the handbook's picture.").format(keys=" + ".join(named))


def _reported(step: Hold) -> str:
    """The pairs of keys that were reported for sets of this family."""
    return ", ".join(" + ".join(pair) for pair in step.key_options)


def it_shows(word: str) -> str:
    """One word of the display, to pick."""
    return _('It shows "{word}"').format(word=word)


def not_sent(step: Step | None) -> str:
    """The button of an owner who has let the confirm key be so far."""
    if isinstance(step, Hold):
        return _("I have not held it yet")
    return _("I have not pressed it yet")


def say(step: Step) -> str:
    """One instruction: what to do, what the display then shows, whether it submits the code."""
    where, already = "", ""
    if isinstance(step, Hold | Press):
        where, already = _condition(step.where), _asks_already(step.where, _named_keys(step))
    parts = (where, do(step), then(step), already, _another_digit(step), *sends(step))
    return " ".join(part for part in parts if part)


def sends(step: Step) -> tuple[str, ...]:
    """Whether a step submits the code, as far as it is known."""
    if not getattr(step, "confirms", False):
        return ()
    if not getattr(step, "confirm_unknown", False):
        return (_("This sends the code."),)
    return (MAY_SEND, IF_NOTHING)


def _another_digit(step: Step) -> str:
    """Said once, at the first of the keys that carry their digits."""
    if not isinstance(step, Press) or not step.carries or step.position != 1:
        return ""
    why = _("Another digit comes? Stop: a worn key, or a low battery.")
    return f"{why} {NOTHING_LOST}"


def do(step: Step) -> str:
    """What the hand does."""
    match step:
        case Prepare():
            return _prepare(step)
        case Check(display=display):
            return _check(display)
        case Press():
            return _press(step)
        case Hold():
            return _hold(step)
        case Turn():
            return _turn(step)
        case Touch(key=None):
            return _("Touch the key on its screen that accepts the code.")
        case Touch(key=key):
            return _("Touch {key} on the radio's screen.").format(key=key)


def then(step: Step) -> str:
    """What the display then shows, empty where that is not known."""
    display = getattr(step, "display", None)
    if isinstance(step, Press) and step.if_shown is not None:
        return if_shown(step.if_shown)
    if display is None or isinstance(step, Check):
        return ""
    return _("The display then shows {shown}.").format(shown=spaced(display))


def if_shown(display: str) -> str:
    """What a display shows that shows digits, where nobody says whether this one does."""
    return _("If it shows digits: {shown}.").format(shown=display)


def spaced(display: str) -> str:
    """A display as it is read: digit by digit."""
    return display.replace(" ", "·")


def key_name(key: str | None) -> str:
    """A key's name; one that is not documented is named as such."""
    if key is None:
        return _("the key your handbook names")
    return _("any key") if key == "any" else _("key {key}").format(key=key)


def keys_together(keys: tuple[str, ...] | None, options: tuple[tuple[str, ...], ...]) -> str:
    """Keys held at once; where it differs by set, the pairs that were reported."""
    if keys:
        return " + ".join(keys)
    if options:
        reported = _(" or ").join(" + ".join(pair) for pair in options)
        return _("the two keys of your set (reported: {keys})").format(keys=reported)
    return _("the key your handbook names")


def seconds(step: Hold) -> str:
    shown = _shown(step.until) if step.until is not None else ""
    if shown and step.seconds is not None:
        return _("about {n} seconds, until it shows {shown}").format(
            n=f"{step.seconds:g}", shown=shown
        )
    if shown:
        return _("until it shows {shown}").format(shown=shown)
    if step.seconds is not None:
        return _n("{n} second", "{n} seconds", int(step.seconds))
    return _("until the radio answers (how long is not documented)")


def _shown(display: str) -> str:
    """A display in a sentence, with what its figure is."""
    if not (what := figure(display)):
        return display
    told = _("{shown}, such as {example} ({what})")
    return told.format(shown=named(display), example=drawn(display), what=what)


def _prepare(step: Prepare) -> str:
    radio = _("radio off") if step.radio_off else _("radio on")
    park = _("Park. {ignition}, {radio}.").format(ignition=ignition(step.ignition), radio=radio)
    return f"{park} {_until(step)}"


def _until(step: Prepare) -> str:
    """What the display has to show before the first key."""
    if step.until is not None:
        wait = _("Wait until it shows {shown}.").format(shown=_shown(step.until))
        return f"{wait} {_by_itself(step)}"
    if step.where:
        words = _(" or ").join(map(named, step.where))
        return _("Wait until it shows {words}, or asks.").format(words=words)
    return _("Wait until the display asks.")


def _by_itself(step: Prepare) -> str:
    """That the prompt comes without a key, and after what."""
    words = _(" or ").join(map(named, step.where)) or _("the first word")
    if step.seconds is None:
        return _("It comes by itself after {words}: press no key.").format(words=words)
    return _("It comes by itself, {n} seconds after {words}: press no key.").format(
        n=f"{step.seconds:g}", words=words
    )


def _check(display: str | None) -> str:
    if display is None:
        return _("Stop. Compare the keys you pressed with your paper.")
    return _("Stop. The display must show {shown}. Read it digit by digit.").format(
        shown=spaced(display)
    )


def _turn(step: Turn) -> str:
    if step.clicks is None:
        return _("Turn {control} until it shows {digit}.").format(
            control=step.control, digit=step.digit
        )
    clicks = _n("Turn {control} {n} click.", "Turn {control} {n} clicks.", step.clicks)
    return clicks.replace("{control}", step.control)


def _press(step: Press) -> str:
    key = key_name(step.key)
    if step.digit is not None and step.key is None:
        return _("Set digit {n} to {digit}, as your handbook says.").format(
            n=step.position, digit=step.digit
        )
    if step.digit is not None and step.times is None:
        return _("Press {key} until it shows {digit}.").format(key=key, digit=step.digit)
    if step.times == 0:
        return _("Leave {key} alone.").format(key=key)
    if step.times is None:
        return _("Press {key}.").format(key=key)
    return _n("Press {key}: {n} time.", "Press {key}: {n} times.", step.times).replace("{key}", key)


def _hold(step: Hold) -> str:
    keys = keys_together(step.keys, step.key_options)
    text = _("Hold {keys} {until}.").format(keys=keys, until=seconds(step))
    if step.while_switching_on:
        text = _("Switch the radio off. Hold {keys}, switch it on, keep holding {until}.").format(
            keys=keys, until=seconds(step)
        )
    return f"{text} {_('Let go at once.')}" if step.release_at_once else text


def tell(step: Step, family: HeadUnit) -> Telling:
    """A step before the confirm."""
    match step:
        case Prepare():
            return _tell_prepare(step, family)
        case Press():
            return _tell_press(step)
        case Hold():
            return hold(step)
        case Turn():
            return _tell_turn(step.control, step.clicks, step.digit, step.display)
        case Touch():
            return _touch(step)
        case Check():
            return _tell_check(step)


def mend(more: PressMore, step: Step) -> Telling:
    """The presses that mend a digit, on the same screen."""
    display = getattr(step, "display", None)
    if more.times == 0:
        return _leave_alone(more.key, more.until, display)
    if isinstance(step, Turn):
        return _tell_turn(more.key, more.times, more.until, display)
    times = _("MORE TIMES") if more.times != 1 else _("MORE TIME")
    return _pressed(more.key, more.times, more.until, display, times)


def prompts(family: HeadUnit) -> tuple[str, ...]:
    """What stands on the display before the first key: the prompt, or the word before it."""
    before = words_shown(family, Meaning.BEFORE_PROMPT)
    return before or words_shown(family, Meaning.PROMPT)


def _tell_prepare(step: Prepare, family: HeadUnit) -> Telling:
    words = (step.until,) if step.until is not None else prompts(family)
    if step.where and step.until is None:  # the key that opens is left alone where it asks already
        words += tuple(word for word in family.words_meaning(Meaning.PROMPT) if word not in words)
    states = _("Parked, and it asks for the code")
    either = _(" or ").join(map(named, words))
    if (len(words) == 1 or step.where) and 0 < len(either) <= LONGEST_WORD * len(words) + 1:
        states = _("Parked, and it shows {word}").format(word=either)
    elif step.where:
        states = _("Parked, and it shows that")
    radio = _("Radio off.") if step.radio_off else _("Radio on.")
    notes = [f"{ignition(step.ignition)}.", radio]
    if step.until is not None:
        notes.append(_by_itself(step))
    each_s = family.entry.timeout_per_digit_s if family.entry is not None else None
    if each_s is not None:
        notes.append(_("Between two keys at most {n} seconds.").format(n=f"{each_s:g}"))
    if len(words) > 1:
        notes.append(_("Or it shows: {words}").format(words=", ".join(map(named, words[1:]))))
    return Telling(
        blocks=((_("FIRST OF ALL"), _("PARK")),),
        states=states,
        notes=tuple(notes),
        kind_word=_("Take your time: nobody hurries you."),
        shows=drawn(words[0]) if words else None,
        asks=True,
    )


def _tell_check(step: Check) -> Telling:
    if step.display is None:
        return Telling(
            blocks=((_("BEFORE IT IS SENT"), _("STOP")),),
            states=_("I pressed exactly these keys"),
            notes=(
                _("This radio shows no digits."),
                _("Go through the keys you pressed, one by one."),
                _("Compare with your paper: nothing is lost by looking."),
            ),
        )
    return Telling(
        blocks=((_("THE RADIO MUST SHOW"), step.display),),
        states=_("It shows exactly this"),
        notes=(
            _("Read it digit by digit."),
            _("Compare with your paper: nothing is lost by looking."),
        ),
    )


def _tell_press(step: Press) -> Telling:
    if step.key is None and step.digit is not None:
        return _set_by_handbook(step)
    if step.times == 0 and step.digit is not None:
        return _leave_alone(step.key, step.digit, step.display)
    times = _("TIMES") if step.times != 1 else _("TIME")
    told = _pressed(step.key, step.times, step.digit, step.display, times)
    perhaps = if_shown(step.if_shown) if step.if_shown is not None else ""
    notes = (*told.notes, perhaps, _asks_already(step.where, _named_keys(step)))
    return replace(told, notes=tuple(filter(None, notes)))


def _pressed(
    key: str | None, times: int | None, digit: str | None, display: str | None, caption: str
) -> Telling:
    block = press(key)
    if display is not None:
        states = done(display)
    elif key is not None and len(key) <= LONGEST_WORD:
        states = _("Done: I pressed {key}").format(key=key)
    else:
        states = _("Done: I pressed it")
    if times is None and digit is not None:
        wanted = (_("UNTIL IT SHOWS"), digit)
        return Telling(
            blocks=(block, wanted), states=states, shows=display, kind_word=where_it_is(key)
        )
    if times == 1 and key is not None and len(key) > LONGEST_WORD:
        once = (_("{press} ONCE").format(press=block[0]), block[1])
        return Telling(blocks=(once,), states=states, shows=display, kind_word=where_it_is(key))
    blocks = (block,) if times is None else (block, (caption, str(times)))
    beats = times if times != 1 else None
    return Telling(
        blocks=blocks, states=states, shows=display, beats=beats, kind_word=where_it_is(key)
    )


def _set_by_handbook(step: Press) -> Telling:
    """Nobody says which key sets this digit."""
    states = done(step.display) if step.display is not None else _("Done: I set it")
    return Telling(
        blocks=((_("SET DIGIT"), str(step.position)), (_("TO"), step.digit or "?")),
        states=states,
        notes=(_("How is not documented here: do as your handbook says."),),
        shows=step.display,
    )


def press(key: str | None) -> Block:
    """The key to press, large."""
    if key is None:
        return _("PRESS"), _("the key your handbook names")
    if key == "any":
        return _("PRESS"), _("any key")
    return press_caption(key, _("PRESS KEY")), key


def _leave_alone(key: str | None, digit: str, display: str | None) -> Telling:
    states = _("It shows {shown}").format(shown=display) if display else _("It is right")
    return Telling(
        blocks=((_("LEAVE THIS KEY ALONE"), key or "?"),),
        states=states,
        notes=(_("It already shows {digit}.").format(digit=digit),),
        shows=display,
    )


def _tell_turn(control: str, clicks: int | None, digit: str | None, display: str | None) -> Telling:
    wanted = (_("UNTIL IT SHOWS"), digit or "?") if clicks is None else (_("CLICKS"), str(clicks))
    states = done(display) if display else _("Done: I turned it")
    return Telling(
        blocks=((_("TURN"), control), wanted),
        states=states,
        shows=display,
        beats=clicks,
        kind_word=where_it_is(control),
    )


def _touch(step: Touch) -> Telling:
    key = step.key or _("the key that accepts the code")
    states = done(step.display) if step.display else _("Done: I touched it")
    return Telling(blocks=((_("TOUCH ON ITS SCREEN"), key),), states=states, shows=step.display)


def confirm(step: Step) -> Telling:
    """The step that submits the code."""
    told = hold(step) if isinstance(step, Hold) else _confirmed(step)
    (caption, key), *others = told.blocks
    blocks = ((_("NOW {what}").format(what=caption), key), *others)
    to_the_radio = (_("This sends the code to the radio."),)
    unknown = getattr(step, "confirm_unknown", False)
    notes = (*told.notes, *(sends(step) if unknown else to_the_radio))
    return replace(told, blocks=blocks, states="", notes=notes)


def _confirmed(step: Step) -> Telling:
    if isinstance(step, Touch):
        return _touch(step)
    assert isinstance(step, Press)
    return _tell_press(step)
