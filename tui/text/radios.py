"""The families of head units in words: finding one, describing one, judging one, and faults of
its file.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from pi.catalogue.check import Unsound
from pi.catalogue.described import Way
from pi.catalogue.head_unit_file import BadFile, WhyBad
from pi.radio.display import Reading, words_shown
from pi.radio.entry import DIGITS, ConfirmKind
from pi.radio.events import JudgedRule
from pi.radio.head_unit import CodeShape, Fits, HeadUnit, Meaning, Protection
from pi.service.protocol.answers import Remark
from tui.text.language import BACK, _, _n, moment, span
from tui.text.lockout import length

if TYPE_CHECKING:
    from pi.catalogue.free_text import LookedUp


MOST_CARS = 6  # named in one sentence
NO_STEPS = _("How a code is keyed in on this radio is not known. See its handbook.")
WHICH_RADIO = _(
    "Which radio is in the car? Its display tells best: one model came with several radios."
)
BY_DISPLAY = _("By what it shows")
BY_MAKE = _("By the car's make")
BY_TYPING = _("By typing a word")
NOT_LISTED = _("It is not listed")
WHICH_MAKE = _("Which make is the car?")
WHICH_WORDS = _("What does the display show?")
SEARCH_FOR = _("Type a make, a model, or what the display shows.")
SEARCH_FOR_SHORT = _("make, model or display")  # at most 28 letters fit beside the field
WHAT_MAY_BE_MEANT = _("Did you mean...?")  # leads to the nearest known words
SEARCH_LABEL = _("Find:")
SHOW_FOUND = _("Show them")
NONE_OF_THESE = _("None of these")
MAY_BE_ANOTHER = _("Your radio may not be among these.")
IS_IT_YOURS = _("Is this your radio?")
YES_IT_IS = _("Yes, this is my radio")
KEEP_WITHOUT_CODE = _("Keep it, without a code")
NOT_KNOWN = _("Then nothing is known about your radio here, and no steps can be shown for it.")
NOT_KNOWN_ADVICE = _(
    "The car's handbook says how its code is keyed in. Guess nothing: tries are few."
)
NOT_KNOWN_LATER = _(
    "You can describe it yourself, by a few questions. What you don't know stays open."
)
DESCRIBE = _("Describe your own radio")
# Several makes have radios that show this
WHICH_MAKE_OF_THESE = _("Which make is the car? It may help, it need not.")
ANY_MAKE = _("Another, or leave it out")

# What tells the radios that fit apart
NARROWING_QUESTIONS: Final = {
    "shows": WHICH_WORDS,
    "number_beside": _("Is there a number beside the word or the dashes?"),
    "starts_at": _("What stands there before you press a key?"),
    "digits": _("How many dashes or digits are there?"),
    "touch": _("Are the numbers keys, or on a screen?"),
    "radio": _("Which name is on its front, or in its papers?"),
    "car": _("Which car is it?"),
}

LOOK_AGAIN = _("Look once more")
OWN_RADIO_TITLE = _("Your own radio")

FIELD_QUESTIONS: Final = {
    "make": WHICH_MAKE,
    "model": _("Which model is it? You may leave it out."),
    "shows": _("What does the display show when it asks? Type it as it stands there."),
    "takes_a_code": _("Does this radio take a code from you?"),
    "digits": _("How many digits has its code?"),
    "way": _("How is a digit set? The handbook says."),
    "start": _("What does it show before the first press?"),
    "keys": _("Which keys set the places? In their order, a blank between."),
    "wheel": _("What is the wheel or knob called?"),
    "store_key": _("Which key stores a digit?"),
    "up_key": _("Which key changes the digit upwards?"),
    "down_key": _("Which key changes the digit downwards?"),
    "confirm": _("What submits the code, once it stands there?"),
    "confirm_key": _("Which key is that? As it is printed on the radio."),
    "tries": _("After how many wrong codes does it make you wait?"),
    "wait_min": _("How many minutes is that wait?"),
    "dealer_after": _("After how many wrong codes can only a dealer help?"),
}

# At most 12 letters
FIELD_LABELS: Final = {
    "make": _("Make:"),
    "model": _("Model:"),
    "shows": _("It shows:"),
    "keys": _("Keys:"),
    "wheel": _("Wheel:"),
    "store_key": _("Stores:"),
    "up_key": _("Up:"),
    "down_key": _("Down:"),
    "confirm_key": _("Submits:"),
}

MAY_BE_OPEN = _("or leave it open")  # at most 22 letters fit beside the field
LEAVE_OPEN = _("I don't know: leave it open")
BLANKS_BETWEEN = _("a blank between")  # how several keys are typed; at most 22 letters
ANOTHER_MAKE = _("Another make")
NOT_SAID = _("I don't know")
# Nothing is typed, or zero
FIELD_NOT_A_NUMBER = _("Type a number from 1 on, or say that you don't know.")
KEEP_AND_GO_ON = _("Keep it: this is my radio")
# No family that could be keyed in
NOT_SOUND = _("These answers contradict each other. Go back and look at them again.")


def name(head_unit: HeadUnit) -> str:
    return _(head_unit.name)


def in_a_list(head_unit: HeadUnit) -> str:
    """The family's name among others, and whether it takes no code."""
    plain = name(head_unit)
    if head_unit.takes_a_code:
        return plain
    return _("{name} (takes no code)").format(name=plain)


