"""What mends a slip, made by a hand on every head unit that the facts leave possible.

Ways of entry that no family has so far are shown by example.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.catalogue import load
from pi.radio.correction import correction
from pi.radio.entry import (
    DIGITS,
    DigitKeys,
    Method,
    PositionKeys,
    SelectThenStep,
    StepKeys,
    UnknownKeys,
    WheelAndAccept,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.steps import Check, Press, PressMore, StartAgain, Step, Touch, Turn
from tests.pi.radio.hand import Hand
from tests.pi.radio.made_up import set_with
from tests.pi.radio.strategies import FAMILIES_WITH_STEPS, UNHURRIED, Bench, benches

each_family = pytest.mark.parametrize("family", FAMILIES_WITH_STEPS)
WITH_NAMED_KEYS = [
    family
    for family in FAMILIES_WITH_STEPS
    if (entry := load(family).entry) and not isinstance(entry.method, UnknownKeys)
]


@st.composite
def slips(draw: st.DrawFn, family: str) -> tuple[Bench, Hand, Step]:
    """A hand that has just slipped at a step: any number of presses, or another digit's key."""
    bench = draw(benches(family))
    hand = bench.hand()
    step = draw(st.sampled_from([step for step in bench.plan[:-1] if wanted(step)]))
    hand.make_all(bench.plan[: bench.plan.index(step)])
    match step:
        case Turn():
            hand.unit.turn(step.control, draw(st.integers(-25, 25)))
        case Touch():
            hand.unit.touch(draw(st.sampled_from(DIGITS)))
        case Press(key=str() as key) if isinstance(method_of(bench.head_unit), DigitKeys):
            hand.unit.press(draw(st.sampled_from(digits_of(bench.head_unit))))
        case Press(key=str() as key):
            hand.unit.press(key, draw(st.integers(0, 25) | st.integers(0, 230)))
    return bench, hand, step


def digits_of(head_unit: HeadUnit) -> str:
    """The digits that its codes may hold."""
    assert head_unit.code is not None
    return head_unit.code.digits[0]


def method_of(head_unit: HeadUnit) -> Method:
    """How its digits are keyed."""
    assert head_unit.entry is not None
    return head_unit.entry.method


def wanted(step: Step) -> str | None:
    """The digit a step sets."""
    digit: str | None = getattr(step, "digit", None)
    return digit


def read(hand: Hand, step: Step) -> str:
    """What the owner reads at a step's position; the prompt's word where no digit stands."""
    position = getattr(step, "position", None)
    assert position is not None
    shown = hand.unit.shown_at(position)
    return hand.unit.display if shown is None else shown


@each_family
@UNHURRIED
@given(data=st.data())
def test_a_mended_digit_shows_right(family: str, data: st.DataObject) -> None:
    bench, hand, step = data.draw(slips(family))
    hand.mend(correction(bench.head_unit, step, read(hand, step)), step, bench.plan)
    assert hand.unit.digits is None or read(hand, step) == wanted(step)


@each_family
@UNHURRIED
@given(data=st.data())
def test_the_radio_plays_after_a_mended_slip(family: str, data: st.DataObject) -> None:
    bench, hand, step = data.draw(slips(family))
    hand.mend(correction(bench.head_unit, step, read(hand, step)), step, bench.plan)
    hand.make_all(bench.plan[bench.plan.index(step) + 1 :])
    assert hand.hears_it_play()


@each_family
@UNHURRIED
@given(data=st.data())
def test_mending_costs_no_try_but_where_the_owner_is_told_so(
    family: str, data: st.DataObject
) -> None:
    bench, hand, step = data.draw(slips(family))
    found = correction(bench.head_unit, step, read(hand, step))
    hand.mend(found, step, bench.plan)
    told = isinstance(found, StartAgain) and found.costs_a_try
    assert told or hand.unit.wrong_codes == 0


@each_family
@UNHURRIED
@given(data=st.data())
def test_a_slip_found_at_the_check_is_mended_too(family: str, data: st.DataObject) -> None:
    bench, hand, step = data.draw(slips(family))
    at = bench.plan.index(step)
    hand.make_all(bench.plan[at + 1 : -1])
    found = correction(bench.head_unit, step, read(hand, step), moved_on=True)
    if hand.mend(found, step, bench.plan):
        hand.make_all(bench.plan[at + 1 : -1])
    hand.make(bench.plan[-1])
    assert hand.hears_it_play()


@pytest.mark.parametrize("family", WITH_NAMED_KEYS)
@UNHURRIED
@given(data=st.data())
def test_a_digit_that_stands_right_takes_no_press(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    step = data.draw(st.sampled_from([step for step in bench.plan if wanted(step)]))
    found = correction(bench.head_unit, step, wanted(step) or "")
    assert isinstance(found, PressMore)
    assert found.times == 0


def a_step(key: str = "1", digit: str = "3") -> Press:
    """The step that is to bring a 3 to the first position."""
    return Press(key=key, times=None, position=1, digit=digit)


def test_a_digit_behind_on_a_cycle_that_stops_means_beginning_anew() -> None:
    method = PositionKeys(keys=("1",), start="0", cycle=DIGITS, wraps=False, count_is_sure=True)
    found = correction(set_with(method), a_step(), "7")
    assert found == StartAgain(how="switch off", costs_a_try=False)


def test_a_sure_count_goes_on_round_a_cycle_that_wraps() -> None:
    method = PositionKeys(keys=("1",), start="0", cycle=DIGITS, wraps=True, count_is_sure=True)
    assert correction(set_with(method), a_step(), "7") == PressMore(key="1", times=6, until="3")


def test_a_count_that_leads_over_an_unseen_wrap_is_not_given() -> None:
    method = PositionKeys(keys=("1",), start="0", cycle=DIGITS, wraps=None, count_is_sure=True)
    assert correction(set_with(method), a_step(), "7") == PressMore(key="1", times=None, until="3")


def test_a_second_key_leads_back() -> None:
    method = StepKeys(accept_key="1", up_key="up", down_key="down", cycle=DIGITS)
    found = correction(set_with(method), a_step("up"), "7")
    assert found == PressMore(key="down", times=4, until="3")


def test_clicks_of_a_wheel_are_never_counted() -> None:
    method = WheelAndAccept(control="wheel", accept_key="OK", start="0", cycle=DIGITS, wraps=False)
    step = Turn(control="wheel", clicks=None, position=1, digit="3")
    found = correction(set_with(method), step, "7")
    assert found == PressMore(key="wheel", times=None, until="3")


@pytest.mark.parametrize(
    "method",
    [
        SelectThenStep(keys=("1",), up_key="up", down_key="down", cycle=DIGITS),
        StepKeys(accept_key="1", up_key="up", down_key="down", cycle=DIGITS),
        WheelAndAccept(control="up", accept_key="OK", cycle=DIGITS),
    ],
)
def test_a_position_that_was_left_is_not_mended_in_place(method: Method) -> None:
    assert isinstance(correction(set_with(method), a_step("up"), "7", moved_on=True), StartAgain)


def test_a_step_that_sets_no_digit_has_no_correction() -> None:
    method = StepKeys(accept_key="1", up_key="up", down_key="down")
    with pytest.raises(ValueError, match="sets no digit"):
        correction(set_with(method), Check(display="3"), "7")
