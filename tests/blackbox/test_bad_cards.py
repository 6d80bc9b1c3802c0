"""A card that is full, read-only or broken, and no store at all: said, read, never overwritten."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from tests.blackbox.cards import fill
from tests.blackbox.processes import Place
from tests.blackbox.saying import ONE_VEHICLE, refused, show
from tests.cards.card import mount
from tests.cards.disk import Disk
from tests.pi.service.rig import PIN, QASHQAI

NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def test_on_a_full_card_a_report_counts_and_says_that_it_is_not_saved(
    disk: Disk, on_disk: Place
) -> None:
    with on_disk.service():
        fill(disk)
        done = on_disk.run("report", "rejected", "--vehicle", "1")
        status = on_disk.json("status", "--json")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == "steadyhand: It happened, but is NOT SAVED. See: steadyhand status\n"
    assert status["service"]["why_not_saving"] == "full"
    assert status["vehicles"][0]["state"] == "Waiting"


def test_on_a_full_card_the_code_is_shown(disk: Disk, on_disk: Place) -> None:
    with on_disk.service():
        fill(disk)
        on_disk.run("report", "rejected", "--vehicle", "1")
        assert f"code: {QASHQAI.code}" in show(on_disk)


def test_once_there_is_room_again_what_was_kept_is_saved(disk: Disk, on_disk: Place) -> None:
    with on_disk.service() as service:
        fill(disk)
        on_disk.run("report", "rejected", "--vehicle", "1")
        (disk.path / "filler").unlink()
        assert on_disk.run("report", "power-on", "--vehicle", "1").returncode == 0
        service.kill()
    assert on_disk.json("status", "--json")["vehicles"][0]["state"] == "Waiting"


def test_a_full_card_without_a_store_is_named(disk: Disk, on_disk: Place) -> None:
    on_disk.environment["STEADYHAND_STATE_DIR"] = str(disk.path / "new")
    on_disk.state = disk.path / "new"
    fill(disk)
    assert "the card is full" in refused(on_disk, "status")


def test_on_a_read_only_card_everything_is_readable_and_nothing_is_saved(
    disk: Disk, on_disk: Place
) -> None:
    before = on_disk.files()
    mount("-o", "remount,ro", str(disk.path))
    status = on_disk.run("status")
    assert (status.returncode, status.stdout.splitlines()[0]) == (
        0,
        "NOT SAVED: the card is read-only. Write down what matters.",
    )
    assert f"code: {QASHQAI.code}" in show(on_disk)
    assert on_disk.run("report", "rejected", "--vehicle", "1").returncode == 5
    assert on_disk.files() == before


def test_on_a_read_only_card_the_pin_opens(disk: Disk, on_disk: Place) -> None:
    mount("-o", "remount,ro", str(disk.path))
    done = on_disk.run("show", "--vehicle", "1", "--passphrase-stdin", typed=PIN)
    assert f"code: {QASHQAI.code}" in done.stdout


def test_a_read_only_card_without_a_store_is_named(disk: Disk, on_disk: Place) -> None:
    on_disk.environment["STEADYHAND_STATE_DIR"] = str(disk.path / "new")
    on_disk.state = disk.path / "new"
    mount("-o", "remount,ro", str(disk.path))
    assert "can't be written" in refused(on_disk, "status")


def test_a_set_up_that_does_not_fit_on_the_card_stores_nothing(disk: Disk, on_disk: Place) -> None:
    on_disk.environment["STEADYHAND_STATE_DIR"] = str(disk.path / "new")
    on_disk.state = disk.path / "new"
    with on_disk.service():
        fill(disk)
        done = on_disk.run("setup", "--from", "-", typed=ONE_VEHICLE)
    assert (done.returncode, done.stderr.count("\n"), "NOT SAVED" in done.stderr) == (5, 1, True)


@contextmanager
def no_writes(pid: int) -> Iterator[None]:
    """A process whose every write to a file fails."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, NO_LIMIT)


def test_a_card_with_errors_says_so_until_it_has_none(kept: Place) -> None:
    with kept.service() as service:
        with no_writes(service.pid):
            assert kept.run("report", "rejected", "--vehicle", "1").returncode == 5
            assert kept.run("status").stdout.startswith("NOT SAVED: the card has errors.")
        assert kept.run("report", "power-on", "--vehicle", "1").returncode == 0
        assert not kept.run("status").stdout.startswith("NOT SAVED")


def test_a_service_that_ends_with_something_unsaved_tries_once_more(kept: Place) -> None:
    with kept.service("--linger", "0.05") as service:
        with no_writes(service.pid):
            kept.run("report", "rejected", "--vehicle", "1")
        service.terminate()
        service.wait()
    assert kept.json("status", "--json")["vehicles"][0]["state"] == "Waiting"
