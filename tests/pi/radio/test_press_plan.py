"""The press plan, judged by head units that were written from the facts and know no plan.

Every property runs over all head units that the facts leave possible: a plan has to be right
whatever the unknown turns out to be.
"""

from itertools import cycle, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.simulated import ENTRY, FAMILIES, can_have, worlds
from pi.radio.steps import Check, Hold, Prepare, Press
from tests.pi.radio.strategies import FAMILIES_WITH_STEPS, FEW, UNHURRIED, Bench, benches, codes

each_family = pytest.mark.parametrize("family", FAMILIES_WITH_STEPS)
FOUR_DIGITS = tuple(
    family
    for family in FAMILIES_WITH_STEPS
    if (shape := catalogue.load(family).code) and shape.lengths == (4,)
)


def agrees(bench: Bench, stated: str, shown: str | None) -> bool:
    """Whether a stated display is the one shown.

    A plan may leave unsaid what stands after the digits keyed so far, if the facts do.
    """
    assert bench.head_unit.entry is not None
    if getattr(bench.head_unit.entry.method, "start", None) is not None:
        return stated == (shown or "").rstrip()
    return (shown or "").startswith(stated)


def test_every_family_with_steps_is_judged_by_a_simulated_one() -> None:
    assert set(FAMILIES_WITH_STEPS) <= set(FAMILIES)


@each_family
@UNHURRIED
@given(data=st.data())
def test_the_display_shows_the_code_when_it_is_checked(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    hand = bench.hand()
    hand.make_all(bench.plan[:-2])
    shown = hand.unit.digits
    assert shown is None or shown.startswith(as_shown(bench))


def as_shown(bench: Bench) -> str:
    """The digits at the check: a number without its zeros, and none that would submit."""
    assert bench.head_unit.code is not None
    if bench.head_unit.code.max_value is not None:
        return f"{int(bench.code):03d}"
    submits_itself = getattr(bench.plan[-1], "digit", None) is not None
    return bench.code[:-1] if submits_itself else bench.code


@each_family
@UNHURRIED
@given(data=st.data())
def test_a_check_states_what_the_display_shows(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    hand = bench.hand()
    *before, check, _ = bench.plan
    hand.make_all(before)
    assert isinstance(check, Check)
    assert check.display is None or agrees(bench, check.display, hand.unit.digits)


@each_family
@UNHURRIED
@given(data=st.data())
def test_each_step_states_what_the_display_then_shows(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    hand = bench.hand()
    for step in bench.plan[:-2]:
        hand.make(step)
        stated = getattr(step, "display", None)
        assert stated is None or agrees(bench, stated, hand.unit.digits), step


@each_family
@UNHURRIED
@given(data=st.data())
def test_a_key_is_held_until_the_display_shows_what_is_stated(
    family: str, data: st.DataObject
) -> None:
    bench = data.draw(benches(family))
    hand = bench.hand()
    for step in bench.plan:
        hand.make(step)
        until = step.until if isinstance(step, Hold) else None
        assert until is None or until in hand.unit.display


@each_family
@UNHURRIED
@given(data=st.data())
def test_nothing_is_submitted_before_the_confirm(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    hand = bench.hand()
    hand.make_all(bench.plan[:-1])
    assert (hand.unit.locked, hand.unit.wrong_codes) == (True, 0)


@each_family
@UNHURRIED
@given(data=st.data())
def test_the_radio_plays_after_the_confirm(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    hand = bench.hand()
    hand.make_all(bench.plan)
    assert hand.hears_it_play()


@each_family
@UNHURRIED
@given(data=st.data())
def test_another_code_is_refused_once(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    other = data.draw(codes(bench.head_unit.code, len(bench.code)))
    assume(int(other) != int(bench.code))
    assume(can_have(family, other, bench.unknowns))
    hand = bench.hand()
    hand.make_all(bench.plan_for(other))
    assert (hand.hears_it_play(), hand.unit.wrong_codes) == (False, 1)


@pytest.mark.parametrize("family", FOUR_DIGITS)
def test_every_code_of_four_digits_plays(family: str) -> None:
    sets = cycle(worlds(family, only=ENTRY))
    refused = []
    for digits in product("0123456789", repeat=4):
        bench = Bench(family=family, unknowns=next(sets), code="".join(digits))
        if can_have(family, bench.code, bench.unknowns):
            hand = bench.hand()
            hand.make_all(bench.plan)
            refused += [] if hand.hears_it_play() else [bench.code]
    assert not refused


@each_family
@UNHURRIED
@given(data=st.data())
def test_a_stated_count_brings_the_digit_on_every_possible_set(
    family: str, data: st.DataObject
) -> None:
    code = data.draw(codes(catalogue.load(family).code))
    for unknowns in worlds(family, only=ENTRY):
        if not can_have(family, code, unknowns):
            continue
        bench = Bench(family=family, unknowns=unknowns, code=code)
        hand = bench.hand()
        for step in bench.plan[:-1]:
            hand.make(step)
            if isinstance(step, Press) and step.times is not None and step.position:
                assert hand.unit.shown_at(step.position) in {None, step.digit}


@each_family
@FEW
@given(data=st.data())
def test_the_last_step_alone_confirms(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    confirming = [getattr(step, "confirms", False) for step in bench.plan]
    assert confirming == [False] * (len(confirming) - 1) + [True]


@each_family
@FEW
@given(data=st.data())
def test_a_check_stands_right_before_the_confirm(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    assert [isinstance(step, Check) for step in bench.plan[-2:]] == [True, False]


@each_family
@FEW
@given(data=st.data())
def test_the_first_step_prepares(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    assert isinstance(bench.plan[0], Prepare)
