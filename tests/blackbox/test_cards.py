"""A card that is full, read-only, forged or broken, or none at all: found, said and read.

Nothing that is told on it is called saved, the code is shown as long as it can be read, and what
lies there is never overwritten.
"""

import json
from typing import Any

from tests.blackbox.faults import fill
from tests.blackbox.places import HAS, ONE_VEHICLE, refused, show
from tests.blackbox.processes import Place
from tests.cards import Disk, mount
from tests.pi.storage.processes import leave_a_hot_journal


def store(place: Place) -> tuple[int, dict[str, Any], str]:
    """Doctor's status, what it finds of the store, and the line that it prints of it."""
    done = place.run("doctor", "--json")
    (finding,) = [one for one in json.loads(done.stdout)["findings"] if one["name"] == "store"]
    lines = place.run("doctor").stdout.splitlines()
    (line,) = [one for one in lines if one.split()[1] == "store"]
    return done.returncode, finding, line


def state(place: Place) -> str:
    said: str = place.json("status", "--json")["vehicles"][0]["state"]
    return said


def nothing_is_set_up_on(place: Place) -> None:
    """Of the same card another directory is meant, where there is no store."""
    place.state = place.state.parent / "new"
    place.environment["STEADYHAND_STATE_DIR"] = str(place.state)


def test_on_a_full_card_a_report_counts_is_called_not_saved_and_is_saved_once_there_is_room(
    disk: Disk, on_disk: Place
) -> None:
    with on_disk.service() as service:
        fill(disk)
        done = on_disk.run("report", "rejected", "--vehicle", "1")
        assert (done.returncode, done.stdout) == (5, "")
        assert done.stderr == "steadyhand: It happened, but is NOT SAVED. See: steadyhand status\n"
        status = on_disk.json("status", "--json")
        assert status["service"]["why_not_saving"] == "full"
        assert status["vehicles"][0]["state"] == "Waiting"
        assert HAS in show(on_disk)
        found, finding, line = store(on_disk)
        assert (found, finding["reason"]) == (5, "full")
        assert line.endswith("Write down what matters, then free some room.")
        assert "0 MiB are free in" in on_disk.run("doctor").stdout
        (disk.path / "filler").unlink()
        assert on_disk.run("report", "power-on", "--vehicle", "1").returncode == 0
        service.kill()
    assert state(on_disk) == "Waiting"


def test_on_a_card_that_is_read_only_now_a_cut_is_found_all_is_read_and_nothing_is_saved(
    disk: Disk, on_disk: Place
) -> None:
    leave_a_hot_journal(on_disk.state)
    mount("-o", "remount,ro", str(disk.path))
    before = on_disk.files()
    status = on_disk.run("status")
    assert status.stdout.startswith("NOT SAVED: the card is read-only. Write down what matters.\n")
    assert (status.returncode, status.stdout.count("ASKS FOR ITS CODE")) == (0, 3)
    found, finding, line = store(on_disk)
    assert (found, finding["reason"], finding["value"]) == (5, "read_only", "journal")
    assert "a cut left a write half done. Make" in line
    assert HAS in show(on_disk)
    assert on_disk.run("report", "rejected", "--vehicle", "1").returncode == 5
    assert on_disk.files() == before
    on_disk.end()
    nothing_is_set_up_on(on_disk)
    assert "can't be written" in refused(on_disk, "status")


def die_within_the_store(disk: Disk, place: Place, pages: int) -> None:
    """Of the store only so many pages can be read any more: beyond them the device has errors."""
    place.database.with_name("filler").write_bytes(bytes(1 << 20))
    copy = place.database.with_name("copy")
    copy.write_bytes(place.database.read_bytes())
    copy.replace(place.database)  # its blocks lie behind all others now
    disk.forget_what_was_read()
    blocks = disk.blocks_of("state/steadyhand.db")
    disk.die_beyond(blocks[pages * 4] if pages else blocks[0])


def test_a_store_that_the_card_can_not_read_is_found(disk: Disk, on_disk: Place) -> None:
    die_within_the_store(disk, on_disk, 0)
    status, finding, line = store(on_disk)
    assert (status, finding["reason"]) == (4, "io_error")
    assert line.endswith("can't be read: the card has errors. Use your copy of the code.")


def test_a_code_that_the_card_can_read_is_shown_though_the_rest_has_errors(
    disk: Disk, on_disk: Place
) -> None:
    die_within_the_store(disk, on_disk, 14)  # the records end there
    status, finding, line = store(on_disk)
    assert (status, finding["ok"], "NOT SAVED" in line) == (5, False, True)
    assert HAS in show(on_disk)


def test_on_an_overlay_nothing_is_called_saved_and_doctor_says_how_to_turn_it_off(
    on_overlay: Place,
) -> None:
    status, finding, line = store(on_overlay)
    assert (status, finding["reason"], finding["value"]) == (5, "volatile", "overlay")
    assert line.endswith("Turn it off (raspi-config), or choose a real disk.")
    said = on_overlay.run("status").stdout.splitlines()[0]
    assert said.startswith("NOT SAVED: this place is wiped when the power goes.")
    assert HAS in show(on_overlay)
    done = on_overlay.run("report", "rejected", "--vehicle", "1")
    assert (done.returncode, done.stdout) == (5, "")
    assert state(on_overlay) == "Waiting"
    on_overlay.end()
    nothing_is_set_up_on(on_overlay)
    done = on_overlay.run("setup", "--from", "-", typed=ONE_VEHICLE)
    assert done.returncode == 5
    assert done.stderr.startswith("steadyhand: It is set up, but NOT SAVED:")
