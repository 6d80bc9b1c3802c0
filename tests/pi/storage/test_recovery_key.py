"""What is written down is read back, however it is typed."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.storage.errors import InvalidSecretError
from pi.storage.recovery_key import ALPHABET, RecoveryKey

keys = st.text(ALPHABET, min_size=28, max_size=28).map(RecoveryKey)
LIKE = {"0": "0Oo", "1": "1IiLl"}


@st.composite
def typed(draw: st.DrawFn) -> tuple[RecoveryKey, str]:
    """A key and one way of typing it."""
    key = draw(keys)
    text = ""
    for character in key.secret().decode():
        alike = LIKE.get(character, character + character.lower())
        text += draw(st.sampled_from(alike)) + draw(st.sampled_from(["", "", "", "-", " ", " - "]))
    return key, text


@given(keys)
def test_what_is_shown_is_read_back(key: RecoveryKey) -> None:
    assert RecoveryKey.parse(key.reveal()).secret() == key.secret()


@given(typed())
def test_case_gaps_and_alike_letters_are_forgiven(case: tuple[RecoveryKey, str]) -> None:
    key, text = case
    assert RecoveryKey.parse(text).secret() == key.secret()


@given(keys, keys)
def test_two_keys_are_read_as_two(one: RecoveryKey, other: RecoveryKey) -> None:
    same = one.reveal() == other.reveal()
    assert (one.secret() == other.secret()) == same


@given(keys)
def test_a_key_is_seven_groups_of_four(key: RecoveryKey) -> None:
    assert [len(group) for group in key.reveal().split("-")] == [4] * 7


def test_the_alphabet_has_no_letter_that_looks_like_another() -> None:
    assert len(set(ALPHABET) - set("ILOU")) == 32


def test_no_two_keys_are_made_alike() -> None:
    assert len({RecoveryKey.generate().reveal() for _ in range(200)}) == 200


def test_every_character_of_the_alphabet_is_used() -> None:
    made = "".join(RecoveryKey.generate().secret().decode() for _ in range(200))
    assert set(made) == set(ALPHABET)


@pytest.mark.parametrize(
    ("text", "rule", "position"),
    [
        ("", "empty", None),
        (" - ", "empty", None),
        ("ABCD-E", "wrong_length", None),
        ("0" * 29, "wrong_length", None),
        ("AB-C*D", "wrong_character", 4),
        ("0" * 27 + "U", "wrong_character", 28),
        ("0" * 27 + "ß", "wrong_character", 28),
    ],
)
def test_what_is_no_key_is_told_by_rule_and_place(
    text: str, rule: str, position: int | None
) -> None:
    with pytest.raises(InvalidSecretError) as caught:
        RecoveryKey.parse(text)
    assert (caught.value.problem.rule, caught.value.problem.position) == (rule, position)


@given(keys)
def test_a_key_never_prints(key: RecoveryKey) -> None:
    printed = f"{key} {key!r} {key:>40} {[key]}"
    assert key.reveal()[:4] not in printed


def test_a_key_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(RecoveryKey.generate())
