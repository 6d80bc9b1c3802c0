"""``steadyhand show``: a vehicle's code, for whoever can unlock it."""

import sqlite3

import pytest
from msgspec.structs import replace

from pi.drawable import clipped
from pi.service.asks import NewVehicle
from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI

kept, made_store, place = places.kept, places.made_store, places.place

QASHQAI_SHOWN = f"""\
vehicle: {QASHQAI.name} (1)
radio: nissan-radio-code
code: {QASHQAI.code}
serial number: {QASHQAI.serial}
plate: {QASHQAI.plate}
source: {QASHQAI.source}
"""


def shown(place: Place, *arguments: str, typed: str = PASSPHRASE) -> str:
    done = place.run("show", *arguments, "--passphrase-stdin", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fails(place: Place, status: int, *arguments: str, typed: str | bytes = PASSPHRASE) -> str:
    """The one line of a code that was not shown."""
    done = place.run("show", *arguments, "--passphrase-stdin", typed=typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


def test_everything_that_is_kept_of_a_vehicle_is_shown(kept: Place) -> None:
    assert shown(kept, "--vehicle", "1") == QASHQAI_SHOWN


def test_what_was_left_out_is_not_shown(kept: Place) -> None:
    wanted = f"vehicle: {CORSA.name} (2)\nradio: opel-safe\ncode: {CORSA.code}\n"
    assert shown(kept, "--vehicle", "2") == wanted


@pytest.mark.parametrize("typed", [PASSPHRASE + "\n", PASSPHRASE + "\r\n", PASSPHRASE, PIN + "\n"])
def test_passphrase_and_pin_are_taken_as_one_line(kept: Place, typed: str) -> None:
    assert shown(kept, "--vehicle", "1", typed=typed) == QASHQAI_SHOWN


def test_only_the_first_line_is_the_secret(kept: Place) -> None:
    assert shown(kept, "--vehicle", "1", typed=f"{PASSPHRASE}\nand more\n") == QASHQAI_SHOWN


@pytest.mark.parametrize("name", [FORD.name, FORD.name.upper(), f" {FORD.name} ", "3"])
def test_a_vehicle_is_named_by_its_whole_name_or_its_number(kept: Place, name: str) -> None:
    assert f"code: {FORD.code}\n" in shown(kept, "--vehicle", name)


def test_without_a_name_the_vehicle_last_used_is_shown(kept: Place) -> None:
    kept.run("report", "asking", "--vehicle", "2")
    assert f"code: {CORSA.code}\n" in shown(kept)


@pytest.mark.parametrize("name", ["Focus", "4", "0", "", "x" * 5000])
def test_a_vehicle_that_is_not_there_is_bad_input(kept: Place, name: str) -> None:
    said = fails(kept, 2, "--vehicle", name)
    assert said == f'No vehicle is called "{clipped(name)}". See: steadyhand status'


def test_a_name_that_two_vehicles_have_is_bad_input(place: Place) -> None:
    places.set_up(place, *[replace(CORSA, name="Van")] * 2)
    said = fails(place, 2, "--vehicle", "van")
    assert said == 'Several vehicles are called "van". Give the number instead.'


def test_a_wrong_passphrase_is_bad_input(kept: Place) -> None:
    assert fails(kept, 2, typed="not those words") == "That does not open it. Try again."


@pytest.mark.parametrize("typed", ["", "\n", " " + PASSPHRASE, PASSPHRASE + " "])
def test_what_is_not_quite_the_secret_opens_nothing(kept: Place, typed: str) -> None:
    assert fails(kept, 2, typed=typed) == "That does not open it. Try again."


def test_what_is_too_short_for_a_pin_uses_no_try(kept: Place) -> None:
    assert fails(kept, 2, typed="12") == "A PIN has 4 to 12 digits. No try was used."
    assert fails(kept, 2, typed="000000") == "Wrong PIN, 9 tries left."


def test_a_wrong_pin_says_how_many_tries_are_left(kept: Place) -> None:
    assert fails(kept, 2, typed="000000") == "Wrong PIN, 9 tries left."


def test_after_five_wrong_pins_it_is_not_possible_now(kept: Place) -> None:
    for _ in range(5):
        fails(kept, 2, typed="000000")
    said = fails(kept, 3, typed=PIN)
    assert said.startswith("Too many wrong PINs. Try again in ")


def test_a_passphrase_is_kept_with_its_blanks(place: Place) -> None:
    places.set_up(place, CORSA, passphrase=" blanks count ")
    assert "code: 4096\n" in shown(place, typed=" blanks count \n")


@pytest.mark.parametrize("typed", [b"\xff\xfe\n", b"x" * 100_000])
def test_what_is_no_short_text_is_bad_input(kept: Place, typed: bytes) -> None:
    said = fails(kept, 2, typed=typed)
    assert said == "Standard input must be one short line of UTF-8 text."


def test_where_nobody_can_be_asked_it_says_how_to_give_the_secret(kept: Place) -> None:
    done = kept.run("show", typed=PASSPHRASE)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "steadyhand: Nobody can be asked for the PIN here. Use --passphrase-stdin.\n"
    )


def test_before_the_set_up_there_is_nothing_to_show(place: Place) -> None:
    said = fails(place, 3)
    assert said == "Nothing is set up yet. Start steadyhand and answer its questions."


def test_a_record_that_was_changed_is_not_shown(kept: Place) -> None:
    with sqlite3.connect(kept.database) as connection:
        connection.execute("UPDATE record SET ciphertext = zeroblob(80) WHERE field = 'code'")
    connection.close()
    said = fails(kept, 3, "--vehicle", "1")
    assert said == "This record was changed or damaged. Use your copy of the code."


def test_a_code_from_a_radio_that_takes_none_is_said_to_be_none(place: Place) -> None:
    places.set_up(place, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    assert "code: none (this radio takes no code from its owner)\n" in shown(place)
