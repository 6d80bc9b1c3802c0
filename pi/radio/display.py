"""What the display says: the one reading of what an owner reads off it, be the family known or not.

``read`` finds the word that was seen among those of a family, or of any list, with the figures
beside it. ``read_on`` does so for a family, and holds its figures against what the family's rules
allow. Whatever an owner may say a display shows goes through here: choosing a radio, its first
start, reports, the guide.

A word is data (``DisplayWord``) and may have figures in it: ``WAIT {minutes}:{seconds}``,
``{left} ----``, ``Err{used}``. Besides, a time may stand beside any word that a wait shows, and a
number beside any word: what it counts, the word's ``counter`` says.

Forgiven are case, blanks, punctuation, accents, the dashes beside a word and their number, letters
that a segment display draws like others (``0`` and ``O``, ``5`` and ``S``), and the language that
a display was set to. A part of a word is no hit, and neither is a word that is only part of what
was read: ``LOCKED`` is no ``LOC``.

Nothing that was typed is kept: it may be the code. A reading has the word as the data write it.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Final
from unicodedata import combining, normalize

from msgspec import Struct
from msgspec.structs import replace

from pi.radio.head_unit import Counter, DisplayWord, HeadUnit, Meaning
from pi.radio.lockout import most_tries

LONGEST_READ: Final = 200  # characters; no display shows more
LONGEST_LEFT_S: Final = 7 * 24 * 3600.0  # of a wait: six times the longest that anybody tells of
MOST_TRIES: Final = 99  # two places of a display
LEAST_DASHES: Final = 2  # one alone is no display
MOST_DIGITS: Final = 2  # of a number beside a word

# How a word can be like what was read, the best first; 0 is not at all.
EXACTLY: Final = 5
ALIKE: Final = 4  # but for case, blanks, dashes, letters that look alike
WITH_A_FIGURE: Final = 3  # the word has a place for it
BESIDE_A_FIGURE: Final = 2  # one that the data do not have there
ITS_PLACES: Final = 1  # the dashes or digits that stand beside its word, without the word

_DASHES: Final = str.maketrans(dict.fromkeys("_–—―−‐‑", "-"))
_LOOK_ALIKE: Final = str.maketrans("oilsbzg", "0115826")
# Patterns are compiled when something is read, not when the service starts.
_SLOT: Final = r"\{(\w+)\}"
_UNIT: Final = r"(hours?|h|minutes?|min|m|seconds?|secs?|sek|s)(?![a-z0-9])"
_CLOCK: Final = r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?![\d:])"
_SPAN: Final = rf"(?<![a-z0-9])(\d{{1,4}}) ?{_UNIT}"
_BEFORE: Final = rf"(\d{{1,{MOST_DIGITS}}})(?!\d)(.*)"
_AFTER: Final = rf"(.*)(?<!\d)(\d{{1,{MOST_DIGITS}}})"
_TIMES: Final = frozenset({"hours", "minutes", "seconds"})
PLACES: Final = _TIMES | {"left", "used", "attempt"}  # for figures, by the names that data use
_SECONDS_OF: Final = {"h": 3600, "m": 60, "s": 1}

# A display says the same in the language it was set to. Ours: translations, no observations.
_SAME: Final = {
    "hr": "hour",
    "hrs": "hour",
    "std": "hour",
    "stunde": "hour",
    "stunden": "hour",
    "heure": "hour",
    "heures": "hour",
    "hora": "hour",
    "horas": "hour",
    "ora": "hour",
    "ore": "hour",
    "mins": "min",
    "minuten": "min",
    "minuto": "min",
    "minutos": "min",
    "minuti": "min",
    "warten": "wait",
    "bitte": "please",
    "attendre": "wait",
    "attendez": "wait",
    "attente": "wait",
    "espere": "wait",
    "espera": "wait",
    "attendere": "wait",
    "attesa": "wait",
    "wachten": "wait",
    "gesperrt": "locked",
    "bloque": "locked",
    "bloquee": "locked",
    "bloqueado": "locked",
    "bloccato": "locked",
    "verrouille": "locked",
    "fehler": "error",
    "erreur": "error",
    "errore": "error",
    "kode": "code",
    "codigo": "code",
    "codice": "code",
}


class Figure(StrEnum):
    """What a figure on the display tells."""

    TIME = "time"  # how much of the wait is left
    LEFT = "left"  # tries left
    USED = "used"  # tries used


class FigureBeside(StrEnum):
    """What kind of figure can stand beside a word."""

    TIME = "time"  # of a wait
    NUMBER = "number"  # of tries


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What the display says. ``word`` is as the data write it, never as it was typed.

    ``left_s`` are seconds of a wait, ``tries_left`` and ``tries_used`` tries; None where the
    display does not tell. ``cannot_be`` names a figure that was read, contradicts what is known of
    the radio, and was left out.
    """

    word: str
    meanings: tuple[Meaning, ...]
    left_s: float | None = None
    tries_left: int | None = None
    tries_used: int | None = None
    cannot_be: Figure | None = None

    @property
    def asks(self) -> bool:
        """Whether it may be asking for the code, now or after its prompt is opened."""
        asking = Meaning.PROMPT in self.meanings or Meaning.BEFORE_PROMPT in self.meanings
        return asking and not self.left_s

    @property
    def waits(self) -> bool:
        """Whether a wait runs for sure: no other state of this radio has that word."""
        return bool(self.left_s) or (Meaning.WAITING in self.meanings and not self.asks)

    @property
    def is_final(self) -> bool:
        """Whether only a dealer helps for sure."""
        return Meaning.FINAL in self.meanings and not self.asks

    @property
    def has_figures(self) -> bool:
        """Whether a time or a number was read beside the word."""
        return (self.left_s, self.tries_left, self.tries_used, self.cannot_be) != (None,) * 4

    @property
    def refuses(self) -> bool:
        """Whether it takes no code now, for sure."""
        return self.waits or self.is_final


