"""The two numbers an owner types: the security code, and the serial number of the label.

The code prints as stars, and a refused text is never echoed. All serial numbers are invented.
"""

import copy
import pickle
import re

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pi.catalogue.catalogue import all_head_units, load
from pi.radio.head_unit import CodeShape, HeadUnit
from pi.radio.security_code import STARS, CodeProblem, InvalidCodeError, SecurityCode, find_problem
from pi.radio.serial_number import (
    ALIKE,
    ANY_DIGIT,
    MOST_SHAPES,
    AlsoNeeded,
    Confusable,
    Expected,
    Misfit,
    SerialHint,
    SerialLook,
    also_needed,
    confusable,
    joined,
    looks_like,
    misfits,
    normalised,
    shapes,
)
from tests.pi.radio.benches import FAMILIES_WITH_STEPS, UNHURRIED, codes, every_digit_everywhere

FOUR = CodeShape(lengths=(4,))
FIVE_OF_SIX = CodeShape(lengths=(4, 5), digits=("123456",))
EACH_ITS_OWN = CodeShape(lengths=(3,), digits=("1", "23", "0123456789"))
NUMBER = CodeShape(lengths=(3, 4), max_value=1999)
SHAPES = (FOUR, FIVE_OF_SIX, EACH_ITS_OWN, NUMBER)

texts = st.text(min_size=3) | st.text("0123456789", min_size=3, max_size=6)


@pytest.mark.parametrize("family", FAMILIES_WITH_STEPS)
def test_a_legal_code_of_a_family_has_no_problem(family: str) -> None:
    shape = load(family).code
    assert shape is not None
    assert {find_problem(code, shape) for code in every_digit_everywhere(shape)} == {None}


@UNHURRIED
@given(code=codes(FIVE_OF_SIX) | codes(NUMBER, 4), spec=st.sampled_from(["", ">20", "s", "04d"]))
def test_a_code_keeps_its_zeros_and_prints_as_stars(code: str, spec: str) -> None:
    secret = SecurityCode(code, CodeShape(lengths=(4, 5)))
    assert (secret.reveal(), len(secret)) == (code, len(code))
    assert {repr(secret), str(secret), format(secret, spec), f"{secret!r}", f"{secret}"} == {STARS}
    assert str([secret]) == f"[{STARS}]"


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy, msgspec.json.encode])
def test_a_code_leaves_through_reveal_alone(copied: object) -> None:
    assert callable(copied)
    with pytest.raises(TypeError) as refusal:
        copied(SecurityCode("7391", FOUR))
    assert "7391" not in str(refusal.value)


@UNHURRIED
@given(text=texts, shape=st.sampled_from(SHAPES))
def test_a_refusal_says_its_rule_and_nothing_else(text: str, shape: CodeShape) -> None:
    assume((problem := find_problem(text, shape)) is not None)
    with pytest.raises(InvalidCodeError) as refusal:
        SecurityCode(text, shape)
    assert refusal.value.problem == problem
    assert (str(refusal.value), refusal.value.args) == (problem.rule, (problem.rule,))
    others = (find_problem(other, shape) for other in ("", "7", "77777", "seven", "seve"))
    assert text in "".join(map(repr, others)) or text not in repr(problem)  # its own words


NOT_DIGITS = ["12a4", "12 4", " 1234", "12.4", "+123", "١٢٣٤", "1²34", "１２３４"]


@pytest.mark.parametrize(
    ("text", "shape", "problem"),
    [
        *[(text, FOUR, CodeProblem(rule="not_digits", lengths=(4,))) for text in NOT_DIGITS],
        ("", FOUR, CodeProblem(rule="empty", lengths=(4,))),
        *[
            (text, FOUR, CodeProblem(rule="wrong_length", lengths=(4,)))
            for text in ("1", "123", "12345", "0" * 5000)
        ],
        (
            "1274",
            FIVE_OF_SIX,
            CodeProblem(rule="digit_not_on_this_unit", position=3, legal="123456"),
        ),
        ("119", EACH_ITS_OWN, CodeProblem(rule="digit_not_on_this_unit", position=2, legal="23")),
        ("2000", NUMBER, CodeProblem(rule="too_large", legal="1999")),
        ("1999", NUMBER, None),
    ],
)
def test_the_rule_that_a_text_breaks_is_named(
    text: str, shape: CodeShape, problem: CodeProblem | None
) -> None:
    assert find_problem(text, shape) == problem


