"""What is said of the PIN: never more than it does."""

import pytest

from tui.screens.setup.draft import CodeSource
from tui.words import protecting, vehicle_facts


def test_a_pin_whose_other_half_is_on_the_card_does_not_claim_to_guard_the_card() -> None:
    assert "does not hold if someone takes the memory card" in protecting.pin_and_card("file")


def test_a_pin_whose_other_half_is_a_credential_guards_the_card_only_with_a_chip() -> None:
    assert "holds only if a TPM chip" in protecting.pin_and_card("credential")


def test_a_place_that_is_not_known_is_taken_for_the_card() -> None:
    assert protecting.pin_and_card("") == protecting.pin_and_card("file")


@pytest.mark.parametrize("source", list(CodeSource))
def test_every_place_a_code_comes_from_has_words(source: CodeSource) -> None:
    assert vehicle_facts.source(source.value) != source.value


def test_a_place_that_somebody_wrote_is_shown_as_it_is() -> None:
    assert vehicle_facts.source("uncle Bob") == "uncle Bob"
