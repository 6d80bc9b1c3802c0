"""First aid by the word on the display: what it may mean, what to do, what never to do."""

from msgspec import Struct

from pi.catalogue.search import display_score
from pi.guide.facts import Fact, File, FirstAidWritten, facts_of, known_as, read
from pi.radio.head_unit import DisplayWord


class FirstAid(Struct, frozen=True, kw_only=True):
    """What a word may mean and what to do. Makes are empty where it holds for every make.

    ``no_code``: no code exists. ``final``: the tries are used up, only a specialist helps.
    """

    id: str
    shows: tuple[str, ...]
    may_mean: str
    do: tuple[str, ...]
    never: str
    makes: tuple[str, ...]
    no_code: bool
    final: bool
    facts: tuple[Fact, ...]


def first_aid(shows: str, make: str = "") -> tuple[FirstAid, ...]:
    """What the display may be saying, best match first; none where the word is not known.

    The same word means different things on different makes: a make leaves out the others.
    """
    file = read("first_aid")
    known = known_as(make)
    found = [
        (-score, at, _aid(file, written))
        for at, written in enumerate(file.words)
        if (score := _score(written, shows)) and _may_be(written, known, make)
    ]
    return tuple(aid for _, _, aid in sorted(found, key=lambda each: each[:2]))


def _may_be(written: FirstAidWritten, known: str, make: str) -> bool:
    """An entry for some makes is for those alone; unless no make was given."""
    return not make.strip() or not written.makes or known in written.makes


def _score(written: FirstAidWritten, shows: str) -> int:
    words = (DisplayWord(text=text, meanings=()) for text in written.shows)
    return max(display_score(word, shows) for word in words)


def _aid(file: File, written: FirstAidWritten) -> FirstAid:
    return FirstAid(
        id=written.id,
        shows=written.shows,
        may_mean=written.may_mean,
        do=written.do,
        never=written.never,
        makes=written.makes,
        no_code=written.no_code,
        final=written.final,
        facts=facts_of(file, written.sources),
    )