# The serial number: a hint at what it looks like, never a bar.

HONDA, FORD, NISSAN = load("honda-5-digit"), load("ford-6000cd"), load("nissan-radio-code")
NOTE, VW, HYUNDAI = load("nissan-note-2009"), load("vw-safe"), load("hyundai-cde")
BLAUPUNKT = "BP012345678901"
FAMILIES = all_head_units()
any_family = st.sampled_from(FAMILIES)
WITH_SHAPES = [one for one in FAMILIES if one.serial.patterns]
with_shapes = st.sampled_from(WITH_SHAPES)
a_text = st.text() | st.text("BPMVUL018OIlSZ ", max_size=20)


@pytest.mark.parametrize(
    ("family", "look", "written"),
    [
        ("nissan-note-2009", SerialLook.THIS_FAMILY, [BLAUPUNKT, "815" + BLAUPUNKT]),
        ("nissan-note-2009", SerialLook.THIS_FAMILY, ["bp012345678901", " BP0123 45678 901 "]),
        ("renault-keypad", SerialLook.THIS_FAMILY, ["A123"]),
        ("vw-safe", SerialLook.THIS_FAMILY, ["VWZ1Z2A1234567"]),
        ("ford-6000cd", SerialLook.THIS_FAMILY, ["M123456", "V123456"]),
        ("honda-5-digit", SerialLook.THIS_FAMILY, ["12345678", "U1234 L5678", "50700012"]),
        ("bmw-5-digit", SerialLook.THIS_FAMILY, ["BP1234W1234567"]),
        ("ford-6000cd", SerialLook.OTHER_NUMBER, ["50700012", "DP", "DP 0123", "MV-12"]),
        ("ford-6000cd", SerialLook.OTHER_NUMBER, ["sh 1", "ACU:1.2", "CFG 7"]),
        ("mitsubishi-off", SerialLook.PART_NUMBER, ["MR123456", "mr 123456", "MR-123A"]),
        ("mitsubishi-preset", SerialLook.PART_NUMBER, ["MR123456", "mr 123456", "MR-123A"]),
        ("ford-6000cd", SerialLook.UNKNOWN_SHAPE, ["??"]),
        ("ford-6000cd", SerialLook.EMPTY, ["", "  ", "\t"]),
        ("hyundai-cde", SerialLook.NO_SHAPE_KNOWN, ["M123456"]),
        ("vw-safe", SerialLook.OTHER_FAMILY, ["M123456"]),
    ],
)
def test_a_number_looks_like_what_it_is(family: str, look: SerialLook, written: list[str]) -> None:
    assert {looks_like(text, load(family), FAMILIES).look for text in written} == {look}


@pytest.mark.parametrize("head_unit", FAMILIES, ids=lambda one: one.id)
def test_a_model_number_is_one_whatever_the_car(head_unit: HeadUnit) -> None:
    for text in ("PN-1234A", "pn 1234", "AGC-0001RF"):
        assert looks_like(text, head_unit, FAMILIES).look is SerialLook.MODEL_NUMBER


def test_a_number_of_another_family_names_all_of_those_given_that_share_its_shape() -> None:
    hint = SerialHint(look=SerialLook.OTHER_FAMILY, families=("ford-6000cd",))
    assert looks_like("M123456", VW, FAMILIES) == hint
    assert looks_like("M123456", VW, [HONDA]).look is SerialLook.UNKNOWN_SHAPE
    shared = set(looks_like("A123", FORD, FAMILIES).families)
    assert shared >= {"renault-keypad", "renault-column", "nissan-radio-code"}


@pytest.mark.parametrize(
    ("text", "head_unit", "digits"),
    [
        *[
            (text, HONDA, "12345678")
            for text in ("U1234L5678", "u1234, l5678", "L5678 U1234", " U1234 / L5678 ")
        ],
        *[(text, HONDA, None) for text in ("12345678", "U1234", "U1234 U5678", "U123 L5678", "")],
        ("U1234 L5678", FORD, None),
    ],
)
def test_the_two_screens_of_a_honda_alone_are_joined_upper_first(
    text: str, head_unit: HeadUnit, digits: str | None
) -> None:
    assert joined(text, head_unit) == digits