def makes(head_unit: HeadUnit) -> tuple[str, ...]:
    """The makes of the cars it was seen in."""
    return tuple(sorted({fit.make for fit in head_unit.fits}))


def display_words(head_unit: HeadUnit) -> tuple[str, ...]:
    """What the display reads before and when it asks, or instead on a set that never asks."""
    asks = words_shown(head_unit, Meaning.BEFORE_PROMPT) + words_shown(head_unit, Meaning.PROMPT)
    return tuple(dict.fromkeys(asks or words_shown(head_unit, Meaning.NOT_A_PROMPT)))


def asks_first(head_unit: HeadUnit) -> str:
    """What has to stand on the display before it takes a code, and what must not."""
    prompts = words_shown(head_unit, Meaning.PROMPT)
    before = [w for w in words_shown(head_unit, Meaning.BEFORE_PROMPT) if w not in prompts]
    return _("A code counts only while it shows {prompts}, not while it shows {before}.").format(
        prompts=_quoted(prompts), before=_quoted(before)
    )


def quoted(word: str) -> str:
    """A word of a display as it stands among others."""
    return _('"{word}"').format(word=word)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(map(quoted, words))


def shows(head_unit: HeadUnit, seen: str = "") -> str:
    """What to look for on the display, empty where no word is known. ``seen``: its word so far."""
    told = display_words(head_unit)
    words = _quoted(told if seen in told or not seen else (seen, *told))
    return _("Its display shows {words}.").format(words=words) if words else ""


def first_aid(head_unit: HeadUnit) -> str:
    """What to do first, empty where its file says nothing of it."""
    return _(head_unit.behaviour.first_aid) if head_unit.behaviour.first_aid else ""


def cars(head_unit: HeadUnit, make: str = "") -> str:
    """The cars it was seen in, those of a make first. Empty where none is known."""
    fits = [fit for fit in head_unit.fits if fit.make == make]
    fits += [fit for fit in head_unit.fits if fit.make != make]
    sure, perhaps = ([_car(fit) for fit in fits if fit.sure is known] for known in (True, False))
    parts = [_("Seen in {cars}.").format(cars=_some(sure))] if sure else []
    parts += [_("Perhaps in {cars}.").format(cars=_some(perhaps))] if perhaps else []
    return " ".join(parts)


