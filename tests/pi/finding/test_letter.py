"""The letter to the dealer: no code of any vehicle gets into it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.guide.letter import FIELDS, BadLetterError, Letter, LetterProblem, letter
from pi.radio.head_unit import CodeShape
from pi.radio.security_code import SecurityCode

SHAPE = CodeShape(lengths=(3, 4, 5, 6))
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
            letter(each, SecurityCode(code, SHAPE))


@given(CODES, st.dictionaries(st.sampled_from(["car", "shows", "vin"]), st.text(max_size=70)))
def test_a_letter_that_is_made_never_holds_the_code(code: str, given: dict[str, str]) -> None:
    with contextlib.suppress(BadLetterError):
        made = letter(given, SecurityCode(code, SHAPE))
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
