"""The code as a type that prints as stars; a refused text is never echoed."""

import copy
import pickle

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.head_unit import CodeShape
from pi.radio.security_code import (
    STARS,
    CodeProblem,
    InvalidCodeError,
    SecurityCode,
    find_problem,
)
from tests.pi.radio.strategies import FAMILIES_WITH_STEPS, FEW, UNHURRIED, codes

FOUR = CodeShape(lengths=(4,))
FIVE_OF_SIX = CodeShape(lengths=(4, 5), digits=("123456",))
EACH_ITS_OWN = CodeShape(lengths=(3,), digits=("1", "23", "0123456789"))
NUMBER = CodeShape(lengths=(3, 4), max_value=1999)
SHAPES = (FOUR, FIVE_OF_SIX, EACH_ITS_OWN, NUMBER)

RULES = {"empty", "not_digits", "wrong_length", "digit_not_on_this_unit", "too_large"}
texts = st.text(min_size=3) | st.text("0123456789", min_size=3, max_size=6)


@pytest.mark.parametrize("family", FAMILIES_WITH_STEPS)
@FEW
@given(data=st.data())
def test_a_legal_code_has_no_problem(family: str, data: st.DataObject) -> None:
    shape = catalogue.load(family).code
    assert shape is not None
    assert find_problem(data.draw(codes(shape)), shape) is None


@UNHURRIED
@given(code=codes(FOUR))
def test_a_code_is_kept_with_its_leading_zeros(code: str) -> None:
    assert SecurityCode(code, FOUR).reveal() == code


@UNHURRIED
@given(code=codes(FIVE_OF_SIX))
def test_a_code_says_how_many_digits_it_has(code: str) -> None:
    assert len(SecurityCode(code, FIVE_OF_SIX)) == len(code)


@UNHURRIED
@given(code=codes(FOUR), spec=st.sampled_from(["", ">20", "s", "04d", "x"]))
def test_a_code_prints_as_stars(code: str, spec: str) -> None:
    secret = SecurityCode(code, FOUR)
    assert {repr(secret), str(secret), format(secret, spec), f"{secret!r}", f"{secret}"} == {STARS}


def test_a_code_prints_as_stars_inside_other_things() -> None:
    assert str([SecurityCode("7391", FOUR)]) == f"[{STARS}]"


def test_codes_of_any_length_print_alike() -> None:
    assert str(SecurityCode("1234", FIVE_OF_SIX)) == str(SecurityCode("12345", FIVE_OF_SIX))


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy, msgspec.json.encode])
def test_a_code_leaves_through_reveal_alone(copied: object) -> None:
    assert callable(copied)
    with pytest.raises(TypeError) as refusal:
        copied(SecurityCode("7391", FOUR))
    assert "7391" not in str(refusal.value)


@UNHURRIED
@given(text=st.text(min_size=6) | st.text("0123456789", min_size=6))
def test_a_problem_never_holds_the_text(text: str) -> None:
    others = (find_problem(other, FOUR) for other in ("", "7", "77777", "seven", "seve"))
    assume(not any(text in repr(other) for other in others))  # a problem's own words
    assert text not in repr(find_problem(text, FOUR))


@UNHURRIED
@given(text=texts, shape=st.sampled_from(SHAPES))
def test_a_refusal_says_its_rule_and_nothing_else(text: str, shape: CodeShape) -> None:
    assume(find_problem(text, shape) is not None)
    with pytest.raises(InvalidCodeError) as refusal:
        SecurityCode(text, shape)
    rule = refusal.value.problem.rule
    assert (str(refusal.value), refusal.value.args, rule in RULES) == (rule, (rule,), True)


@pytest.mark.parametrize(
    "text", ["12a4", "12 4", " 1234", "12.4", "+123", "١٢٣٤", "1²34", "１２３４"]
)
def test_only_plain_digits_are_digits(text: str) -> None:
    assert find_problem(text, FOUR) == CodeProblem(rule="not_digits", lengths=(4,))


def test_an_empty_text_is_named_so() -> None:
    assert find_problem("", FOUR) == CodeProblem(rule="empty", lengths=(4,))


@pytest.mark.parametrize("text", ["1", "123", "12345", "0" * 5000])
def test_another_length_is_named_with_the_legal_ones(text: str) -> None:
    assert find_problem(text, FOUR) == CodeProblem(rule="wrong_length", lengths=(4,))


def test_a_digit_that_the_unit_lacks_is_named_by_its_place() -> None:
    problem = CodeProblem(rule="digit_not_on_this_unit", position=3, legal="123456")
    assert find_problem("1274", FIVE_OF_SIX) == problem


def test_each_position_has_its_own_digits() -> None:
    problem = CodeProblem(rule="digit_not_on_this_unit", position=2, legal="23")
    assert find_problem("119", EACH_ITS_OWN) == problem


def test_a_number_beyond_the_highest_is_named_with_the_highest() -> None:
    assert find_problem("2000", NUMBER) == CodeProblem(rule="too_large", legal="1999")


def test_the_highest_number_is_legal() -> None:
    assert find_problem("1999", NUMBER) is None
