"""What comes from outside commands no terminal, and what has no end is refused at once.

Texts of a file, a store, a service or the environment on every way out; pipes, devices and files
larger than any memory on every way in.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.blackbox.caller import lying
from tests.blackbox.places import HAS, refused, show
from tests.blackbox.processes import SERVICE, Place
from tests.blackbox.terminal import terminal
from tests.pi.radio.own_files import SOUND
from tests.pi.service.rig import PASSPHRASE, PIN

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"
PLAIN = "owned"  # what may be left of it
RADIO = {
    "vehicle": 1,
    "head_unit": EVIL,
    "state": "Asking",
    "tries_left": 3,
    "rejected": 0,
    "rejected_in_series": 0,
    "seq": 1,
}
STATUS = {"type": "Status", "version": EVIL, "saving": {"ok": True, "reason": None}}
STATE = {
    "type": "State",
    "set_up": True,
    "saving": {"ok": True},
    "vehicles": 1,
    "name": f"Aunt {EVIL} Mabel",
    "lock": {"unlocked": True, "has_pin": True, "has_passphrase": True, "device_key": "file"},
    "radio": RADIO,
}
GIB = 1 << 30
READERS = [
    ("setup", "--from"),
    ("import", "keepass", "--passphrase-stdin"),
    ("restore", "--passphrase-stdin"),
    ("head-units", "--check"),
]


def commands_a_terminal(said: str | bytes) -> bool:
    """Whether anything of it is obeyed: as bytes, or as the characters they stand for."""
    text = said if isinstance(said, str) else said.decode(errors="replace")
    return any(each in text for each in "\x1b\x07\x9b\u202e")


def test_status_of_a_lying_service_is_plain(place: Place) -> None:
    with lying(place, {"type": "Reply", "id": 1, "answer": {**STATUS, "radios": [RADIO]}}):
        done = place.run("status")
        shape = place.run("status", "--json")
    assert (PLAIN in done.stdout, commands_a_terminal(done.stdout)) == (True, False)
    assert json.loads(shape.stdout)["vehicles"][0]["head_unit"] == EVIL
    assert not commands_a_terminal(shape.stdout)


def test_a_refusal_of_a_lying_service_is_plain(place: Place) -> None:
    refusal = {"type": "Refusal", "reason": "unknown_head_unit", "detail": EVIL * 9999}
    with lying(place, {"type": "Reply", "id": 1, "answer": refusal}):
        done = place.run("report", "asking")
    assert (done.stderr.count("\n"), commands_a_terminal(done.stderr)) == (1, False)
    assert len(done.stderr) < 3000


def test_screens_of_a_lying_service_are_drawn_and_nothing_is_obeyed(place: Place) -> None:
    with lying(place, STATE), terminal(place) as screen:
        screen.shows("Mabel")
        obeyed = (b"owned\x07", b"\x9b", "\u202e".encode())
        assert [each for each in obeyed if each in screen.said] == []


def test_a_crafted_store_says_nothing_to_a_terminal_and_still_shows_the_code(kept: Place) -> None:
    with closing(sqlite3.connect(kept.database)) as store, store:
        store.execute("UPDATE vehicle SET head_unit = ? WHERE number = 1", (EVIL,))
    for command in (
        ["status"],
        ["status", "--json"],
        ["doctor"],
        ["doctor", "--json"],
        ["report", "asking"],
    ):
        done = kept.run(*command)
        said = done.stdout + done.stderr
        assert (PLAIN in done.stdout, commands_a_terminal(said)) == (False, False), command
    done = kept.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, HAS in done.stdout) == (0, True)
    assert not commands_a_terminal(done.stdout)


def test_what_is_typed_in_a_command_is_repeated_plainly(kept: Place) -> None:
    with kept.service():
        for command in (
            ["report", EVIL],
            ["status", f"--{EVIL}"],
            [EVIL],
            ["head-units", "--check", EVIL],
            ["head-units", "--check", "\x1b[2J.toml"],
            ["head-units", "--export", EVIL],
            ["head-units", "--make", EVIL],
            ["guide", "--make", EVIL],
            ["plan", "--head-unit", EVIL],
            ["practice", "--head-unit", EVIL],
            ["setup", "--from", EVIL],
            ["restore", EVIL, "--passphrase-stdin"],
            ["backup", f"{EVIL}/file", "--passphrase-stdin"],
            ["copy", "card", EVIL, "--passphrase-stdin"],
            ["copy", "keepass", f"{EVIL}/file", "--passphrase-stdin"],
            ["import", "keepass", EVIL, "--passphrase-stdin"],
            ["device-key", "--to", "stick", "--place", EVIL, "--passphrase-stdin"],
        ):
            done = kept.run_here(*command, typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
            said = done.stdout + done.stderr
            assert (done.returncode in {2, 3, 4, 5}, said != "") == (True, True), command
            assert not commands_a_terminal(said), command


@pytest.mark.parametrize("name", ["STEADYHAND_STATE_DIR", "STEADYHAND_SOCKET", "TERM", "LANG"])
def test_the_environment_is_repeated_plainly(place: Place, name: str) -> None:
    place.environment[name] = f"/dev/null/{EVIL}"
    for command in (["status"], ["doctor"], []):
        done = place.run(*command)
        assert not commands_a_terminal(done.stdout + done.stderr), command


def test_the_service_repeats_its_places_plainly(place: Place) -> None:
    place.environment["STEADYHAND_STATE_DIR"] = f"/dev/null/{EVIL}"
    done = subprocess.run(
        [sys.executable, "-c", SERVICE], env=place.environment, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert not commands_a_terminal(done.stderr)


def test_a_key_of_a_set_up_file_is_told_and_cut(place: Place, tmp_path: Path) -> None:
    for text in (f'"{"k" * 10**6}" = 1', '"\\u001b[2J\\u009b" = 1', "[[vehicle]]\n'\u202e' = 1"):
        (tmp_path / "car.toml").write_text(text)
        done = place.run_here("setup", "--from", str(tmp_path / "car.toml"))
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert (len(done.stderr) < 400, commands_a_terminal(done.stderr)) == (True, False)
        assert done.stderr.endswith("unknown key. Take it out; nothing was stored.\n")


def _sparse(path: Path) -> None:
    """A file of 12 GiB that takes no room."""
    with path.open("wb") as file:
        file.truncate(12 * GIB)


ODD: dict[str, Callable[[Path], None]] = {
    "a directory": Path.mkdir,
    "a pipe": os.mkfifo,
    "a device without end": lambda path: path.symlink_to("/dev/zero"),
    "twelve gigabytes": _sparse,
}


@pytest.fixture
def little(kept: Place) -> Place:
    """A command that reads without end fails for want of memory, instead of taking all of it."""
    most = 2 * GIB
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({most}, {most})); "
    kept.run_by = (
        *(sys.executable, "-c"),
        f"import os, sys; {limit}os.execvp(sys.argv[1], sys.argv[1:])",
    )
    return kept


@pytest.mark.parametrize("reader", READERS, ids=" ".join)
def test_what_is_no_file_or_larger_than_any_is_refused(
    little: Place, tmp_path: Path, reader: tuple[str, ...]
) -> None:
    with little.service():
        for name, put in ODD.items():
            put(file := tmp_path / f"given {name}")
            done = little.run(*reader, str(file), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
            said = done.stdout + done.stderr
            assert (done.returncode, said.count("\n")) == (2, 1), name
            assert "given" in said or "This file is no backup" in said, name


@pytest.mark.parametrize("odd", ODD)
def test_in_place_of_files_of_ours_it_is_named_and_all_the_rest_serves(
    little: Place, odd: str
) -> None:
    settings, own = little.directory / "steadyhand.toml", little.state / "head_units"
    little.environment["STEADYHAND_SETTINGS"] = str(settings)
    own.mkdir()
    (own / "mine.toml").write_text(SOUND.format(name="mine"), "utf-8")
    (little.state / "device.key").unlink()
    for file in (settings, own / "odd.toml", little.state / "device.key"):
        ODD[odd](file)
    check = [*little.run_by, sys.executable, "-c", SERVICE, "--check-settings"]
    done = subprocess.run(check, env=little.environment, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert str(settings).encode() in done.stderr
    families = little.run("head-units", "--make", "Lada")
    assert (families.returncode, families.stderr.count("\n")) == (0, 1)
    assert families.stderr.startswith("steadyhand: odd.toml")
    assert families.stdout.startswith("mine: ")
    with little.service():
        shown = little.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PIN)
        assert (shown.returncode, shown.stderr.count("\n")) == (3, 1)
        assert HAS in show(little)
        told = little.run("doctor").stdout
        assert "The PIN's other half is damaged" in told
        assert str(settings) in told
    assert little.said[-1].startswith(f"steadyhandd: {settings}: ")
    assert little.said[-1].count("\n") == 1


@pytest.mark.parametrize("odd", ["a device without end", "twelve gigabytes"])
def test_in_place_of_the_store_or_of_the_families_directory_it_is_told(
    little: Place, odd: str
) -> None:
    ODD[odd](little.state / "head_units")
    done = little.run("head-units", "--make", "Honda")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "head_units" in done.stderr
    little.database.unlink()
    ODD[odd](little.database)
    assert refused(little, "status")


def test_a_standard_input_that_is_too_long_is_refused(little: Place) -> None:
    done = little.run("setup", "--from", "-", typed=b"# too long\n" * (1 << 20))
    assert (done.returncode, "larger than 8 MiB" in done.stderr) == (2, True)
