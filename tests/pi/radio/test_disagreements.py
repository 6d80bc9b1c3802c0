"""Where sources contradict each other: all is told, and the careful reading is the rule."""

import pytest

from pi.radio import catalogue
from pi.radio.head_unit import About, HeadUnit
from pi.radio.lockout import cost_of, longest_documented, tries_left
from tests.pi.radio.families import HOUR, dead_after, waits

DISAGREEING = [one for one in catalogue.all_head_units() if one.disagreements]


def claims(family: str, about: About) -> list[str]:
    """All that is said of one thing."""
    told = [one for one in catalogue.load(family).disagreements if one.about is about]
    return [claim.says for one in told for claim in one.claims]


@pytest.mark.parametrize("head_unit", DISAGREEING, ids=lambda one: one.id)
def test_no_thing_is_disagreed_about_twice(head_unit: HeadUnit) -> None:
    abouts = [one.about for one in head_unit.disagreements]

    assert len(abouts) == len(set(abouts))


def test_three_numbers_of_tries_are_told_of_a_honda_and_the_fewest_rules() -> None:
    assert len(claims("honda-5-digit", About.TRIES)) == 3
    assert tries_left(catalogue.load("honda-5-digit").lockout, 0) == 3


def test_two_waits_are_told_of_a_ford_and_the_longer_rules() -> None:
    assert len(claims("ford-6000cd", About.WAIT)) == 2
    assert waits("ford-6000cd", 3)[-1] == HOUR


def test_a_ford_whose_display_shows_another_number_is_told_that_the_label_decides() -> None:
    told = {one.about: one.applied for one in catalogue.load("ford-6000cd").disagreements}

    assert told[About.SERIAL] == "the label decides"


def test_a_lexus_may_end_at_nine_or_ten_and_nine_rules() -> None:
    assert claims("lexus-sec", About.END) == ["ten wrong codes", "nine or ten"]
    assert dead_after("lexus-sec") == 9


def test_nobody_contradicts_anybody_on_a_hyundai() -> None:
    assert catalogue.load("hyundai-cde").disagreements == ()


def test_no_code_of_a_gm_set_is_refused_for_its_length() -> None:
    shape = catalogue.load("gm-theftlock-1994").code

    assert shape is not None
    assert (shape.lengths, shape.max_value) == ((3, 4), 1999)


@pytest.mark.parametrize("family", ["ford-6000cd", "mitsubishi-preset", "mitsubishi-off"])
def test_a_wait_that_is_disagreed_about_is_the_longest_documented(family: str) -> None:
    lockout = catalogue.load(family).lockout

    assert cost_of(lockout, 3).wait_s == longest_documented(lockout)


def test_reading_a_hondas_serial_number_costs_no_try() -> None:
    displays = catalogue.load("honda-5-digit").serial.displays

    assert [one.costs_attempts for one in displays] == [False, False]


def test_the_toyota_of_1999_is_found_as_the_lexus_it_is_one_with() -> None:
    found = catalogue.Catalogue().search("toyota-sec-1999")

    assert [one.id for one in found][:1] == ["lexus-sec"]


def test_a_toyota_is_found_by_its_make_too() -> None:
    assert "lexus-sec" in [one.id for one in catalogue.Catalogue().search("Corolla")]


@pytest.mark.parametrize(
    ("family", "disputed"),
    [
        ("alfa-fiat-blaupunkt", {About.WAIT}),
        ("clarion-code-in", {About.WAIT}),
        ("nissan-code-in", {About.WAIT}),
        ("nissan-micra-1993", {About.LENGTH}),
        ("nissan-micra-k11", {About.WAIT}),
        ("nissan-note-2009", {About.WAIT, About.END, About.SERIAL}),
        ("nissan-radio-code", {About.WAIT, About.CONFIRM, About.SERIAL}),
        ("nissan-secure", {About.DISPLAY}),
        ("nissan-xtrail-t30", {About.END}),
        ("opel-safe", {About.OPENING, About.CONFIRM, About.ENTRY, About.WAIT, About.END}),
        ("peugeot-505-alpine", {About.WAIT}),
        ("psa-display-locked", {About.TRIES}),
        ("renault-column", {About.WAIT, About.CONFIRM}),
        ("renault-keypad", {About.WAIT, About.ENTRY, About.CONFIRM}),
    ],
)
def test_where_sources_disagree_it_is_said(family: str, disputed: set[About]) -> None:
    assert {one.about for one in catalogue.load(family).disagreements} == disputed
