"""The cursor over a press plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.steps import Check, Hold, Plan, Prepare, Press, Step
from pi.radio.walkthrough import Walkthrough
from tests.pi.radio.folding import check

CONFIRM = Hold(keys=("6",), confirms=True)


def plan(digits: int) -> Plan:
    """A plan that sets so many digits."""
    presses = [
        Press(key=str(position), times=1, position=position) for position in range(1, digits + 1)
    ]
    return (Prepare(), *presses, Check(display=None), CONFIRM)


cursors = st.integers(1, 6).flatmap(
    lambda digits: st.builds(Walkthrough, plan=st.just(plan(digits)), at=st.integers(0, digits + 2))
)


@check
@given(cursor=cursors)
def test_next_goes_one_on_and_never_past_the_last(cursor: Walkthrough) -> None:
    assert cursor.next.at == min(cursor.at + 1, len(cursor.plan) - 1)


@check
@given(cursor=cursors)
def test_back_goes_one_back_and_never_before_the_first(cursor: Walkthrough) -> None:
    assert cursor.back.at == max(cursor.at - 1, 0)


@check
@given(cursor=cursors)
def test_moving_a_cursor_leaves_the_old_one_where_it_was(cursor: Walkthrough) -> None:
    at = cursor.at
    assert (cursor.next.back.at, cursor.at) in {(at, at), (at - 1, at)}


@check
@given(cursor=cursors)
def test_exactly_the_step_that_submits_is_confirming(cursor: Walkthrough) -> None:
    assert cursor.confirming == (cursor.step == CONFIRM)


@check
@given(cursor=cursors)
def test_the_check_stands_before_the_confirm(cursor: Walkthrough) -> None:
    assert cursor.before_confirm == (cursor.at + 1 == len(cursor.plan) - 1)


@pytest.mark.parametrize(
    ("step", "position"),
    [(Prepare(), None), (Press(key="2", times=1, position=2), 2), (Check(display=None), None)],
)
def test_a_cursor_knows_which_position_its_step_sets(step: Step, position: int | None) -> None:
    assert Walkthrough(plan=(step,)).position == position


def test_a_cursor_knows_how_many_positions_there_are() -> None:
    assert Walkthrough(plan=plan(4)).positions == 4


def test_a_plan_that_sets_no_position_has_none() -> None:
    assert Walkthrough(plan=(Prepare(), CONFIRM)).positions == 0