@pytest.mark.parametrize(
    ("head_unit", "needed", "written"),
    [
        (HONDA, AlsoNeeded.SECOND_SCREEN, ["U1234", "l5678"]),
        (HONDA, None, ["U1234 L5678"]),
        (NISSAN, AlsoNeeded.SECOND_LABEL, ["CL 123456"]),
        (NISSAN, None, ["CL123456 C71234", "", "CL", "DW", "BP012345678901", "A123"]),
        (NISSAN, AlsoNeeded.PHOTO, ["DW123456"]),
    ],
)
def test_what_is_needed_besides_a_number_is_said(
    head_unit: HeadUnit, needed: AlsoNeeded | None, written: list[str]
) -> None:
    assert {also_needed(text, head_unit) for text in written} == {needed}


@given(st.text() | st.text("UL0123456789 ", max_size=14), any_family)
def test_any_text_gets_an_answer_that_holds_nothing_of_it_but_two_screens_joined(
    text: str, head_unit: HeadUnit
) -> None:
    hint, digits = looks_like(text, head_unit, FAMILIES), joined(text, head_unit)
    assert hint.look in SerialLook
    assert set(hint.families) <= {one.id for one in FAMILIES}
    assert also_needed(text, head_unit) in {None, *AlsoNeeded}
    assert digits is None or sorted(digits) == sorted(filter(str.isdigit, text))
    assert normalised(normalised(text)) == normalised(text)


# Characters that stand where a label of this kind has another.


@st.composite
def fitting(draw: st.DrawFn) -> tuple[HeadUnit, str]:
    """A number that a family's labels may carry, typed with or without spaces and in any case."""
    head_unit = draw(with_shapes)
    shape = draw(
        st.sampled_from([row for each in head_unit.serial.patterns for row in shapes(each)])
    )
    chars = [draw(st.sampled_from(sorted(place))) for place in shape]
    spaced = "".join(char + draw(st.sampled_from(["", "", " "])) for char in chars)
    return head_unit, draw(st.sampled_from([spaced, spaced.lower()]))


@st.composite
def slipped(draw: st.DrawFn) -> tuple[HeadUnit, str, int]:
    """A number with one character misread so that it fits no more, and its position.

    Longer than four characters: in so few, one slip may be of two kinds.
    """
    head_unit, text = draw(fitting())
    found = [
        (written, at + 1)
        for at, char in enumerate(text)
        for double in ALIKE.get(char.upper(), ())
        if looks_like(written := text[:at] + double + text[at + 1 :], head_unit, ()).look
        is not SerialLook.THIS_FAMILY
    ]
    assume(found and len("".join(text.split())) > 4)
    return head_unit, *draw(st.sampled_from(found))


@pytest.mark.parametrize(
    ("text", "head_unit", "found"),
    [
        ("BPO12345678901", NOTE, Misfit(3, "O", Expected.DIGIT, ("0",))),
        ("BP O12345678901", NOTE, Misfit(4, "O", Expected.DIGIT, ("0",))),
        ("8P012345678901", NOTE, Misfit(1, "8", Expected.LETTER, ("B",))),
        ("MX23456", FORD, Misfit(2, "X", Expected.DIGIT, ())),
        ("U123456", FORD, Misfit(1, "U", Expected.LETTER, ("V",))),
        ("N123456", FORD, Misfit(1, "N", Expected.LETTER, ("M", "V"))),
    ],
)
def test_a_character_out_of_place_is_named_with_what_stands_there(
    text: str, head_unit: HeadUnit, found: Misfit
) -> None:
    assert misfits(text, head_unit) == (found,)


@pytest.mark.parametrize(
    ("text", "head_unit"),
    [(text, FORD) for text in ("XYXYXYX", "MXXX456", "M12", "", "    ", "M1234567890")]
    + [("BPO12345678901", HYUNDAI)],
)
def test_nothing_is_marked_in_numbers_too_unlike_to_compare(text: str, head_unit: HeadUnit) -> None:
    assert len(misfits("MXX3456", FORD)) == 2  # up to one wrong character in three
    assert misfits(text, head_unit) == ()


