"""The interview: which question follows, and what the draft keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.catalogue import all_head_units, load
from tui.screens.setup.draft import Draft
from tui.screens.setup.interview import Interview, Step

HEAD_UNITS = st.sampled_from(all_head_units())
WAYS = st.tuples(st.booleans(), st.booleans(), st.none() | HEAD_UNITS)


def an_interview(way: tuple[bool, bool, object]) -> Interview:
    """An interview on the first start or later, with or without keyboard, about some radio."""
    first_start, keyboard, head_unit = way
    interview = Interview(first_start=first_start, keyboard=keyboard)
    if head_unit is not None:
        interview.draft.choose(head_unit)  # type: ignore[arg-type]
    return interview


@given(WAYS)
def test_the_steps_are_counted_and_lead_one_to_the_next(way: tuple[bool, bool, object]) -> None:
    interview = an_interview(way)
    steps = interview.steps()
    assert [interview.after(step) for step in steps[:-1]] == list(steps[1:])
    with pytest.raises(ValueError, match="nothing follows"):
        interview.after(steps[-1])
    counted = [interview.place(step) for step in steps]
    assert counted == [(at, len(steps)) for at in range(1, len(steps) + 1)]
    takes_a_code = interview.draft.takes_a_code
    assert [step in steps for step in (Step.CODE, Step.SOURCE)] == [takes_a_code] * 2


def test_a_code_that_is_lost_came_from_nowhere() -> None:
    interview = an_interview((True, True, load("opel-safe")))
    interview.draft.lose_code()
    assert interview.after(Step.SERIAL) is Step.PIN


def test_the_first_start_has_nine_steps_and_one_more_vehicle_unlocks_nothing() -> None:
    steps = [len(Interview(first_start=True, keyboard=each).steps()) for each in (True, False)]
    assert steps == [9, 8]
    secrets = {Step.WELCOME, Step.PIN, Step.PASSPHRASE, Step.RECOVERY}
    assert not secrets & set(Interview(first_start=False).steps())


def test_the_service_is_asked_to_keep_what_was_answered() -> None:
    draft = Draft()
    draft.choose(load("opel-safe"), "Vauxhall")
    draft.name, draft.code, draft.serial, draft.source = "Corsa", "0420", "GM0204", "card"
    kept = draft.as_vehicle()
    assert (kept.name, kept.head_unit, kept.code, kept.serial, kept.source) == (
        "Corsa",
        "opel-safe",
        "0420",
        "GM0204",
        "card",
    )


@pytest.mark.parametrize(
    ("other", "code"),
    [("ford-6000cd", "0420"), ("honda-5-digit", ""), ("nissan-secure", ""), ("bmw-5-digit", "")],
)
def test_another_radio_keeps_a_code_that_it_can_have_and_no_other(other: str, code: str) -> None:
    draft = Draft()
    draft.choose(load("opel-safe"))
    draft.code = "0420"
    draft.choose(load(other))
    assert draft.code == code


def test_a_radio_chosen_by_its_display_suggests_the_make_of_its_cars() -> None:
    draft = Draft()
    draft.choose(load("hyundai-cde"))
    assert draft.make == "Hyundai"


def test_a_draft_prints_no_answer() -> None:
    draft = Draft()
    draft.code, draft.pin = "3712", "2580"
    assert not any(secret in f"{draft!r} {draft}" for secret in ("3712", "2580"))
