"""The press plan, judged by head units that were written from the facts and know no plan.

Every property runs over all head units that the facts leave possible: a plan has to be right
whatever the unknown turns out to be. Ways of entry that no family has so far are shown by example.
"""

from itertools import cycle, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.catalogue import catalogue
from pi.radio import entry
from pi.radio.head_unit import CodeShape, HeadUnit, Protection
from pi.radio.press_plan import correction, plan
from pi.radio.security_code import SecurityCode
from pi.radio.simulated.dials import ENTRY
from pi.radio.simulated.families import can_have, worlds
from pi.radio.steps import (
    Check,
    Hold,
    Plan,
    Prepare,
    Press,
    PressMore,
    StartAgain,
    Step,
    Touch,
    Turn,
    Walkthrough,
)
from tests.pi.radio.benches import (
    FAMILIES_WITH_STEPS,
    FEW,
    UNHURRIED,
    Bench,
    benches,
    codes,
    every_digit_everywhere,
)
from tests.pi.radio.hand import Hand, stands

each_family = pytest.mark.parametrize("family", FAMILIES_WITH_STEPS)
FOUR_DIGITS = tuple(
    family
    for family in FAMILIES_WITH_STEPS
    if (shape := catalogue.load(family).code) and shape.lengths == (4,)
)


def shape_of(family: str) -> CodeShape:
    shape = catalogue.load(family).code
    assert shape is not None
    return shape


def agrees(bench: Bench, stated: str, shown: str | None) -> bool:
    """Whether a stated display is the one shown.

    A plan may leave unsaid what stands after the digits keyed so far, if the facts do.
    """
    assert bench.head_unit.entry is not None
    if getattr(bench.head_unit.entry.method, "start", None) is not None:
        return stated == (shown or "").rstrip()
    return (shown or "").startswith(stated)


def as_shown(bench: Bench) -> str:
    """The digits at the check: a number without its zeros, and none that would submit."""
    if shape_of(bench.family).max_value is not None:
        return f"{int(bench.code):03d}"
    submits_itself = getattr(bench.plan[-1], "digit", None) is not None
    return bench.code[:-1] if submits_itself else bench.code


def made(bench: Bench, hand: Hand, step: Step) -> None:
    """Make a step and hold what it says against what the set then shows."""
    hand.make(step)
    shown = hand.unit.digits
    stated = getattr(step, "display", None)
    assert stated is None or agrees(bench, stated, shown), step
    if isinstance(step, Hold) and step.until is not None:
        assert step.until in hand.unit.display or stands(step.until, hand.unit.display)
    if isinstance(step, Press) and step.times is not None and step.position:
        assert hand.unit.shown_at(step.position) in {None, step.digit}


def walked(bench: Bench, hand: Hand | None = None) -> None:
    """Walk a plan from a locked set to one that plays; all that is true of it is asserted."""
    hand = hand or bench.hand()
    wrong = hand.unit.wrong_codes
    *before, check, confirm = bench.plan
    assert isinstance(before[0], Prepare)
    assert isinstance(check, Check)
    assert not any(getattr(step, "confirms", False) for step in (*before, check))
    assert getattr(confirm, "confirms", False)
    for step in (*before, check):
        made(bench, hand, step)
        if wanted(step) and not isinstance(method_of(bench.head_unit), entry.UnknownKeys):
            found = correction(bench.head_unit, step, wanted(step) or "")
            assert getattr(found, "times", None) == 0
    shown = hand.unit.digits
    assert shown is None or shown.startswith(as_shown(bench))
    assert (hand.unit.locked, hand.unit.wrong_codes) == (True, wrong)
    hand.make(confirm)
    until = confirm.until if isinstance(confirm, Hold) else None
    assert until is None or until in hand.unit.display
    assert hand.hears_it_play(), bench


@each_family
@UNHURRIED
@given(data=st.data())
def test_a_plan_states_what_is_shown_and_ends_with_a_radio_that_plays(
    family: str, data: st.DataObject
) -> None:
    walked(data.draw(benches(family)))


@each_family
def test_every_digit_at_every_position_plays_on_every_possible_set(family: str) -> None:
    for unknowns in worlds(family, only=ENTRY):
        for code in every_digit_everywhere(shape_of(family)):
            if can_have(family, code, unknowns):
                walked(Bench(family=family, unknowns=unknowns, code=code))


@pytest.mark.exhaustive
@pytest.mark.parametrize("family", FOUR_DIGITS)
def test_every_code_of_four_digits_plays(family: str) -> None:
    sets = cycle(worlds(family, only=ENTRY))
    for digits in product(entry.DIGITS, repeat=4):
        bench = Bench(family=family, unknowns=next(sets), code="".join(digits))
        if can_have(family, bench.code, bench.unknowns):
            walked(bench)