@given(fitting())
def test_a_number_that_fits_has_nothing_pointed_out(case: tuple[HeadUnit, str]) -> None:
    head_unit, text = case
    assert looks_like(text, head_unit, ()).look is SerialLook.THIS_FAMILY
    assert misfits(text, head_unit) == ()


@given(slipped())
def test_one_misread_character_is_found_at_its_place_and_mended_by_what_is_named_instead(
    case: tuple[HeadUnit, str, int],
) -> None:
    head_unit, text, position = case
    (found,) = misfits(text, head_unit)
    assert found.position == position
    mended = text[: position - 1] + found.instead[0] + text[position:]
    assert looks_like(mended, head_unit, ()).look is SerialLook.THIS_FAMILY


@given(a_text, with_shapes)
def test_what_fits_not_or_is_easily_misread_is_pointed_at_and_a_shape_only_narrows_it(
    text: str, head_unit: HeadUnit
) -> None:
    wrong, found = misfits(text, head_unit), confusable(text)
    assert all(text[one.position - 1] == one.char for one in (*wrong, *found))
    assert all(one.char.upper() not in one.instead for one in wrong)
    assert [one.position for one in wrong] == sorted({one.position for one in wrong})
    assert all(one.char not in one.alternatives for one in found)
    narrowed = {one.position for one in confusable(text, head_unit)}
    assert narrowed <= {one.position for one in found}


def test_characters_that_are_easily_misread_are_named_with_their_place() -> None:
    assert [tuple(one) for one in confusable("A0I5")] == [
        (2, "0", ("O", "D", "Q")),
        (3, "I", ("1", "l", "7")),
        (4, "5", ("S",)),
    ]
    alike = ["0O", "0D", "0Q", "OD", "OQ", "DQ", "1I", "1l", "17", "2Z", "5S", "6G", "8B", "UV"]
    assert all(other in ALIKE[one] and one in ALIKE[other] for one, other in alike)
    assert confusable("M394") == ()
    assert confusable("M123450", FORD) == (Confusable(2, "1", ("7",)),)


# The shapes that patterns stand for, place by place.


PATTERNS = {pattern for one in WITH_SHAPES for pattern in one.serial.patterns}


@pytest.mark.parametrize("pattern", sorted(PATTERNS))
@given(data=st.data())
def test_the_places_of_a_pattern_hold_what_fits_it_and_nothing_else(
    pattern: str, data: st.DataObject
) -> None:
    shape = data.draw(st.sampled_from(shapes(pattern)))
    placed = "".join(data.draw(st.sampled_from(sorted(place))) for place in shape)
    assert re.fullmatch(pattern, placed, re.ASCII | re.IGNORECASE)
    fits = data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
    assert any(
        len(shape) == len(fits)
        and all(char in place for char, place in zip(fits, shape, strict=True))
        for shape in shapes(pattern)
    )


@pytest.mark.parametrize(
    ("pattern", "lengths"),
    [
        (r"^A\d{3}$", [4]),
        (r"A(B|CD)?", [1, 2, 3]),
        (r"(?:A|[BC])\d{1,2}", [2, 3]),
        (r"[A-C\d]", [1]),
        ("A|BC", [1, 2]),
        ("", [0]),
    ],
)
def test_places_are_counted(pattern: str, lengths: list[int]) -> None:
    assert sorted({len(shape) for shape in shapes(pattern)}) == lengths
    assert shapes(pattern) == shapes(pattern.lower())  # small letters are as capitals
    assert shapes(r"[A-C\d]")[0][0] == ANY_DIGIT | set("ABC")


@pytest.mark.parametrize(
    "pattern",
    [
        *("A+", "A*", ".", r"\w{3}", "(?=A)B", "[^A]", "A{2,}", "A{9999}", "(A", "A)", r"\1"),
        *("(A|B|C){30}", "(A|B)" * 7, "(" * 5000, "((A{40}){40}){40}"),
    ],
)
def test_a_pattern_of_another_kind_or_of_too_many_has_no_places(pattern: str) -> None:
    assert shapes(pattern) == ()


@given(st.text("AB01\\d[](){}|?^$*+.,-:") | st.text())
def test_any_pattern_is_read_or_passed_over(pattern: str) -> None:
    assert len(shapes(pattern)) <= MOST_SHAPES
