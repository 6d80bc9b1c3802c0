"""What may be a PIN, and what a passphrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.storage.errors import InvalidSecretError
from pi.storage.secret_rules import (
    find_new_passphrase_problem,
    find_passphrase_problem,
    find_pin_problem,
    passphrase_bytes,
    pin_bytes,
)


@given(st.from_regex(r"[0-9]{4,12}", fullmatch=True))
def test_four_to_twelve_digits_are_a_pin(pin: str) -> None:
    assert find_pin_problem(pin) is None


@pytest.mark.parametrize(
    ("pin", "rule"),
    [
        ("", "empty"),
        ("123", "too_short"),
        ("1" * 13, "too_long"),
        ("12a4", "not_digits"),
        ("12 34", "not_digits"),
        ("١٢٣٤", "not_digits"),
        ("²²²²", "not_digits"),
    ],
)
def test_what_is_no_pin_is_told_by_its_rule(pin: str, rule: str) -> None:
    problem = find_pin_problem(pin)
    assert problem is not None
    assert problem.rule == rule


@pytest.mark.parametrize(("passphrase", "rule"), [("", "empty"), ("seven77", "too_short")])
def test_what_is_no_passphrase_is_told_by_its_rule(passphrase: str, rule: str) -> None:
    problem = find_passphrase_problem(passphrase)
    assert problem is not None
    assert problem.rule == rule


def test_a_passphrase_far_longer_than_anybody_types_is_too_long() -> None:
    problem = find_passphrase_problem("x" * 2000)
    assert problem is not None
    assert problem.rule == "too_long"


@pytest.mark.parametrize(
    ("passphrase", "rule"),
    [
        ("password1", "too_easy"),
        ("qwertyuiop", "too_easy"),
        ("quiet quiet quiet", "too_easy"),
        ("seven77", "too_short"),
        ("849205713662", "like_a_pin"),
    ],
)
def test_what_may_not_become_a_passphrase_is_told_by_its_rule(passphrase: str, rule: str) -> None:
    problem = find_new_passphrase_problem(passphrase)
    assert problem is not None
    assert problem.rule == rule


def test_words_that_do_not_belong_together_may_become_a_passphrase() -> None:
    assert find_new_passphrase_problem("four quiet winter roads") is None


@given(st.from_regex(r"[0-9]{4,12}", fullmatch=True))
def test_no_pin_may_become_a_passphrase(pin: str) -> None:
    assert find_new_passphrase_problem(pin) is not None


def test_two_ways_of_typing_one_letter_are_one_passphrase() -> None:
    assert passphrase_bytes("Schl\u00fcssel") == passphrase_bytes("Schlu\u0308ssel")


def test_spaces_and_case_of_a_passphrase_count() -> None:
    assert len({passphrase_bytes(text) for text in ("two words", "two Words", "two words ")}) == 3


@given(st.text(max_size=3).filter(bool))
def test_an_error_never_holds_the_text(text: str) -> None:
    with pytest.raises(InvalidSecretError) as caught:
        pin_bytes(text)
    assert caught.value.args in [("not_digits",), ("too_short",)]
