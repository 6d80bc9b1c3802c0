"""Finding one's radio: by what its display shows, by what an owner types, or question by question.

What owners type leads somewhere: a year narrows, a car names its make, a slip is understood. No
family is lost by a gap in what is known.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.catalogue.catalogue import Catalogue
from pi.catalogue.free_text import (
    LookedUp,
    MayBe,
    another_is_likely,
    look_up,
    may_be,
    may_be_of,
    span_of,
    year_in,
)
from pi.catalogue.narrowing import (
    Kind,
    Known,
    Question,
    answers_of,
    first_words,
    narrow,
    question,
    stem,
    truth_of,
)
from pi.catalogue.search import Make, asks_in_words_untold, known_makes, makes
from pi.radio.display import squeezed
from pi.radio.head_unit import DisplayWord, Fits, HeadUnit, Meaning, is_an_id

KNOWN = Catalogue()
FAMILIES = KNOWN.all_head_units()
MAKES = makes(FAMILIES)
SAY_SAFE = {"opel-safe", "vw-safe", "smart-grundig", "vw-rcd-0000"}
WORDS = [(one.id, word.text) for one in FAMILIES for word in one.words]
each_family = pytest.mark.parametrize("one", FAMILIES, ids=lambda one: one.id)
each_make = pytest.mark.parametrize("one", MAKES, ids=lambda one: one.name)


def found(text: str = "", *, shows: str = "", make: str = "") -> list[str]:
    """The ids of a search, best first."""
    return [one.id for one in KNOWN.search(text, shows=shows, make=make)]


def test_nothing_asked_for_is_everything_in_order() -> None:
    assert tuple(found()) == KNOWN.ids()


@pytest.mark.parametrize("reads", ["1 CDE", "1CDE", "1 cde", " 1  Cde ", "2CDE", "7 cde"])
def test_spacing_case_and_the_number_beside_a_word_do_not_matter(reads: str) -> None:
    assert found(shows=reads) == ["hyundai-cde"]


@pytest.mark.parametrize(
    ("reads", "first"),
    [("9 ----", "opel-safe"), ("Wait 12:34", "ford-6000cd"), ("SEC", "lexus-sec")],
    ids=["a count of tries", "a running countdown", "a prompt, and not another word"],
)
def test_what_fits_a_display_best_comes_first(reads: str, first: str) -> None:
    assert found(shows=reads)[0] == first


@pytest.mark.parametrize(
    ("reads", "families"),
    [
        *[(reads, SAY_SAFE) for reads in ("10 SAFE", "10SAFE", "7 safe")],
        *[(reads, {"nissan-radio-code"}) for reads in ("0000", "Radio Code: 0000")],
    ],
)
def test_a_count_beside_a_word_and_the_zeros_under_a_prompt_find_their_families(
    reads: str, families: set[str]
) -> None:
    assert families <= set(found(shows=reads))


def test_a_longer_word_is_not_taken_for_a_shorter_one_that_it_begins_with() -> None:
    assert "gm-theftlock-1994" not in found(shows="LOCKED")


@each_family
def test_every_word_of_a_display_and_every_car_finds_its_family(one: HeadUnit) -> None:
    assert [word.text for word in one.words if one.id not in found(shows=word.text)] == []
    assert [car for car in one.fits if one.id not in found(f"{car.make} {car.model}")] == []
    for prompt in one.words_meaning(Meaning.PROMPT):
        first = KNOWN.load(found(shows=prompt)[0])
        asks = *first.words_meaning(Meaning.PROMPT), *first.words_meaning(Meaning.BEFORE_PROMPT)
        assert prompt.casefold().rstrip(":") in {text.casefold().rstrip(":") for text in asks}


UNTOLD = [one for one in FAMILIES if asks_in_words_untold(one)]


@pytest.mark.parametrize("reads", ["CODE", "Enter code", "pin", "security code", "----"])
def test_a_radio_of_which_nobody_tells_the_prompt_stays_in_behind_those_that_ask_so(
    reads: str,
) -> None:
    untold = {one.id for one in UNTOLD}
    ranks = found(shows=reads)
    assert {"media-nav", "mazda-rx7", "nissan-connect"} <= untold <= set(ranks)
    assert all(ranks.index(one) < ranks.index("media-nav") for one in {*ranks} - untold)
    assert {"nissan-connect", "nissan-xtrail-t30"} <= set(found(shows=reads, make="nissan"))


@pytest.mark.parametrize("reads", ["CODE WAIT", "SAFE", "-C-", "Code error", "OFF", "radio", "-"])
def test_what_asks_for_no_code_leads_to_no_radio_whose_prompt_nobody_tells(reads: str) -> None:
    assert not {"media-nav", "mazda-rx7"} & set(found(shows=reads))


SEARCHES = {
    "a make leaves out the families of others": ("", "5 SAFE", "vauxhall", ["opel-safe"]),
    "the car it was seen in comes before the one it may be in": (
        "",
        "",
        "Mazda",
        ["mazda-err", "mazda-rx7", "blaupunkt-keycard", "ford-6000cd"],
    ),
    "every word must fit": ("nissan note", "", "", ["nissan-note-2009"]),
    "a display may be typed as free text": ("1CDE", "", "", ["hyundai-cde"]),
    "what fits nothing finds nothing": ("zeppelin", "", "", []),
}


@pytest.mark.parametrize(("text", "shows", "make", "families"), SEARCHES.values(), ids=SEARCHES)
def test_a_search_finds(text: str, shows: str, make: str, families: list[str]) -> None:
    assert found(text, shows=shows, make=make) == families


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_each_family_comes_at_most_once(text: str, shows: str, make: str) -> None:
    families = found(text, shows=shows, make=make)
    assert len(set(families)) == len(families)


@given(st.sampled_from(WORDS), st.text(st.sampled_from(" .:"), max_size=3))
def test_blanks_and_points_in_a_word_change_nothing(word: tuple[str, str], noise: str) -> None:
    family, shows = word
    assert family in found(shows=noise + shows.swapcase() + noise)


# Makes, their other names, and the honest answer where nothing is known.

NAMES = [one.name for one in MAKES]


def test_makes_come_by_their_letters_and_once_with_all_that_a_family_was_seen_in() -> None:
    letters = [squeezed(name) for name in NAMES]
    assert letters == sorted(set(letters))
    assert {squeezed(fits.make) for one in FAMILIES for fits in one.fits} <= set(letters)
    assert {"Suzuki", "Subaru", "Iveco", "Daewoo"} <= set(NAMES)


@each_make
def test_a_make_has_the_families_that_its_search_finds_and_says_if_it_has_none(one: Make) -> None:
    assert one.nothing_known is (one.families == ())
    assert set(one.families) <= set(found(make=one.name))
    kin = [each for each in MAKES if each.name in one.kin]
    assert [each.nothing_known for each in kin] == [False for _ in one.kin]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("vauxhall", "Opel"), ("VW", "Volkswagen"), (" bmw ", "BMW"), ("citroen", "Citroën")],
)
def test_a_make_is_found_by_any_of_its_names(typed: str, name: str) -> None:
    assert found(make=typed) == found(make=name) != []


@pytest.mark.parametrize("one", known_makes(), ids=lambda one: one.name)
def test_every_note_on_facts_names_who_says_so_and_holds_no_number(one: Make) -> None:
    says_nothing = one.note == "" or "nothing is known" in one.note
    assert bool(one.sources) is not says_nothing
    assert not any(char.isdigit() for char in one.note)


@given(st.text())
def test_a_stem_has_no_shorter_one(text: str) -> None:
    assert stem(stem(text)) == stem(text)


def test_no_car_leads_to_two_makes_or_is_called_as_one_is() -> None:
    cars = [squeezed(car) for one in known_makes() for car in one.models]
    assert len(set(cars)) == len(cars)
    assert not set(cars) & {squeezed(name) for one in MAKES for name in (one.name, *one.also)}


# What an owner types.

CALLED = [name for one in MAKES for name in (one.name, *one.also, *one.models)]
LONG = [name for name in CALLED if len(squeezed(name).replace("-", "")) > 4]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def typed(text: str) -> LookedUp:
    return look_up(text, FAMILIES, MAKES)


def families(text: str) -> list[str]:
    return [one.id for one in typed(text).families]


@st.composite
def with_one_slip(draw: st.DrawFn) -> str:
    """A name as it is typed with one letter wrong, missing, doubled or out of turn."""
    name = draw(st.sampled_from(LONG))
    at = draw(st.integers(1, len(name) - 2))
    before, here, after, rest = name[:at], name[at], name[at + 1], name[at + 2 :]
    letter = draw(st.sampled_from(LETTERS))
    slips = [letter + after, after, letter + here + after, after + here]
    return before + draw(st.sampled_from(slips)) + rest


QASHQAI = ["nissan-radio-code", "nissan-connect"]


@pytest.mark.parametrize(
    ("text", "fit", "year_fits"),
    [
        *[(f"{text} 2009", QASHQAI, True) for text in ("nissan qashqai", "Qashqai")],
        *[("qashqai radio 2009", QASHQAI, True), ("nissan qashqai", QASHQAI, True)],
        ("honda jazz 2005", ["honda-5-digit"], True),
        ("micra 2009", ["nissan-radio-code"], True),
        ("land rover discovery 1990", ["land-rover-philips", "land-rover-discovery-1"], True),
        ("bonneville 1960", ["gm-theftlock-1994"], False),
    ],
)
def test_a_year_beside_a_car_narrows_and_one_that_would_leave_nothing_is_left_out_and_said(
    text: str, fit: list[str], year_fits: bool
) -> None:
    """What was seen in the car stands before what is perhaps in it."""
    assert (families(text), typed(text).year_fits) == (fit, year_fits)
    assert families("nissan 2009")[0] == "nissan-note-2009"  # of that very year


@each_family
def test_every_car_with_its_year_finds_its_family(one: HeadUnit) -> None:
    for fits in one.fits:
        assert span_of(fits.years) is not None or not fits.years
        year = next(iter(span_of(fits.years) or (2000,)))
        assert one.id in families(f"{fits.make} {fits.model} {max(year, 1950)}")


@pytest.mark.parametrize(
    ("years", "year", "may_be"),
    [
        ("2009 on", 2024, True),
        ("2009 on", 2005, False),
        ("1985 to the late 1990s", 1999, True),
        ("1997 to 2003", 2006, False),
        ("2012", 2009, True),
        ("1993", 2009, False),
        ("", 2009, True),
    ],
)
def test_one_year_stands_for_the_years_a_car_is_built_and_two_for_those_between(
    years: str, year: int, may_be: bool
) -> None:
    assert may_be_of(years, year) is may_be
    words = ("2009", "'2009", "911", "1000", "x")
    assert [year_in(word) for word in words] == [2009, 2009, None, None, None]


@pytest.mark.parametrize("text", ["tesla", "Subaru 2009", "kia ceed", "jeep radio"])
def test_a_make_without_a_family_is_named_and_nothing_is_made_up_for_it(text: str) -> None:
    assert typed(text).make is not None
    assert families(text) == []


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("nisan", "Nissan"),
        ("nisan qashqay 2009", "Nissan Qashqai"),
        ("bwm", "BMW"),
        ("rnage rover", "Range Rover"),
    ],
)
def test_a_slip_is_answered_with_what_may_be_meant(text: str, near: str) -> None:
    assert typed(text).near[0] == near


@pytest.mark.parametrize("text", ["zzz", "3712", "Trabant", "", " ", "-"])
def test_what_is_like_nothing_is_answered_with_nothing_or_left_out_and_said(text: str) -> None:
    assert typed(text) == LookedUp()
    assert (families(f"{text} saab"), typed("red saab").aside) == (["saab-band"], ("red",))


@each_make
def test_every_name_of_a_make_and_every_car_leads_to_it(one: Make) -> None:
    for name in (one.name, *one.also, *one.models):
        for text in (name.upper(), f"my {name.upper()} radio 2009"):
            asked = typed(text).make
            assert asked is not None, text
            assert one.name in {asked.name, *asked.also}


@example("Vlovo")
@given(with_one_slip())
def test_every_name_with_one_slip_leads_on_or_is_offered(text: str) -> None:
    asked = typed(text)
    assert asked.leads_on or asked.near


@given(st.text() | with_one_slip())
def test_whatever_is_offered_leads_on_when_it_is_chosen(text: str) -> None:
    assert all(typed(near).leads_on for near in typed(text).near)


@given(st.text(), st.sampled_from(LONG))
def test_what_is_typed_and_not_known_is_not_repeated(noise: str, name: str) -> None:
    known = {word for near in typed(f"{name} {noise}").near for word in near.split()}
    assert not known & {each for each in noise.split() if typed(each) == LookedUp()}


# What is said beside the families of a make.


def may_show(make: str, shows: str) -> MayBe:
    return may_be(typed(make), shows, FAMILIES, MAKES)


@pytest.mark.parametrize(
    ("make", "shows", "families"),
    [
        *[(make, "LOC", ["gm-theftlock-1994"]) for make in ("geo", "cadillac", "buick")],
        ("mini", "Err", ["rover-r960"]),
        ("mini", "CODE WAIT", ["bmw-5-digit", "bmw-bavaria-c"]),
        ("kia", "2 CDE", ["hyundai-cde"]),
    ],
)
def test_where_none_of_a_makes_own_shows_the_word_its_kins_that_do_are_named(
    make: str, shows: str, families: list[str]
) -> None:
    found_there = may_show(make, shows)
    assert [one.id for one in found_there.families] == families
    assert found_there.kin
    assert not may_show("pontiac", "LOC").kin


def test_a_word_that_only_other_makes_show_is_told_from_one_that_nobody_knows() -> None:
    assert [may_show(make, "OFF").elsewhere for make in ("saab", "subaru", "volvo")] == [
        True
    ] * 2 + [False]
    assert may_show("saab", "zzz") == MayBe(families=())


@each_make
def test_no_radio_stands_alone_for_a_make_as_if_it_were_the_only_one_there_is(one: Make) -> None:
    for shows in ("", "CODE", "SAFE", "Err", "----"):
        of_make = may_show(one.name, shows).families
        takes = [each for each in of_make if each.takes_a_code]
        if of_make and (len(of_make) == 1 or not takes):
            assert another_is_likely(of_make, one.name)
    assert not another_is_likely(of("Nissan"), "Nissan")
    assert another_is_likely(tuple(each for each in of("Seat") if each.fits), "Seat")  # inferred


# One question at a time, about what can be seen.

ANY_MAKE = st.sampled_from(["", *sorted({fits.make for one in FAMILIES for fits in one.fits})])


def of(make: str) -> tuple[HeadUnit, ...]:
    return KNOWN.search(make=make)


def ids(head_units: tuple[HeadUnit, ...]) -> set[str]:
    return {one.id for one in head_units}


def first_asked(make: str, shows: str = "") -> Question:
    """What an owner of such a car is asked first."""
    asked = question(of(make) if make else FAMILIES, Known(make=make, shows=shows))
    assert asked is not None
    return asked


def asks_with(text: str, name: str) -> HeadUnit:
    """A family that asks with this word, and nothing else is known."""
    word = DisplayWord(text=text, meanings=(Meaning.PROMPT,))
    plain = replace(FAMILIES[0], code=None, entry=None, words=(word,), also_known_as=())
    return replace(plain, id=name, fits=(Fits(make="Any"),))


@given(st.data(), st.sampled_from(FAMILIES))
def test_every_family_is_reached_by_true_answers(data: st.DataObject, own: HeadUnit) -> None:
    left, known = FAMILIES, Known()
    while (asked := question(left, known)) is not None:
        true = [one.value for one in asked.options if own.id in one.families]
        left = narrow(left, asked, data.draw(st.sampled_from([*true, None])))
        known = known.with_asked(asked.kind)
        assert own in left


@given(st.data(), ANY_MAKE, st.booleans())
def test_questions_separate_end_and_lose_no_family_of_which_the_fact_is_unknown(
    data: st.DataObject, make: str, says: bool
) -> None:
    left, known, kinds = of(make), Known(make=make), list[Kind]()
    while (asked := question(left, known)) is not None:
        assert asked.kind not in kinds
        assert min(len(one.families) for one in asked.options) < len(left)
        answer = data.draw(st.sampled_from(asked.options)).value if says else None
        unknown = {one.id for one in left if answers_of(asked.kind, one, make) is None}
        left, known = narrow(left, asked, answer), known.with_asked(asked.kind)
        assert left
        assert unknown <= ids(left)
        kinds.append(asked.kind)


@given(ANY_MAKE)
def test_what_may_change_nothing_is_asked_after_all_that_surely_does(make: str) -> None:
    left, known = of(make), Known(make=make, shows="seen")
    idle = False
    while (asked := question(left, known)) is not None:
        assert not idle or asked.largest == len(left)
        idle = asked.largest == len(left)
        left, known = narrow(left, asked, None), known.with_asked(asked.kind)


def test_not_knowing_keeps_them_all_and_the_best_match_stays_first() -> None:
    backwards = tuple(reversed(FAMILIES))
    asked = question(backwards, Known())
    assert asked is not None
    for unknown in (None, "", "never offered"):
        assert narrow(backwards, asked, unknown) == backwards
    kept = narrow(backwards, asked, "CODE")
    assert list(kept) == [one for one in backwards if one in kept]


def test_the_word_on_the_display_is_asked_first_unless_it_was_read_already() -> None:
    assert first_asked("Nissan").kind is Kind.SHOWS
    assert first_asked("Nissan", shows="0000").kind is not Kind.SHOWS


@pytest.mark.parametrize(
    "left", [(), FAMILIES[:1], (asks_with("CODE", "one"), asks_with("CODE", "two"))]
)
def test_what_nothing_tells_apart_asks_nothing(left: tuple[HeadUnit, ...]) -> None:
    assert question(left, Known()) is None


def test_where_the_number_stands_separates_what_asks_with_one_word() -> None:
    asked = question((asks_with("SAFE", "none"), asks_with("1 SAFE", "before")), Known())
    assert asked is not None
    assert asked.kind is Kind.NUMBER_BESIDE
    options = {one.value: one.families for one in asked.options}
    assert options == {"none": ("none",), "before": ("before",)}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("0000", {"nissan-radio-code"}),
        ("WAIT", {"nissan-secure", "nissan-radio-code", "nissan-note-2009"}),
    ],
)
def test_zeros_and_a_wait_keep_every_family_that_may_show_them(answer: str, kept: set[str]) -> None:
    assert kept <= ids(narrow(of("Nissan"), first_asked("Nissan"), answer))


@each_family
def test_every_answer_that_is_known_of_a_family_may_be_true_of_it(one: HeadUnit) -> None:
    for kind in Kind:
        assert all(map(truth_of(kind, one).allows, answers_of(kind, one) or ())), kind


@each_family
def test_a_name_that_is_asked_for_stands_on_the_set_and_nowhere_else(one: HeadUnit) -> None:
    """It is no id, no word of its display, and no car."""
    shown = {stem(word.text) for word in one.words}
    for name in answers_of(Kind.RADIO, one) or ():
        assert not (is_an_id(name) and not name.isdigit())
        assert stem(name) not in shown
        assert name not in {fits.model for each in FAMILIES for fits in each.fits}
        assert one.id in found(name)


def test_the_words_to_tap_are_those_of_the_make_with_what_most_show_first() -> None:
    assert first_words(FAMILIES)[0] == "CODE"
    assert "Radio Code:" in first_words(FAMILIES, "Nissan")
    assert "SAFE" not in first_words(FAMILIES, "Nissan")
    asking = (asks_with("1 CDE", "one"), asks_with("cde", "two"), asks_with("CDE", "three"))
    assert len(first_words(asking)) == 1  # they differ in spelling alone


@given(ANY_MAKE)
def test_every_word_to_tap_finds_a_family(make: str) -> None:
    assert all(found(shows=word, make=make) for word in first_words(FAMILIES, make))
