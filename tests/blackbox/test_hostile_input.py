"""What comes from outside commands no terminal, and what has no end is refused at once.

Texts of a file, a store, a service or the environment on every way out; pipes, devices and files
larger than any memory on every way in.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.blackbox.caller import RADIO, STATE, lying
from tests.blackbox.places import HAS, refused, show
from tests.blackbox.processes import Place
from tests.blackbox.terminal import terminal
from tests.pi.catalogue.own_files import SOUND
from tests.pi.service.rig import PASSPHRASE, PIN

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"
PLAIN = "owned"  # what may be left of it
STATUS = {"type": "Status", "version": EVIL, "saving": {"ok": True, "reason": None}}
GIB = 1 << 30
READERS = (
    *("setup --from", "head-units --check", "restore --passphrase-stdin"),
    "import keepass --passphrase-stdin",
)


def commands_a_terminal(said: str | bytes) -> bool:
    """Whether anything of it is obeyed: as bytes, or as the characters they stand for."""
    text = said if isinstance(said, str) else said.decode(errors="replace")
    return any(each in text for each in "\x1b\x07\x9b\u202e")


def test_status_and_a_refusal_of_a_lying_service_are_plain(place: Place) -> None:
    radio = {**RADIO, "head_unit": EVIL}
    with lying(place, {"type": "Reply", "id": 1, "answer": STATUS | {"radios": [radio]}}):
        done = place.run("status")
        shape = place.run("status", "--json")
    assert (PLAIN in done.stdout, commands_a_terminal(done.stdout)) == (True, False)
    assert json.loads(shape.stdout)["vehicles"][0]["head_unit"] == EVIL
    assert not commands_a_terminal(shape.stdout)
    refusal = {"type": "Refusal", "reason": "unknown_head_unit", "detail": EVIL * 9999}
    with lying(place, {"type": "Reply", "id": 1, "answer": refusal}):
        done = place.run("report", "asking")
    assert (done.stderr.count("\n"), commands_a_terminal(done.stderr)) == (1, False)
    assert len(done.stderr) < 3000


def test_screens_of_a_lying_service_are_drawn_and_nothing_is_obeyed(place: Place) -> None:
    state = STATE | {"name": f"Aunt {EVIL} Mabel", "radio": {**RADIO, "head_unit": EVIL}}
    with lying(place, state), terminal(place) as screen:
        screen.shows("Mabel")
        obeyed = (b"owned\x07", b"\x9b", "\u202e".encode())
        assert [each for each in obeyed if each in screen.said] == []


def test_a_crafted_store_says_nothing_to_a_terminal_and_still_shows_the_code(kept: Place) -> None:
    with closing(sqlite3.connect(kept.database)) as store, store:
        store.execute("UPDATE vehicle SET head_unit = ? WHERE number = 1", (EVIL,))
    for command in ("status", "status --json", "doctor", "doctor --json", "report asking"):
        done = kept.run(*command.split())
        said = done.stdout + done.stderr
        assert (PLAIN in done.stdout, commands_a_terminal(said)) == (False, False), command
    shown = show(kept)
    assert (HAS in shown, commands_a_terminal(shown)) == (True, False)


def test_the_service_repeats_its_places_plainly(place: Place) -> None:
    place.environment["STEADYHAND_STATE_DIR"] = f"/dev/null/{EVIL}"
    done = place.run_service()
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert not commands_a_terminal(done.stderr)


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 12 * GIB)


ODD: dict[str, Callable[[Path], object]] = {
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


@pytest.mark.parametrize("reader", READERS)
def test_no_file_and_one_too_large_are_refused(little: Place, tmp_path: Path, reader: str) -> None:
    with little.service():
        for name, put in ODD.items():
            put(file := tmp_path / f"given {name}")
            done = little.run(*reader.split(), str(file), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
            said = done.stdout + done.stderr
            assert (done.returncode, said.count("\n")) == (2, 1), name
            assert "given" in said or "This file is no backup" in said, name


@pytest.mark.parametrize("odd", ODD)
def test_in_place_of_files_of_ours_it_is_named_and_the_rest_serves(little: Place, odd: str) -> None:
    settings, own = little.directory / "steadyhand.toml", little.state / "head_units"
    little.environment["STEADYHAND_SETTINGS"] = str(settings)
    own.mkdir()
    (own / "mine.toml").write_text(SOUND.format(name="mine"), "utf-8")
    (little.state / "device.key").unlink()
    for file in (settings, own / "odd.toml", little.state / "device.key"):
        ODD[odd](file)
    done = little.run_service("--check-settings")
    assert (done.returncode, done.stderr.count("\n"), str(settings) in done.stderr) == (1, 1, True)
    families = little.run("head-units", "--make", "Lada")
    assert (families.returncode, families.stderr.count("\n")) == (0, 1)
    assert families.stderr.startswith("steadyhand: odd.toml")
    assert families.stdout.startswith("mine: ")
    with little.service():
        shown = little.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PIN)
        assert (shown.returncode, shown.stderr.count("\n")) == (3, 1)
        assert HAS in show(little)
        told = little.run("doctor").stdout
        assert "The PIN's key file is damaged" in told
        assert str(settings) in told
    assert little.said[-1].startswith(f"steadyhandd: {settings}: ")
    assert little.said[-1].count("\n") == 1


@pytest.mark.parametrize("odd", ["a device without end", "twelve gigabytes"])
def test_in_place_of_the_store_or_the_families_folder_it_is_told(little: Place, odd: str) -> None:
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
