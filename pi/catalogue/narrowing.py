"""Which of the families that fit is it? One question at a time, about what the owner can see.

``question`` picks what separates the families best, ``narrow`` keeps those that fit the answer. A
family stays wherever the fact asked for is unknown of it, and not knowing keeps them all: a family
is never lost by a gap in what is known. Each kind of question is asked once, so asking ends.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pi.catalogue.search import search
from pi.catalogue.traits import Kind, asking_words, stem, truth_of
from pi.radio.head_unit import HeadUnit

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

    Digits and dashes come after all words. Words that differ in case, blanks or the number beside
    them are one.
    """
    fitting = search(head_units, make=make)
    texts = [(stem(word.text), word.text) for one in fitting for word in asking_words(one)]
    counted = Counter(
        each for one in fitting for each in {stem(word.text) for word in asking_words(one)}
    )
    in_order = sorted(counted, key=lambda each: (_only_digits(each), -counted[each], each))
    return tuple(_spelling(each, texts) for each in in_order)


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
    texts = [(stem(word.text), word.text) for one in head_units for word in asking_words(one)]
    for option in options:
        yield replace(option, value=_spelling(option.value, texts))


def _spelling(wanted: str, texts: Iterable[tuple[str, str]]) -> str:
    """The most usual spelling of a stem, the shortest of equals; the stem where none writes it."""
    counted = Counter(text for each, text in texts if each == wanted)
    return min(counted, key=lambda text: (-counted[text], len(text), text), default=wanted)
