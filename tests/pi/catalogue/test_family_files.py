"""The files of families: what holds for every one that comes with Steadyhand, what a file of the
right shape can still get wrong, and how one is written from an owner's answers.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.catalogue import catalogue
from pi.catalogue.check import Unsound, check, stated_rules
from pi.catalogue.described import SOURCES, Answers, Way, confirms, family, proposed_id
from pi.catalogue.head_unit_file import BadFile, as_table, parse, read_text, write
from pi.radio.entry import ConfirmKind, UnknownKeys
from pi.radio.head_unit import HeadUnit, is_an_id
from pi.radio.lockout import cost_of, tries_left
from pi.radio.press_plan import plan
from pi.radio.provenance import Trust
from pi.radio.security_code import SecurityCode
from pi.radio.steps import Press, Turn
from tests.pi.guide.hosts import MAY_BE_LINKED
from tests.pi.radio.benches import UNHURRIED, codes

each_family = pytest.mark.parametrize(
    "head_unit", catalogue.all_head_units(), ids=lambda one: one.id
)
NOBODY_SAYS_WHAT_THEY_SHOW = {"media-nav", "opel-paired", "peugeot-rd4"}
START_VALUES = {"0000", "1000"}
NAMES_OF_MODELS = {"3000", "3100", "4500", "5000", "5100", "5772", "6000", "9000", "9836"}
MAY_HOLD_DIGITS = re.compile(r"\.where$|patterns|\.cycle$|usual_digits|code\.digits")


def texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a value with its key."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, f"{key}.{name}" if key else name)
    elif isinstance(value, list | tuple):
        for at, part in enumerate(value):
            yield from texts(part, f"{key}[{at}]")


def sellers(value: object) -> Iterator[str]:
    """Where those who sell codes say something."""
    if isinstance(value, dict):
        if value.get("trust") == Trust.SELLER.value:
            yield value["where"]
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from sellers(part)


@each_family
def test_every_file_is_sound_has_its_sources_and_is_read_as_written(head_unit: HeadUnit) -> None:
    assert check(head_unit) == []
    assert catalogue.load(head_unit.id) == head_unit
    written = write(as_table(head_unit))
    assert parse(written) == head_unit
    text = Path(catalogue.BUILT_IN, f"{head_unit.id}.toml").read_text("utf-8")
    assert len(written) <= 1.2 * len(text)  # nothing is added
    assert head_unit.fits
    assert not head_unit.verified_on_hardware
    assert bool(head_unit.words) is (head_unit.id not in NOBODY_SAYS_WHAT_THEY_SHOW)


@each_family
def test_only_a_source_links_to_a_chosen_page_alone_and_no_text_holds_what_looks_like_a_code(
    head_unit: HeadUnit,
) -> None:
    content = msgspec.to_builtins(head_unit)
    linking = [(key, text) for key, text in texts(content) if re.search(r"://|\bwww\.", text)]
    assert [key for key, _ in linking if not key.endswith(".where")] == []
    assert {urlsplit(text).hostname for _, text in linking if "://" in text} <= MAY_BE_LINKED
    assert [where for where in sellers(content) if "://" in where] == []
    plain = [text for key, text in texts(content) if not MAY_HOLD_DIGITS.search(key)]
    runs = {run for text in plain for run in re.findall(r"\d{4,}", text)}
    years = {run for run in runs if re.fullmatch(r"(19|20)\d\d", run)}
    assert runs - years <= START_VALUES | NAMES_OF_MODELS


# What a file of the right shape can still get wrong.


def changed(name: str, key: str, value: object) -> HeadUnit:
    """A family with one key changed; ``key`` is written as a problem names it."""
    content = msgspec.json.decode(msgspec.json.encode(catalogue.load(name)))
    at: Any = content
    *way, last = key.replace("[", ".[").split(".")
    for step in way:
        at = at[int(step[1:-1])] if step.startswith("[") else at[step]
    at[int(last[1:-1]) if last.startswith("[") else last] = value
    return msgspec.convert(content, HeadUnit)


def found(head_unit: HeadUnit) -> list[tuple[str, Unsound]]:
    return [(problem.key, problem.rule) for problem in check(head_unit)]


INFINITE = float("inf")
NISSAN, HONDA, GM, VW = "nissan-radio-code", "honda-5-digit", "gm-theftlock-1994", "vw-safe"
METHOD, ACCOUNT = "entry.method", "lockout.candidates[0]"
CONFIRM, RENAULT = "entry.confirm", "renault-keypad"


@pytest.mark.parametrize(
    ("name", "key", "value", "rule"),
    [
        (NISSAN, "id", "Nissan Radio", Unsound.NOT_AN_ID),
        (NISSAN, "name", " ", Unsound.EMPTY),
        (NISSAN, "code", None, Unsound.MISSING),
        (NISSAN, "entry", None, Unsound.MISSING),
        ("nissan-secure", "code", {"lengths": [4]}, Unsound.NOT_WANTED),
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
        ("bmw-5-digit", f"{METHOD}.key_of_digit", {"1": "1"}, Unsound.DIGIT_NOT_REACHED),
        (NISSAN, f"{CONFIRM}.kind", "automatic", Unsound.NOT_WANTED),
        (HONDA, f"{CONFIRM}.key_sets", [["1"]], Unsound.NOT_WANTED),
        (NISSAN, f"{CONFIRM}.key_sets[0]", [], Unsound.EMPTY),
        (NISSAN, f"{CONFIRM}.key_sets[0]", [" "], Unsound.EMPTY),
        (NISSAN, f"{CONFIRM}.min_seconds", -2, Unsound.NOT_POSITIVE),
        (NISSAN, f"{CONFIRM}.min_seconds", INFINITE, Unsound.NOT_FINITE),
        (VW, "entry.opening.key_sets", [], Unsound.MISSING),
        (VW, "entry.timeout_s", 0, Unsound.NOT_POSITIVE),
        (VW, "words[1].text", "safe", Unsound.REPEATED),
        (VW, "words[1].text", "SAFE\x1b[2J", Unsound.NOT_PRINTABLE),
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
def test_a_fault_is_named_with_its_key(name: str, key: str, value: object, rule: Unsound) -> None:
    assert (key, rule) in found(changed(name, key, value))


def test_holding_longer_at_most_than_at_least_is_asked_of_a_hold() -> None:
    hold: dict[str, Any] = {"kind": "hold", "key_sets": [["6"]], "min_seconds": 5, "max_seconds": 3}
    hold["sources"] = [{"trust": "owner", "where": "this radio's owner"}]
    assert found(changed(NISSAN, CONFIRM, hold)) == [(f"{CONFIRM}.max_seconds", Unsound.TOO_SMALL)]


@each_family
def test_every_rule_that_states_something_needs_a_source(head_unit: HeadUnit) -> None:
    for key, _ in stated_rules(head_unit):
        assert (key, Unsound.NO_SOURCE) in found(changed(head_unit.id, f"{key}.sources", []))


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
    assert [rule for _, rule in found(changed("nissan-code-in", key, value))] == [Unsound.NO_SOURCE]


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        *[
            ("nissan-code-in", f"entry.{part}", {"kind": "unknown"})
            for part in ("opening", "method", "confirm")
        ],
        ("nissan-code-in", "timer", {"notes": ["Nobody knows."]}),
        (RENAULT, f"{ACCOUNT}.stages", [{"wait_s": 60.0}]),
    ],
    ids=["opening", "method", "confirm", "a note alone", "one wait to double from"],
)
def test_what_is_unknown_or_enough_is_no_problem(name: str, key: str, value: object) -> None:
    assert found(changed(name, key, value)) == []


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@st.composite
def odd_but_well_formed(draw: st.DrawFn) -> HeadUnit | None:
    content = msgspec.json.decode(
        msgspec.json.encode(draw(st.sampled_from(catalogue.all_head_units())))
    )
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


# What is written as TOML is read as what was given.

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
TABLES = st.recursive(
    TEXTS | NUMBERS | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@UNHURRIED
@given(st.dictionaries(TEXTS, TABLES, max_size=5))
def test_what_is_written_is_read_again(table: dict[str, object]) -> None:
    assert tomllib.loads(write(table)) == table


def test_what_is_unknown_is_left_out_and_what_toml_has_no_word_for_is_refused() -> None:
    assert write({"known": 1, "unknown": None}) == "known = 1\n"
    every = {"all": "".join(map(chr, range(256)))}
    assert tomllib.loads(write(every)) == every
    with pytest.raises(TypeError):
        write({"when": object()})


# A radio as its owner describes it: whatever the answers, the file is sound and leads to steps.

SAID = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12).filter(
    lambda text: text.isprintable() and text == text.strip()
)


def answers(takes_a_code: st.SearchStrategy[bool]) -> st.SearchStrategy[Answers]:
    """Whatever an owner may have answered, leaving out what they do not know."""
    return st.builds(
        Answers,
        make=SAID,
        model=SAID,
        shows=SAID,
        takes_a_code=takes_a_code,
        digits=st.none() | st.integers(3, 6),
        way=st.sampled_from(Way),
        start=st.sampled_from(["", "0", "-"]),
        keys=st.lists(SAID.filter(bool), max_size=6, unique=True).map(tuple),
        wheel=SAID,
        store_key=SAID,
        up_key=SAID,
        down_key=SAID,
        confirm=st.sampled_from(ConfirmKind),
        confirm_key=SAID,
        tries=st.none() | st.integers(1, 99),
        wait_min=st.none() | st.integers(1, 9999),
        dealer_after=st.none() | st.integers(1, 99),
    )


def kept(said: Answers) -> HeadUnit:
    """The family as it is read from the text that is kept."""
    made = family(said, proposed_id(said, frozenset()))
    found = read_text(write(as_table(made)))
    assert not isinstance(found, BadFile), found
    assert found == made
    return found


@UNHURRIED
@given(answers(st.booleans()), st.integers(0, 5))
def test_any_answers_make_a_sound_file_whose_only_source_is_this_radios_owner(
    said: Answers, times: int
) -> None:
    assert {rule.sources for _, rule in stated_rules(kept(said))} <= {SOURCES}
    taken: frozenset[str] = frozenset()
    for _ in range(times + 1):
        proposed = proposed_id(said, taken)
        assert is_an_id(proposed)
        assert proposed not in taken
        taken |= {proposed}


@UNHURRIED
@given(answers(st.just(True)), st.data())
def test_any_legal_code_is_submitted_once_and_an_owners_word_never_makes_a_count(
    said: Answers, data: st.DataObject
) -> None:
    head_unit = kept(said)
    assert head_unit.code is not None
    assert head_unit.entry is not None
    method = head_unit.entry.method
    counts = {None, 1} if isinstance(method, UnknownKeys) else {None}
    steps = plan(head_unit, SecurityCode(data.draw(codes(head_unit.code)), head_unit.code))
    assert [getattr(step, "confirms", False) for step in steps].count(True) == 1
    for step in steps:
        if isinstance(step, Turn):
            assert step.clicks is None
        elif isinstance(step, Press) and step.digit is not None and said.way is not Way.DIGIT_KEYS:
            assert step.times in counts


@pytest.mark.parametrize("way", [Way.POSITION_KEYS, Way.STEP_KEYS, Way.WHEEL])
def test_keys_that_step_a_digit_are_pressed_until_it_shows(way: Way) -> None:
    named = {"wheel": "wheel", "store_key": "OK", "up_key": "up", "down_key": "down"}
    keys = ("1", "2", "3", "4")
    head_unit = kept(Answers(make="Kia", way=way, digits=4, start="0", keys=keys, **named))
    assert head_unit.code is not None
    steps = plan(head_unit, SecurityCode("1234", head_unit.code))
    setting = [step for step in steps if getattr(step, "digit", None)]
    assert [getattr(step, "times", None) for step in setting] == [None] * 4


@given(st.integers(2, 99), st.integers(1, 9999))
def test_a_wait_comes_at_the_last_try_the_end_is_the_owners_word(tries: int, wait_min: int) -> None:
    lockout = kept(Answers(make="Kia", tries=tries, wait_min=wait_min)).lockout
    assert tries_left(lockout, 0) == tries
    assert cost_of(lockout, tries - 1).wait_s == 0
    assert cost_of(lockout, tries).wait_s == 60 * wait_min
    unknown = kept(Answers(make="Kia", wait_min=wait_min)).lockout
    assert (tries_left(unknown, 0), cost_of(unknown, 1).wait_s) == (None, 60 * wait_min)
    ended = kept(Answers(make="Kia", dealer_after=tries)).lockout
    assert [at for at in range(1, 101) if cost_of(ended, at).dead_end] == [tries]


def test_a_paired_radio_has_no_code_and_no_steps() -> None:
    paired = kept(Answers(make="Kia", shows="LOCK", takes_a_code=False, tries=3))
    assert (paired.takes_a_code, paired.code, paired.lockout.candidates) == (False, None, ())
    ways = [way for way in Way if way.shows_places]  # which never submit by themselves
    assert all(ConfirmKind.AUTOMATIC not in confirms(way) for way in ways)
