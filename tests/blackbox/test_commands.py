"""Every command once, as a process of its own on one running service: it does what it is for."""

import shutil

import click
import pytest

from tests.blackbox.places import HAS, ONE_VEHICLE, set_up
from tests.blackbox.processes import ROOT, Place
from tests.golden.test_command_line import commands
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI

NEW_PIN, NEW_WORDS = "640913", "seven slow autumn rivers"
FILE_WORDS = "five other winter roads"
WITH_SECRET = "--passphrase-stdin"
# Each with what is typed, its status, and what it says in part; in an order that makes sense.
COMMANDS: tuple[tuple[str, str, int, str], ...] = (
    ("status", "", 0, "1 · nissan-radio-code · ASKS FOR ITS CODE"),
    ("head-units --make opel", "", 0, "opel-safe: "),
    ("head-units --export opel-safe", "", 0, 'id = "opel-safe"'),
    ("guide --make nissan", "", 0, "1. Stop"),
    ("plan --head-unit opel-safe", "4096", 0, "1. "),
    ("doctor", "", 0, "ok  store"),
    ("kiosk status", "", 0, ""),
    ("practice", "", 3, "Screens need a terminal."),
    (f"show --vehicle 1 {WITH_SECRET}", PIN, 0, HAS),
    ("report rejected --vehicle 2", "", 0, "Noted: it refused the code. 2 · opel-safe"),
    (f"rename --vehicle 2 {WITH_SECRET}", f"{PASSPHRASE}\nBlue Corsa", 0, "Vehicle 2 is"),
    (f"serial --vehicle 1 {WITH_SECRET}", f"{PASSPHRASE}\nBP000000000001", 0, "erial number"),
    ("device-key", "", 0, "is on the memory card"),
    (f"copy card card.txt {WITH_SECRET}", PASSPHRASE, 0, "card.txt"),
    (f"copy keepass k.kdbx {WITH_SECRET}", f"{PASSPHRASE}\n{FILE_WORDS}", 0, "k.kdbx"),
    ("copy taken card", "", 0, ""),
    (f"copy qr {WITH_SECRET}", PASSPHRASE, 3, "terminal"),
    (f"backup b.db {WITH_SECRET}", PASSPHRASE, 0, "b.db holds 2 vehicles"),
    (f"pin {WITH_SECRET}", f"{PIN}\n{NEW_PIN}", 0, "The new PIN opens it"),
    (f"passphrase {WITH_SECRET}", f"{NEW_PIN}\n{NEW_WORDS}", 0, "Backups made before"),
    (f"recovery-key {WITH_SECRET}", f"{NEW_WORDS}\n", 2, "Not its last group."),
    (f"remove --vehicle 2 --yes {WITH_SECRET}", NEW_WORDS, 0, "(vehicle 2) is removed"),
    (f"import keepass k.kdbx {WITH_SECRET}", f"{NEW_WORDS}\n{FILE_WORDS}", 0, "1 vehicle added."),
    (f"restore b.db --replace {WITH_SECRET}", f"{PASSPHRASE}\n{NEW_WORDS}", 0, "2 vehicles are"),
    ("setup --from -", ONE_VEHICLE, 3, ""),
)


def test_every_command_is_tried() -> None:
    tried = {line for line, *_ in COMMANDS}
    every = [path for path, one in commands() if not isinstance(one, click.Group)]
    assert [one for one in every if not any(each.startswith(one) for each in tried)] == []


def test_every_command_does_what_it_is_for(place: Place) -> None:
    set_up(place, QASHQAI, CORSA)
    with place.service():
        for line, typed, status, said in COMMANDS:
            done = place.run(*line.split(), typed=typed)
            out = done.stdout + done.stderr
            assert (done.returncode, said in out) == (status, True), f"{line}: {out}"


def test_what_needs_no_service_starts_none_and_leaves_no_file(place: Place) -> None:
    for line in ("guide --make ford --shows CODE", "head-units", "plan --head-unit opel-safe"):
        assert place.run(*line.split(), typed="4096").returncode == 0
    assert (place.keeper(), place.state.exists()) == (None, False)


@pytest.mark.parametrize("damage", ["[\n{}\n]\n", None], ids=["garbled", "missing"])
def test_a_damaged_family_list_is_a_fault_with_a_remedy(place: Place, damage: str | None) -> None:
    clone = place.directory / "clone"
    for package in ("pi", "tui"):
        shutil.copytree(
            ROOT / package, clone / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    compiled = clone / "pi" / "catalogue" / "head_units" / "compiled.json"
    compiled.unlink() if damage is None else compiled.write_text(damage)
    place.environment["PYTHONPATH"] = str(clone)
    done = place.run("head-units")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "steadyhand: The list of known radios is missing or damaged. Install steadyhand again; "
        "in a clone: python3 -m pi.catalogue.compile\n"
    )
