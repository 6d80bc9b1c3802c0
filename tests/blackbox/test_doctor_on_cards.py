"""What doctor finds of the card itself, through the commands, and what still works on it."""

import json
from typing import Any

import pytest

from tests.blackbox import faults
from tests.blackbox.cards import LyingCard, fill
from tests.blackbox.processes import Place
from tests.blackbox.saying import ONE_VEHICLE, show
from tests.cards.card import CardNotPossibleError, mount
from tests.cards.disk import Disk
from tests.pi.service.rig import QASHQAI


def store(place: Place) -> tuple[int, dict[str, Any], str]:
    """Doctor's status, what it finds of the store, and the line that it prints of it."""
    done = place.run("doctor", "--json")
    (finding,) = [one for one in json.loads(done.stdout)["findings"] if one["name"] == "store"]
    lines = place.run("doctor").stdout.splitlines()
    (line,) = [one for one in lines if one.split()[1] == "store"]
    return done.returncode, finding, line


def test_a_full_card_is_found_with_the_room_that_is_left(disk: Disk, on_disk: Place) -> None:
    with on_disk.service():
        fill(disk)
        status, finding, line = store(on_disk)
        room = on_disk.run("doctor").stdout
    assert (status, finding["reason"]) == (5, "full")
    assert line.endswith("Write down what matters, then free some room.")
    assert "0 MiB are free in" in room


def test_a_read_only_card_is_found(disk: Disk, on_disk: Place) -> None:
    mount("-o", "remount,ro", str(disk.path))
    status, finding, line = store(on_disk)
    assert (status, finding["reason"], finding["value"]) == (5, "read_only", "")
    assert line.endswith(f"Then make {on_disk.state} writable and restart the service.")


def test_a_cut_on_a_card_that_is_read_only_now_is_found(disk: Disk, on_disk: Place) -> None:
    faults.cut_halfway(on_disk)
    mount("-o", "remount,ro", str(disk.path))
    before = on_disk.files()
    status, finding, line = store(on_disk)
    assert (status, finding["reason"], finding["value"]) == (5, "read_only", "journal")
    assert "a cut left a write half done. Make" in line
    assert f"code: {QASHQAI.code}" in show(on_disk)
    assert on_disk.run("status").stdout.count("ASKS FOR ITS CODE") == 3
    assert on_disk.files() == before


def test_a_card_that_the_kernel_turned_read_only_is_found(disk: Disk, on_disk: Place) -> None:
    with on_disk.service():
        try:
            disk.fail()
        except CardNotPossibleError as why:
            pytest.skip(f"no failure can be provoked here: {why}")
        assert on_disk.run("report", "rejected", "--vehicle", "1").returncode == 5
        status, finding, _ = store(on_disk)
        assert f"code: {QASHQAI.code}" in show(on_disk)
    assert (status, finding["reason"]) == (5, "read_only")


def test_a_card_that_takes_no_more_is_found_and_the_code_is_shown(
    lying_card: LyingCard, on_lying_card: Place
) -> None:
    with on_lying_card.service():
        lying_card.fail()
        report = on_lying_card.run("report", "rejected", "--vehicle", "1")
        status, finding, line = store(on_lying_card)
        assert f"code: {QASHQAI.code}" in show(on_lying_card)
        assert on_lying_card.json("status", "--json")["vehicles"][0]["state"] == "Waiting"
    assert (report.returncode, status) == (5, 5)
    assert finding["reason"] in {"io_error", "read_only", "full"}
    assert "NOT SAVED" in line


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
    assert f"code: {QASHQAI.code}" in show(on_disk)


def test_an_overlay_is_found_with_how_to_turn_it_off(on_overlay: Place) -> None:
    status, finding, line = store(on_overlay)
    assert (status, finding["reason"], finding["value"]) == (5, "volatile", "overlay")
    assert line.endswith("Turn it off (raspi-config), or choose a real disk.")


def test_on_an_overlay_the_code_is_shown_and_every_state_says_not_saved(on_overlay: Place) -> None:
    status = on_overlay.run("status").stdout.splitlines()[0]
    assert status.startswith("NOT SAVED: this place is wiped when the power goes.")
    assert f"code: {QASHQAI.code}" in show(on_overlay)


def test_on_an_overlay_nothing_that_is_told_is_called_saved(on_overlay: Place) -> None:
    done = on_overlay.run("report", "rejected", "--vehicle", "1")
    assert (done.returncode, done.stdout) == (5, "")
    assert on_overlay.json("status", "--json")["vehicles"][0]["state"] == "Waiting"


def test_a_set_up_on_an_overlay_is_not_called_saved(on_overlay: Place) -> None:
    on_overlay.environment["STEADYHAND_STATE_DIR"] = str(on_overlay.state.parent / "new")
    on_overlay.state = on_overlay.state.parent / "new"
    done = on_overlay.run("setup", "--from", "-", typed=ONE_VEHICLE)
    assert done.returncode == 5
    assert done.stderr.startswith("steadyhand: It is set up, but NOT SAVED:")
