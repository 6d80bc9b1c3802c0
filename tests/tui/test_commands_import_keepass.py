"""``steadyhand import keepass``: vehicles from a file, ours or one made by hand."""

import io
from base64 import b64encode
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from pykeepass import PyKeePass, create_database

from pi.copies.keepass import written
from pi.copies.kept import Kept
from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.pi.copies.test_keepass_reading import entry, xml
from tests.pi.service.rig import CORSA, PASSPHRASE, QASHQAI
from tests.tools.fuzz.kdbx import Made

made_store, place = places.made_store, places.place

PASSWORD = "five other winter roads"
OURS = Kept(
    number=1,
    name=QASHQAI.name,
    code=QASHQAI.code,
    head_unit=QASHQAI.head_unit,
    serial=QASHQAI.serial,
    plate=QASHQAI.plate,
    source=QASHQAI.source,
)


@pytest.fixture
def with_a_corsa(place: Place) -> Place:
    """A place where a Corsa is kept."""
    places.set_up(place, CORSA)
    return place


def ours(place: Place, *vehicles: Kept) -> Path:
    """A file that we wrote."""
    path = place.directory / "radio.kdbx"
    path.write_bytes(written(vehicles or (OURS,), PASSWORD, "Radio codes"))
    return path


def by_hand(place: Place, **attributes: str) -> Path:
    """A file that somebody made in a password manager."""
    database = create_database(io.BytesIO(), password=PASSWORD)
    entry = database.add_entry(database.root_group, "Focus", "me", "not the code")
    for name, text in attributes.items():
        entry.set_custom_property(name, text)
    path = place.directory / "own.kdbx"
    database.save(str(path))
    return path


def run(place: Place, *arguments: str, password: str = PASSWORD) -> tuple[int, str]:
    """The status and all that is said."""
    typed = f"{PASSPHRASE}\n{password}\n"
    done = place.run("import", "keepass", *arguments, "--passphrase-stdin", typed=typed)
    return done.returncode, done.stdout + done.stderr.removeprefix("steadyhand: ")


def shown(place: Place, name: str) -> str:
    """What is kept of a vehicle."""
    return place.run("show", "--vehicle", name, "--passphrase-stdin", typed=PASSPHRASE).stdout


def test_a_file_of_ours_is_taken_over_as_it_is(with_a_corsa: Place) -> None:
    ours(with_a_corsa)
    assert run(with_a_corsa, "radio.kdbx") == (0, "1 vehicle added.\n")
    assert shown(with_a_corsa, QASHQAI.name).splitlines()[1:] == [
        "radio: nissan-radio-code",
        f"code: {QASHQAI.code}",
        f"serial number: {QASHQAI.serial}",
        f"plate: {QASHQAI.plate}",
        f"source: {QASHQAI.source}",
    ]


def test_a_file_made_by_hand_is_read_as_its_owner_says(with_a_corsa: Place) -> None:
    by_hand(with_a_corsa, Radio="0470", Label="M123456")
    said = ("--code-in", "Radio", "--serial-in", "Label", "--head-unit", "ford-6000cd")
    assert run(with_a_corsa, "own.kdbx", *said) == (0, "1 vehicle added.\n")
    assert "code: 0470\nserial number: M123456\n" in shown(with_a_corsa, "Focus")


def test_a_vehicle_that_is_here_already_is_left_as_it_is(with_a_corsa: Place) -> None:
    ours(with_a_corsa, replace(OURS, name=CORSA.name))
    run(with_a_corsa, "radio.kdbx")
    assert f"code: {CORSA.code}\n" in shown(with_a_corsa, CORSA.name)


def test_one_bad_entry_leaves_nothing_half_done(with_a_corsa: Place) -> None:
    ours(with_a_corsa, OURS, replace(OURS, name="Other", code="37"))
    status, said = run(with_a_corsa, "radio.kdbx")
    assert (status, said.startswith("Other: "), shown(with_a_corsa, QASHQAI.name)) == (2, True, "")


def test_a_text_that_the_vault_does_not_take_leaves_nothing_half_done(with_a_corsa: Place) -> None:
    ours(with_a_corsa, OURS, replace(OURS, name="Other", plate="x" * 201))
    status, said = run(with_a_corsa, "radio.kdbx")
    assert (status, said) == (
        2,
        "Other: plate can't be taken: too long. Nothing was added.\n",
    )
    assert shown(with_a_corsa, QASHQAI.name) == ""


