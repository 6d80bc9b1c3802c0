"""Which of the families that fit is it? One question at a time, about what the owner can see.

``question`` picks what separates the families best, ``narrow`` keeps those that fit the answer. A
family stays wherever the fact asked for is unknown of it, and not knowing keeps them all: a family
is never lost by a gap in what is known. Each kind of question is asked once, so asking ends.

Each trait gives the answers that are true of a family. ``None`` is unknown: any answer may be true
of it. Only what is said of a radio that asks, or never asks, counts; a wait has other words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pi.catalogue.search import asks_in_words_untold, names_of, search
from pi.radio.display import as_shown, figures_in, squeezed
from pi.radio.head_unit import Counter as head_unit_Counter
from pi.radio.head_unit import DisplayWord, HeadUnit, Meaning

Answers = frozenset[str] | None
SAID_WHILE_WAITING: Final = {"wait"}  # by one family instead of asking, by many in a lockout
DASHES: Final = "dashes"
BEFORE, AFTER, NO_NUMBER = "before", "after", "none"
TOUCH, KEYS = "touch", "keys"


class Kind(StrEnum):
    """What is asked, from what is best seen to what tells least."""

    SHOWS = "shows"  # which of these words does it show?
    NUMBER_BESIDE = "number_beside"  # before, after or none beside the word or the dashes
    STARTS_AT = "starts_at"  # what the positions show before the first press: dashes, 0000, 1000
    DIGITS = "digits"  # how many dashes or digits
    TOUCH = "touch"  # touch: numbers on a screen; keys: buttons
    RADIO = "radio"  # which name on its front or in its papers
    CAR = "car"  # which model of the make


def asking_words(head_unit: HeadUnit) -> tuple[DisplayWord, ...]:
    """What the display reads before and when it asks, or instead on a set that never asks."""
    asks = tuple(word for word in head_unit.words if word.asks)
    return asks or tuple(word for word in head_unit.words if Meaning.NOT_A_PROMPT in word.meanings)


def stem(text: str) -> str:
    """A display's word without case, blanks, and the numbers and dashes beside it.

    Where there is no word, the dashes without numbers, or the numbers alone.
    """
    plain = squeezed(as_shown(text))
    letters = "".join(char for char in plain if char.isalpha())
    return letters or _without_numbers(plain)


def _without_numbers(text: str) -> str:
    return "".join(char for char in text if not char.isdigit()) or text


def shows(head_unit: HeadUnit) -> Answers:
    """The stems of its words, and what stands there before the first press."""
    start = _start(head_unit)
    beside = [] if start is None else [stem(start)]
    return _known([*(stem(word.text) for word in asking_words(head_unit)), *beside])


def number_beside(head_unit: HeadUnit) -> Answers:
    """Where a number stands beside any of its words that it asks with, in any state."""
    stems = {stem(word.text) for word in asking_words(head_unit)}
    words = [word for word in head_unit.words if stem(word.text) in stems]
    sides = {_side(word) for word in words}
    return None if not sides or "" in sides else frozenset(sides)


def starts_at(head_unit: HeadUnit) -> Answers:
    """What stands there before the first press."""
    start = _start(head_unit)
    return None if start is None else frozenset({start if start.isdigit() else DASHES})


def digits(head_unit: HeadUnit) -> Answers:
    """How many digits its code has."""
    code = head_unit.code
    if code is None or code.region_mode_changes_length:
        return None
    return _known(str(length) for length in code.lengths)


def touch(head_unit: HeadUnit) -> Answers:
    """Whether its numbers are on a screen."""
    if head_unit.entry is None or head_unit.entry.method.on_a_screen is None:
        return None
    return frozenset({TOUCH if head_unit.entry.method.on_a_screen else KEYS})


def radio(head_unit: HeadUnit) -> Answers:
    """The names that its owner can read on it or in its papers."""
    return _known(head_unit.on_its_front)


def car(head_unit: HeadUnit, make: str = "") -> Answers:
    """The cars of a make, or of all, that it may be in. A make without a model says nothing."""
    names = {squeezed(name) for name in names_of(make)} if squeezed(make) else set()
    fits = [one for one in head_unit.fits if not names or squeezed(one.make) in names]
    if not all(one.model for one in fits):
        return None
    return _known(f"{one.make} {one.model}" for one in fits)


def answers_of(kind: Kind, head_unit: HeadUnit, make: str = "") -> Answers:
    """The answers to a kind of question that are known to be true of a family."""
    return car(head_unit, make) if kind is Kind.CAR else _TRAITS[kind](head_unit)


class Truth(Struct, frozen=True, kw_only=True):
    """What may be true of a family: what is known, and what a gap in that leaves open.

    ``elsewhere`` are the words of its display in other states. Dashes or digits stand on any set
    that takes a code, a wait on any of which no word for it is known, and any word at all on one
    of which no source tells the words that it asks with.
    """

    known: Answers
    elsewhere: frozenset[str] = frozenset()
    any_word: bool = False
    any_digits: bool = False
    any_wait: bool = False

    def allows(self, answer: str) -> bool:
        """Whether an answer, as ``answers_of`` gives them, may be true."""
        if self.known is None or self.any_word:
            return True
        if answer in self.known or answer in self.elsewhere:
            return True
        if self.any_digits and not any(char.isalpha() for char in answer):
            return True
        return self.any_wait and answer in SAID_WHILE_WAITING


def truth_of(kind: Kind, head_unit: HeadUnit, make: str = "") -> Truth:
    """What may be answered to a kind of question by an owner of this family."""
    known = answers_of(kind, head_unit, make)
    if kind is not Kind.SHOWS:
        return Truth(known=known)
    takes = head_unit.takes_a_code
    return Truth(
        known=known,
        elsewhere=frozenset(stem(word.text) for word in head_unit.words),
        any_word=asks_in_words_untold(head_unit),
        any_digits=takes and _start(head_unit) is None,
        any_wait=takes and not head_unit.words_meaning(Meaning.WAITING),
    )


_TRAITS: Final[dict[Kind, Callable[[HeadUnit], Answers]]] = {
    Kind.SHOWS: shows,
    Kind.NUMBER_BESIDE: number_beside,
    Kind.STARTS_AT: starts_at,
    Kind.DIGITS: digits,
    Kind.TOUCH: touch,
    Kind.RADIO: radio,
}


def _start(head_unit: HeadUnit) -> str | None:
    """What its positions show before the first press, a blank as a dash."""
    start = getattr(head_unit.entry.method, "start", None) if head_unit.entry else None
    return start.replace(" ", "-") if start else None


def _known(answers: Iterable[str]) -> Answers:
    return frozenset(answers) or None


def _side(word: DisplayWord) -> str:
    """Where the number stands; empty where there is one, or may be, and nobody says where."""
    if figures_in(word):
        return BEFORE if word.text.startswith("{") else AFTER
    plain = squeezed(word.text)
    if plain != _without_numbers(plain):
        return BEFORE if plain[0].isdigit() else AFTER
    return NO_NUMBER if word.counter is head_unit_Counter.NONE else ""


# Whose turn comes first: the rest of the display after its word, then the set, and the car last, as
# one model carries several radios.
TURNS: Final = {
    Kind.SHOWS: 0,
    Kind.NUMBER_BESIDE: 1,
    Kind.STARTS_AT: 1,
    Kind.DIGITS: 1,
    Kind.TOUCH: 2,
    Kind.RADIO: 2,
    Kind.CAR: 3,
}


class Known(Struct, frozen=True, kw_only=True):
    """What the owner has said so far: the make, what the display shows, what was asked."""

    make: str = ""
    shows: str = ""
    asked: frozenset[Kind] = frozenset()

    def with_asked(self, kind: Kind) -> "Known":
        """The same, after one more question, however it was answered."""
        return replace(self, asked=self.asked | {kind})


class Option(Struct, frozen=True, kw_only=True):
    """One answer, and the ids of the families that remain with it, best first.

    ``value`` is a word of the display (SHOWS), a count (DIGITS), a name (RADIO, CAR), digits or
    ``dashes`` (STARTS_AT), ``before``, ``after`` or ``none`` (NUMBER_BESIDE), ``touch`` or
    ``keys`` (TOUCH).
    """

    value: str
    families: tuple[str, ...]


class Question(Struct, frozen=True, kw_only=True):
    """One question. Its options hold what is known; not knowing is always an answer too."""

    kind: Kind
    options: tuple[Option, ...]

    @property
    def largest(self) -> int:
        """How many families remain at worst."""
        return max(len(option.families) for option in self.options)


def question(head_units: Sequence[HeadUnit], known: Known) -> Question | None:
    """The question that separates these families best, None where none is left that does.

    The display's word goes first. Then a question of which every answer rules some family out goes
    before one that may change nothing, what is seen on the display before the rest, and of equals
    the one whose largest remaining part is smallest.
    """
    asked = known.asked | ({Kind.SHOWS} if known.shows.strip() else set())
    found = [
        one
        for kind in TURNS
        if kind not in asked and (one := _asked_about(kind, head_units, known)) is not None
    ]

    def rank(one: Question) -> tuple[bool, bool, int, int]:
        may_change_nothing = one.largest == len(head_units)
        return one.kind is not Kind.SHOWS, may_change_nothing, TURNS[one.kind], one.largest

    return min(found, key=rank, default=None)


def narrow(
    head_units: Iterable[HeadUnit], asked: Question, answer: str | None
) -> tuple[HeadUnit, ...]:
    """The families that fit an answer, in their order. None, or any other text, is not knowing."""
    kept = {option.value: option.families for option in asked.options}
    families = None if answer is None else kept.get(answer)
    return tuple(one for one in head_units if families is None or one.id in families)


def first_words(head_units: Sequence[HeadUnit], make: str = "") -> tuple[str, ...]:
    """The words to offer for tapping, for a make or for all: what most families show comes first.

    Those of a radio that waits, or has refused a code, come after those that ask, and digits and
    dashes after all words. Words that differ in case, blanks or the number beside them are one.
    """
    fitting = search(head_units, make=make)
    words = {one.id: (*asking_words(one), *_refusing_words(one)) for one in fitting}
    texts = [(stem(word.text), as_shown(word.text)) for each in words.values() for word in each]
    counted = Counter(
        shown for each in words.values() for shown in {stem(one.text) for one in each}
    )
    asks = {stem(word.text) for one in fitting for word in asking_words(one)}

    def rank(each: str) -> tuple[bool, bool, int, str]:
        return _only_digits(each), each not in asks, -counted[each], each

    return tuple(_spelling(each, texts) for each in sorted(counted, key=rank))


def _refusing_words(head_unit: HeadUnit) -> tuple[DisplayWord, ...]:
    refuses = {Meaning.WRONG, Meaning.WAITING, Meaning.FINAL}
    return tuple(word for word in head_unit.words if refuses.intersection(word.meanings))


def _asked_about(kind: Kind, head_units: Sequence[HeadUnit], known: Known) -> Question | None:
    """The question of a kind, None where each of its answers would keep every family."""
    truths = [(one.id, truth_of(kind, one, known.make)) for one in head_units]
    options = [
        Option(value=answer, families=tuple(one for one, truth in truths if truth.allows(answer)))
        for answer in sorted({each for _, truth in truths for each in truth.known or ()})
    ]
    if all(len(option.families) == len(head_units) for option in options):
        return None
    options.sort(key=lambda one: -len(one.families))
    if kind is Kind.SHOWS:
        asks = {stem(word.text) for one in head_units for word in one.words if word.asks}
        options.sort(key=lambda one: (_only_digits(one.value), one.value not in asks))
        options = list(_spelled(options, head_units))
    return Question(kind=kind, options=tuple(options))


def _only_digits(word: str) -> bool:
    """Whether a display's word is no word: digits or dashes, which often stand under one."""
    return not any(each.isalpha() for each in word)


def _spelled(options: Iterable[Option], head_units: Sequence[HeadUnit]) -> Iterator[Option]:
    """The options with the words as the displays write them."""
    texts = [
        (stem(word.text), as_shown(word.text)) for one in head_units for word in asking_words(one)
    ]
    for option in options:
        yield replace(option, value=_spelling(option.value, texts))


def _spelling(wanted: str, texts: Iterable[tuple[str, str]]) -> str:
    """The most usual spelling of a stem, the shortest of equals; the stem where none writes it."""
    counted = Counter(text for each, text in texts if each == wanted)
    return min(counted, key=lambda text: (-counted[text], len(text), text), default=wanted)
