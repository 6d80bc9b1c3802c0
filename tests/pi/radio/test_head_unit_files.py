"""What holds for every family that comes with Steadyhand."""

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.catalogue_check import check
from pi.radio.head_unit import HeadUnit
from pi.radio.press_plan import plan
from pi.radio.provenance import Trust
from pi.radio.security_code import SecurityCode
from pi.radio.steps import Check
from tests.pi.radio.hosts import HOSTS
from tests.pi.radio.rules_of import sources, texts, unsourced

NOBODY_SAYS_WHAT_THEY_SHOW = {"media-nav", "opel-paired", "peugeot-rd4"}
NOT_CODES = {
    "0000",
    "1000",
    "3100",
    "4500",
    "5000",
    "5100",
    "5772",
    "6000",
    "9836",
}  # start values, names of models
MAY_HOLD_DIGITS = re.compile(r"\.where$|patterns|\.cycle$|usual_digits|code\.digits")

each_family = pytest.mark.parametrize(
    "head_unit", catalogue.all_head_units(), ids=lambda one: one.id
)


@each_family
def test_every_rule_that_states_something_names_who_says_so(head_unit: HeadUnit) -> None:
    assert unsourced(head_unit) == []


@each_family
def test_every_file_is_sound(head_unit: HeadUnit) -> None:
    assert check(head_unit) == []


@pytest.mark.parametrize("name", catalogue.ids())
def test_a_file_bears_the_name_of_its_family(name: str) -> None:
    assert catalogue.load(name).id == name


@each_family
def test_a_source_is_a_chosen_address_or_a_description_without_one(head_unit: HeadUnit) -> None:
    links = [source.where for _, source in sources(head_unit) if "://" in source.where]

    assert {urlsplit(link).hostname for link in links} <= HOSTS


@each_family
def test_no_text_but_a_source_holds_an_address(head_unit: HeadUnit) -> None:
    linking = [key for key, text in texts(head_unit) if re.search(r"://|\bwww\.", text)]

    assert [key for key in linking if not key.endswith(".where")] == []


@each_family
def test_nobody_who_sells_codes_is_linked(head_unit: HeadUnit) -> None:
    sellers = [source for _, source in sources(head_unit) if source.trust is Trust.SELLER]

    assert [source.where for source in sellers if "://" in source.where] == []


@each_family
def test_no_text_holds_what_looks_like_a_code_or_a_serial_number(head_unit: HeadUnit) -> None:
    runs = [
        run
        for key, text in texts(head_unit)
        if not MAY_HOLD_DIGITS.search(key)
        for run in re.findall(r"\d{4,}", text)
    ]

    assert [
        run for run in runs if run not in NOT_CODES and not re.fullmatch(r"(19|20)\d\d", run)
    ] == []


@each_family
def test_nothing_is_said_to_be_tried_on_a_radio(head_unit: HeadUnit) -> None:
    assert not head_unit.verified_on_hardware


@each_family
def test_every_family_names_a_car(head_unit: HeadUnit) -> None:
    assert head_unit.fits


@each_family
def test_a_family_says_what_its_display_shows_unless_nobody_does(head_unit: HeadUnit) -> None:
    assert bool(head_unit.words) is (head_unit.id not in NOBODY_SAYS_WHAT_THEY_SHOW)


@st.composite
def legal_codes(draw: st.DrawFn) -> tuple[HeadUnit, SecurityCode]:
    taking = [one for one in catalogue.all_head_units() if one.takes_a_code]
    head_unit = draw(st.sampled_from(taking))
    shape = head_unit.code
    assert shape is not None
    length = draw(st.sampled_from(shape.lengths))
    if shape.max_value is not None:
        top = min(shape.max_value, 10**length - 1)
        digits = str(draw(st.integers(0, top))).zfill(length)
    else:
        digits = "".join(draw(st.sampled_from(shape.digits_at(at))) for at in range(length))
    return head_unit, SecurityCode(digits, shape)


@given(legal_codes())
def test_every_legal_code_has_a_plan_that_submits_once_at_its_end(
    case: tuple[HeadUnit, SecurityCode],
) -> None:
    steps = plan(*case)

    assert [getattr(step, "confirms", False) for step in steps] == [False] * (len(steps) - 1) + [
        True
    ]


@given(legal_codes())
def test_every_plan_checks_right_before_it_submits(case: tuple[HeadUnit, SecurityCode]) -> None:
    assert isinstance(plan(*case)[-2], Check)


@given(legal_codes())
def test_every_digit_of_a_code_is_keyed_in_by_one_step_in_order(
    case: tuple[HeadUnit, SecurityCode],
) -> None:
    head_unit, code = case
    keyed = [digit for step in plan(head_unit, code) if (digit := getattr(step, "digit", None))]

    assert int("".join(keyed)) == int(code.reveal())