def code_length(shape: CodeShape) -> str:
    """How many digits a code has: ``4 digits``, ``4 or 5 digits``."""
    *others, longest = sorted(shape.lengths)
    if not others:
        return _n("{n} digit", "{n} digits", longest)
    return _("{others} or {longest} digits").format(
        others=", ".join(str(each) for each in others), longest=longest
    )


def code_rule(shape: CodeShape) -> str:
    """What a code of this family looks like, in one sentence."""
    length = code_length(shape)
    legal = set(shape.digits)
    if len(legal) == 1 and legal != {DIGITS}:
        return _("The code has {length}, each one of {legal}.").format(
            length=length, legal=" ".join(legal.pop())
        )
    return _("The code has {length}.").format(length=length)


def proof(head_unit: HeadUnit) -> str:
    """How far the steps can be trusted."""
    if head_unit.verified_on_hardware:
        return _("The steps were tried on a real set.")
    return _("The steps are taken from the sources; nobody has tried them on a real set for us.")


def takes_no_code(protection: Protection) -> str:
    """Why there is nothing to key in, and who helps. Empty for a radio that takes a code."""
    sentences = {
        Protection.IMMOBILISER_LINKED: _(
            "This radio takes no code from you. It is tied to the car's immobiliser; "
            "only a dealer's tool joins them again."
        ),
        Protection.VEHICLE_PAIRED: _(
            "This radio takes no code from you. It is paired with its car; "
            "only a dealer's tool pairs it again."
        ),
        Protection.KEY_CARD: _(
            "This radio takes no code from you. It wants its own key card put in."
        ),
    }
    return sentences.get(protection, "")


def _car(fit: Fits) -> str:
    car = " ".join(part for part in (fit.make, fit.model) if part)
    return f"{car} ({fit.years})" if fit.years else car


def _some(cars: list[str]) -> str:
    rest = len(cars) - MOST_CARS
    if rest <= 0:
        return ", ".join(cars)
    return _("{cars} and {n} more").format(cars=", ".join(cars[:MOST_CARS]), n=rest)


def which_family(count: int) -> str:
    return _n("{n} radio fits", "{n} radios fit, best first", count)


def found_radios(count: int) -> str:
    return _n("{n} radio fits.", "{n} radios fit.", count) if count else _("No known radio fits.")


def found(looked: "LookedUp") -> str:
    """What a text leads to so far, in a line or two."""
    if looked.near and not looked.leads_on:
        return meant(looked.near)
    if looked.make is not None and not looked.families:
        return _("Nothing is known of {make}.").format(make=looked.make.name)
    left = left_out(looked)
    return f"{found_radios(len(looked.families))} {left}".strip()


def left_out(looked: "LookedUp") -> str:
    """What of a text was left out of account."""
    year = "" if looked.year_fits else _("None is known of {year}.").format(year=looked.year)
    words = ", ".join(looked.aside)
    aside = _("Left out: {words}.").format(words=words) if words and looked.leads_on else ""
    return f"{year} {aside}".strip()


def meant(near: tuple[str, ...]) -> str:
    """The nearest known words."""
    first, last = ", ".join(near[:-1]), near[-1]
    wanted = _("{some} or {last}").format(some=first, last=last) if first else last
    return _("Did you mean {words}?").format(words=wanted)


def did_you_mean(text: str) -> str:
    return _("Nothing fits “{text}”. Did you mean:").format(text=text)


def nothing_fits(text: str) -> str:
    return _("No known radio fits “{text}”.").format(text=text)


def all_of(make: str) -> str:
    return _("All radios of {make}").format(make=make)


def radios_of(make: str) -> str:
    """Another make's radios may be in such a car."""
    return _("Radios of {make}").format(make=make)


def nothing_known(make: str) -> str:
    return _("Nothing trustworthy is known of the radios of {make}: no steps, no waits.").format(
        make=make
    )


def little_known(note: str, who: str) -> str:
    """The little that is said, and by whom, where anybody does."""
    return _("{note} (says {who})").format(note=note, who=who) if note and who else note


