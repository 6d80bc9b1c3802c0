import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio import catalogue
from pi.radio.catalogue import load
from pi.radio.head_unit import HeadUnit
from pi.radio.serial_number import SerialHint, SerialLook, confusable, looks_like, normalised

BLAUPUNKT = "BP012345678901"  # invented, as are all numbers here


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("nissan-note-2009", BLAUPUNKT),
        ("nissan-note-2009", "815" + BLAUPUNKT),
        ("renault-keypad", "A123"),
        ("vw-safe", "VWZ1Z2A1234567"),
        ("ford-6000cd", "M123456"),
        ("honda-5-digit", "12345678"),
        ("honda-5-digit", "U1234 L5678"),
        ("bmw-5-digit", "BP1234W1234567"),
    ],
)
def test_a_number_of_the_familys_shape_is_known_as_such(family: str, text: str) -> None:
    assert looks_like(text, load(family)).look is SerialLook.THIS_FAMILY


@pytest.mark.parametrize("text", ["bp012345678901", " BP0123 45678901 ", "BP 012 345 678 901"])
def test_spaces_and_case_do_not_matter(text: str) -> None:
    assert looks_like(text, load("nissan-note-2009")).look is SerialLook.THIS_FAMILY


def test_a_number_of_another_family_names_that_family() -> None:
    hint = looks_like("M123456", load("vw-safe"))

    assert hint == SerialHint(look=SerialLook.OTHER_FAMILY, families=("ford-6000cd",))


def test_a_shape_that_families_share_names_them_all() -> None:
    hint = looks_like("A123", load("ford-6000cd"))

    assert set(hint.families) >= {"renault-keypad", "renault-column", "nissan-radio-code"}


@pytest.mark.parametrize("text", ["PN-1234A", "PU1234A", "pn 1234", "AGC-0001RF"])
def test_a_clarion_or_daewoo_model_number_is_no_serial_number(text: str) -> None:
    assert looks_like(text, load("nissan-radio-code")).look is SerialLook.MODEL_NUMBER


def test_a_shape_nobody_knows_is_only_said_to_be_unknown() -> None:
    assert looks_like("??", load("ford-6000cd")).look is SerialLook.UNKNOWN_SHAPE


def test_a_family_without_known_shapes_is_not_compared_with_others() -> None:
    assert looks_like("M123456", load("hyundai-cde")) == SerialHint(look=SerialLook.NO_SHAPE_KNOWN)


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_nothing_typed_looks_like_nothing(text: str) -> None:
    assert looks_like(text, load("ford-6000cd")).look is SerialLook.EMPTY


def test_only_the_families_given_are_compared_with() -> None:
    hint = looks_like("M123456", load("vw-safe"), among=[load("honda-5-digit")])

    assert hint.look is SerialLook.UNKNOWN_SHAPE


def test_characters_that_are_easily_misread_are_named_with_their_place() -> None:
    assert [tuple(one) for one in confusable("A0I5")] == [
        (2, "0", ("O", "D", "Q")),
        (3, "I", ("1", "l", "7")),
        (4, "5", ("S",)),
    ]


def test_a_number_without_such_characters_needs_no_second_look() -> None:
    assert confusable("M394") == ()


@given(st.text())
def test_a_misread_character_is_never_its_own_alternative(text: str) -> None:
    assert all(one.char not in one.alternatives for one in confusable(text))


@given(st.text())
def test_each_place_points_at_its_character(text: str) -> None:
    assert all(text[one.position - 1] == one.char for one in confusable(text))


@given(st.text(), st.sampled_from(catalogue.all_head_units()))
def test_any_text_gets_a_hint(text: str, head_unit: HeadUnit) -> None:
    assert looks_like(text, head_unit).look in SerialLook


@given(st.text(min_size=4))
def test_a_hint_holds_nothing_of_the_number(text: str) -> None:
    families = looks_like(text, load("ford-6000cd")).families

    assert set(families) <= set(catalogue.ids())


@given(st.text())
def test_making_a_number_comparable_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