def canonical(text: str) -> str:
    """What was read in one case, without accents, with one kind of dash and single blanks.

    Letters, digits, dashes, and the colon between digits are kept.
    """
    plain = text.translate(_DASHES).casefold()
    if not plain.isascii():
        plain = "".join(char for char in normalize("NFKD", plain) if not combining(char))
    plain = re.sub(r"(?<=\d) ?[.:] ?(?=\d)", ":", plain)
    plain = re.sub(r"(?<!\d):|:(?!\d)|[^\w:-]", " ", plain)
    return " ".join(plain.split())


def translated(text: str) -> str:
    """A canonical text with words of other languages, and spans of time, as the data have them."""
    plain = " ".join(_SAME.get(word, word) for word in text.split())
    plain = re.sub(r"\b(?:an?|one|eine|une|una) (?=hour)", "1 ", plain)
    return re.sub(r"(?<=\d) ?h(?:ours?)? ?(\d{1,2})$", r" h \1 min", plain)


def squeezed(text: str) -> str:
    """Letters, digits and dashes alone, in one case, without accents. Any dash is a dash."""
    plain = text.translate(_DASHES).casefold()
    if not plain.isascii():
        plain = "".join(char for char in normalize("NFD", plain) if not combining(char))
    return "".join(char for char in plain if char.isalnum() or char == "-")


def as_shown(word: str) -> str:
    """A word as people are told it: an ellipsis in each place for a figure.

    Read again, it is the same word, without a figure.
    """
    return re.sub(rf"{_SLOT}(?::{_SLOT})*", "…", word)


def words_shown(head_unit: HeadUnit, meaning: Meaning) -> tuple[str, ...]:
    """The words of a family with this meaning, as people are told them."""
    return tuple(map(as_shown, head_unit.words_meaning(meaning)))


def beside(word: DisplayWord) -> FigureBeside | None:
    """The kind of figure that may stand beside a word, None where none is known to."""
    if _counter_of(word) is not Counter.NONE and _own_number(word) is None:
        return FigureBeside.NUMBER
    return None if _TIMES.isdisjoint(figures_in(word)) else FigureBeside.TIME


def with_time(word: DisplayWord) -> DisplayWord | None:
    """A word that a wait alone shows, with a place for the time that may stand beside it.

    None where it has one, and for any other word.
    """
    if beside(word) is not None or word.meanings != (Meaning.WAITING,):
        return None
    return replace(word, text=f"{word.text} {{minutes}}:{{seconds}}")


def with_figure(word: DisplayWord, digits: str) -> str:
    """A word with the figure typed for it, as it can be read: ``WAIT 29:30``, ``7 SAFE``.

    Digits of a time are minutes and, if there are more than two, seconds. None: the word alone.
    """
    bare = as_shown(word.text).replace("…", " ").strip()
    if not digits:
        return bare
    if beside(word) is FigureBeside.TIME:
        minutes, seconds = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
        return f"{bare} {minutes}:{seconds}"
    return f"{digits} {bare}"


def figures_in(word: DisplayWord) -> tuple[str, ...]:
    """The names of the places for figures in a word, in order."""
    return tuple(re.findall(_SLOT, word.text))


