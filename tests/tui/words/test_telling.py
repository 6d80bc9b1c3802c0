"""Every step of every family as the screen tells it: the key, the number, what then shows."""

from collections.abc import Iterator

import pytest

from pi.radio.catalogue import all_head_units
from pi.radio.head_unit import HeadUnit
from pi.radio.press_plan import plan
from pi.radio.security_code import SecurityCode
from pi.radio.steps import Press, PressMore, Step, Turn
from tui.words.telling import confirm, mend, tell
from tui.words.told import restated

FAMILIES = [family for family in all_head_units() if family.takes_a_code]


def codes(family: HeadUnit) -> Iterator[SecurityCode]:
    """A few codes that are legal there: low digits, high ones, and both."""
    assert family.code is not None
    if family.code.max_value is not None:
        yield from (SecurityCode(text, family.code) for text in ("0007", "1999"))
        return
    legal = [family.code.digits_at(at) for at in range(family.code.lengths[-1])]
    for pick in ([0] * len(legal), [-1] * len(legal), [n % 2 - 1 for n in range(len(legal))]):
        text = "".join(digits[at] for digits, at in zip(legal, pick, strict=True))
        yield SecurityCode(text, family.code)


def steps(family: HeadUnit) -> Iterator[Step]:
    """All steps before the confirm, for a few codes."""
    for code in codes(family):
        yield from plan(family, code)[:-1]


pytestmark = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.id)


def test_what_the_owner_states_names_the_display(family: HeadUnit) -> None:
    for step in steps(family):
        display = getattr(step, "display", None)
        if isinstance(step, Press | Turn) and display is not None:
            assert display in tell(step, family).states


def test_a_count_is_told_as_a_number_and_paced(family: HeadUnit) -> None:
    for step in steps(family):
        if isinstance(step, Press) and step.times is not None and step.times > 1:
            told = tell(step, family)
            assert (str(step.times), step.times) == (told.blocks[1][1], told.beats)


def test_without_a_sure_count_neither_number_nor_beat_is_told(family: HeadUnit) -> None:
    for step in steps(family):
        if isinstance(step, Press) and step.times is None and step.digit is not None:
            told = tell(step, family)
            assert (told.blocks[1][1], told.beats) == (step.digit, None)


def test_a_key_that_needs_no_press_is_left_alone(family: HeadUnit) -> None:
    for step in steps(family):
        if isinstance(step, Press) and step.times == 0:
            assert "ALONE" in tell(step, family).blocks[0][0]


def test_the_confirm_says_that_it_sends_the_code(family: HeadUnit) -> None:
    for code in codes(family):
        told = confirm(plan(family, code)[-1])
        assert told.blocks[0][0].startswith("NOW")
        assert "This sends the code to the radio." in told.notes


def test_no_step_but_the_last_tells_that_it_sends_the_code(family: HeadUnit) -> None:
    assert not [s for s in steps(family) if "sends the code" in " ".join(tell(s, family).notes)]


def test_mending_tells_the_presses_that_are_missing(family: HeadUnit) -> None:
    for step in steps(family):
        if isinstance(step, Press) and step.digit is not None and step.key is not None:
            more = PressMore(key=step.key, times=2, until=step.digit)
            assert mend(more, step).blocks[1] == ("MORE TIMES", "2")


def test_mending_from_the_check_states_the_whole_display(family: HeadUnit) -> None:
    for step in steps(family):
        if isinstance(step, Press) and step.digit is not None:
            assert "3712" in restated(tell(step, family), "3712").states