def test_marks_that_nobody_sees_are_left_behind(with_a_corsa: Place) -> None:
    ours(with_a_corsa, replace(OURS, plate="RD61\u200bKX\u202eM"))
    assert run(with_a_corsa, "radio.kdbx") == (0, "1 vehicle added.\n")
    assert "plate: RD61KXM\n" in shown(with_a_corsa, QASHQAI.name)


def test_an_attribute_of_any_length_is_told_in_one_line(with_a_corsa: Place) -> None:
    ours(with_a_corsa, replace(OURS, serial="x" * 100_000))
    status, said = run(with_a_corsa, "radio.kdbx")
    assert (status, said) == (
        2,
        f"{OURS.name}: serial can't be taken: too long. Nothing was added.\n",
    )


def test_a_hundred_vehicles_of_the_longest_texts_are_taken_over(with_a_corsa: Place) -> None:
    longest = dict.fromkeys(("serial", "plate", "source"), "😀" * 200)
    ours(with_a_corsa, *(replace(OURS, name=f"Car {at}", **longest) for at in range(100)))
    assert run(with_a_corsa, "radio.kdbx") == (0, "100 vehicles added.\n")
    assert f"source: {'😀' * 200}\n" in shown(with_a_corsa, "Car 99")


def test_only_the_entries_that_are_named_are_taken(with_a_corsa: Place) -> None:
    ours(with_a_corsa, OURS, replace(OURS, name="Other", code="37"))
    assert run(with_a_corsa, "radio.kdbx", "--entry", QASHQAI.name) == (0, "1 vehicle added.\n")


def test_a_wrong_password_is_said(with_a_corsa: Place) -> None:
    ours(with_a_corsa)
    said = run(with_a_corsa, "radio.kdbx", password="not that")
    assert said == (2, "radio.kdbx: that password does not open it. Try again.\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no KeePass file."),
        (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x01\x00\x03\x00" + b"x" * 99, "older KeePass format"),
        (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\x00\x00\x04\x00" + b"x" * 99, "is damaged."),
    ],
)
def test_what_is_no_readable_file_is_told_in_one_line(
    with_a_corsa: Place, content: bytes, said: str
) -> None:
    (with_a_corsa.directory / "bad.kdbx").write_bytes(content)
    status, line = run(with_a_corsa, "bad.kdbx")
    assert (status, said in line, line.count("\n")) == (2, True, 1)


def test_a_value_that_can_not_be_made_out_is_told_in_one_line(with_a_corsa: Place) -> None:
    noise = '<Value Protected="True">' + b64encode(b"\xff" * 40).decode()
    content = xml(entry("Vectra").replace("<Value>0712", noise))
    made = Made(random=Random(7), password=PASSWORD, xml=content)
    (with_a_corsa.directory / "odd.kdbx").write_bytes(made.file())
    status, said = run(with_a_corsa, "odd.kdbx", "--head-unit", "opel-safe")
    assert (status, said.startswith("Vectra: "), said.count("\n")) == (2, True, 1)


def test_a_byte_that_was_changed_is_told(with_a_corsa: Place) -> None:
    path = ours(with_a_corsa)
    content = bytearray(path.read_bytes())
    content[-40] ^= 1
    path.write_bytes(content)
    assert run(with_a_corsa, "radio.kdbx") == (
        2,
        "radio.kdbx is damaged. Take another copy; nothing was added.\n",
    )


@pytest.mark.parametrize("name", ["nothing.kdbx", "."])
def test_a_file_that_is_not_there_is_told(with_a_corsa: Place, name: str) -> None:
    assert run(with_a_corsa, name) == (2, f"{name}: there is no such file. Nothing was added.\n")


def test_of_thousands_of_entries_those_meant_have_to_be_named(with_a_corsa: Place) -> None:
    opened = PyKeePass(str(ours(with_a_corsa)), password=PASSWORD)
    (entry,) = opened.entries
    group = opened.root_group._element

    group.extend(deepcopy(entry._element) for _ in range(9_999))
    opened.save(str(with_a_corsa.directory / "many.kdbx"))
    assert run(with_a_corsa, "many.kdbx") == (
        2,
        "many.kdbx holds 10000 entries, more than 100. Name those meant with --entry.\n",
    )
