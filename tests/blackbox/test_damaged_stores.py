"""A file that is no store, or a damaged one: named, read as far as it goes, never overwritten.

``steadyhand doctor`` finds what is wrong, says what to do, and touches nothing; every command says
the same in one line.
"""

import json
import os
import stat
from shutil import which
from typing import Any

import pytest

from tests.blackbox import faults
from tests.blackbox.faults import Fault, cut_to, spoilt_page
from tests.blackbox.places import HAS, ONE_VEHICLE, refused, show
from tests.blackbox.processes import Place

DAMAGED = "The store in {state} is damaged; nothing was changed. Restore a copy."
NO_FILE = "{state}/steadyhand.db is no file. Move it away, or choose another place."
UNUSABLE: dict[str, tuple[Fault, str, str]] = {
    "garbage": (faults.garbage, "damaged", DAMAGED),
    "empty": (cut_to(0), "damaged", DAMAGED),
    "a page": (cut_to(4096), "damaged", DAMAGED),
    "a journal alone": (faults.journal_alone, "damaged", DAMAGED),
    "newer": (
        faults.newer,
        "newer",
        "{state} was written by a newer steadyhand. Update this one.",
    ),
    "foreign": (
        faults.foreign,
        "foreign",
        "{state} holds another program's database. Choose another place.",
    ),
    "a directory": (faults.directory_in_its_place, "not_a_file", NO_FILE),
    "a pipe": (faults.pipe_in_its_place, "not_a_file", NO_FILE),
    "a link to nothing": (
        faults.link_to_a_missing_disk,
        "link_to_nothing",
        "{state}/steadyhand.db leads to nothing. Mount its disk, or choose another place.",
    ),
    "a file for a directory": (
        faults.file_for_a_directory,
        "not_a_directory",
        "{state} is no directory. Move it away, or choose another place.",
    ),
}
SPOILT: dict[str, tuple[Fault, str, bool]] = {
    "unlocker": (spoilt_page("unlocker"), "unlocker", False),
    "pin_guard": (spoilt_page("pin_guard"), "pin_guard", True),
    "record": (spoilt_page("record"), "record", False),
    "vehicle": (spoilt_page("vehicle"), "vehicle", True),
    "an index of event": (spoilt_page("event_of_vehicle"), "event", True),
    "boot": (spoilt_page("boot"), "boot", True),
    "three pages short": (cut_to(-3 * 4096), "probe", True),
    "a byte short": (cut_to(-1), "file", True),
}
QUICK = {"unlocker", "vehicle", "an index of event", "a byte short"}


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
    fault, reason, advice = UNUSABLE[what]
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
    told = advice.format(state=kept.state)
    assert lines[1].endswith(told)
    assert said == f"steadyhand: {told}\n"
    assert scripts[0] == 4
    assert set(scripts[1]) == {"service store", f"store {reason}"}
    assert after == before


@pytest.mark.parametrize(
    "what",
    [
        each if each in QUICK else pytest.param(each, marks=pytest.mark.exhaustive)
        for each in SPOILT
    ],
)
def test_a_damaged_part_is_found_and_the_code_is_shown_where_it_can_be_read(
    kept: Place, what: str
) -> None:
    fault, part, readable = SPOILT[what]
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


def test_what_was_spoilt_while_nobody_looked_is_said_before_doctor_does(kept: Place) -> None:
    spoilt_page("event")(kept)
    done = kept.run("status")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "NOT SAVED: the store is damaged. Write down your code now.",
    )
    assert done.stdout.count("WAIT") == 3
    assert HAS in show(kept)
    assert kept.run("report", "rejected", "--vehicle", "1").returncode == 5


def test_a_store_without_its_vault_is_not_set_up_a_second_time(kept: Place) -> None:
    spoilt_page("vault")(kept)
    before = kept.database.read_bytes()
    done = kept.run("setup", "--from", "-", typed=ONE_VEHICLE)
    assert (done.returncode in {3, 5}, done.stdout, done.stderr.count("\n")) == (True, "", 1)
    assert kept.database.read_bytes() == before


def test_what_a_cut_left_half_done_is_undone_and_all_is_well(kept: Place) -> None:
    faults.cut_halfway(kept)
    assert found(kept) == (0, {})
    assert HAS in show(kept)


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
def test_a_store_that_may_not_be_read_is_named_with_what_to_do(
    without_powers: Place, closed: str
) -> None:
    path = without_powers.state / closed
    path.chmod(0)
    status, wrong = found(without_powers)
    path.chmod(0o700)
    assert (status, set(wrong)) == (4, {"service store", "store not_permitted"})


def test_a_store_that_may_only_be_read_shows_the_code_and_saves_nothing(
    without_powers: Place,
) -> None:
    before = without_powers.database.read_bytes()
    without_powers.state.chmod(0o500)
    without_powers.database.chmod(0o400)
    status, wrong = found(without_powers)
    said = show(without_powers)
    report = without_powers.run("report", "rejected", "--vehicle", "1")
    without_powers.end()
    without_powers.state.chmod(0o700)
    assert (status, set(wrong), report.returncode) == (5, {"store read_only"}, 5)
    assert HAS in said
    assert without_powers.database.read_bytes() == before
