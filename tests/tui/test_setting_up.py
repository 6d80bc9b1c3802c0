"""``steadyhand setup``: a file read strictly; all of it is stored, or nothing."""

import re
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.json import encode

from pi.service.protocol.answers import LONGEST_LINE, Line
from pi.service.protocol.commands import AddToSetUp, NewVehicle
from tests.tui.desk import Desk
from tui.setup_file import LONGEST_VALUE, SetupFileError, lines_of, read
from tui.text.cli import setup_file_problem

WHOLE = """
pin = "258013"
passphrase = "four quiet roads"

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
code_is_lost = true
"""
VEHICLE = '[[vehicle]]\nname = "V"\nhead_unit = "opel-safe"\ncode = "4096"\n'
LONG = "x" * (LONGEST_VALUE + 1)
TAKES_NONE = '[[vehicle]]\nname = "V"\nhead_unit = "nissan-secure"\n'
KEY = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}")
SETUP = ("setup", "--from", "-")


def test_every_key_is_read_and_what_is_absent_is_empty() -> None:
    said = read(WHOLE)
    assert (said.pin, said.passphrase) == ("258013", "four quiet roads")
    assert said.vehicles == (
        NewVehicle(
            name="Qashqai",
            head_unit="nissan-radio-code",
            code="0712",
            serial="BP01",
            plate="RD61 KXM",
            source="card",
        ),
        NewVehicle(name="Van", head_unit="opel-safe", code_is_lost=True),
    )
    assert (read(VEHICLE).pin, read(VEHICLE).passphrase) == (None, None)
    assert "258013" not in repr(said)


WRONG = [
    ("pin = \n" + VEHICLE, "toml", "line 1, column 7"),
    (VEHICLE.replace('"4096"', "0712"), "toml", "line 4, column 9"),
    ("[[vehicle", "toml", "end of document"),
    ("x = " + "[" * 100_000, "toml", "a list in too many lists"),
    ("x = " + "9" * 5000, "toml", "a number of too many digits"),
    (VEHICLE.replace('"4096"', "4096"), "not_text", "vehicle 1, code"),
    ("pin = 2580\n" + VEHICLE, "not_text", "pin"),
    (VEHICLE + 'code_is_lost = "yes"\n', "not_bool", "vehicle 1, code_is_lost"),
    (VEHICLE.replace("name", "nam"), "unknown_key", "vehicle 1, nam"),
    ('pim = "1"\n' + VEHICLE, "unknown_key", "pim"),
    (VEHICLE.replace('name = "V"\n', ""), "missing_key", "vehicle 1, name"),
    (VEHICLE + '[[vehicle]]\nname = "W"\n', "missing_key", "vehicle 2, head_unit"),
    (VEHICLE.replace('"V"', f'"{LONG}"'), "too_long", "vehicle 1, name"),
    (f'pin = "{LONG}"\n' + VEHICLE, "too_long", "pin"),
    ("", "no_vehicles", "vehicle"),
    ('vehicle = "one"', "no_vehicles", "vehicle"),
    ("vehicle = [1]", "no_vehicles", "vehicle 1"),
]


SAID = {
    "toml": "this is not TOML",
    "not_text": "put the value in quotes",
    "not_bool": "true or false",
    "unknown_key": "unknown key",
    "missing_key": "this key is missing",
    "too_long": "this value is too long",
    "no_vehicles": "at least one [[vehicle]] is needed",
}


def test_what_is_wrong_is_named_by_rule_and_place() -> None:
    for text, rule, place in WRONG:
        with pytest.raises(SetupFileError) as caught:
            read(text)
        assert (text, caught.value.rule, caught.value.place) == (text, rule, place)
        assert SAID[rule] in setup_file_problem("f", caught.value)
    assert read(VEHICLE.replace('"V"', f'"{LONG[1:]}"')).vehicles[0].name == LONG[1:]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(SetupFileError):
        assert read(text).vehicles


@given(
    st.sampled_from(["pin", "passphrase", "code", "name", "serial"]),
    st.sampled_from(["4711x", "[4711]", "4711", "{a = 4711}", '"4711', "'4711", '"""4711']),
)
def test_no_error_repeats_a_value(key: str, value: str) -> None:
    with pytest.raises(SetupFileError) as caught:
        read(f"{key} = {value}\n" if key.startswith("p") else f"{VEHICLE}{key} = {value}\n")
    found = caught.value
    assert "4711" not in f"{found!r} {found.place} {setup_file_problem('f', found)}"


_texts = st.text(st.characters(codec="utf-8"), max_size=LONGEST_VALUE)


@given(st.lists(st.builds(NewVehicle, name=_texts, head_unit=_texts, serial=_texts), max_size=40))
@example([NewVehicle(**dict.fromkeys(NewVehicle.__struct_fields__[:6], "\x01" * LONGEST_VALUE))])
def test_every_line_of_a_set_up_fits_and_none_is_lost(vehicles: list[NewVehicle]) -> None:
    """The longest vehicle alone, too: six bytes for each character, as JSON writes it."""
    lines = list(lines_of(vehicles))
    assert [one for line in lines for one in line] == vehicles
    sizes = [len(encode(Line(id=2**63, ask=AddToSetUp(vehicles=line)))) for line in lines]
    assert max(sizes, default=0) < LONGEST_LINE


