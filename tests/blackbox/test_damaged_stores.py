"""A file that is no store, or a damaged one: named, read as far as it goes, never overwritten.

``steadyhand doctor`` finds what is wrong, says what to do, and touches nothing; every command says
the same in one line.
"""

import json
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import rmtree, which
from typing import Any

import pytest

from tests.blackbox.places import HAS, refused, show
from tests.blackbox.processes import Place
from tests.pi.storage.processes import leave_a_hot_journal
from tests.pi.storage.spoiling import spoil

Fault = Callable[[Place], object]


def altered(pragma: str) -> Fault:
    def fault(place: Place) -> None:
        with closing(sqlite3.connect(place.database)) as connection:
            connection.execute(f"PRAGMA {pragma}")

    return fault


def replaced(by: Callable[[Path], object]) -> Fault:
    def fault(place: Place) -> None:
        place.database.unlink()
        by(place.database)

    return fault


def file_for_a_directory(place: Place) -> None:
    rmtree(place.state)
    place.state.write_text("a letter")
    place.environment["STEADYHAND_SOCKET"] = str(place.directory / "s")


UNUSABLE: dict[str, tuple[Fault, str]] = {
    "garbage": (replaced(lambda path: path.write_text("no store" * 999)), "damaged"),
    "a journal alone": (lambda at: at.database.rename(f"{at.database}-journal"), "damaged"),
    "newer": (altered("user_version = 99"), "newer"),
    "foreign": (altered("application_id = 7"), "foreign"),
    "a directory": (replaced(Path.mkdir), "not_a_file"),
    "a pipe": (replaced(os.mkfifo), "not_a_file"),
    "a link to nothing": (replaced(lambda path: path.symlink_to("away/db")), "link_to_nothing"),
    "a file for a directory": (file_for_a_directory, "not_a_directory"),
}


def found(place: Place) -> tuple[int, dict[str, dict[str, Any]]]:
    """The status of ``doctor --json``, and what is wrong by its name."""
    done = place.run("doctor", "--json")
    told = json.loads(done.stdout)
    wrong = [one for one in told["findings"] if one["ok"] is False]
    return done.returncode, {f"{one['name']} {one['reason']}": one for one in wrong}


def seen(place: Place) -> object:
    """All that is in the place of the store, byte by byte; of the lock only that it is there."""
    if not place.state.is_dir():
        return place.state.read_bytes()
    kinds = {one.name: stat.S_IFMT(one.lstat().st_mode) for one in place.state.iterdir()}
    return kinds, place.files() | {"steadyhand.lock": b""}


@pytest.mark.parametrize("what", UNUSABLE)
def test_a_store_that_can_not_be_opened_is_named_with_what_to_do_and_left_as_it_is(
    kept: Place, what: str
) -> None:
    fault, reason = UNUSABLE[what]
    fault(kept)
    before = seen(kept)
    done = kept.run("doctor")
    after = seen(kept)
    scripts = found(kept)
    said = refused(kept, "status")
    if kept.state.is_file():  # a service's end is seen by what lies in the state directory
        kept.state.unlink()
    lines = [line for line in done.stdout.splitlines() if line.startswith("!!")]
    assert (done.returncode, len(lines), done.stderr) == (4, 2, "")
    assert lines[0].startswith("!!  service     No service: it can't open its store")
    assert lines[1].endswith(said.removeprefix("steadyhand: ").rstrip())
    assert str(kept.state) in said
    assert scripts[0] == 4
    assert set(scripts[1]) == {"service store", f"store {reason}"}
    assert after == before


@pytest.mark.parametrize(
    ("fault", "part", "readable"),
    [
        (lambda place: spoil(place.database, "unlocker"), "unlocker", False),
        (
            lambda place: os.truncate(place.database, place.database.stat().st_size - 1),
            "file",
            True,
        ),
    ],
    ids=["the way in", "a byte short"],
)
def test_a_damaged_part_is_found_and_the_code_is_shown_where_it_can_be_read(
    kept: Place, fault: Fault, part: str, readable: bool
) -> None:
    fault(kept)
    status, wrong = found(kept)
    assert (status, f"damage {part}" in wrong, "store damaged" in wrong) == (5, True, True)
    before = kept.database.read_bytes()
    said = show(kept)
    assert (HAS in said) == readable
    assert readable or said == (
        "steadyhand: The store is damaged: this can't be read or saved."
        " Use your copy of the code.\n"
    )
    assert kept.run("report", "rejected", "--vehicle", "1").returncode == 5
    assert kept.database.read_bytes() == before


@pytest.fixture
def without_powers(kept: Place) -> Place:
    """A place whose commands may read what their user may, be it root."""
    if os.geteuid() == 0:
        if which("setpriv") is None:
            pytest.skip("root may read everything, and there is no setpriv to change that")
        kept.run_by = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    kept.environment["STEADYHAND_SOCKET"] = str(kept.directory / "s")
    return kept


@pytest.mark.parametrize("closed", ["steadyhand.db", "."])
def test_a_store_none_may_read_is_named_with_what_to_do(without_powers: Place, closed: str) -> None:
    path = without_powers.state / closed
    path.chmod(0)
    status, wrong = found(without_powers)
    path.chmod(0o700)
    assert (status, set(wrong)) == (4, {"service store", "store not_permitted"})


@pytest.mark.parametrize(("mode", "cut"), [(0o400, False), (0o600, True)])
def test_a_store_that_may_only_be_read_shows_the_code_and_saves_nothing(
    without_powers: Place, mode: int, cut: bool
) -> None:
    if cut:  # its journal can't be deleted
        leave_a_hot_journal(without_powers.state)
    before = without_powers.database.read_bytes()
    without_powers.state.chmod(0o500)
    without_powers.database.chmod(mode)
    status, wrong = found(without_powers)
    said = show(without_powers)
    report = without_powers.run("report", "rejected", "--vehicle", "1")
    without_powers.end()
    without_powers.state.chmod(0o700)
    assert (status, set(wrong), report.returncode) == (5, {"store read_only"}, 5)
    assert HAS in said
    assert cut or without_powers.database.read_bytes() == before
