"""First aid by the word on the display: what it means, what to do, what never to do.

Where a family is known and has the word, its own meaning is the answer, and nothing else is.
Where none is chosen, each family that has it is a candidate, and what is said of displays in
general stands beside them.
"""

from collections.abc import Collection, Iterable

from msgspec import Struct

from pi.guide.facts import Fact, File, FirstAidWritten, facts_from, facts_of, known_as, read
from pi.radio.display import Reading, likeness, read_on
from pi.radio.head_unit import DisplayWord, HeadUnit, Meaning


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


class OnFamily(Struct, frozen=True, kw_only=True):
    """What a display says on one family of radios, and who says so."""

    head_unit: HeadUnit
    reading: Reading
    facts: tuple[Fact, ...]


def first_aid(shows: str, make: str = "") -> tuple[FirstAid, ...]:
    """What the display may be saying, best match first; none where the word is not known.

    The same word means different things on different makes: a make leaves out the others.
    """
    file = read("first_aid")
    known = known_as(make)
    found = [
        (-alike, at, _aid(file, written))
        for at, written in enumerate(file.words)
        if (alike := max(likeness(word, shows) for word in _words(written)))
        and (not make.strip() or _holds_for(written, {known}))
    ]
    return tuple(aid for _, _, aid in sorted(found, key=lambda each: each[:2]))


def besides(here: OnFamily | None, shows: str, make: str) -> tuple[FirstAid, ...]:
    """What is said in general beside a family's own meaning: all where it has none.

    Where the word is no question for a code, what else to do with a radio that takes none.
    """
    general = first_aid(shows, make)
    if here is None:
        return general
    no_question = here.reading.meanings == (Meaning.NOT_A_PROMPT,)
    return tuple(aid for aid in general if no_question and aid.no_code)


def on_family(shows: str, head_unit: HeadUnit) -> OnFamily | None:
    """What the display says on this family, None where it is no word of its own."""
    reading = read_on(head_unit, shows)
    if reading is None:
        return None
    sources = [one.sources for one in head_unit.words if one.text == reading.word]
    facts = facts_from(tuple(source for each in sources for source in each))
    return OnFamily(head_unit=head_unit, reading=reading, facts=tuple(dict.fromkeys(facts)))


def on_each(shows: str, head_units: Iterable[HeadUnit]) -> tuple[OnFamily, ...]:
    """The families that have the word, and what it says on each, in their order."""
    found = (on_family(shows, one) for one in head_units)
    return tuple(one for one in found if one is not None)


def words_of_makes(makes: Collection[str]) -> tuple[DisplayWord, ...]:
    """The words that are known of displays in general, or of those of any of these makes."""
    known = {known_as(make) for make in makes}
    return tuple(
        word
        for written in read("first_aid").words
        if _holds_for(written, known)
        for word in _words(written)
    )


def read_display(head_unit: HeadUnit, shows: str) -> Reading | None:
    """What the display of this family says that shows this: the family's words, then any radio's.

    None where nothing is known of it.
    """
    return read_on(head_unit, shows, words_of_makes({one.make for one in head_unit.fits}))


def _holds_for(written: FirstAidWritten, makes: Collection[str]) -> bool:
    """An entry for some makes is for those alone."""
    return not written.makes or not set(written.makes).isdisjoint(makes)


def _words(written: FirstAidWritten) -> tuple[DisplayWord, ...]:
    return tuple(DisplayWord(text=text, meanings=written.means) for text in written.shows)


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