def answer(kind: str, value: str) -> str:
    """One answer to such a question: a word of its own, or what stands on the set."""
    return {
        ("number_beside", "before"): _("A number before it"),
        ("number_beside", "after"): _("A number after it"),
        ("number_beside", "none"): _("No number"),
        ("starts_at", "dashes"): _("Dashes: ----"),
        ("touch", "touch"): _("On a screen"),
        ("touch", "keys"): _("Keys"),
    }.get((kind, value), value)


def cannot_tell(kind: str) -> str:
    """The answer that every question takes: all radios stay."""
    if kind in {"radio", "car"}:
        return _("Another, or I can't tell")
    return _("I can't tell")


def show_all(count: int) -> str:
    """Leave the questions, and see the radios that fit so far."""
    return _n("Show {n}", "Show all {n}", count)


def option(field: str, value: object) -> str:
    """An answer to choose."""
    if field == "takes_a_code":
        return _("Yes, it takes a code") if value else _("No, it is paired with the car")
    if field == "digits":
        return _("I don't know") if value is None else _n("{n} digit", "{n} digits", _whole(value))
    if field == "start":
        shown = {"0": _("Zeros: 0000"), "-": _("Dashes: ----")}
        return shown.get(str(value), _("Something else, or I don't know"))
    return _WAYS[value] if isinstance(value, Way) else _confirm(value)


def so_many_keys(count: int) -> str:
    return _("Name {n} different keys, a blank between.").format(n=count)


KEEP_BESIDE = _("A radio is kept by these names already. Keep this one beside it?")


def to_be_kept(name: str) -> str:
    """Above what the owner described: it is read before it is kept."""
    return _("Your own radio: {name}. Is all of this right?").format(name=name)


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


_WAYS = {
    Way.POSITION_KEYS: _("One key for each place, pressed until its digit shows"),
    Way.DIGIT_KEYS: _("Keys with the digits on them"),
    Way.STEP_KEYS: _("One key opens and stores each digit, two others change it"),
    Way.WHEEL: _("A wheel turns to the digit, a key stores it"),
    Way.TOUCH: _("Digits on its own touch screen"),
    Way.UNKNOWN: _("I don't know"),
}


def _confirm(value: object) -> str:
    assert isinstance(value, ConfirmKind)
    return {
        ConfirmKind.PRESS: _("A key, pressed briefly"),
        ConfirmKind.HOLD: _("A key, held for some seconds"),
        ConfirmKind.TOUCH: _("A key on its screen"),
        ConfirmKind.AUTOMATIC: _("Nothing: the last digit does"),
        ConfirmKind.SAME_CHORD: _("The keys that opened it"),
        ConfirmKind.UNKNOWN: _("I don't know"),
    }[value]


def bad_file_line(bad: BadFile) -> str:
    """An owner's own family file that was skipped: file, key, reason."""
    where = _("{file}, {key}").format(file=bad.file, key=bad.key) if bad.key else bad.file
    why = _UNSOUND[bad.problems[0].rule][0] if bad.problems else _why_bad(bad)[0]
    return _("{where}: {why}. The file was skipped, the others count.").format(where=where, why=why)


def problem_lines(file: str, bad: BadFile) -> list[str]:
    """Everything wrong with a file that is checked: ``FILE: key: what, and what to do``."""
    if bad.problems:
        return [_line(file, each.key, *_UNSOUND[each.rule]) for each in bad.problems]
    return [_line(file, bad.key, *_why_bad(bad))]


def sound_line(file: str, rules: int, without_maker: int) -> str:
    """A file with nothing wrong, and how well its rules are borne out."""
    counted = _n("{n} rule", "{n} rules", rules)
    return _("{file}: sound, {rules}, {n} of them without the maker's word.").format(
        file=file, rules=counted, n=without_maker
    )


