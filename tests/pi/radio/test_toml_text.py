"""What is written as TOML is read as what was given."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.family_table import as_table
from pi.radio.head_unit_file import parse
from pi.radio.toml_text import write
from tests.pi.radio.strategies import UNHURRIED

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
VALUES = st.recursive(
    TEXTS | NUMBERS | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@UNHURRIED
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_is_read_again(table: dict[str, object]) -> None:
    assert tomllib.loads(write(table)) == table


@pytest.mark.parametrize("head_unit", catalogue.ids())
def test_a_family_is_read_from_its_text_as_it_was(head_unit: str) -> None:
    family = catalogue.load(head_unit)
    assert parse(write(as_table(family))) == family


@pytest.mark.parametrize("head_unit", catalogue.ids())
def test_nothing_is_added_to_what_a_file_says(head_unit: str) -> None:
    text = Path(catalogue.BUILT_IN, f"{head_unit}.toml").read_text("utf-8")
    said = write(as_table(catalogue.load(head_unit)))
    assert len(said) <= 1.2 * len(text)


def test_what_is_unknown_is_left_out() -> None:
    assert write({"known": 1, "unknown": None}) == "known = 1\n"


def test_what_toml_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError):
        write({"when": object()})