class _Parts(Struct, frozen=True):
    """A text without its time and its number. ``letters`` has what looks alike as one."""

    letters: str
    dashes: bool = False
    left_s: float | None = None
    number: int | None = None


_NOTHING: Final = _Parts("")


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).translate(_LOOK_ALIKE)


@cache
def _known(text: str) -> _Parts:
    """A word of the data without the places for figures."""
    bare = canonical(re.sub(_SLOT, " ", text))
    if not _TIMES.isdisjoint(re.findall(_SLOT, text)):
        bare = re.sub(rf"(?<![a-z0-9]){_UNIT}", " ", bare)
    return _Parts(_letters(bare), "-" in bare)


def _timed(text: str) -> tuple[float | None, str]:
    """The seconds that a text tells, and the rest of it. None where there is no time in it."""
    clocks = list(re.finditer(_CLOCK, text))
    if len(clocks) == 1:
        hours, minutes, seconds = (int(each or 0) for each in clocks[0].groups())
        rest = text[: clocks[0].start()] + " " + text[clocks[0].end() :]
        rest = re.sub(rf"(?<![a-z0-9]){_UNIT}", " ", rest)
        return (hours * 60 + minutes) * 60.0 + seconds, rest
    spans = re.findall(_SPAN, text)
    if not spans:
        return None, text
    left_s = sum(float(count) * _SECONDS_OF[unit[0]] for count, unit in spans)
    return left_s, re.sub(_SPAN, " ", text)


def _numbered(text: str) -> Iterable[tuple[int, str]]:
    """A number at either end of a text, and the rest."""
    plain = text.strip(" -")
    if (found := re.fullmatch(_BEFORE, plain)) is not None and not _is_digits(found[2]):
        yield int(found[1]), text[text.index(found[1]) + len(found[1]) :]
    if (found := re.fullmatch(_AFTER, plain)) is not None and not _is_digits(found[1]):
        yield int(found[2]), found[1]


def _is_digits(text: str) -> bool:
    return any(char.isdigit() for char in text) and not any(char.isalpha() for char in text)


def likeness(word: DisplayWord, shows: str) -> int:
    """How like a word what was read is: 0 where it is another, else more for the better."""
    found = _compared(word, shows)
    return 0 if found is None else found[0]


def _compared(word: DisplayWord, shows: str) -> tuple[int, _Parts] | None:
    """How like the word it is, and what was read beside it."""
    shows = shows[:LONGEST_READ]
    seen = canonical(shows)
    if not seen:
        return None
    if squeezed(shows) == squeezed(word.text):
        return EXACTLY, _Parts("", number=_own_number(word))
    found = _compared_as(word, seen)
    if found is None and (other := translated(seen)) != seen:
        return _compared_as(word, other)
    return found


def _compared_as(word: DisplayWord, seen: str) -> tuple[int, _Parts] | None:
    known = _known(word.text)
    if _same(seen, known):
        return ALIKE, _Parts("", number=_own_number(word))
    left_s, rest = _timed(seen)
    if left_s is not None and _may_wait(word) and _same(rest, known):
        has_place = not _TIMES.isdisjoint(figures_in(word))
        return WITH_A_FIGURE if has_place else BESIDE_A_FIGURE, _Parts("", left_s=left_s)
    if (found := _minutes(word, seen, known)) is not None:
        return WITH_A_FIGURE, found
    if word.counter is not Counter.NONE and _same(seen, _without_number(word)):
        return WITH_A_FIGURE, _NOTHING
    for number, rest in _numbered(seen):
        if _same(rest, known) or _same(rest, _without_number(word)):
            fits = _counter_of(word) is not Counter.NONE
            return WITH_A_FIGURE if fits else BESIDE_A_FIGURE, _Parts("", number=number)
    return (ITS_PLACES, _NOTHING) if _is_its_places(seen, word) else None


def _same(seen: str, known: _Parts) -> bool:
    letters = _letters(seen)
    if known.letters or letters:
        return bool(letters) and letters == known.letters
    return known.dashes and seen.count("-") >= LEAST_DASHES


@cache
def _without_number_of(text: str) -> _Parts:
    bare = "".join(char for char in canonical(re.sub(_SLOT, " ", text)) if not char.isdigit())
    return _Parts(_letters(bare), "-" in bare)


def _without_number(word: DisplayWord) -> _Parts:
    """The word without digits of its own: ``2 CDE`` is seen as ``3 CDE`` too.

    A word that is digits alone stays what it is.
    """
    bare = _without_number_of(word.text)
    return bare if bare.letters or (bare.dashes and word.counter is not Counter.NONE) else _NOTHING