def _line(file: str, key: str, what: str, remedy: str) -> str:
    where = _("{file}: {key}").format(file=file, key=key) if key else file
    return _("{where}: {what}. {remedy}").format(where=where, what=what, remedy=remedy)


def _why_bad(bad: BadFile) -> tuple[str, str]:
    what, remedy = _WHY_BAD[bad.reason]
    return what.format(detail=bad.detail), remedy


_WHY_BAD: Final = {
    WhyBad.UNREADABLE: (
        _("this can't be read as a file of text"),
        _("See that it is there, that you may read it, and that it is UTF-8."),
    ),
    WhyBad.NOT_A_FILE: (_("this is no file"), _("Give a TOML file.")),
    WhyBad.LEADS_OUT: (
        _("this is a link to another place"),
        _("Put the file itself here."),
    ),
    WhyBad.TOO_LARGE: (
        _("this file is too large for a family"),
        _("Keep to one family, and to what differs."),
    ),
    WhyBad.NOT_TOML: (_("this is not TOML ({detail})"), _("Mend that line.")),
    WhyBad.WRONG_SHAPE: (
        _("this key is missing, unknown or of another type ({detail})"),
        _("Compare it with a neighbour's file."),
    ),
    WhyBad.UNSOUND: (_("this is not sound"), _("Compare it with a neighbour's file.")),
    WhyBad.ID_IS_NOT_THE_FILE_NAME: (
        _("the id must be the file's name"),
        _("Rename one of the two."),
    ),
    WhyBad.ID_IS_TAKEN: (
        _("a family that comes with steadyhand has this id"),
        _("Choose another id, and name the file after it."),
    ),
}
_UNSOUND: Final = {
    Unsound.MISSING: (_("this is needed beside what else is stated"), _("State it too.")),
    Unsound.NOT_WANTED: (
        _("this contradicts what else is stated"),
        _("Take out one of the two."),
    ),
    Unsound.EMPTY: (_("this is empty"), _("Fill it in, or take it out.")),
    Unsound.NOT_AN_ID: (
        _("an id has small letters, digits and single hyphens"),
        _("Write it so."),
    ),
    Unsound.NOT_POSITIVE: (
        _("this must be more than 0"),
        _("Leave it out if it is not known."),
    ),
    Unsound.NEGATIVE: (
        _("this must not be less than 0"),
        _("Leave it out if it is not known."),
    ),
    Unsound.NOT_FINITE: (_("this must be a number"), _("Leave it out if it is not known.")),
    Unsound.NOT_DIGITS: (_("this must have digits only"), _("Take out the rest.")),
    Unsound.REPEATED: (_("this is stated twice"), _("Take out one of the two.")),
    Unsound.WRONG_NUMBER: (
        _("there must be one for each digit of the longest code"),
        _("Count them, and see code.lengths."),
    ),
    Unsound.DIGIT_NOT_REACHED: (
        _("no key brings up one of the code's digits"),
        _("Add it, or see code.digits."),
    ),
    Unsound.TOO_SMALL: (_("this is too small"), _("Compare it with what it has to hold.")),
    Unsound.OUT_OF_RANGE: (_("this is out of range"), _("Count again.")),
    Unsound.NOT_A_PATTERN: (
        _("this is no pattern"),
        _("Write a regular expression, in single quotes."),
    ),
    Unsound.NOT_PRINTABLE: (_("this holds what can't be printed"), _("Take it out.")),
    Unsound.TOO_FEW: (_("a disagreement takes two sides"), _("Add the other, or take it out.")),
    Unsound.NO_SUCH_PLACE: (
        _("this has a place for a figure that there is none of"),
        _("Use {hours}, {minutes}, {seconds}, {left}, {used} or {attempt}."),
    ),
    Unsound.NO_SOURCE: (
        _("this states something, and nobody is named who says so"),
        _("Add sources = [{ trust, where }], or take the statement out."),
    ),
}
JUDGING_TITLE = _("Was it as we said?")  # the title, and the button that leads there
NOTHING_YET = _("Nothing to say yet. Come back once a code was keyed in, or a wait is over.")
KEPT_BESIDE = _("Your word is kept beside the rule, for this car. It changes no wait.")
KEPT = _("Noted. There is one more question.")
ALL_SAID = _("Thank you. It stands under what is known of this radio.")

