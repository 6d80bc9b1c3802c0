"""What a file of the right shape can still get wrong."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.catalogue_check import check
from pi.radio.head_unit import HeadUnit
from pi.radio.source_check import stated_rules
from pi.radio.unsound import Unsound

INFINITE = float("inf")


def changed(family: str, key: str, value: object) -> HeadUnit:
    """A family with one key changed; ``key`` is written as a problem names it."""
    content = msgspec.json.decode(msgspec.json.encode(catalogue.load(family)))
    at: Any = content
    *way, last = key.replace("[", ".[").split(".")
    for step in way:
        at = at[int(step[1:-1])] if step.startswith("[") else at[step]
    at[int(last[1:-1]) if last.startswith("[") else last] = value
    return msgspec.convert(content, HeadUnit)


NISSAN, HONDA, BMW, GM, VW = (
    "nissan-radio-code",
    "honda-5-digit",
    "bmw-5-digit",
    "gm-theftlock-1994",
    "vw-safe",
)
METHOD, ACCOUNT = "entry.method", "lockout.candidates[0]"
CONFIRM, RENAULT = "entry.confirm", "renault-keypad"
ONE_CODE = {"lengths": [4]}
ONE_STAGE = [{"wait_s": 60.0}]


@pytest.mark.parametrize(
    ("family", "key", "value", "rule"),
    [
        (NISSAN, "id", "Nissan Radio", Unsound.NOT_AN_ID),
        (NISSAN, "id", "../nissan", Unsound.NOT_AN_ID),
        (NISSAN, "name", " ", Unsound.EMPTY),
        (NISSAN, "name", "Nissan\x1b[2J", Unsound.NOT_PRINTABLE),
        (NISSAN, "code", None, Unsound.MISSING),
        (NISSAN, "entry", None, Unsound.MISSING),
        ("nissan-secure", "code", ONE_CODE, Unsound.NOT_WANTED),
        (NISSAN, "code.lengths", [], Unsound.EMPTY),
        (NISSAN, "code.lengths", [0, 4], Unsound.OUT_OF_RANGE),
        (NISSAN, "code.lengths", [4, 40], Unsound.OUT_OF_RANGE),
        (NISSAN, "code.digits", ["0123456789", "123"], Unsound.WRONG_NUMBER),
        (NISSAN, "code.digits[0]", "", Unsound.EMPTY),
        (NISSAN, "code.digits[0]", "12a", Unsound.NOT_DIGITS),
        (NISSAN, "code.digits[0]", "1223", Unsound.REPEATED),
        (HONDA, "code.usual_digits", "one to six", Unsound.NOT_DIGITS),
        (GM, "code.max_value", None, Unsound.MISSING),
        (GM, "code.max_value", 0, Unsound.NOT_POSITIVE),
        (GM, f"{METHOD}.left_max", 9, Unsound.TOO_SMALL),
        (GM, f"{METHOD}.start", "---", Unsound.NOT_DIGITS),
        (NISSAN, f"{METHOD}.keys", ["1", "2", "3"], Unsound.WRONG_NUMBER),
        (NISSAN, f"{METHOD}.keys", ["1", "2", "3", "3"], Unsound.REPEATED),
        (NISSAN, f"{METHOD}.start", "000", Unsound.WRONG_NUMBER),
        (NISSAN, f"{METHOD}.start", "CODE", Unsound.NOT_DIGITS),
        (NISSAN, f"{METHOD}.start", None, Unsound.MISSING),
        (NISSAN, f"{METHOD}.cycle", None, Unsound.MISSING),
        (NISSAN, f"{METHOD}.cycle", "0123456788", Unsound.REPEATED),
        (NISSAN, f"{METHOD}.cycle", "012345678", Unsound.DIGIT_NOT_REACHED),
        (BMW, f"{METHOD}.key_of_digit", {"1": "1"}, Unsound.DIGIT_NOT_REACHED),
        (NISSAN, f"{CONFIRM}.kind", "automatic", Unsound.NOT_WANTED),
        (HONDA, f"{CONFIRM}.key_sets", [["1"]], Unsound.NOT_WANTED),
        (NISSAN, f"{CONFIRM}.key_sets[0]", [], Unsound.EMPTY),
        (NISSAN, f"{CONFIRM}.key_sets[0]", [" "], Unsound.EMPTY),
        (NISSAN, f"{CONFIRM}.min_seconds", -2, Unsound.NOT_POSITIVE),
        (NISSAN, f"{CONFIRM}.min_seconds", INFINITE, Unsound.NOT_FINITE),
        (VW, "entry.opening.key_sets", [], Unsound.MISSING),
        (VW, "entry.timeout_s", 0, Unsound.NOT_POSITIVE),
        (VW, "words[1].text", "safe", Unsound.REPEATED),
        (VW, "words[1].text", "", Unsound.EMPTY),
        (VW, "words[1].meanings", [], Unsound.EMPTY),
        (VW, "lockout.none", True, Unsound.NOT_WANTED),
        (VW, "lockout.may_take_s", 0, Unsound.NOT_POSITIVE),
        (VW, f"{ACCOUNT}.stages", [], Unsound.EMPTY),
        (VW, f"{ACCOUNT}.stages[1].wait_s", -1, Unsound.NEGATIVE),
        (VW, f"{ACCOUNT}.stages[1].wait_s", INFINITE, Unsound.NOT_FINITE),
        (VW, f"{ACCOUNT}.repeat_from", 2, Unsound.OUT_OF_RANGE),
        (VW, f"{ACCOUNT}.repeat_from", -1, Unsound.OUT_OF_RANGE),
        (VW, f"{ACCOUNT}.terminal.after_wrong", 0, Unsound.NOT_POSITIVE),
        (RENAULT, f"{ACCOUNT}.cap_s", 30, Unsound.TOO_SMALL),
        (RENAULT, f"{ACCOUNT}.stages[0].wait_s", 0, Unsound.NOT_POSITIVE),
        (RENAULT, "behaviour.trial_play_min", -2, Unsound.NOT_POSITIVE),
        (VW, "serial.patterns[0]", "VWZ(", Unsound.NOT_A_PATTERN),
        (VW, "serial.patterns[0]", "a{99999999999999999999}", Unsound.NOT_A_PATTERN),
        ("opel-safe", "timer.radio_auto_off_min", 0, Unsound.NOT_POSITIVE),
        (NISSAN, "code.sources[0].where", " ", Unsound.EMPTY),
    ],
)
def test_what_is_wrong_is_named_with_its_key(
    family: str, key: str, value: object, rule: Unsound
) -> None:
    problems = check(changed(family, key, value))

    assert (key, rule) in [(problem.key, problem.rule) for problem in problems]


def test_holding_longer_at_most_than_at_least_is_asked_of_a_hold() -> None:
    hold: dict[str, Any] = {"kind": "hold", "key_sets": [["6"]], "min_seconds": 5, "max_seconds": 3}
    hold["sources"] = [{"trust": "owner", "where": "this radio's owner"}]

    (problem,) = check(changed(NISSAN, CONFIRM, hold))

    assert (problem.key, problem.rule) == (f"{CONFIRM}.max_seconds", Unsound.TOO_SMALL)


def test_one_wait_is_enough_to_double_from() -> None:
    assert check(changed(RENAULT, f"{ACCOUNT}.stages", ONE_STAGE)) == []


RULES = [(one.id, key) for one in catalogue.all_head_units() for key, _ in stated_rules(one)]


@pytest.mark.parametrize(("family", "key"), RULES)
def test_a_rule_that_states_something_needs_a_source(family: str, key: str) -> None:
    assert (key, Unsound.NO_SOURCE) in [
        (problem.key, problem.rule) for problem in check(changed(family, f"{key}.sources", []))
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lockout", {"none": True}),
        ("lockout", {"cleared_by_key_cycle": False}),
        ("timer", {"counts_while": "radio_on"}),
        ("serial", {"places": ["label"]}),
        ("serial", {"displays": [{"how": "hold 1"}]}),
        ("behaviour", {"first_aid": "Wait."}),
        ("entry.mistakes", {"start_again": "switch it off"}),
    ],
)
def test_every_kind_of_rule_needs_a_source(key: str, value: object) -> None:
    rules = [problem.rule for problem in check(changed("nissan-code-in", key, value))]

    assert rules == [Unsound.NO_SOURCE]


@pytest.mark.parametrize("part", ["opening", "method", "confirm"])
def test_what_is_unknown_needs_no_source(part: str) -> None:
    assert check(changed("nissan-code-in", f"entry.{part}", {"kind": "unknown"})) == []


def test_a_note_alone_needs_no_source() -> None:
    assert check(changed("nissan-code-in", "timer", {"notes": ["Nobody knows."]})) == []


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@st.composite
def odd_but_well_formed(draw: st.DrawFn) -> HeadUnit | None:
    family = draw(st.sampled_from(catalogue.ids()))
    content = msgspec.json.decode(msgspec.json.encode(catalogue.load(family)))
    at: Any = content
    while isinstance(at, dict | list) and at:
        key = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or draw(st.booleans()):
            at[key] = draw(VALUES)
            break
        at = at[key]
    try:
        return msgspec.convert(content, HeadUnit)
    except msgspec.ValidationError:
        return None


@given(odd_but_well_formed())
def test_whatever_has_the_shape_is_checked_without_a_fault_of_ours(odd: HeadUnit | None) -> None:
    assert odd is None or isinstance(check(odd), list)
