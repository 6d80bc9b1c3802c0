"""The letter to the dealer: one page, 72 columns, blanks for what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.finding.letter import (
    LONGEST,
    TEXTS,
    BadLetterError,
    Letter,
    LetterProblem,
    letter,
)
from tui.words.letter import BLANK, PAGE, WIDTH, bad_field, text

WORDS = st.text(st.characters(categories=("L", "P", "Zs")), max_size=LONGEST)
FILLED = st.dictionaries(st.sampled_from(TEXTS), WORDS)


@given(FILLED, st.one_of(st.none(), st.integers(0, 99)), st.sampled_from(["yes", "no", "unknown"]))
def test_a_letter_fits_a_page_whatever_is_filled_in(
    given: dict[str, str], tried: int | None, swapped: str
) -> None:
    more = {"swapped": swapped} | ({} if tried is None else {"tried": str(tried)})
    try:
        lines = text(letter(given | more)).splitlines()
    except BadLetterError:
        lines = []  # normalised it became too long
    assert len(lines) <= PAGE
    assert all(len(line) <= WIDTH for line in lines)


def test_an_empty_letter_has_a_blank_for_everything() -> None:
    assert text(Letter()).count(BLANK) == 10


def test_what_is_known_stands_on_its_line() -> None:
    lines = text(Letter(serial="BP 4471", tried=0, swapped=True)).splitlines()
    told = [line.split()[-1] for line in lines if line.startswith(("Serial", "Codes", "Radio"))]
    assert told == ["4471", "0", "yes"]


@pytest.mark.parametrize("problem", list(LetterProblem))
def test_every_refusal_is_one_line(problem: LetterProblem) -> None:
    said = bad_field(BadLetterError("car", problem))
    assert said
    assert not set(said) & set("\n{}")
