"""What is kept is changed: ``rename``, ``serial``, ``remove``, ``pin`` and the other unlockers."""

import re

import pytest

from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.tui.desk import Desk

NEW_PIN = "640913"
NEW_PASSPHRASE = "seven slow autumn rivers"
KEY = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")


def typing(*lines: str) -> str:
    """Lines on standard input."""
    return "".join(f"{line}\n" for line in lines)


def opens(desk: Desk, secret: str) -> bool:
    """Whether it shows the code."""
    return QASHQAI.code in desk.shows("1", secret)


def test_a_vehicle_is_called_otherwise_and_without_a_name_keeps_the_one_it_has(kept: Desk) -> None:
    rename = ("rename", "--passphrase-stdin", "--vehicle")
    said = kept.says(*rename, "2", typed=typing(PASSPHRASE, "Blue Corsa"))
    assert said.startswith("Vehicle 2 is")
    assert kept.fails(2, *rename, "blue corsa", typed=typing(PASSPHRASE, " ")) == (
        "name can't be taken: empty."
    )
    assert "vehicle: Blue Corsa (2)" in kept.shows("2")


def test_a_serial_number_is_set_and_emptied_again(kept: Desk) -> None:
    serial = ("serial", "--passphrase-stdin", "--vehicle", "1")
    kept.says(*serial, typed=typing(PASSPHRASE, "BP000000000001"))
    assert "BP000000000001" in kept.shows("1")
    assert kept.says(*serial, typed=typing(PASSPHRASE, "")).startswith("No serial number")
    assert "serial number" not in kept.shows("1")
    assert QASHQAI.code in kept.shows("1")


REMOVE = ("remove", "--passphrase-stdin")


def test_a_script_removes_a_vehicle_that_it_names_and_means(kept: Desk) -> None:
    said = kept.says(*REMOVE, "--vehicle", CORSA.name, "--yes")
    assert said.startswith("Vehicle 2 is removed")
    assert "Backups" in said
    assert FORD.code in kept.shows("3")
    assert kept.shows("2") == ""


def test_a_script_that_does_not_name_it_mean_it_or_open_it_removes_nothing(kept: Desk) -> None:
    assert "--yes" in kept.fails(2, *REMOVE, "--vehicle", CORSA.name)
    assert kept.fails(2, *REMOVE, "--yes").startswith("--vehicle is missing")
    wrong = kept.fails(2, *REMOVE, "--vehicle", "2", "--yes", typed="not those words")
    assert wrong.startswith("That does not open it.")
    assert CORSA.code in kept.shows("2")


@pytest.mark.parametrize(
    ("typed", "status"),
    [(CORSA.name, 0), (f" {CORSA.name.upper()}", 0), ("", 3), ("y", 3), (QASHQAI.name, 3)],
)
def test_a_person_types_the_name_of_what_goes_or_it_stays(
    kept: Desk, typed: str, status: int
) -> None:
    done = kept.person("remove", "--vehicle", "2", answers=[PASSPHRASE, typed])
    assert (done.returncode, "Backups and copies" in done.stderr) == (status, True)
    assert (kept.shows("2") == "") is (status == 0)


@pytest.mark.parametrize("secret", [PIN, PASSPHRASE])
def test_whatever_opens_it_sets_a_new_pin(kept: Desk, secret: str) -> None:
    said = kept.says("pin", "--passphrase-stdin", typed=typing(secret, NEW_PIN))
    assert said.startswith("The new PIN opens it from now on.")
    assert [opens(kept, one) for one in (NEW_PIN, PASSPHRASE, PIN)] == [True, True, False]


def test_a_new_passphrase_says_that_older_backups_take_the_old_one(kept: Desk) -> None:
    said = kept.says("passphrase", "--passphrase-stdin", typed=typing(PIN, NEW_PASSPHRASE))
    assert "Backups made before" in said
    assert [opens(kept, one) for one in (NEW_PASSPHRASE, PASSPHRASE)] == [True, False]


WILL_NOT_DO = [
    ("pin", "12", "A PIN has at least 4 digits."),
    ("pin", "", "The PIN is empty: give 4 to 12 digits, or none at all."),
    ("pin", QASHQAI.code, "That is a radio's code. Choose another PIN."),
    ("passphrase", "short", "A passphrase has at least 8 characters."),
    (
        "passphrase",
        "qwertyuiop",
        "Too easy to guess: use four or more words that do not belong together.",
    ),
    ("passphrase", PIN + PIN, "Digits alone are like a PIN: use four or more words."),
]


def test_one_that_will_not_do_is_one_line_and_the_old_one_stays(kept: Desk) -> None:
    for what, typed, said in WILL_NOT_DO:
        assert kept.fails(2, what, "--passphrase-stdin", typed=typing(PASSPHRASE, typed)) == said
    wrong = kept.fails(2, "pin", "--passphrase-stdin", typed=typing("not those words", NEW_PIN))
    assert wrong.startswith("That does not open it.")
    assert [opens(kept, one) for one in (PIN, PASSPHRASE, NEW_PIN)] == [True, True, False]


def test_two_that_differ_can_be_begun_anew_by_a_person(kept: Desk) -> None:
    begun_anew = [PASSPHRASE, "1111", NEW_PIN, "n", NEW_PIN, "1111", "", NEW_PIN]
    done = kept.person("pin", answers=begun_anew)
    assert done.returncode == 0
    assert [done.stderr.count(asked) for asked in ("New PIN", "The same once more")] == [2, 3]
    assert (opens(kept, NEW_PIN), NEW_PIN in done.stderr) == (True, False)


@pytest.mark.parametrize("what", ["rename", "serial", "pin", "passphrase"])
def test_what_is_kept_is_never_an_argument(kept: Desk, what: str) -> None:
    assert "Blue" not in kept.fails(2, what, "Blue Corsa", typed="")


def last_group(printed: str) -> str:
    """The last group of the recovery key that stands on the terminal, as a person may type it."""
    (key,) = KEY.findall(printed)
    return str(key[-4:].lower())


def test_a_new_recovery_key_opens_once_its_last_group_was_typed(kept: Desk) -> None:
    opened_before: list[bool] = []

    def tries_the_key(printed: str) -> str:
        opened_before.append(opens(kept, *KEY.findall(printed)))
        return last_group(printed)

    done = kept.person("recovery-key", answers=[PASSPHRASE, "0000", tries_the_key])
    assert (done.returncode, "strike out the old one" in done.stdout) == (0, True)
    assert "not its last group" in done.stderr
    assert (opened_before, opens(kept, *KEY.findall(done.stdout))) == ([False], True)


@pytest.mark.parametrize(("answers", "status"), [(["0000"] * 3, 2), (["0000"] * 2, 3), ([], 3)])
def test_a_wrong_last_group_or_none_leaves_the_old_key(
    kept: Desk, answers: list[str], status: int
) -> None:
    done = kept.person("recovery-key", answers=[PASSPHRASE, *answers])
    assert done.returncode == status
    assert not opens(kept, *KEY.findall(done.stdout))
