"""What an owner types, looked up: it always leads somewhere, and what was left aside is said.

The make and the model may stand among other words, a year may be with them, and a word may be
mistyped. What fits every word goes first. Else the make that is named counts, and of the other
words those that narrow; the rest is left aside. Where nothing is left, the nearest known words are
offered. A family that was seen in the car that is meant stands before one that is perhaps in it.
Whether the radio may well be another than those that were found is said beside them.

A source that names one year saw the radio in a car of that year: the same car was built for some
years before and after. So a year rules a family out only where it lies a whole generation away.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pi.catalogue.search import Make, begins_a_word, is_a_name, is_about_car, names_of, search
from pi.radio.display import squeezed
from pi.radio.head_unit import Fits, HeadUnit

GENERATION: Final = 6  # years that a car is built much the same
BEFORE, AFTER = 1950, 2050  # what can be the year of a car with a radio
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(s?)(?!\d)")
_OPEN: Final = re.compile(r"\bon$")

MOST_NEAR: Final = 3
LIKE_ENOUGH: Final = 0.74  # of difflib: one slip in a word of four letters still is
SHORT: Final = 3  # letters of a word in which one slip weighs more:
SHORT_LIKE: Final = 0.66
FAR_BEHIND: Final = 0.15  # of the nearest: no longer worth saying
SURELY_ALIKE: Final = 0.85  # where a part of what was typed is found already
SAY_NOTHING: Final = frozenset(
    {"a", "audio", "autoradio", "car", "code", "head", "its", "my"}
    | {"radio", "set", "stereo", "the", "unit", "with"}
)
LEAST_NAMED: Final = 3  # letters of a word of a model that names it


def year_in(word: str) -> int | None:
    """The year that a typed word is, None where it is none."""
    digits = word.strip("'.,;()")
    if not (len(digits) == 4 and digits.isascii() and digits.isdigit()):
        return None
    return int(digits) if BEFORE <= int(digits) < AFTER else None


def span_of(years: str) -> tuple[int, int] | None:
    """The first and the last year that a source's words may mean, None where they say nothing.

    ``2009 on`` has no end, ``the late 1990s`` is the whole decade.
    """
    said = _said_in(years)
    if said is None:
        return None
    first, last = said
    if last == AFTER:
        return first - 1, last
    margin = GENERATION if last - first < GENERATION else 1
    return first - margin, last + margin


def may_be_of(years: str, year: int) -> bool:
    """Whether a car of that year may be meant. What is not known may be."""
    span = span_of(years)
    return span is None or span[0] <= year <= span[1]


def is_said(years: str, year: int) -> bool:
    """Whether a source names that year itself, or a time that it lies in."""
    said = _said_in(years)
    return said is not None and said[0] <= year <= said[1]


def _said_in(years: str) -> tuple[int, int] | None:
    """The first and the last year that stand there."""
    found = [(int(year), int(year) + (9 if decade else 0)) for year, decade in _YEAR.findall(years)]
    if not found:
        return None
    first, last = min(each[0] for each in found), max(each[1] for each in found)
    return first, AFTER if _OPEN.search(years.strip()) else last


class LookedUp(Struct, frozen=True, kw_only=True):
    """What a text leads to.

    ``families`` fit best first; none where nothing is known of the ``make`` that is named, or
    where nothing is found. ``near`` has what may be meant instead, each known in its turn.
    ``alone``: the text is the make's name and nothing more, but for a year. ``shown``: it is what
    a display shows. ``year`` is the one that was given, and ``year_fits`` whether any family is of
    that time: else it was left out of account, as the words of ``aside`` were.
    """

    families: tuple[HeadUnit, ...] = ()
    make: Make | None = None
    alone: bool = False
    shown: bool = False
    year: int | None = None
    year_fits: bool = True
    aside: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def leads_on(self) -> bool:
        """Whether there is a family or a make to go on with."""
        return bool(self.families) or self.make is not None


class MayBe(Struct, frozen=True, kw_only=True):
    """The families that may be the radio of a make that shows something, best first.

    ``kin``: none seen in cars of the make fits, and these are of makes whose radios may be in them.
    ``elsewhere``: none of either fits, but radios of other makes show the same.
    """

    families: tuple[HeadUnit, ...]
    kin: tuple[str, ...] = ()
    elsewhere: bool = False


def may_be(
    looked: LookedUp, shows: str, head_units: Sequence[HeadUnit], makes: Sequence[Make]
) -> MayBe:
    """The families of the make that was looked up which show this, else those of its kin.

    Nothing is said of a make before the word was looked at. ``shows`` may be empty.
    """
    of_make = () if looked.shown else looked.families
    found = search(of_make, shows=shows)
    if found or looked.make is None:
        return MayBe(families=found)
    kin = tuple(name for name in looked.make.kin if search(head_units, shows=shows, make=name))
    ids = {each for one in makes if one.name in kin for each in one.families}
    of_kin = tuple(one for one in search(head_units, shows=shows) if one.id in ids)
    elsewhere = bool(shows.strip()) and not of_kin and bool(search(head_units, shows=shows))
    return MayBe(families=of_kin, kin=kin, elsewhere=elsewhere)


def another_is_likely(families: Sequence[HeadUnit], make: str = "") -> bool:
    """Whether the radio may well be none of these, for all that was said of it.

    A family alone is the only one that is known and not the only one there is. One that takes no
    code proves nothing of a display that asks, and what is perhaps in a make's cars may not be.
    """
    names = set(map(squeezed, names_of(make))) if squeezed(make) else set()
    sure = [
        fits.sure
        for one in families
        for fits in one.fits
        if not names or squeezed(fits.make) in names
    ]
    return len(families) == 1 or not any(one.takes_a_code for one in families) or not any(sure)


def look_up(text: str, head_units: Sequence[HeadUnit], makes: Sequence[Make]) -> LookedUp:
    """Look a text up among families and makes (``makes(head_units)``)."""
    if not squeezed(text):
        return LookedUp()
    found = _found(text, head_units, makes)
    if found.aside or not found.leads_on:
        return replace(found, near=tuple(_near(text, found, head_units, makes)))
    return found


def _found(text: str, head_units: Sequence[HeadUnit], makes: Sequence[Make]) -> LookedUp:
    words = [each for each in text.split() if squeezed(each)]
    make, _ = _named(words, makes)
    if make is None and search(head_units, shows=text):
        return LookedUp(families=search(head_units, text), shown=True)
    years = [year for each in words if (year := year_in(each)) is not None]
    about = [each for each in words if year_in(each) is None]
    about = [each for each in about if _plain(each) not in SAY_NOTHING] or about
    make, others = _named(about, makes)
    families, aside = _narrowed(head_units, about, make, others)
    if years and not about:
        families = tuple(head_units)
    year = years[0] if years else None
    of_year = [each for each in families if year is None or _is_of(each, year, others, make)]
    return LookedUp(
        families=_seen_first(of_year or families, others, make, year),
        make=make or _one_make(families, others, makes),
        alone=make is not None and not others,
        year=year,
        year_fits=bool(of_year) or not families,
        aside=aside,
    )


def _narrowed(
    head_units: Sequence[HeadUnit], about: Sequence[str], make: Make | None, others: Sequence[str]
) -> tuple[tuple[HeadUnit, ...], tuple[str, ...]]:
    """The families that fit as many of the words as can be, and the words that were left aside."""
    if make is None and about and (found := search(head_units, " ".join(about))):
        return found, ()
    families = tuple(head_units)
    if make is not None:
        families = tuple(o for o in search(families, make=make.name) if o.id in make.families)
    aside = set()
    for word in sorted(others, key=lambda each: _rarity(each, families)):
        narrower = tuple(one for one in families if _fits_word(one, word))
        families = narrower or families
        if not narrower and not (make is not None and _is_a_model(word, make)):
            aside.add(word)
    if make is None and len(aside) == len(others):
        return (), ()
    return families, tuple(each for each in others if each in aside)


def _named(words: Sequence[str], makes: Sequence[Make]) -> tuple[Make | None, list[str]]:
    """The make that is named, by the longest name, and the words that are left.

    A car names its make, and is a word about it still.
    """
    spelled = {_plain(model): (each, True) for each in makes for model in each.models}
    spelled |= {_plain(name): (each, False) for each in makes for name in each.also}
    spelled |= {_plain(each.name): (each, False) for each in makes}
    for length in range(len(words), 0, -1):
        places = range(len(words) - length + 1)
        found = [(spelled.get(_plain("".join(words[at : at + length]))), at) for at in places]
        named = [(*each, at) for each, at in found if each is not None]
        for make, is_a_model, at in sorted(named, key=lambda each: each[1]):
            rest = [*words[:at], *words[at + length :]]
            return make, list(words) if is_a_model else rest
    return None, list(words)


def _plain(name: str) -> str:
    return squeezed(name).replace("-", "")


def _is_a_model(word: str, make: Make) -> bool:
    return any(begins_a_word(model, word) for model in make.models)


def _rarity(word: str, families: Sequence[HeadUnit]) -> tuple[bool, int]:
    """Words about the car go first, and of those the one that fits fewest."""
    cars = sum(any(is_about_car(fits, word) for fits in one.fits) for one in families)
    return not cars, cars or sum(is_a_name(one, word) for one in families)


def _fits_word(head_unit: HeadUnit, word: str) -> bool:
    about = any(is_about_car(fits, word) for fits in head_unit.fits)
    return about or is_a_name(head_unit, word)


def _is_of(head_unit: HeadUnit, year: int, words: Sequence[str], make: Make | None) -> bool:
    """Whether it was seen in such a car of about that year, or of years that nobody told."""
    return any(may_be_of(fits.years, year) for fits in _cars_meant(head_unit, words, make))


def _seen_first(
    families: Iterable[HeadUnit], words: Sequence[str], make: Make | None, year: int | None
) -> tuple[HeadUnit, ...]:
    """Those that were seen in the car that is meant, then those that are perhaps in it.

    Of each, those first of which a source names the year. What can't be told apart stays in order.
    """

    def rank(head_unit: HeadUnit) -> tuple[bool, bool]:
        cars = _cars_meant(head_unit, words, make)
        of_year = [each for each in cars if year is None or may_be_of(each.years, year)]
        ranks = ((not each.sure, not _names(each, year)) for each in of_year or cars)
        return min(ranks, default=(True, True))

    return tuple(sorted(families, key=rank))


def _names(fits: Fits, year: int | None) -> bool:
    return year is None or is_said(fits.years, year)


def _cars_meant(head_unit: HeadUnit, words: Sequence[str], make: Make | None) -> tuple[Fits, ...]:
    """The cars of a family that most words speak of; all of them where they speak of none."""
    names = () if make is None else tuple(map(_plain, (make.name, *make.also)))
    of_make = [each for each in head_unit.fits if not names or _plain(each.make) in names]
    models = [each for each in words if _plain(each) not in names]
    spoken = [sum(begins_a_word(each.model, word) for word in models) for each in of_make]
    most = max(spoken, default=0)
    return (
        tuple(each for each, of in zip(of_make, spoken, strict=True) if of == most)
        or head_unit.fits
    )


def _one_make(
    families: Iterable[HeadUnit], words: Sequence[str], makes: Sequence[Make]
) -> Make | None:
    """The make that a model leads to, where it is one alone."""
    found = {
        _plain(fits.make)
        for one in families
        for fits in one.fits
        if any(is_about_car(fits, word) for word in words)
    }
    return next((each for each in makes if {_plain(each.name)} == found), None)


def _near(
    text: str, found: LookedUp, head_units: Sequence[HeadUnit], makes: Sequence[Make]
) -> Iterator[str]:
    """Known words most like what was typed, best first; each leads on when it is looked up.

    No word stands in them that was typed and is not known. Where something is ``found`` already,
    only what makes more of the words is worth saying.
    """
    known = _vocabulary(head_units, makes)
    words = [each for each in text.split() if squeezed(each) and year_in(each) is None]
    words = [each for each in words if _plain(each) not in SAY_NOTHING] or words
    like = SURELY_ALIKE if found.leads_on else LIKE_ENOUGH
    whole = _like("".join(words), known, like)
    meant = [*whole, *([] if found.leads_on else _each_like(words, known, like))]
    given = 0
    for near in dict.fromkeys(meant):
        leads = _found(near, head_units, makes)
        more = leads.families != found.families or leads.make != found.make
        if given < MOST_NEAR and leads.leads_on and not leads.aside and more:
            given += 1
            yield near


def _each_like(words: Sequence[str], known: dict[str, str], like: float) -> Iterator[str]:
    """The text with the words that are known, and of the others the nearest that are."""
    if len(words) < 2:
        return
    choices = [
        [known[_plain(each)]] if _plain(each) in known else _like(each, known, like)
        for each in words
    ]
    left = [each for each in choices if each]
    for at in range(MOST_NEAR):
        if any(at < len(each) for each in left):
            yield " ".join(each[min(at, len(each) - 1)] for each in left)
    for each in left:
        yield from each[:1]


def _like(word: str, known: dict[str, str], like: float) -> list[str]:
    """The known words that begin so, or have two letters the other way round, and those like it."""
    from difflib import SequenceMatcher, get_close_matches

    wanted = _plain(word)
    begun = [each for each in known if len(wanted) > 1 and each.startswith(wanted)]
    swapped = (
        wanted[:at] + wanted[at + 1] + wanted[at] + wanted[at + 2 :]
        for at in range(len(wanted) - 1)
    )
    turned = [each for each in swapped if each in known]
    cutoff = min(like, SHORT_LIKE) if len(wanted) <= SHORT else like
    close = get_close_matches(wanted, known, n=MOST_NEAR, cutoff=cutoff)
    alike = [SequenceMatcher(None, each, wanted).ratio() for each in close]
    close = [
        each for each, is_so in zip(close, alike, strict=True) if is_so > alike[0] - FAR_BEHIND
    ]
    return list(dict.fromkeys(known[each] for each in (*sorted(begun, key=len), *turned, *close)))


def _vocabulary(head_units: Sequence[HeadUnit], makes: Sequence[Make]) -> dict[str, str]:
    """Makes, their other names and cars, and the words of models: how each is spelled."""
    words = [word for one in head_units for fits in one.fits for word in _model_words(fits.model)]
    names = [name for each in makes for name in (*each.models, *each.also, each.name)]
    return {_plain(each): each for each in (*words, *names)}


def _model_words(model: str) -> Iterator[str]:
    """What a model is called by: words with a capital or with letters and digits."""
    for each in model.replace(",", " ").split():
        letters = any(char.isalpha() for char in each)
        named = each[:1].isupper() or any(char.isdigit() for char in each)
        if letters and named and len(squeezed(each)) >= LEAST_NAMED:
            yield each.strip("()")
