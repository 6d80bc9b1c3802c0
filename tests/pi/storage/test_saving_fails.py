"""A full, read-only or failing card: nothing half written, the reason named, the rest readable."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pi.radio.events import CodeRejected, VehicleAdded
from pi.storage.database import Store, open_store
from pi.storage.errors import NotSavedError, SaveProblem
from pi.storage.journal import Journal
from pi.storage.lock import LOCK_NAME
from pi.storage.save_problem import problem_of
from tests.cards.card import Card, CardNotPossibleError
from tests.cards.disk import Disk
from tests.pi.storage.moments import at
from tests.pi.storage.processes import ROOT

REJECTED = [("car", CodeRejected())]

UNDER_A_LIMIT = """
import resource, sys
from pathlib import Path
from pi.radio.events import CodeRejected, VehicleAdded
from pi.storage.database import open_store
from pi.storage.errors import NotSavedError
from pi.storage.journal import Journal
from tests.pi.storage.moments import at

with open_store(Path(sys.argv[1])) as store:
    journal = Journal(store)
    journal.append([("car", VehicleAdded(head_unit="unit"))], at())
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    try:
        journal.append([("car", CodeRejected())], at())
    except NotSavedError as error:
        print(error.problem.reason, store.can_save() == error.problem)
    print(len(journal.since_settled("car")))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(store.can_save(), journal.append([("car", CodeRejected())], at())[0].seq)
"""


@contextmanager
def opened(card: Card) -> Iterator[Journal]:
    """A journal on the card with one vehicle, added when first opened."""
    with open_store(card.path / "state") as store:
        journal = Journal(store)
        if not store.read_only and journal.vehicle("car") is None:
            journal.append([("car", VehicleAdded(head_unit="unit"))], at())
        yield journal


def reason_of(store: Store) -> str | None:
    problem = store.can_save()
    return problem.reason if problem else None


def append_until_full(journal: Journal) -> NotSavedError:
    while True:
        try:
            journal.append(REJECTED, at())
        except NotSavedError as error:
            return error


def test_a_healthy_store_can_save(store: Store) -> None:
    assert store.can_save() is None


def test_asking_again_and_again_does_not_let_the_file_grow(store: Store) -> None:
    for _ in range(3):
        store.can_save()
    before = store.path.stat().st_size
    for _ in range(20):
        store.can_save()
    assert store.path.stat().st_size == before


def test_a_full_card_says_that_it_is_full(card: Card) -> None:
    with opened(card) as journal:
        card.fill()
        assert append_until_full(journal).problem == SaveProblem(
            reason="full", detail="SQLITE_FULL"
        )


def test_a_full_card_cannot_save(card: Card) -> None:
    with opened(card) as journal:
        card.fill()
        append_until_full(journal)
        assert reason_of(journal.store) == "full"


def test_what_a_full_card_refused_left_nothing(card: Card) -> None:
    with opened(card) as journal:
        card.fill()
        before = journal.since_settled("car")
        with pytest.raises(NotSavedError):
            journal.append(REJECTED * 5000, at())
        assert journal.since_settled("car") == before


def test_a_full_card_saves_again_once_there_is_room(card: Card) -> None:
    with opened(card) as journal:
        card.fill()
        append_until_full(journal)
        card.free()
        journal.append(REJECTED, at())
        assert journal.store.save_problem is None


def test_a_store_on_a_full_card_opens_and_says_so(card: Card) -> None:
    with opened(card):
        pass
    card.fill()
    with opened(card) as journal:
        problem = journal.store.save_problem
        assert (problem and problem.reason, journal.store.read_only) == ("full", False)


def test_no_store_is_made_on_a_full_card_and_none_is_left_half_made(card: Card) -> None:
    (card.path / "state").mkdir()
    card.fill()
    with pytest.raises(NotSavedError) as caught:
        open_store(card.path / "state")
    left = [path.name for path in (card.path / "state").glob("*.db*")]
    assert (caught.value.problem.reason, left) == ("full", [])


@pytest.fixture
def failed(disk: Disk) -> Iterator[Journal]:
    """An open journal on a disk that failed and was turned read-only by the kernel."""
    with open_store(disk.path / "state") as store:
        journal = Journal(store)
        journal.append([("car", VehicleAdded(head_unit="unit"))], at())
        try:
            disk.fail()
        except CardNotPossibleError as why:
            pytest.skip(f"no failure can be provoked here: {why}")
        yield journal


def test_a_disk_that_fails_under_the_store_is_named_read_only(failed: Journal) -> None:
    with pytest.raises(NotSavedError) as caught:
        failed.append(REJECTED, at())
    assert caught.value.problem.reason == "read_only"


def test_a_disk_that_failed_cannot_save(failed: Journal) -> None:
    assert reason_of(failed.store) == "read_only"


def test_a_disk_that_failed_is_still_read(failed: Journal) -> None:
    failed.store.can_save()
    assert len(failed.since_settled("car")) == 1


def test_a_read_only_card_opens_for_reading(card: Card) -> None:
    with opened(card):
        pass
    card.turn_read_only()
    with opened(card) as journal:
        assert (journal.store.read_only, len(journal.since_settled("car"))) == (True, 1)


def test_a_read_only_card_without_a_lock_file_opens_for_reading(card: Card) -> None:
    with opened(card):
        pass
    (card.path / "state" / LOCK_NAME).unlink()
    card.turn_read_only()
    with opened(card) as journal:
        assert journal.store.read_only


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_directory_that_may_not_be_written_opens_for_reading(directory: Path) -> None:
    open_store(directory).close()
    directory.chmod(0o500)
    with open_store(directory) as store:
        assert (store.read_only, reason_of(store)) == (True, "read_only")


def test_a_read_only_card_that_cannot_take_a_first_store_is_named(card: Card) -> None:
    (card.path / "state").mkdir()
    card.turn_read_only()
    with pytest.raises(NotSavedError) as caught:
        open_store(card.path / "state")
    assert caught.value.problem.reason == "read_only"


def test_a_store_opened_on_a_read_only_card_saves_after_it_is_opened_anew(card: Card) -> None:
    with opened(card):
        pass
    card.turn_read_only()
    with opened(card) as journal:
        journal.store.can_save()
    card.turn_writable()
    with opened(card) as journal:
        assert journal.store.can_save() is None


def test_a_write_that_the_system_cuts_off_is_an_error_of_the_card(directory: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", UNDER_A_LIMIT, str(directory)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert said == ["io_error True", "1", "None 2"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EIO, "io_error"),
    ],
)
def test_an_error_of_the_system_has_its_reason(tmp_path: Path, number: int, reason: str) -> None:
    problem = problem_of(OSError(number, ""), tmp_path)
    assert problem == SaveProblem(reason=reason, detail=errno.errorcode[number])  # type: ignore[arg-type]
