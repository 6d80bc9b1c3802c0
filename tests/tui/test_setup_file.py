"""The file of a set-up: read strictly, errors that name the place and never a value."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.service.asks import NewVehicle
from pi.service.protocol import LONGEST_LINE
from tui.lines import lines_of
from tui.setup_file import LONGEST_VALUE, SetupFileError, read
from tui.words.commands import setup_file_problem

WHOLE = """
pin = "2580"
passphrase = "four quiet winter roads"

[[vehicle]]
name = "Qashqai"
head_unit = "nissan-radio-code"
code = "0712"
serial = "BP01"
plate = "RD61 KXM"
source = "card"

[[vehicle]]
name = "Van"
head_unit = "opel-safe"
"""
VEHICLE = '[[vehicle]]\nname = "V"\nhead_unit = "opel-safe"\ncode = "4096"\n'


def problem(text: str) -> SetupFileError:
    with pytest.raises(SetupFileError) as caught:
        read(text)
    return caught.value


def test_every_key_is_read() -> None:
    said = read(WHOLE)
    assert (said.pin, said.passphrase) == ("2580", "four quiet winter roads")
    assert said.vehicles[0] == NewVehicle(
        name="Qashqai",
        head_unit="nissan-radio-code",
        code="0712",
        serial="BP01",
        plate="RD61 KXM",
        source="card",
    )


def test_a_code_may_be_said_to_be_lost() -> None:
    text = '[[vehicle]]\nname = "V"\nhead_unit = "opel-safe"\ncode_is_lost = true\n'
    assert read(text).vehicles[0].code_is_lost


def test_that_a_code_is_lost_is_true_or_false_and_no_text() -> None:
    error = problem(VEHICLE + 'code_is_lost = "yes"\n')
    assert (error.rule, error.place) == ("not_bool", "vehicle 1, code_is_lost")


def test_what_is_absent_is_empty() -> None:
    assert read(WHOLE).vehicles[1] == NewVehicle(name="Van", head_unit="opel-safe")


def test_pin_and_passphrase_may_be_absent() -> None:
    said = read(VEHICLE)
    assert (said.pin, said.passphrase) == (None, None)


def test_vehicles_keep_their_order() -> None:
    many = "".join(VEHICLE.replace('"V"', f'"V{at}"') for at in range(50))
    assert [one.name for one in read(many).vehicles] == [f"V{at}" for at in range(50)]


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("pin = \n" + VEHICLE, "toml", "line 1, column 7"),
        ('\n\npin = "12\n' + VEHICLE, "toml", "line 3, column 10"),
        (VEHICLE.replace('"4096"', "0712"), "toml", "line 4, column 9"),
        ("[[vehicle", "toml", "end of document"),
        ("x = " + "[" * 100_000, "toml", "a list in too many lists"),
        ("x = " + "9" * 5000, "toml", "a number of too many digits"),
        (VEHICLE.replace('"4096"', "4096"), "not_text", "vehicle 1, code"),
        (VEHICLE + VEHICLE.replace('"4096"', "[4]"), "not_text", "vehicle 2, code"),
        ("pin = 2580\n" + VEHICLE, "not_text", "pin"),
        ("pin = 2580-01-01\n" + VEHICLE, "not_text", "pin"),
        (VEHICLE.replace("name", "nam"), "unknown_key", "vehicle 1, nam"),
        ('pim = "1"\n' + VEHICLE, "unknown_key", "pim"),
        (VEHICLE.replace('name = "V"\n', ""), "missing_key", "vehicle 1, name"),
        (VEHICLE + '[[vehicle]]\nname = "W"\n', "missing_key", "vehicle 2, head_unit"),
        (VEHICLE.replace('"V"', f'"{"x" * (LONGEST_VALUE + 1)}"'), "too_long", "vehicle 1, name"),
        (f'pin = "{"1" * (LONGEST_VALUE + 1)}"\n' + VEHICLE, "too_long", "pin"),
        ("", "no_vehicles", "vehicle"),
        ("vehicle = []", "no_vehicles", "vehicle"),
        ('vehicle = "one"', "no_vehicles", "vehicle"),
        ("vehicle = [1]", "no_vehicles", "vehicle 1"),
    ],
)
def test_what_is_wrong_is_named_by_rule_and_place(text: str, rule: str, place: str) -> None:
    found = problem(text)
    assert (found.rule, found.place) == (rule, place)


def test_a_mistyped_key_is_told_its_nearest() -> None:
    assert problem(VEHICLE.replace("head_unit", "headunit")).nearest == "head_unit"


@pytest.mark.parametrize("rule", ["toml", "unknown_key", "not_text", "too_long", "missing_key"])
def test_every_problem_has_a_sentence_with_file_and_place(rule: str) -> None:
    said = setup_file_problem("cars.toml", SetupFileError(rule, "vehicle 3, code"))
    assert said.startswith("cars.toml, vehicle 3, code: ")


def test_a_file_prints_without_its_secrets() -> None:
    assert "2580" not in repr(read(WHOLE))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(SetupFileError):
        assert read(text).vehicles


@given(
    st.sampled_from(["pin", "passphrase", "code", "name", "serial"]),
    st.sampled_from(["4711x", "[4711]", "4711", "{a = 4711}", '"4711', "'4711", '"""4711']),
)
def test_no_error_repeats_a_value(key: str, value: str) -> None:
    found = problem(f"{key} = {value}\n" if key.startswith("p") else f"{VEHICLE}{key} = {value}\n")
    assert "4711" not in f"{found!r} {found.place} {setup_file_problem('f', found)}"


_texts = st.text(st.characters(codec="utf-8"), max_size=LONGEST_VALUE)


@given(st.lists(st.builds(NewVehicle, name=_texts, head_unit=_texts, serial=_texts), max_size=40))
def test_every_line_of_a_set_up_fits_and_none_is_lost(vehicles: list[NewVehicle]) -> None:
    from msgspec.json import encode

    from pi.service.asks import AddToSetUp
    from pi.service.protocol import Line

    lines = list(lines_of(vehicles))
    assert [one for line in lines for one in line] == vehicles
    sizes = [len(encode(Line(id=2**63, ask=AddToSetUp(vehicles=line)))) for line in lines]
    assert max(sizes, default=0) < LONGEST_LINE


def test_the_longest_vehicle_fits_into_a_line() -> None:
    longest = "\x01" * LONGEST_VALUE  # six bytes each, as JSON writes it
    vehicle = NewVehicle(
        name=longest, head_unit=longest, code=longest, serial=longest, plate=longest, source=longest
    )
    assert list(lines_of([vehicle])) == [(vehicle,)]
