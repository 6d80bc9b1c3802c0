"""``steadyhand doctor`` finds what is wrong with a store, says what to do, and touches nothing."""

import json
import os
import stat
from shutil import which
from typing import Any

import pytest

from tests.blackbox import faults
from tests.blackbox.faults import Fault, cut_to, spoilt_page
from tests.blackbox.processes import Place
from tests.blackbox.saying import refused, show
from tests.pi.service.rig import QASHQAI

UNUSABLE = [
    (faults.garbage, "damaged", "{state} is damaged; nothing was changed. Restore a copy."),
    (cut_to(0), "damaged", "{state} is damaged; nothing was changed. Restore a copy."),
    (cut_to(50), "damaged", "{state} is damaged; nothing was changed. Restore a copy."),
    (cut_to(100), "damaged", "{state} is damaged; nothing was changed. Restore a copy."),
    (cut_to(4096), "damaged", "{state} is damaged; nothing was changed. Restore a copy."),
    (faults.journal_alone, "damaged", "{state} is damaged; nothing was changed. Restore a copy."),
    (faults.newer, "newer", "{state} was written by a newer steadyhand. Update this one."),
    (faults.foreign, "foreign", "{state} holds another program's database. Choose another place."),
    (
        faults.directory_in_its_place,
        "not_a_file",
        "{state}/steadyhand.db is no file. Move it away, or choose another place.",
    ),
    (
        faults.pipe_in_its_place,
        "not_a_file",
        "{state}/steadyhand.db is no file. Move it away, or choose another place.",
    ),
    (
        faults.link_to_a_missing_disk,
        "link_to_nothing",
        "{state}/steadyhand.db leads to nothing. Mount its disk, or choose another place.",
    ),
    (
        faults.file_for_a_directory,
        "not_a_directory",
        "{state} is no directory. Move it away, or choose another place.",
    ),
]
IDS = [
    "garbage",
    "empty",
    "half_a_header",
    "a_header",
    "a_page",
    "a_journal_alone",
    "newer",
    "foreign",
    "a_directory",
    "a_pipe",
    "a_link_to_nothing",
    "a_file_for_a_directory",
]


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


def end(place: Place) -> None:
    """The fixture ends a service by what lies in the state directory: there is none here."""
    if place.state.is_file():
        place.state.unlink()


@pytest.mark.parametrize(("fault", "reason", "advice"), UNUSABLE, ids=IDS)
def test_a_store_that_can_not_be_opened_is_found_with_what_to_do(
    kept: Place, fault: Fault, reason: str, advice: str
) -> None:
    fault(kept)
    before = seen(kept)
    done = kept.run("doctor")
    lines = [line for line in done.stdout.splitlines() if line.startswith("!!")]
    after = seen(kept)
    end(kept)
    assert (done.returncode, len(lines), done.stderr) == (4, 2, "")
    assert lines[0].startswith("!!  service     No service: it can't open its store")
    assert lines[1].endswith(advice.format(state=kept.state))
    assert after == before


@pytest.mark.parametrize(("fault", "reason", "advice"), UNUSABLE[6:8], ids=IDS[6:8])
def test_scripts_are_told_the_reason_in_one_word(
    kept: Place, fault: Fault, reason: str, advice: str
) -> None:
    fault(kept)
    status, wrong = found(kept)
    end(kept)
    assert (status, set(wrong)) == (4, {"service store", f"store {reason}"})


@pytest.mark.parametrize(("fault", "reason", "advice"), UNUSABLE[8:], ids=IDS[8:])
def test_every_command_says_the_same_in_one_line(
    kept: Place, fault: Fault, reason: str, advice: str
) -> None:
    fault(kept)
    said = refused(kept, "status")
    end(kept)
    assert said == f"steadyhand: {advice}\n".format(state=kept.state)


DAMAGED = [
    (spoilt_page("vault"), "vault", False),
    (spoilt_page("unlocker"), "unlocker", False),
    (spoilt_page("pin_guard"), "pin_guard", True),
    (spoilt_page("record"), "record", False),
    (spoilt_page("vehicle"), "vehicle", True),
    (spoilt_page("sqlite_autoindex_vehicle_2"), "vehicle", True),
    (spoilt_page("event"), "event", True),
    (spoilt_page("event_of_vehicle"), "event", True),
    (spoilt_page("event_told"), "event", True),
    (spoilt_page("boot"), "boot", True),
    (cut_to(-3 * 4096), "probe", True),
    (cut_to(-1), "file", True),
]


@pytest.mark.parametrize(("fault", "part", "readable"), DAMAGED, ids=[one[1] for one in DAMAGED])
def test_a_damaged_part_is_found_and_the_code_is_shown_where_it_can_be_read(
    kept: Place, fault: Fault, part: str, readable: bool
) -> None:
    fault(kept)
    status, wrong = found(kept)
    assert (status, f"damage {part}" in wrong, "store damaged" in wrong) == (5, True, True)
    said = show(kept)
    assert (f"code: {QASHQAI.code}" in said) == readable
    assert readable or said == (
        "steadyhand: The store is damaged: this can't be read or saved."
        " Use your copy of the code.\n"
    )


@pytest.mark.parametrize("pages", [2, 5])
def test_of_a_file_cut_short_every_part_is_named_that_went_with_it(kept: Place, pages: int) -> None:
    cut_to(pages * 4096)(kept)
    before = kept.database.read_bytes()
    status, wrong = found(kept)
    assert status == 5
    assert {"damage vault", "damage unlocker", "damage record"} <= set(wrong)
    assert kept.database.read_bytes() == before


def test_nothing_is_written_once_doctor_found_the_damage(kept: Place) -> None:
    spoilt_page("record")(kept)
    assert found(kept)[0] == 5
    before = kept.database.read_bytes()
    assert kept.run("report", "rejected", "--vehicle", "1").returncode == 5
    assert kept.database.read_bytes() == before


def test_what_a_cut_left_half_done_is_undone_and_all_is_well(kept: Place) -> None:
    faults.cut_halfway(kept)
    assert found(kept) == (0, {})
    assert f"code: {QASHQAI.code}" in show(kept)


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
    assert f"code: {QASHQAI.code}" in said
    assert without_powers.database.read_bytes() == before
