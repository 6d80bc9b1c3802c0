"""What is said of radios: their families, each step, what a wrong code costs, their labels."""

from collections.abc import Iterator

import pytest

from pi.catalogue.catalogue import all_head_units, load
from pi.radio.entry import ConfirmKind
from pi.radio.head_unit import CodeShape, HeadUnit, Protection
from pi.radio.lockout import cost_of, owed
from pi.radio.press_plan import plan
from pi.radio.security_code import SecurityCode
from pi.radio.serial_number import AlsoNeeded, Expected, SerialLook
from pi.radio.steps import Press, PressMore, Turn
from pi.service.protocol.answers import HistoryLine
from pi.service.protocol.views import AttemptView, CostView
from tui.screens.setup.interview import CodeSource
from tui.text import radios, vehicles
from tui.text.entry import (
    MAY_SEND,
    before_what,
    confirm,
    last_try,
    look_again,
    mend,
    restated,
    say,
    tell,
)
from tui.text.home import dead_end_ahead, last_attempt, next_cost
from tui.text.language import span
from tui.text.lockout import line, meanwhile
from tui.text.states import status_line

TWO_LINES = 2 * 38  # characters, of the smallest screen
EVERY = all_head_units()
TAKING = [family for family in EVERY if family.takes_a_code]
TRIES = range(1, 15)


def test_what_a_code_looks_like() -> None:
    for shape, sentence in (
        (CodeShape(lengths=(4,)), "The code has 4 digits."),
        (CodeShape(lengths=(4, 5)), "The code has 4 or 5 digits."),
        (CodeShape(lengths=(5,), digits=("16",)), "The code has 5 digits, each one of 1 6."),
    ):
        assert radios.code_rule(shape) == sentence


def test_what_the_display_shows_and_the_chosen_makes_cars_come_first() -> None:
    assert radios.shows(load("opel-safe")) == 'Its display shows "SAFE", "… ----".'
    keypad = load("renault-keypad")
    nissan, renault = (radios.cars(keypad, make) for make in ("Nissan", "Renault"))
    assert nissan.index("Nissan") < renault.index("Nissan")


def test_a_family_is_told_with_its_doubts_and_with_whether_it_takes_a_code() -> None:
    doubted = [one.id for one in EVERY if "Perhaps in" in radios.cars(one)]
    assert doubted == [one.id for one in EVERY if not all(fit.sure for fit in one.fits)]
    refusing = [one.id for one in EVERY if "takes no code" in radios.in_a_list(one)]
    assert refusing == [one.id for one in EVERY if not one.takes_a_code]
    saying_why = {one for one in Protection if radios.takes_no_code(one)}
    assert saying_why == {one for one in Protection if not one.takes_a_code}


def cost(
    wait_s: float | None = 0.0, *, ends_series: bool = False, dead_end: bool = False
) -> CostView:
    return CostView(wait_s=wait_s, ends_series=ends_series, dead_end=dead_end, needs_a_warning=True)


@pytest.mark.parametrize("family", TAKING, ids=lambda family: family.id)
def test_every_try_has_a_price_in_two_lines_a_wait_named_as_in_history(family: HeadUnit) -> None:
    for price in (cost_of(family.lockout, wrong) for wrong in TRIES):
        view = cost(price.wait_s, ends_series=price.ends_series, dead_end=price.dead_end)
        assert 0 < len(next_cost(view)) <= TWO_LINES
        if price.wait_s:
            began = HistoryLine(
                seq=1, kind="LockoutBegan", wall=0.0, sure=True, owed_s=owed(price.wait_s)
            )
            assert line(began)[1] == f"A wait of {span(price.wait_s)} began"


def test_a_wait_is_named_with_its_unit_and_outweighed_by_the_dealer() -> None:
    assert next_cost(cost(3600.0)) == "A wrong code now means a wait of 60 minutes."
    assert "dealer" in next_cost(cost(60.0, dead_end=True))
    assert next_cost(cost(None, ends_series=True)) != next_cost(cost(None))
    opel = load("opel-safe")
    assert [bool(dead_end_ahead(opel, wrong)) for wrong in range(6)] == [False] * 3 + [True] * 3
    ends = cost(3600.0, ends_series=True), cost(None, ends_series=True), cost(dead_end=True)
    for price in ends:
        assert last_try(price, opel)[0] == "LAST TRY"
        assert before_what(price).startswith("before")


def test_what_is_not_sure_is_said_to_be_so() -> None:
    attempts = [AttemptView(accepted=False, wall=1.7e9, sure=sure) for sure in (True, False)]
    assert ["about" in last_attempt(one) for one in attempts] == [False, True]
    assert last_attempt(None) == ""
    assert look_again(load("ford-6000cd")).startswith("Radio off, then on")
    assert look_again(load("mazda-rx7")).startswith("Leave the radio on")  # off and on may cost


def test_a_lockout_that_the_key_ends_is_neither_a_wait_nor_an_unknown_one() -> None:
    by_the_key = CostView(
        wait_s=None, ends_series=True, dead_end=False, needs_a_warning=True, key_cycle=True
    )
    for told in (
        next_cost(by_the_key),
        last_try(by_the_key, load("acura-navigation"))[1],
        before_what(by_the_key),
    ):
        assert ("key" in told, "how long" in told) == (True, False)
    wait = dict.fromkeys(("owed_s", "remaining_s", "why_not"))
    radio = {"vehicle": 1, "head_unit": "acura-navigation", "state": "Waiting", "wait": wait}
    assert status_line(radio, key_cycle=True) == (
        "1 · acura-navigation · LOCKED · "
        "no wait is counted: switch the key off and on, then look at the radio"
    )


