"""The facts and the letter of the guide: who says so, and what a letter may hold."""

import contextlib
import re
from collections.abc import Iterator
from urllib.parse import urlparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.guide.facts import DATA, FILES, Authority, File, ItemKind, read
from pi.guide.guide import KINDS, Trouble
from pi.guide.letter import FIELDS, BadLetterError, Letter, LetterProblem, letter
from pi.radio import provenance
from tests.pi.guide.hosts import MAY_BE_LINKED

ALL = [
    "road",
    "no_code",
    "afterwards",
    "first_aid",
    "troubles",
    *(f"makes/{name}" for name in FILES),
]
each_file = pytest.mark.parametrize("name", ALL)
YEARS = range(1950, 2050)
LONGEST = 190  # characters of one text
DATE = r"(19|20)\d\d(-(0[1-9]|1[0-2]))?"


def texts(file: File) -> Iterator[str]:
    """Every text that a person reads."""
    for item in file.items:
        yield from (item.says, item.place)
    for word in file.words:
        yield from (word.may_mean, *word.do, word.never, *word.shows)
    yield from (fact.note for fact in file.sources.values())


def like_codes(text: str) -> list[str]:
    """Runs of four to six digits that are no year."""
    runs = re.findall(r"(?<!\d)\d{4,6}(?!\d)", text)
    return [run for run in runs if int(run) not in YEARS]


def test_every_trust_of_a_head_units_rule_has_its_like_here() -> None:
    assert {t.value for t in provenance.Trust} | {"our_advice"} == {t.value for t in Authority}


def test_every_file_is_named_and_there() -> None:
    assert {path.stem for path in (DATA / "makes").glob("*.toml")} == set(FILES)
    assert {path.stem for path in DATA.glob("*.toml")} == {each for each in ALL if "/" not in each}


@each_file
def test_everything_said_rests_on_a_source_and_a_gap_on_nobody_else(name: str) -> None:
    file = read(name)
    said = (*file.items, *file.words)
    assert all(each.sources for each in said)
    assert {source for each in said for source in each.sources} == set(file.sources)
    gaps = [item for item in file.items if item.kind is ItemKind.UNKNOWN]
    assert {file.sources[s].trust for gap in gaps for s in gap.sources} <= {Authority.OUR_ADVICE}


@each_file
def test_every_source_says_where_and_when_and_links_only_what_may_be(name: str) -> None:
    """A seller's page is described and never linked; an address stands by itself."""
    for fact in read(name).sources.values():
        assert fact.where.strip()
        assert re.fullmatch(DATE, fact.seen_on), fact
        if "://" in fact.where:
            assert urlparse(fact.where).hostname in MAY_BE_LINKED
            assert " " not in fact.where
            assert "not linked" not in fact.where
            assert fact.trust is not Authority.SELLER
        else:
            assert like_codes(fact.where) == []
            assert fact.trust is not Authority.SELLER or "www." not in fact.where


@each_file
def test_every_text_is_short_printable_and_free_of_codes(name: str) -> None:
    read_by_people = list(texts(read(name)))
    assert [text for text in read_by_people if like_codes(text)] == []
    assert [t for t in read_by_people if len(t) > LONGEST or not t.isprintable()] == []
    said = [item.says for item in read(name).items]
    assert [text for text in said if not text.endswith((".", "?"))] == []


@each_file
def test_every_item_stands_at_a_station_for_makes_of_its_file(name: str) -> None:
    file = read(name)
    assert {item.at for item in file.items} <= {*KINDS, *Trouble, "afterwards"}
    named = {make for item in file.items for make in (*item.makes, *file.owner_chosen)}
    assert file.general or named | set(file.stored_by_maker) <= set(
        FILES.get(name.removeprefix("makes/"), ())
    )


@each_file
def test_only_keys_say_what_they_cost_and_all_of_them_do(name: str) -> None:
    odd = [i.says for i in read(name).items if (i.kind is ItemKind.KEYS) != (i.costs is not None)]
    assert odd == []


