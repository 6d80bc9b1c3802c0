"""What is called weak would be guessed; the rest is its owner's business."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.secret_limits import is_weak

FOUR_WORDS = "four quiet winter roads"
SIGNS = "4@8({[<369&#!1|0$5+7%2"


@pytest.mark.parametrize(
    "secret",
    [
        *("2580", "password1", "qashqai", "liverpool", "Tr0ub4dour&3", ""),
        *("a" * 40, "ab" * 40, "password" * 40, "12" * 40),  # again and again
    ],
)
def test_what_is_soon_guessed_is_weak(secret: str) -> None:
    assert is_weak(secret)


@pytest.mark.parametrize("secret", [FOUR_WORDS, FOUR_WORDS * 50, FOUR_WORDS + SIGNS * 50])
def test_four_words_are_not_weak_whatever_follows(secret: str) -> None:
    """A thousand signs that may be letters would take hours by themselves."""
    assert not is_weak(secret)


@given(st.text(alphabet="ab1 ", min_size=72), st.text(max_size=100))
def test_what_comes_after_the_longest_changes_nothing(secret: str, more: str) -> None:
    assert is_weak(secret[:72]) == is_weak(secret[:72] + more)


@given(st.text(max_size=30))
def test_any_text_at_all_can_be_weighed(secret: str) -> None:
    assert is_weak(secret) in {True, False}