def codes(family: HeadUnit) -> Iterator[SecurityCode]:
    """A few codes that are legal there: low digits, high ones, and both."""
    assert family.code is not None
    legal = [family.code.digits_at(at) for at in range(family.code.lengths[-1])]
    if family.code.max_value is not None:
        legal[0] = legal[0][:2]
    for pick in (0, -1, 1):
        text = "".join(digits[pick if pick < 1 else at % 2 - 1] for at, digits in enumerate(legal))
        yield SecurityCode(text, family.code)


@pytest.mark.parametrize("family", TAKING, ids=lambda family: family.id)
def test_every_step_is_told_by_the_key_the_number_and_what_then_shows(family: HeadUnit) -> None:
    """A sure count alone is told as a number and paced. Mending tells how many are missing."""
    for code in codes(family):
        *steps, last = plan(family, code)
        for step in steps:
            told = tell(step, family)
            assert "sends the code" not in " ".join(told.notes)
            if isinstance(step, Press | Turn) and step.display is not None:
                assert step.display in told.states
            if not isinstance(step, Press):
                continue
            if step.times is None and step.digit is not None:
                assert (told.blocks[1][1], told.beats) == (step.digit, None)
            elif step.times == 0:
                assert "ALONE" in told.blocks[0][0]
            elif step.times is not None and step.times > 1:
                assert (told.blocks[1][1], told.beats) == (str(step.times), step.times)
            if step.digit is not None:
                assert "3712" in restated(told, "3712").states
            if step.digit is not None and step.key is not None:
                more = PressMore(key=step.key, times=2, until=step.digit)
                assert mend(more, step).blocks[1] == ("MORE TIMES", "2")
        told = confirm(last)
        assert told.blocks[0][0].startswith("NOW")
        unknown = getattr(last, "confirm_unknown", False)
        assert family.entry is not None
        silent = family.entry.confirm.kind is ConfirmKind.UNKNOWN
        assert unknown == (silent and getattr(last, "digit", None) is not None)
        assert ("This sends the code to the radio." in told.notes) is not unknown
        assert ("This sends the code." in say(last), MAY_SEND in say(last)) == (
            not unknown,
            unknown,
        )


@pytest.mark.parametrize(
    ("family", "minutes", "key", "goes_off"),
    [
        ("vw-safe", 60, "ON", "At ACC it goes off after 60 minutes: leave the key at ON."),
        ("vw-safe", 30, "ON", ""),
        ("opel-safe", 640, "ON", "It may go off after 60 minutes"),
        ("opel-safe", 10, "ON", ""),
        ("alfa-fiat-blaupunkt", 60, "ON", "after 20 minutes: let the engine run, outdoors."),
        ("volvo-850", 120, "ACC", ""),
        ("nissan-radio-code", 60, "ACC or ON", ""),
        ("lexus-sec", 60, "ACC or ON", ""),
    ],
)
def test_the_key_stands_where_its_accounts_say_and_a_set_that_goes_off_too_soon_is_warned_of(
    family: str, minutes: float, key: str, goes_off: str
) -> None:
    """Before the entry, before a dear try and in the wait itself."""
    unit = load(family)
    todo, off, _ = meanwhile(unit, minutes * 60)
    assert f"key at {key} ·" in todo
    assert (goes_off in off, bool(off)) == (True, bool(goes_off))
    warned = last_try(cost(minutes * 60), unit)[1]
    assert (f"key at {key}," in warned, off in warned) == (True, True)
    assert f"Ignition {'' if key == 'ON' else 'at '}{key}," in say(plan(unit, next(codes(unit)))[0])


def test_a_misfit_names_its_place_and_the_two_characters() -> None:
    kind = "stands there on labels of this kind"
    for position, char, expects, instead, said in (
        (3, "O", "digit", "0", f"Character 3: a digit {kind}. 0, not O?"),
        (1, "8", "letter", "B", f"Character 1: a letter {kind}. B, not 8?"),
        (2, "X", "digit", "", f"Character 2: a digit {kind}."),
        (1, "N", "letter", "MV", f"Character 1: M or V {kind}, not N."),
        (4, "l", "digit", "17", f"Character 4: a digit {kind}. 1 or 7, not l?"),
    ):
        assert vehicles.serial_misfit(position, char, expects, (*instead,)) == said


def test_whatever_is_said_beside_a_serial_number_takes_two_lines_at_most() -> None:
    said = [
        vehicles.serial_misfit(14, char, expects.value, instead)
        for expects in Expected
        for char in "O0-"
        for instead in ((), ("0",), ("1", "7"))
    ]
    said += [vehicles.SERIAL_ALSO[needed.value] for needed in AlsoNeeded]
    assert [one for one in said if not 0 < len(one) <= TWO_LINES] == []
    looks = [vehicles.serial_looks(look.value, "B/8 0/O/D/Q") for look in SerialLook]
    assert [one for one in looks if len(one) > TWO_LINES] == []
    assert vehicles.serial_joined("12345678").endswith(": 12345678")


def test_a_place_a_code_comes_from_has_words_and_what_somebody_wrote_is_shown_as_it_is() -> None:
    bare = [source for source in CodeSource if vehicles.source(source.value) == source.value]
    assert bare == []
    assert vehicles.source("uncle Bob") == "uncle Bob"