def test_the_recovery_key_is_printed_once_and_stands_in_no_file_all_private(desk: Desk) -> None:
    said = desk.says(*SETUP, typed=WHOLE)
    key = KEY.search(said)
    assert key is not None
    assert said == (
        f"Recovery key, shown this once. Write it down, keep it off the car:\n{key[0]}\n"
        "2 vehicles are set up.\n"
    )
    assert key[0].encode() not in b"".join(desk.files().values())
    modes = {path.name: path.stat().st_mode & 0o777 for path in desk.state.iterdir()}
    assert modes["device.key"] == 0o400
    assert modes["steadyhand.db"] == modes["steadyhand.lock"] == 0o600
    assert desk.state.stat().st_mode & 0o777 == 0o700
    for secret in ("258013", "four quiet roads", key[0]):
        assert "code: 0712\n" in desk.shows("1", secret)


def test_a_file_is_read_by_its_name_as_windows_writes_it_too(desk: Desk) -> None:
    text = b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()
    (desk.directory / "cars.toml").write_bytes(text)
    desk.says("setup", "--from", "cars.toml")
    assert "code: 0712\n" in desk.shows("Qashqai", "258013")


def test_a_hundred_vehicles_of_the_longest_names_are_set_up_and_found(desk: Desk) -> None:
    longest = "\N{AUTOMOBILE}" * 190
    cars = (
        VEHICLE.replace('"V"', f'"{longest} {at}"').replace("4096", f"{at:04d}")
        for at in range(100)
    )
    desk.says(*SETUP, typed='passphrase = "four quiet roads"\n' + "".join(cars))
    shown = desk.shows(f"{longest} 76", "four quiet roads")
    assert f"vehicle: {longest} 76 (77)\n" in shown
    assert "code: 0076\n" in shown


def test_a_bad_file_is_one_line_and_nothing_is_stored(desk: Desk) -> None:
    rows: list[tuple[str, str | bytes]] = [
        ("-, line 4, column 9: this is not TOML. Mend that", VEHICLE.replace('"4096"', "0712")),
        (
            "-, vehicle 1, headunit: unknown key. Did you mean head_unit?",
            VEHICLE.replace("head_unit", "headunit"),
        ),
        ("-, vehicle 1, zzz: unknown key. Take it out;", VEHICLE + 'zzz = "1"\n'),
        ("-: this is not UTF-8 text.", b"\xff"),
        (
            "Vehicle 1: This radio's code has 4 digits. Count yours again. Who says so: an owner. "
            "If your code is right, your Land Rover may have: land-rover-discovery-1, land-rover-",
            VEHICLE.replace("opel-safe", "clarion-code-in").replace("4096", "40961"),
        ),
        ("Vehicle 2: This radio's code has 4 digits.", VEHICLE + VEHICLE.replace("4096", "712")),
        (
            'Vehicle 2: No head unit is called "opel-saf". Nearest: opel-safe',
            VEHICLE + VEHICLE.replace("opel-safe", "opel-saf"),
        ),
        ("Vehicle 1: name can't be taken: empty.", VEHICLE.replace('"V"', '" "')),
        ("Vehicle 1: plate can't be taken: control char", VEHICLE + 'plate = "a\\tb"\n'),
        ("A PIN has digits only.", 'pin = "12ab"\n' + VEHICLE),
        ("Too easy to guess: use four or more words", 'passphrase = "qwertyuiop"\n' + VEHICLE),
        ("That is too many vehicles at once: take a hundred at most.", VEHICLE * 101),
    ]
    for said, text in rows:
        assert desk.fails(2, *SETUP, typed=text).startswith(said)
    said = desk.fails(3, *SETUP, typed=TAKES_NONE + 'code = "4096"\n')
    assert said == "This radio takes no code from its owner. See a dealer."
    assert desk.json("status", "--json")["vehicles"] == []


def test_a_file_that_cannot_be_read_is_bad_input_and_starts_no_service(desk: Desk) -> None:
    for name in ("missing.toml", "."):
        assert desk.fails(2, "setup", "--from", name).startswith(f"{name}: ")
    assert not desk.is_served


def test_a_radio_that_takes_no_code_is_kept_without_and_it_is_said(desk: Desk) -> None:
    done = desk.run(*SETUP, typed=TAKES_NONE)
    assert done.returncode == 0
    assert "vehicle 1: its radio takes no code from its owner, so none is kept" in done.stderr


def test_a_second_set_up_is_not_possible_and_changes_nothing(kept: Desk) -> None:
    kept.says("status")
    before = kept.database.read_bytes()
    assert kept.fails(3, *SETUP, typed=VEHICLE).startswith("It is set up already.")
    assert kept.database.read_bytes() == before