JUDGING_LABELS: Final = {
    "yes": _("Yes"),
    "no": _("No"),
    "number": _("No: say how many"),
    "minutes": _("Say how many minutes"),
    "skip": _("I can't tell"),
    "on": _("Next question"),
    "back": BACK,
}

KEEP_NUMBER = _("So it was")
# Nothing is typed, or no length or count of anything
JUDGING_NOT_A_NUMBER = _("Type a number from 1 on.")


def judging_question(rule: JudgedRule, seconds: float | None, count: int | None) -> str:
    """What is asked of one rule. ``seconds`` and ``count``: what was counted here, if it was."""
    if rule is JudgedRule.WAIT:
        if seconds is None:
            return _("The wait is over. How long was it?")
        return _("The wait was {span} by our count. Right?").format(span=length(seconds))
    if rule is JudgedRule.TRIES:
        return _n(
            "The wait came after {n} wrong code. Right?",
            "The wait came after {n} wrong codes. Right?",
            count or 0,
        )
    return {
        JudgedRule.STEPS: _("Did the keys do what the steps said?"),
        JudgedRule.CONFIRM: _("Was it the right key that sent the code?"),
        JudgedRule.POWER: _("Did a break begin the wait again?"),
    }[rule]


def how_many(rule: JudgedRule) -> str:
    if rule is JudgedRule.WAIT:
        return _("How many minutes was the wait?")
    return _("How many wrong codes came before the wait?")


def remark(one: Remark) -> str:
    """What the owner saw, and when they said so."""
    when = moment(one.wall, one.sure)
    return _("You, {when}: {what}").format(when=when, what=_seen(one))


def _seen(one: Remark) -> str:
    if one.rule is JudgedRule.WAIT and one.seconds is not None:
        if one.agrees:
            return _("the wait was {span}, as counted.").format(span=length(one.seconds))
        return _("the wait was {span}, not as counted.").format(span=span(one.seconds))
    if one.rule is JudgedRule.TRIES and one.count is not None:
        return _n(
            "{n} wrong code came before the wait.",
            "{n} wrong codes came before the wait.",
            one.count,
        )
    agrees = {
        JudgedRule.WAIT: _("the wait was as we said."),
        JudgedRule.TRIES: _("the tries were as we said."),
        JudgedRule.STEPS: _("the keys did what the steps say."),
        JudgedRule.CONFIRM: _("the key that sends the code is the right one."),
        JudgedRule.POWER: _("a break begins the wait again."),
    }
    differs = {
        JudgedRule.WAIT: _("the wait was not as we said."),
        JudgedRule.TRIES: _("the tries were not as we said."),
        JudgedRule.STEPS: _("the keys did not do what the steps say."),
        JudgedRule.CONFIRM: _("another key sends the code."),
        JudgedRule.POWER: _("a break does not begin the wait again."),
    }
    return (agrees if one.agrees else differs)[one.rule]


_MEANS: Final = {
    Meaning.PROMPT: _("it asks for the code"),
    Meaning.BEFORE_PROMPT: _("it is locked, and does not ask yet"),
    Meaning.WRONG: _("the code was refused"),
    Meaning.WAITING: _("a wait runs"),
    Meaning.FINAL: _("only a dealer helps"),
    Meaning.ACCEPTED: _("the code was taken"),
    Meaning.NOT_A_PROMPT: _("it asks for no code"),
}


def means(reading: Reading) -> str:
    """What a display says, in a few words; empty where it says nothing."""
    if reading.waits:
        return _MEANS[Meaning.WAITING]
    return _(" or ").join(_MEANS[meaning] for meaning in reading.meanings)
