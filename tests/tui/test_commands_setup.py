"""``steadyhand setup``: all of a file is stored, or nothing; the recovery key is told once."""

import re
from collections.abc import Iterator

import pytest

from tests.blackbox import places
from tests.blackbox.processes import Place

kept, made_store, place = places.kept, places.made_store, places.place

VEHICLE = """
[[vehicle]]
name = "Qashqai"
head_unit = "nissan-radio-code"
code = "0712"
"""
KEY = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}")


def set_up(place: Place, text: str | bytes) -> str:
    """Set up from standard input; what is printed."""
    done = place.run("setup", "--from", "-", typed=text)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place that stays without a store, however many set-ups are tried."""
    bare = Place(tmp_path_factory.mktemp("bare"))
    yield bare
    bare.end()


def fails(place: Place, status: int, text: str | bytes) -> str:
    """The one line of a set-up that was refused, with nothing stored."""
    done = place.run("setup", "--from", "-", typed=text)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert place.json("status", "--json")["vehicles"] == []
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


def test_the_recovery_key_is_printed_and_opens(place: Place) -> None:
    said = set_up(place, VEHICLE)
    key = KEY.search(said)
    assert key is not None
    assert said == (
        f"Recovery key, shown this once. Write it down, keep it off the car:\n{key[0]}\n"
    )
    assert key[0].encode() not in b"".join(place.files().values())


def test_the_whole_file_works_with_pin_and_passphrase(place: Place) -> None:
    set_up(place, 'pin = "258013"\npassphrase = "four quiet roads"\n' + VEHICLE)
    for secret in ("258013", "four quiet roads"):
        done = place.run("show", "--passphrase-stdin", typed=secret)
        assert "code: 0712\n" in done.stdout


def test_a_file_is_read_by_its_name(place: Place) -> None:
    (place.directory / "cars.toml").write_text(VEHICLE, "utf-8")
    assert place.run("setup", "--from", "cars.toml").returncode == 0


def test_a_file_as_windows_writes_it_is_read(place: Place) -> None:
    set_up(place, b"\xef\xbb\xbf" + VEHICLE.replace("\n", "\r\n").encode())


def test_a_hundred_vehicles_are_set_up_and_found(place: Place) -> None:
    many = "".join(
        VEHICLE.replace("Qashqai", f"Van {at}").replace("0712", f"{at:04d}") for at in range(100)
    )
    set_up(place, 'passphrase = "four quiet roads"\n' + many)
    done = place.run("show", "--vehicle", "Van 76", "--passphrase-stdin", typed="four quiet roads")
    assert "vehicle: Van 76 (77)\n" in done.stdout
    assert "code: 0076\n" in done.stdout


def test_long_texts_in_any_script_fit_into_the_protocols_lines(place: Place) -> None:
    name = "\N{AUTOMOBILE}" * 200
    long = VEHICLE.replace("Qashqai", name) + f'serial = "{name}"\nplate = "{name}"\n'
    set_up(place, long * 40)
    assert len(place.json("status", "--json")["vehicles"]) == 40


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            VEHICLE.replace('"0712"', "0712"),
            "-, line 5, column 9: this is not TOML. Mend that line; nothing was stored.",
        ),
        (
            VEHICLE.replace('"0712"', "712"),
            "-, vehicle 1, code: put the value in quotes. Nothing was stored.",
        ),
        (
            VEHICLE.replace("head_unit", "headunit"),
            "-, vehicle 1, headunit: unknown key. Did you mean head_unit? Nothing was stored.",
        ),
        (
            VEHICLE + 'zzz = "1"\n',
            "-, vehicle 1, zzz: unknown key. Take it out; nothing was stored.",
        ),
        (
            VEHICLE.replace('name = "Qashqai"\n', ""),
            "-, vehicle 1, name: this key is missing. Nothing was stored.",
        ),
        (
            VEHICLE.replace("Qashqai", "x" * 2000),
            "-, vehicle 1, name: this value is too long. Nothing was stored.",
        ),
        ("", "-: at least one [[vehicle]] is needed. Nothing was stored."),
        (b"\xff", "-: this is not UTF-8 text. Nothing was stored."),
        (VEHICLE + VEHICLE.replace("0712", "712"), "Vehicle 2: This radio's code has 4 digits."),
        (VEHICLE.replace('"0712"', '""'), "Vehicle 1: The code is missing."),
        (VEHICLE.replace("0712", "07l2"), "Vehicle 1: A code has digits only, 4 of them."),
        (
            VEHICLE + VEHICLE.replace("nissan-radio-code", "nissan-radio"),
            'Vehicle 2: No head unit is called "nissan-radio". Nearest: nissan-radio-code',
        ),
        (VEHICLE.replace("Qashqai", " "), "Vehicle 1: name can't be taken: empty."),
        (VEHICLE.replace("Qashqai", "x" * 201), "Vehicle 1: name can't be taken: too long."),
        (VEHICLE + 'plate = "a\\tb"\n', "Vehicle 1: plate can't be taken: control characters."),
        ('pin = "12"\n' + VEHICLE, "A PIN has at least 4 digits."),
        ('pin = "12ab"\n' + VEHICLE, "A PIN has digits only."),
        ('pin = ""\n' + VEHICLE, "The PIN is empty: give 4 to 12 digits, or none at all."),
        ('passphrase = "short"\n' + VEHICLE, "A passphrase has at least 8 characters."),
        (
            'passphrase = "qwertyuiop"\n' + VEHICLE,
            "Too easy to guess: use four or more words that do not belong together.",
        ),
        (
            'pin = "13572468"\npassphrase = "13572468"\n' + VEHICLE,
            "Digits alone are like a PIN: use four or more words.",
        ),
    ],
)
def test_a_bad_file_is_one_line_and_nothing_is_stored(
    bare: Place, text: str | bytes, said: str
) -> None:
    assert fails(bare, 2, text).startswith(said)


def test_one_bad_vehicle_among_many_stores_nothing(bare: Place) -> None:
    said = fails(bare, 2, VEHICLE * 99 + VEHICLE.replace("0712", "99999"))
    assert said.startswith("Vehicle 100: This radio's code has 4 digits.")


def test_more_vehicles_than_one_go_takes_store_nothing(bare: Place) -> None:
    said = fails(bare, 2, VEHICLE * 101)
    assert said == "That is too many vehicles at once: take a hundred at most."


def test_a_radio_that_takes_no_code_keeps_none(bare: Place) -> None:
    text = VEHICLE.replace("nissan-radio-code", "nissan-secure")
    assert fails(bare, 3, text) == "This radio takes no code from its owner. See a dealer."


def test_a_radio_that_takes_no_code_is_kept_without_and_it_is_said(place: Place) -> None:
    text = VEHICLE.replace("nissan-radio-code", "nissan-secure").replace("0712", "")
    done = place.run("setup", "--from", "-", typed=text)
    assert done.returncode == 0
    assert "vehicle 1: its radio takes no code from its owner, so none is kept" in done.stderr


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_file_that_cannot_be_read_is_bad_input(place: Place, name: str) -> None:
    done = place.run("setup", "--from", name)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"steadyhand: {name}: ")
    assert place.keeper() is None


def test_a_second_set_up_is_not_possible_and_changes_nothing(kept: Place) -> None:
    kept.run("status")
    before = kept.database.read_bytes()
    done = kept.run("setup", "--from", "-", typed=VEHICLE)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "It is set up already." in done.stderr
    assert kept.database.read_bytes() == before


def test_the_store_is_private(place: Place) -> None:
    set_up(place, 'pin = "258013"\n' + VEHICLE)
    modes = {path.name: path.stat().st_mode & 0o777 for path in place.state.iterdir()}
    assert modes == {
        "device.key": 0o400,
        "steadyhand.db": 0o600,
        "steadyhand.lock": 0o600,
        "steadyhand.sock": 0o660,
    }
    assert place.state.stat().st_mode & 0o777 == 0o700