CODES = st.text("0123456789", min_size=3, max_size=6)
LOOSE = st.sampled_from(["", " ", "-", ".", "/"])
NUMBERS = ("vin", "plate", "serial")
PROSE = st.text(st.characters(categories=("L", "P", "Zs")), max_size=10)


def joined(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def problem(**given: str) -> LetterProblem | None:
    try:
        letter(given)
    except BadLetterError as error:
        return error.problem
    return None


def test_what_is_given_stands_in_it_what_is_not_is_a_blank_and_no_field_is_for_a_code() -> None:
    made = letter({"car": "Nissan Micra 2009", "serial": "BP 123", "tried": "2", "swapped": "no"})
    given = Letter(car="Nissan Micra 2009", serial="BP 123", tried=2, swapped=False)
    assert (made, letter({})) == (given, Letter())
    fields = {"car", "vin", "plate", "serial", "shows", "tried", "swapped"}
    assert set(Letter.__struct_fields__) == set(FIELDS) == fields


@given(CODES, st.sampled_from(["car", "shows"]), LOOSE, PROSE, PROSE)
def test_no_free_text_with_the_vehicles_own_code_is_taken_nor_that_as_a_number_of_it(
    code: str, field: str, between: str, before: str, after: str
) -> None:
    alone = between.join(code)
    given = {field: f"{before} {alone} {after}"}, *({one: alone} for one in NUMBERS)
    for each in given:
        with pytest.raises(BadLetterError):
            letter(each, code)


@given(CODES, st.dictionaries(st.sampled_from(["car", "shows", "vin"]), st.text(max_size=70)))
def test_a_letter_that_is_made_never_holds_the_code(code: str, given: dict[str, str]) -> None:
    with contextlib.suppress(BadLetterError):
        made = letter(given, code)
        assert code not in joined(made.car)
        assert code not in joined(made.shows)
        assert code != joined(made.vin)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *[("shows", text) for text in ("1 CDE", "10 ----", "SAFE", "0000", "Radio Code: 0000")],
        ("shows", "WAIT 29:58"),
        ("car", "Peugeot 406 1.6 of 2002"),
        ("plate", "48213"),
    ],
)
def test_what_displays_show_years_of_a_car_and_plates_are_taken(field: str, text: str) -> None:
    assert problem(**{field: text}) is None


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        *[
            (name, "anything", LetterProblem.NO_CODE_HERE)
            for name in ("code", "PIN", "Radio Code", " security code ")
        ],
        ("shows", "2002", LetterProblem.LOOKS_LIKE_A_CODE),
        *[
            (field, text, LetterProblem.LOOKS_LIKE_A_CODE)
            for field in ("car", "shows", "vin")
            for text in ("3712", "it shows 3712", "3 7 1 2", "3-7-1-2", "3, 7, 1, 2", "３７１２")
        ],
        ("colour", "blue", LetterProblem.UNKNOWN_FIELD),
        ("car", "x" * 61, LetterProblem.TOO_LONG),
        ("car", "a\x1b[2Jb", LetterProblem.NOT_PRINTABLE),
        ("car", "a\u202eb", LetterProblem.NOT_PRINTABLE),
        *[("tried", text, LetterProblem.NOT_A_COUNT) for text in ("3712", "two", "-1", "½")],
        ("swapped", "perhaps", LetterProblem.NOT_YES_NO_UNKNOWN),
    ],
)
def test_a_field_that_is_not_taken_says_why(field: str, text: str, rule: LetterProblem) -> None:
    assert problem(**{field: text}) is rule


def test_neither_a_refusal_nor_the_repr_repeats_what_was_given() -> None:
    for field in ("car", "shows", "vin", "tried", "swapped", "colour"):
        with pytest.raises(BadLetterError) as refused:
            letter({field: "word 37129"})
        assert "37129" not in f"{refused.value} {refused.value!r} {refused.value.args}"
    assert repr(letter({"serial": "BP 4471", "plate": "QX19 ZTV"})) == "Letter(***)"