def _own_number(word: DisplayWord) -> int | None:
    """The number that the data write into a word which counts: ``2 CDE``."""
    if word.counter is Counter.NONE or figures_in(word):
        return None
    digits = re.findall(r"\d+", word.text)
    return int(digits[0]) if len(digits) == 1 else None


def _may_wait(word: DisplayWord) -> bool:
    return Meaning.WAITING in word.meanings or not _TIMES.isdisjoint(figures_in(word))


def _minutes(word: DisplayWord, seen: str, known: _Parts) -> _Parts | None:
    """A time without a colon or a unit, where the word has a place for minutes."""
    slots = figures_in(word)
    digits = r"(\d{1,2}) ?(\d{2})?" if "seconds" in slots else r"(\d{1,3})()"
    found = re.fullmatch(rf"(\D*?){digits}(\D*)", seen)
    if "minutes" not in slots or found is None or not _same(found[1] + found[4], known):
        return None
    return _Parts("", left_s=int(found[2]) * 60.0 + int(found[3] or 0))


def _is_its_places(seen: str, word: DisplayWord) -> bool:
    """The owner read the dashes, or the dashes and digits, that stand beside a prompt's word."""
    known = _known(word.text)
    if not word.asks or not known.letters:
        return False
    letters = "".join(char for char in seen if char.isalpha()).translate(_LOOK_ALIKE)
    digits = sum(char.isdigit() for char in seen)
    if letters:
        return letters == known.letters and digits > MOST_DIGITS
    return known.dashes and seen.count("-") >= LEAST_DASHES and not digits


def _counter_of(word: DisplayWord) -> Counter:
    """What a number beside a word counts."""
    slots = figures_in(word)
    by_slot = {
        "left": Counter.LEFT,
        "used": Counter.USED,
        "attempt": Counter.ATTEMPT_NUMBER,
    }
    return next((by_slot[slot] for slot in slots if slot in by_slot), word.counter)


def read(shows: str, words: Iterable[DisplayWord]) -> Reading | None:
    """What a display says that shows this, by the words it may have; None where it is none.

    Where several are as like it, it may mean any of them, and the figures are those of the first.
    """
    found = [
        (*compared, word) for word in words if (compared := _compared(word, shows)) is not None
    ]
    best = max((score for score, _, _ in found), default=0)
    fitting = [(parts, word) for score, parts, word in found if score == best]
    if not fitting:
        return None
    parts, word = fitting[0]
    meanings = dict.fromkeys(meaning for _, each in fitting for meaning in each.meanings)
    return _with_figures(Reading(word=word.text, meanings=tuple(meanings)), parts, word)


def _with_figures(reading: Reading, parts: _Parts, word: DisplayWord) -> Reading:
    if parts.left_s is not None:
        if parts.left_s > LONGEST_LEFT_S:
            return replace(reading, cannot_be=Figure.TIME)
        return replace(reading, left_s=max(1.0, parts.left_s))
    number = parts.number
    match _counter_of(word):
        case Counter.LEFT if number is not None:
            return replace(reading, tries_left=number)
        case Counter.USED if number is not None:
            return replace(reading, tries_used=number)
        case Counter.ATTEMPT_NUMBER if number is not None and number > 0:
            return replace(reading, tries_used=number - 1)
        case _:
            return reading


def places_of(head_unit: HeadUnit) -> tuple[DisplayWord, ...]:
    """What a family's positions show before the first press, as a word; none where it is unknown.

    It stands beside the prompt's word, or under it, and on many other radios.
    """
    start = getattr(head_unit.entry.method, "start", None) if head_unit.entry else None
    if start is None or not start.strip():
        return ()
    return (DisplayWord(text=start, meanings=(Meaning.PROMPT,)),)


def read_on(head_unit: HeadUnit, shows: str, general: Iterable[DisplayWord] = ()) -> Reading | None:
    """What the display of this family says; ``general`` are words of displays of any family.

    The family's own words go first. A figure that its rules rule out is left out, and named.
    """
    for words in (head_unit.words, places_of(head_unit), general):
        if (found := read(shows, words)) is not None:
            return _held_against(head_unit, found)
    return None


def _held_against(head_unit: HeadUnit, found: Reading) -> Reading:
    """Leave out tries that are more than any account of this family allows."""
    most_left, most_used = most_tries(head_unit.lockout)
    if found.tries_left is not None and found.tries_left > (most_left or MOST_TRIES):
        return replace(found, tries_left=None, cannot_be=Figure.LEFT)
    if found.tries_used is not None and found.tries_used > (most_used or MOST_TRIES):
        return replace(found, tries_used=None, cannot_be=Figure.USED)
    return found