@each_family
@FEW
@given(data=st.data())
def test_another_code_is_refused_once(family: str, data: st.DataObject) -> None:
    bench = data.draw(benches(family))
    other = data.draw(codes(shape_of(family), len(bench.code)))
    if int(other) == int(bench.code) or not can_have(family, other, bench.unknowns):
        return
    hand = bench.hand()
    hand.make_all(bench.plan_for(other))
    assert (hand.hears_it_play(), hand.unit.wrong_codes) == (False, 1)


@each_family
@FEW
@given(data=st.data())
def test_a_set_that_asks_already_is_not_opened_once_more(family: str, data: st.DataObject) -> None:
    """What opens many a set submits it too: its start value would be gone as a try."""
    bench = data.draw(benches(family))
    opens = [step for step in bench.plan if getattr(step, "where", ())]
    hand = bench.hand()
    hand.make_all(opens)
    hand.make_all([*opens, *bench.plan])
    assert (hand.unit.wrong_codes, hand.hears_it_play()) == (0, True)


@pytest.mark.parametrize("family", ["saab-band", "opel-safe", "vw-safe"])
@FEW
@given(data=st.data())
def test_after_a_wrong_code_the_same_plan_opens_the_set_again(
    family: str, data: st.DataObject
) -> None:
    """On the one the prompt then has to be brought back, on the other its figure has moved."""
    bench = data.draw(benches(family))
    other = data.draw(codes(shape_of(family), len(bench.code)))
    if int(other) == int(bench.code) or not can_have(family, other, bench.unknowns):
        return
    hand = bench.hand()
    hand.make_all(bench.plan_for(other))
    hand.unit.pass_time(30)
    walked(bench, hand)


def method_of(head_unit: HeadUnit) -> entry.Method:
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
            hand.unit.touch(draw(st.sampled_from(entry.DIGITS)))
        case Press(key=str() as key) if isinstance(method_of(bench.head_unit), entry.DigitKeys):
            hand.unit.press(draw(st.sampled_from(shape_of(family).digits[0])))
        case Press(key=str() as key):
            hand.unit.press(key, draw(st.integers(0, 25) | st.integers(0, 230)))
    return bench, hand, step


@each_family
@UNHURRIED
@given(data=st.data())
def test_a_slip_is_mended_and_the_radio_plays(family: str, data: st.DataObject) -> None:
    bench, hand, step = data.draw(slips(family))
    found = correction(bench.head_unit, step, read(hand, step))
    hand.mend(found, step, bench.plan)
    assert hand.unit.digits is None or read(hand, step) == wanted(step)
    told = isinstance(found, StartAgain) and found.costs_a_try
    assert told or hand.unit.wrong_codes == 0
    hand.make_all(bench.plan[bench.plan.index(step) + 1 :])
    assert hand.hears_it_play()


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


def set_with(
    method: entry.Method,
    *,
    confirm: entry.ConfirmKind = entry.ConfirmKind.PRESS,
    opening: entry.Opening | None = None,
    length: int = 4,
) -> HeadUnit:
    """A made-up set that is begun anew by switching it off, at no cost, and submits with OK."""
    keys = (("OK",),) if confirm is entry.ConfirmKind.PRESS else ()
    return HeadUnit(
        id="made-up",
        name="Made up",
        protection=Protection.OWNER_CODE,
        code=CodeShape(lengths=(length,)),
        entry=entry.Entry(
            opening=opening or entry.Opening(kind=entry.OpeningKind.NONE),
            method=method,
            confirm=entry.Confirm(kind=confirm, key_sets=keys),
            mistakes=entry.Mistakes(start_again="switch off", start_again_costs_a_try=False),
        ),
    )


def steps_for(head_unit: HeadUnit, code: str) -> Plan:
    """The press plan of a made-up set."""
    assert head_unit.code is not None
    return plan(head_unit, SecurityCode(code, head_unit.code))


@pytest.mark.parametrize(
    "method",
    [entry.DigitKeys(key_of_digit={digit: digit for digit in entry.DIGITS}), entry.TouchKeypad()],
)
def test_a_last_digit_that_may_submit_comes_after_the_check(method: entry.Method) -> None:
    *_, check, last = steps_for(set_with(method, confirm=entry.ConfirmKind.UNKNOWN), "1234")
    assert isinstance(check, Check)
    assert wanted(last) == "4"


