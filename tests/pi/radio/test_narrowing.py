"""Finding one's radio by questions about what can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.radio.catalogue import Catalogue, all_head_units
from pi.radio.head_unit import DisplayWord, Fits, HeadUnit, Meaning
from pi.radio.narrowing import Known, Question, first_words, narrow, question
from pi.radio.traits import Kind, answers_of, stem, truth_of

FAMILIES = all_head_units()
MAKES = sorted({fits.make for one in FAMILIES for fits in one.fits})
ANY_MAKE = st.sampled_from(["", *MAKES])


def of(make: str) -> tuple[HeadUnit, ...]:
    return Catalogue().search(make=make)


def ids(head_units: tuple[HeadUnit, ...]) -> set[str]:
    return {one.id for one in head_units}


def true_answers(asked: Question, head_unit: HeadUnit) -> list[str | None]:
    """What an owner of this family may say: any known answer, or that it can't be said."""
    known = [one.value for one in asked.options if head_unit.id in one.families]
    return [*known, None]


def asking(text: str, name: str, *more: DisplayWord) -> HeadUnit:
    """A family that asks with this word, and nothing else is known."""
    word = DisplayWord(text=text, meanings=(Meaning.PROMPT,))
    plain = replace(FAMILIES[0], code=None, entry=None, words=(word, *more), also_known_as=())
    return replace(plain, id=name, fits=(Fits(make="Any"),))


@given(st.data(), st.sampled_from(FAMILIES))
def test_every_family_is_reached_by_true_answers(data: st.DataObject, own: HeadUnit) -> None:
    left, known = FAMILIES, Known()
    while (asked := question(left, known)) is not None:
        left = narrow(left, asked, data.draw(st.sampled_from(true_answers(asked, own))))
        known = known.with_asked(asked.kind)
        assert own in left


@given(st.data(), ANY_MAKE)
def test_asking_ends_after_each_kind_once_at_most(data: st.DataObject, make: str) -> None:
    left, known, kinds = of(make), Known(make=make), list[Kind]()
    while (asked := question(left, known)) is not None:
        answer = data.draw(st.sampled_from([None, *(one.value for one in asked.options)]))
        left, known = narrow(left, asked, answer), known.with_asked(asked.kind)
        kinds.append(asked.kind)

    assert len(kinds) == len(set(kinds))


@given(st.data(), ANY_MAKE)
def test_no_answer_loses_a_family_of_which_the_fact_is_unknown(
    data: st.DataObject, make: str
) -> None:
    left, known = of(make), Known(make=make)
    while (asked := question(left, known)) is not None:
        option = data.draw(st.sampled_from(asked.options))
        unknown = {one.id for one in left if answers_of(asked.kind, one, make) is None}
        left, known = narrow(left, asked, option.value), known.with_asked(asked.kind)
        assert unknown <= ids(left)


@given(st.data(), ANY_MAKE)
def test_no_known_answer_leaves_nothing(data: st.DataObject, make: str) -> None:
    left, known = of(make), Known(make=make)
    while (asked := question(left, known)) is not None:
        left = narrow(left, asked, data.draw(st.sampled_from(asked.options)).value)
        known = known.with_asked(asked.kind)
        assert left


@given(st.data(), ANY_MAKE)
def test_a_question_always_separates(data: st.DataObject, make: str) -> None:
    left, known = of(make), Known(make=make)
    while (asked := question(left, known)) is not None:
        assert min(len(one.families) for one in asked.options) < len(left)
        left, known = narrow(left, asked, None), known.with_asked(asked.kind)


@pytest.mark.parametrize("answer", [None, "", "never offered"])
def test_not_knowing_keeps_them_all(answer: str | None) -> None:
    asked = question(FAMILIES, Known())
    assert asked is not None

    assert narrow(FAMILIES, asked, answer) == FAMILIES


def test_the_best_match_stays_first() -> None:
    backwards = tuple(reversed(FAMILIES))
    asked = question(backwards, Known())
    assert asked is not None
    kept = narrow(backwards, asked, "CODE")

    assert list(kept) == [one for one in backwards if one in kept]


def test_of_a_nissan_the_word_on_its_display_is_asked_first() -> None:
    asked = question(of("Nissan"), Known(make="Nissan"))

    assert asked is not None
    assert asked.kind is Kind.SHOWS


def test_what_was_read_already_is_not_asked_for_again() -> None:
    asked = question(of("Nissan"), Known(make="Nissan", shows="0000"))

    assert asked is not None
    assert asked.kind is not Kind.SHOWS


@pytest.mark.parametrize("count", [0, 1])
def test_one_family_or_none_asks_nothing(count: int) -> None:
    assert question(FAMILIES[:count], Known()) is None


def test_families_that_nothing_tells_apart_ask_nothing() -> None:
    assert question((asking("CODE", "one"), asking("CODE", "two")), Known()) is None


def test_where_the_number_stands_separates_what_asks_with_one_word() -> None:
    asked = question((asking("SAFE", "none"), asking("1 SAFE", "before")), Known())

    assert asked is not None
    assert asked.kind is Kind.NUMBER_BESIDE
    assert {one.value: one.families for one in asked.options} == {
        "none": ("none",),
        "before": ("before",),
    }


@given(ANY_MAKE)
def test_what_may_change_nothing_is_asked_after_all_that_surely_does(make: str) -> None:
    left, known = of(make), Known(make=make, shows="seen")
    asked = question(left, known)
    while asked is not None:
        idle = asked.largest == len(left)
        left, known = narrow(left, asked, None), known.with_asked(asked.kind)
        asked = question(left, known)
        assert not idle or asked is None or asked.largest == len(left)


def test_the_zeros_under_a_prompt_keep_the_family_that_starts_from_them() -> None:
    asked = question(of("Nissan"), Known(make="Nissan"))
    assert asked is not None

    assert "nissan-radio-code" in ids(narrow(of("Nissan"), asked, "0000"))


def test_a_wait_keeps_every_family_that_may_be_waiting() -> None:
    left = of("Nissan")
    asked = question(left, Known(make="Nissan"))
    assert asked is not None

    kept = ids(narrow(left, asked, "WAIT"))

    assert {"nissan-secure", "nissan-radio-code", "nissan-note-2009"} <= kept


@pytest.mark.parametrize(("kind", "own"), [(kind, one) for kind in Kind for one in FAMILIES])
def test_every_answer_that_is_known_of_a_family_may_be_true_of_it(
    kind: Kind, own: HeadUnit
) -> None:
    assert all(map(truth_of(kind, own).allows, answers_of(kind, own) or ()))


def test_the_words_to_tap_begin_with_what_most_families_show() -> None:
    assert first_words(FAMILIES)[0] == "CODE"


def test_the_words_to_tap_are_those_of_the_make() -> None:
    assert "Radio Code:" in first_words(FAMILIES, "Nissan")
    assert "SAFE" not in first_words(FAMILIES, "Nissan")


def test_words_that_differ_in_spelling_alone_are_offered_once() -> None:
    families = (asking("1 CDE", "one"), asking("cde", "two"), asking("CDE", "three"))

    assert len(first_words(families)) == 1


@given(ANY_MAKE)
def test_every_word_to_tap_finds_a_family(make: str) -> None:
    assert all(Catalogue().search(shows=word, make=make) for word in first_words(FAMILIES, make))


@given(st.text())
def test_a_stem_is_its_own_stem(text: str) -> None:
    assert stem(stem(text)) == stem(text)
