"""Ways of entry and openings that no family in the catalogue has so far, by example."""

import pytest

from pi.radio import catalogue
from pi.radio.entry import (
    DIGITS,
    ConfirmKind,
    DigitKeys,
    Method,
    Opening,
    OpeningKind,
    RockerEdges,
    SelectThenStep,
    TouchKeypad,
    WheelAndAccept,
)
from pi.radio.head_unit import CodeShape, HeadUnit
from pi.radio.press_plan import NoCodeToKeyInError, Plan, plan
from pi.radio.security_code import SecurityCode
from pi.radio.steps import Check, Hold, Press, Turn
from tests.pi.radio.made_up import set_with


def steps_for(head_unit: HeadUnit, code: str) -> Plan:
    """The press plan of a made-up set."""
    assert head_unit.code is not None
    return plan(head_unit, SecurityCode(code, head_unit.code))


def test_a_head_unit_that_takes_no_code_has_no_plan() -> None:
    with pytest.raises(NoCodeToKeyInError):
        plan(catalogue.load("nissan-secure"), SecurityCode("1234", CodeShape(lengths=(4,))))


@pytest.mark.parametrize(
    "method", [DigitKeys(key_of_digit={digit: digit for digit in DIGITS}), TouchKeypad()]
)
def test_a_last_digit_that_may_submit_comes_after_the_check(method: Method) -> None:
    made = steps_for(set_with(method, confirm=ConfirmKind.UNKNOWN), "1234")
    assert [type(step) is Check for step in made[-2:]] == [True, False]
    assert getattr(made[-1], "digit", None) == "4"


def test_a_position_is_chosen_before_its_digit_is_stepped() -> None:
    method = SelectThenStep(keys=("1", "2"), up_key="up", down_key="down")
    made = steps_for(set_with(method, length=2), "57")
    assert [getattr(step, "key", None) for step in made[1:5]] == ["1", "up", "2", "up"]


def test_the_last_digit_of_a_wheel_is_left_to_the_confirm() -> None:
    method = WheelAndAccept(control="wheel", accept_key="accept")
    made = steps_for(set_with(method, length=2), "57")
    assert [type(step) for step in made[1:]] == [Turn, Press, Turn, Check, Press]


def test_each_edge_of_the_rockers_steps_its_own_position() -> None:
    method = RockerEdges(edges=("a", "b"), start="00", cycle=DIGITS, count_is_sure=True)
    made = steps_for(set_with(method, length=2), "57")
    assert [(step.key, step.times) for step in made if isinstance(step, Press)][:2] == [
        ("a", 5),
        ("b", 7),
    ]


def test_any_key_brings_up_a_prompt_that_waits_for_one() -> None:
    opening = Opening(kind=OpeningKind.PRESS_ANY, until="000")
    made = steps_for(set_with(TouchKeypad(), opening=opening), "1234")
    assert made[1] == Press(key="any", times=1, display="000")


def test_a_holding_time_is_given_only_where_the_sources_agree_on_one() -> None:
    opening = Opening(kind=OpeningKind.HOLD, key_sets=(("AS",),), min_seconds=3, max_seconds=10)
    made = steps_for(set_with(TouchKeypad(), opening=opening), "1234")
    assert made[1] == Hold(keys=("AS",), seconds=None)
