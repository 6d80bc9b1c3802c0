"""What owners type leads somewhere: a year narrows, a car names its make, a slip is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.catalogue import Catalogue
from pi.radio.head_unit import HeadUnit
from pi.radio.lookup import LookedUp, look_up
from pi.radio.makes import Make, known_makes, makes
from pi.radio.squeezed import begins_a_word, squeezed
from pi.radio.years import may_be_of, span_of, year_in

FAMILIES = Catalogue().all_head_units()
MAKES = makes(FAMILIES)
CARS = [(one.id, fits) for one in FAMILIES for fits in one.fits]
CARS_TYPED = sorted(
    {
        f"{fits.make} {model}{year}"
        for _, fits in CARS
        for model in (fits.model, fits.model.partition(" ")[0].strip(","))
        for year in ("", *(f" {max(each, 1950)}" for each in (span_of(fits.years) or ())[:1]))
    }
)
NAMES = [(one, name) for one in MAKES for name in (one.name, *one.also, *one.models)]
LONG = [name for _, name in NAMES if len(squeezed(name).replace("-", "")) > 4]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def found(text: str) -> LookedUp:
    return look_up(text, FAMILIES, MAKES)


def families(text: str) -> set[str]:
    return {one.id for one in found(text).families}


def make(text: str) -> str:
    named = found(text).make
    return "" if named is None else named.name


@st.composite
def with_one_slip(draw: st.DrawFn, names: list[str]) -> tuple[str, str]:
    """A name, and how it is typed with one letter wrong, missing, doubled or out of turn."""
    name = draw(st.sampled_from(names))
    at = draw(st.integers(1, len(name) - 2))
    slip = draw(st.sampled_from(["wrong", "missing", "more", "out of turn"]))
    letter = draw(st.sampled_from(LETTERS))
    typed = {
        "wrong": name[:at] + letter + name[at + 1 :],
        "missing": name[:at] + name[at + 1 :],
        "more": name[:at] + letter + name[at:],
        "out of turn": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    }
    return name, typed[slip]


@pytest.mark.parametrize("text", ["nissan qashqai 2009", "Qashqai 2009", "qashqai radio 2009"])
def test_a_year_beside_a_car_narrows_and_does_not_empty(text: str) -> None:
    assert families(text) == {"nissan-radio-code", "nissan-connect"}


@pytest.mark.parametrize(
    ("text", "family"), [("honda jazz 2005", "honda-5-digit"), ("micra 2009", "nissan-radio-code")]
)
def test_a_year_leaves_out_what_was_seen_in_cars_of_another_time(text: str, family: str) -> None:
    assert families(text) == {family}


def test_a_year_that_would_leave_nothing_is_left_out_and_said() -> None:
    assert (families("bonneville 1960"), found("bonneville 1960").year_fits) == (
        {"gm-theftlock-1994"},
        False,
    )


@pytest.mark.parametrize(("family", "fits"), CARS)
def test_every_car_with_its_year_finds_its_family(family: str, fits: object) -> None:
    year = next(iter(span_of(fits.years) or (2000,)))  # type: ignore[attr-defined]
    typed = f"{fits.make} {fits.model} {max(year, 1950)}"  # type: ignore[attr-defined]
    assert family in families(typed)


@pytest.mark.parametrize("typed", CARS_TYPED)
def test_where_one_family_was_seen_none_that_is_perhaps_there_stands_before_it(typed: str) -> None:
    """For every car of the catalogue, by its model and by its name alone, with and without year."""
    seen = [was_seen(one, typed) for one in found(typed).families]
    assert seen == sorted(seen, reverse=True)


def was_seen(family: HeadUnit, typed: str) -> bool:
    """Whether a source saw this family in a car that fits as many of the words as any of its own.

    The car is of the make, where one of the family is, and of about that year.
    """
    year = year_in(typed.split()[-1])
    cars = [one for one in family.fits if typed.startswith(f"{one.make} ")] or family.fits
    words = [typed.removeprefix(one.make).split() for one in cars]
    fitting = [
        sum(begins_a_word(one.model, word) for word in of)
        for one, of in zip(cars, words, strict=True)
    ]
    return any(
        one.sure
        for one, many in zip(cars, fitting, strict=True)
        if many == max(fitting) and (year is None or may_be_of(one.years, year))
    )


@pytest.mark.parametrize("text", ["nissan qashqai 2009", "Qashqai 2009", "nissan qashqai"])
def test_the_radio_that_was_seen_in_the_car_comes_first(text: str) -> None:
    assert [one.id for one in found(text).families] == ["nissan-radio-code", "nissan-connect"]


def test_of_the_radios_seen_in_the_make_the_one_of_that_very_year_comes_first() -> None:
    assert found("nissan 2009").families[0].id == "nissan-note-2009"


@pytest.mark.parametrize("years", sorted({fits.years for _, fits in CARS if fits.years}))
def test_every_year_that_a_source_writes_is_understood(years: str) -> None:
    assert span_of(years) is not None


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


@pytest.mark.parametrize(
    ("word", "year"), [("2009", 2009), ("'2009", 2009), ("911", None), ("1000", None), ("x", None)]
)
def test_a_number_of_four_digits_may_be_a_year(word: str, year: int | None) -> None:
    assert year_in(word) == year


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("range rover", "Land Rover"),
        ("Range Rover Sport 2006", "Land Rover"),
        ("qashqai", "Nissan"),
        ("VW golf radio", "Volkswagen"),
        ("benz", "Mercedes-Benz"),
        ("mini cooper", "Mini"),
        ("rover 600", "Rover"),
    ],
)
def test_a_car_or_another_name_leads_to_the_make(text: str, name: str) -> None:
    assert make(text) == name


@pytest.mark.parametrize("typed", ["tesla", "Subaru 2009", "kia ceed", "jeep radio"])
def test_a_make_without_a_family_is_named_and_nothing_is_made_up_for_it(typed: str) -> None:
    assert (bool(make(typed)), families(typed)) == (True, set())


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("nisan", "Nissan"),
        ("nisan qashqay 2009", "Nissan Qashqai"),
        ("bwm", "BMW"),
        ("rnage rover", "Range Rover"),
    ],
)
def test_a_slip_is_answered_with_what_may_be_meant(typed: str, near: str) -> None:
    assert found(typed).near[0] == near


@pytest.mark.parametrize("typed", ["zzz", "3712", "Trabant", "", " ", "-"])
def test_what_is_like_nothing_is_answered_with_nothing(typed: str) -> None:
    assert found(typed) == LookedUp()


def test_a_word_that_fits_none_of_the_radios_is_left_out_and_said() -> None:
    assert (families("red saab"), found("red saab").aside) == ({"saab-band"}, ("red",))


@pytest.mark.parametrize(("one", "name"), NAMES)
@pytest.mark.parametrize("typed", ["{}", "my {} radio", "{} 2009"])
def test_every_make_car_and_other_name_leads_to_the_make(one: Make, name: str, typed: str) -> None:
    asked = found(typed.format(name.upper()))

    assert asked.make is not None
    assert one.name in {asked.make.name, *asked.make.also}


@given(with_one_slip(LONG))
def test_every_name_with_one_slip_leads_on_or_is_offered(name_and_typed: tuple[str, str]) -> None:
    _, typed = name_and_typed
    asked = found(typed)

    assert asked.leads_on or asked.near


@given(st.text() | with_one_slip(LONG).map(lambda each: each[1]))
def test_whatever_is_offered_leads_on_when_it_is_chosen(text: str) -> None:
    assert all(found(near).leads_on for near in found(text).near)


@given(st.text(), st.sampled_from(LONG))
def test_what_is_typed_and_not_known_is_not_repeated(noise: str, name: str) -> None:
    known = {word for one in found(f"{name} {noise}").near for word in one.split()}

    assert not known & {each for each in noise.split() if found(each) == LookedUp()}


def test_no_car_leads_to_two_makes() -> None:
    cars = [squeezed(car) for one in known_makes() for car in one.models]

    assert len(set(cars)) == len(cars)


def test_no_car_is_called_as_a_make_is() -> None:
    cars = {squeezed(car) for one in known_makes() for car in one.models}

    assert not cars & {squeezed(name) for one in MAKES for name in (one.name, *one.also)}


@pytest.mark.parametrize("one", [one for one in MAKES if one.kin], ids=lambda one: one.name)
def test_kin_has_radios_where_the_make_has_none(one: Make) -> None:
    kin = [each for each in MAKES if each.name in one.kin]

    assert (one.nothing_known, [each.nothing_known for each in kin]) == (True, [False])