def test_each_kind_of_keys_is_used_in_its_order() -> None:
    """A position is chosen before it is stepped, and a wheel's last digit left to the confirm."""
    chosen = entry.SelectThenStep(keys=("1", "2"), up_key="up", down_key="down")
    steps = steps_for(set_with(chosen, length=2), "57")
    assert [getattr(step, "key", None) for step in steps[1:5]] == ["1", "up", "2", "up"]
    wheel = entry.WheelAndAccept(control="wheel", accept_key="accept")
    steps = steps_for(set_with(wheel, length=2), "57")
    assert [type(step) for step in steps[1:]] == [Turn, Press, Turn, Check, Press]
    edges = entry.RockerEdges(edges=("a", "b"), start="00", cycle=entry.DIGITS, count_is_sure=True)
    steps = steps_for(set_with(edges, length=2), "57")
    pressed = [(step.key, step.times) for step in steps if isinstance(step, Press)]
    assert pressed[:2] == [("a", 5), ("b", 7)]


@pytest.mark.parametrize(
    ("opening", "step"),
    [
        (
            entry.Opening(kind=entry.OpeningKind.PRESS_ANY, until="000"),
            Press(key="any", times=1, display="000"),
        ),
        (
            entry.Opening(
                kind=entry.OpeningKind.HOLD, key_sets=(("AS",),), min_seconds=3, max_seconds=10
            ),
            Hold(keys=("AS",), seconds=None),
        ),
    ],
    ids=["any key", "no holding time where the sources give two"],
)
def test_a_prompt_is_opened_as_is_known(opening: entry.Opening, step: Step) -> None:
    assert steps_for(set_with(entry.TouchKeypad(), opening=opening), "1234")[1] == step


def cycles(*, wraps: bool | None) -> entry.PositionKeys:
    """A key that steps a digit from 0, with a sure count."""
    return entry.PositionKeys(
        keys=("1",), start="0", cycle=entry.DIGITS, wraps=wraps, count_is_sure=True
    )


UP_AND_DOWN = entry.StepKeys(accept_key="1", up_key="up", down_key="down", cycle=entry.DIGITS)
WHEEL = entry.WheelAndAccept(
    control="up", accept_key="OK", start="0", cycle=entry.DIGITS, wraps=False
)
A_TURN = Turn(control="up", clicks=None, position=1, digit="3")
A_PRESS = Press(key="up", times=None, position=1, digit="3")


@pytest.mark.parametrize(
    ("method", "step", "mends"),
    [
        (cycles(wraps=False), A_PRESS, StartAgain(how="switch off", costs_a_try=False)),
        (cycles(wraps=True), A_PRESS, PressMore(key="up", times=6, until="3")),
        (cycles(wraps=None), A_PRESS, PressMore(key="up", times=None, until="3")),
        (UP_AND_DOWN, A_PRESS, PressMore(key="down", times=4, until="3")),
        (WHEEL, A_TURN, PressMore(key="up", times=None, until="3")),
    ],
    ids=["stops: anew", "wraps: counted on", "unseen wrap: no count", "a second key", "a wheel"],
)
def test_a_seven_in_the_place_of_a_three_is_mended_as_the_keys_allow(
    method: entry.Method, step: Step, mends: PressMore | StartAgain
) -> None:
    assert correction(set_with(method), step, "7") == mends


@pytest.mark.parametrize(
    "method",
    [
        entry.SelectThenStep(keys=("1",), up_key="up", down_key="down", cycle=entry.DIGITS),
        UP_AND_DOWN,
        WHEEL,
    ],
)
def test_a_position_that_was_left_is_not_mended_in_place(method: entry.Method) -> None:
    assert isinstance(correction(set_with(method), A_PRESS, "7", moved_on=True), StartAgain)


def test_a_step_that_sets_no_digit_has_no_correction() -> None:
    with pytest.raises(ValueError, match="sets no digit"):
        correction(set_with(UP_AND_DOWN), Check(display="3"), "7")


CONFIRM = Hold(keys=("6",), confirms=True)
PRESSES = [Press(key=key, times=1, position=int(key)) for key in "1234"]
FOUR_PRESSES = (Prepare(), *PRESSES, Check(display=None), CONFIRM)


@pytest.mark.parametrize("at", range(len(FOUR_PRESSES)))
def test_a_cursor_moves_step_by_step_within_its_plan(at: int) -> None:
    last = len(FOUR_PRESSES) - 1
    cursor = Walkthrough(plan=FOUR_PRESSES, at=at)
    assert (cursor.next.at, cursor.back.at, cursor.at) == (min(at + 1, last), max(at - 1, 0), at)
    assert cursor.step == FOUR_PRESSES[at]
    assert (cursor.before_confirm, cursor.confirming) == (at == last - 1, at == last)
    assert cursor.position == (at if 1 <= at <= 4 else None)
    assert (cursor.positions, Walkthrough(plan=(Prepare(), CONFIRM)).positions) == (4, 0)
