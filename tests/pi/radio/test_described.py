"""A radio as its owner describes it: whatever the answers, the file is sound and leads to steps."""

from hypothesis import given
from hypothesis import strategies as st

from pi.radio.catalogue_check import is_an_id
from pi.radio.described import SOURCES, Answers, Way, confirms, family, proposed_id
from pi.radio.entry import ConfirmKind, UnknownKeys
from pi.radio.family_table import as_table
from pi.radio.head_unit import HeadUnit
from pi.radio.head_unit_file import BadFile, read_text
from pi.radio.lockout import cost_of, tries_left
from pi.radio.press_plan import plan
from pi.radio.security_code import SecurityCode
from pi.radio.source_check import stated_rules
from pi.radio.steps import Press, Turn
from pi.radio.toml_text import write
from tests.pi.radio.strategies import UNHURRIED, codes

WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12).filter(
    lambda text: text.isprintable() and text == text.strip()
)
KEYS = WORDS.filter(bool)


@st.composite
def answers(draw: st.DrawFn, takes_a_code: bool | None = None) -> Answers:
    """Whatever an owner may have answered, leaving out what they do not know."""
    way = draw(st.sampled_from(Way))
    return Answers(
        make=draw(WORDS),
        model=draw(WORDS),
        shows=draw(WORDS),
        takes_a_code=draw(st.booleans()) if takes_a_code is None else takes_a_code,
        digits=draw(st.none() | st.integers(3, 6)),
        way=way,
        start=draw(st.sampled_from(["", "0", "-"])),
        keys=tuple(draw(st.lists(KEYS, max_size=6, unique=True))),
        wheel=draw(WORDS),
        store_key=draw(WORDS),
        up_key=draw(WORDS),
        down_key=draw(WORDS),
        confirm=draw(st.sampled_from(ConfirmKind)),
        confirm_key=draw(WORDS),
        tries=draw(st.none() | st.integers(1, 99)),
        wait_min=draw(st.none() | st.integers(1, 9999)),
        dealer_after=draw(st.none() | st.integers(1, 99)),
    )


def kept(given_answers: Answers) -> HeadUnit:
    """The family as it is read from the text that is kept."""
    made = family(given_answers, proposed_id(given_answers, frozenset()))
    found = read_text(write(as_table(made)))
    assert not isinstance(found, BadFile), found
    assert found == made
    return found


@UNHURRIED
@given(answers())
def test_any_answers_make_a_sound_file_that_is_read_as_it_was_meant(said: Answers) -> None:
    kept(said)


@UNHURRIED
@given(answers(takes_a_code=True), st.data())
def test_any_legal_code_is_submitted_once(said: Answers, data: st.DataObject) -> None:
    head_unit = kept(said)
    assert head_unit.code is not None
    code = data.draw(codes(head_unit.code))
    steps = plan(head_unit, SecurityCode(code, head_unit.code))
    assert [getattr(step, "confirms", False) for step in steps].count(True) == 1


@UNHURRIED
@given(answers(takes_a_code=True), st.data())
def test_an_owners_word_never_makes_a_count_of_presses(said: Answers, data: st.DataObject) -> None:
    head_unit = kept(said)
    assert head_unit.code is not None
    code = data.draw(codes(head_unit.code))
    for step in plan(head_unit, SecurityCode(code, head_unit.code)):
        if isinstance(step, Turn):
            assert step.clicks is None
        elif isinstance(step, Press) and step.digit is not None and said.way is not Way.DIGIT_KEYS:
            assert step.times in {None, 1 if isinstance(_method(head_unit), UnknownKeys) else None}


@UNHURRIED
@given(answers())
def test_every_rule_has_this_radios_owner_for_its_source(said: Answers) -> None:
    assert {rule.sources for _, rule in stated_rules(kept(said))} <= {SOURCES}


@UNHURRIED
@given(answers(), st.integers(0, 5))
def test_an_id_that_is_taken_is_not_proposed(said: Answers, times: int) -> None:
    taken: frozenset[str] = frozenset()
    for _ in range(times + 1):
        proposed = proposed_id(said, taken)
        assert is_an_id(proposed)
        assert proposed not in taken
        taken |= {proposed}


@given(st.integers(2, 99), st.integers(1, 9999))
def test_the_wait_comes_with_the_last_of_the_tries(tries: int, wait_min: int) -> None:
    lockout = kept(Answers(make="Kia", tries=tries, wait_min=wait_min)).lockout
    assert tries_left(lockout, 0) == tries
    assert cost_of(lockout, tries - 1).wait_s == 0
    assert cost_of(lockout, tries).wait_s == 60 * wait_min


@given(st.integers(1, 9999))
def test_where_the_tries_are_unknown_each_may_cost_the_wait(wait_min: int) -> None:
    lockout = kept(Answers(make="Kia", wait_min=wait_min)).lockout
    assert (tries_left(lockout, 0), cost_of(lockout, 1).wait_s) == (None, 60 * wait_min)


@given(st.integers(1, 99))
def test_the_end_is_the_owners_word(dealer_after: int) -> None:
    lockout = kept(Answers(make="Kia", dealer_after=dealer_after)).lockout
    assert cost_of(lockout, dealer_after).dead_end


def test_a_code_that_steps_places_never_submits_itself() -> None:
    ways = [way for way in Way if way.shows_places]
    assert all(ConfirmKind.AUTOMATIC not in confirms(way) for way in ways)


def test_a_paired_radio_has_no_code_and_no_steps() -> None:
    head_unit = kept(Answers(make="Kia", shows="LOCK", takes_a_code=False, tries=3))
    assert (head_unit.takes_a_code, head_unit.code, head_unit.lockout.candidates) == (
        False,
        None,
        (),
    )


def _method(head_unit: HeadUnit) -> object:
    return head_unit.entry.method if head_unit.entry is not None else None
