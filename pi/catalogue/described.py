"""A radio as its owner describes it: from answers to a family, by the same vocabulary.

What the owner does not know stays unknown. Every rule names its one source: this radio's owner.
No number of presses is ever stated, as an owner's word on a cycle proves none: the plan then says
"until it shows".
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from pi.radio.entry import (
    DIGITS,
    Confirm,
    ConfirmKind,
    DigitKeys,
    Entry,
    Method,
    Opening,
    OpeningKind,
    PositionKeys,
    StepKeys,
    TouchKeypad,
    UnknownKeys,
    WheelAndAccept,
)
from pi.radio.head_unit import CodeShape, DisplayWord, Fits, HeadUnit, Meaning, Protection
from pi.radio.lockout import Lockout, LockoutCandidate, Stage, Terminal
from pi.radio.provenance import Source, Trust

SOURCES: Final = (Source(trust=Trust.OWNER, where="this radio's owner"),)
ANY_LENGTH: Final = (3, 4, 5, 6)
"""How long a code may be where its owner can't count it: the lengths that are known of."""
LONGEST_OWN_ID: Final = 56  # characters, so that a number still fits behind


class Way(StrEnum):
    """How a digit is set."""

    POSITION_KEYS = "position_keys"  # one key for each place, pressed until its digit shows
    DIGIT_KEYS = "digit_keys"  # keys that carry the digits
    STEP_KEYS = "step_keys"  # one key that stores, and two that step the digit
    WHEEL = "wheel"  # a wheel to the digit, and a key that stores
    TOUCH = "touch"  # digits on the set's own screen
    UNKNOWN = "unknown"

    @property
    def shows_places(self) -> bool:
        """Whether places stand on the display before the first press."""
        return self in {self.POSITION_KEYS, self.STEP_KEYS, self.WHEEL}


class Answers(Struct, kw_only=True):
    """What the owner said so far. Empty and None are unknown.

    ``start`` is what each place shows before the first press: a digit or a dash. ``keys`` are the
    keys of the places in their order. ``wait_min`` is in minutes; ``tries`` counts the wrong codes
    up to a wait, ``dealer_after`` those after which only a dealer helps.
    """

    make: str = ""
    model: str = ""
    shows: str = ""
    takes_a_code: bool = True
    digits: int | None = None
    way: Way = Way.UNKNOWN
    start: str = ""
    keys: tuple[str, ...] = ()
    wheel: str = ""
    store_key: str = ""
    up_key: str = ""
    down_key: str = ""
    confirm: ConfirmKind = ConfirmKind.UNKNOWN
    confirm_key: str = ""
    tries: int | None = None
    wait_min: int | None = None
    dealer_after: int | None = None

    @property
    def lengths(self) -> tuple[int, ...]:
        """How many digits the code may have."""
        return ANY_LENGTH if self.digits is None else (self.digits,)


def confirms(way: Way) -> tuple[ConfirmKind, ...]:
    """What may submit a code that is keyed in this way."""
    kinds = [ConfirmKind.PRESS, ConfirmKind.HOLD]
    if way is Way.TOUCH:
        kinds.insert(0, ConfirmKind.TOUCH)
    if not way.shows_places:
        kinds.append(ConfirmKind.AUTOMATIC)
    return (*kinds, ConfirmKind.UNKNOWN)


def proposed_id(answers: Answers, taken: frozenset[str]) -> str:
    """An id of its own, made of make, model and display; with a number where that is taken."""
    said = _plain(f"own {answers.make} {answers.model} {answers.shows}")
    plain = said[:LONGEST_OWN_ID].strip("-")
    number, proposed = 1, plain
    while proposed in taken:
        number += 1
        proposed = f"{plain}-{number}"
    return proposed


def family(answers: Answers, head_unit_id: str) -> HeadUnit:
    """The family that the answers describe. ``check`` and ``read_text`` say whether it is sound."""
    car = " ".join(part for part in (answers.make, answers.model) if part)
    named = " · ".join(part for part in (car, answers.shows) if part)
    takes = answers.takes_a_code
    return HeadUnit(
        id=head_unit_id,
        name=named or head_unit_id,
        protection=Protection.OWNER_CODE if takes else Protection.VEHICLE_PAIRED,
        fits=(Fits(make=answers.make, model=answers.model),) if answers.make else (),
        code=CodeShape(lengths=answers.lengths, sources=SOURCES) if takes else None,
        entry=_entry(answers) if takes else None,
        words=_words(answers),
        lockout=_lockout(answers) if takes else Lockout(),
    )


def _plain(text: str) -> str:
    """Small letters and digits of the Latin alphabet with single hyphens between."""
    from unicodedata import normalize

    letters = normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "-".join("".join(c if c.isalnum() else " " for c in letters).split())


def _words(answers: Answers) -> tuple[DisplayWord, ...]:
    if not answers.shows:
        return ()
    meaning = Meaning.PROMPT if answers.takes_a_code else Meaning.NOT_A_PROMPT
    return (DisplayWord(text=answers.shows, meanings=(meaning,), sources=SOURCES),)


def _entry(answers: Answers) -> Entry:
    kind = answers.confirm if answers.confirm in confirms(answers.way) else ConfirmKind.UNKNOWN
    keyed = kind is not ConfirmKind.AUTOMATIC and bool(answers.confirm_key)
    confirm = Confirm(
        kind=kind, key_sets=((answers.confirm_key,),) if keyed else (), sources=SOURCES
    )
    opening = Opening(kind=OpeningKind.UNKNOWN)
    return Entry(opening=opening, method=_method(answers), confirm=confirm)


def _method(answers: Answers) -> Method:
    """How a digit is set; unknown where a key that belongs to it was not named."""
    longest = max(answers.lengths)
    start = answers.start * longest if answers.digits is not None and answers.start else None
    match answers.way:
        case Way.POSITION_KEYS if len(set(answers.keys)) == len(answers.keys) == longest:
            return PositionKeys(keys=answers.keys, start=start, sources=SOURCES)
        case Way.DIGIT_KEYS:
            return DigitKeys(key_of_digit={each: each for each in DIGITS}, sources=SOURCES)
        case Way.STEP_KEYS if answers.store_key and answers.up_key and answers.down_key:
            return StepKeys(
                accept_key=answers.store_key,
                up_key=answers.up_key,
                down_key=answers.down_key,
                start=start,
                sources=SOURCES,
            )
        case Way.WHEEL if answers.wheel and answers.store_key:
            return WheelAndAccept(
                control=answers.wheel, accept_key=answers.store_key, start=start, sources=SOURCES
            )
        case Way.TOUCH:
            return TouchKeypad(sources=SOURCES)
        case _:
            return UnknownKeys()


def _lockout(answers: Answers) -> Lockout:
    """One account: the tries before the wait, the wait, the end. No number, no account."""
    wait_s = None if answers.wait_min is None else 60.0 * answers.wait_min
    if answers.tries is None and answers.dealer_after is None:
        sources = SOURCES if wait_s is not None else ()
        return Lockout(may_take_s=wait_s, sources=sources)
    stages: tuple[Stage, ...] = ()
    if answers.tries is not None:
        before = (Stage(wait_s=0),) * (answers.tries - 1)
        stages = (*before, Stage(wait_s=wait_s, ends_series=True))
    account = LockoutCandidate(
        name="this radio's owner",
        stages=stages,
        terminal=Terminal(after_wrong=answers.dealer_after),
        sources=SOURCES,
    )
    return Lockout(candidates=(account,), may_take_s=wait_s, sources=SOURCES)
