"""What is acknowledged is kept, and what cannot be kept is said: kills, cuts, bad cards."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pi.radio.events import CodeRejected, VehicleAdded
from pi.storage.errors import NotSavedError, SaveProblem, problem_of
from pi.storage.journal import Journal
from pi.storage.opening import open_store
from pi.storage.store_file import LOCK_NAME, Store
from tests.cards import Card, CardNotPossibleError, Disk
from tests.pi.storage.moments import at
from tests.pi.storage.processes import at_work, lines_of

REJECTED = [("car", CodeRejected())]


@contextmanager
def opened(place: Path) -> Iterator[Journal]:
    """The journal of a store there with one vehicle, added when first opened."""
    with open_store(place / "state") as store:
        journal = Journal(store)
        if not store.read_only and journal.vehicle("car") is None:
            journal.append([("car", VehicleAdded(head_unit="unit"))], at())
        yield journal


def reason_of(store: Store) -> str | None:
    problem = store.can_save()
    return problem.reason if problem else None


def refusal(journal: Journal) -> SaveProblem:
    """Append until nothing more is taken: why."""
    while True:
        try:
            journal.append(REJECTED, at())
        except NotSavedError as error:
            return error.problem


def not_made(state: Path) -> str:
    """Why no store can be made there. None is left half made."""
    with pytest.raises(NotSavedError) as caught:
        open_store(state)
    assert list(state.glob("*.db*")) == []
    return caught.value.problem.reason


def test_every_acknowledged_row_outlives_many_kills(directory: Path) -> None:
    """A power cut, after which less may be left, is the matter of ``tests.tools.powercut``."""
    last = 0
    with at_work("write", directory) as writer:  # before the first row
        while not directory.exists():
            os.sched_yield()
        writer.kill()
    for rows in (1, 5, 40):
        with at_work("write", directory) as writer:
            said = [lines_of(writer).readline() for _ in range(rows)]
            writer.kill()
            rest, _ = writer.communicate()
        whole = [line for line in (*said, *rest.splitlines(True)) if line.endswith("\n")]
        last = int(whole[-1])
    with open_store(directory) as store:
        kept = [seq for (seq,) in store.query("SELECT seq FROM event ORDER BY seq")]
        assert (kept[:last], store.check_whole()) == (list(range(1, last + 1)), [])


def test_a_healthy_store_can_save_and_asking_again_does_not_let_the_file_grow(store: Store) -> None:
    sizes = []
    for _ in range(23):
        assert store.can_save() is None
        sizes.append(store.path.stat().st_size)
    assert len(set(sizes[3:])) == 1


def test_a_full_card_says_so_keeps_nothing_half_and_saves_again_given_room(card: Card) -> None:
    with opened(card.path) as journal:
        assert (journal.store.volatile, journal.store.can_save()) == (True, None)
        card.fill()
        assert refusal(journal) == SaveProblem(reason="full", detail="SQLITE_FULL")
        assert reason_of(journal.store) == "full"
        before = journal.since_settled("car")
        with pytest.raises(NotSavedError):
            journal.append(REJECTED * 5000, at())
        assert journal.since_settled("car") == before
    with opened(card.path) as journal:
        problem = journal.store.save_problem
        assert (problem and problem.reason, journal.store.read_only) == ("full", False)
        card.free()
        journal.append(REJECTED, at())
        assert journal.store.save_problem is None


def test_no_store_is_made_on_a_card_that_takes_none_and_none_is_left_half_made(card: Card) -> None:
    one, other = card.path / "one", card.path / "other"
    one.mkdir()
    other.mkdir()
    card.fill()
    assert not_made(one) == "full"
    card.free()
    card.turn_read_only()
    assert [not_made(each) for each in (one, other)] == ["read_only"] * 2


def test_a_disk_that_fails_under_the_store_is_named_read_only_and_still_read(disk: Disk) -> None:
    with opened(disk.path) as journal:
        try:
            disk.fail()
        except CardNotPossibleError as why:
            pytest.skip(f"no failure can be provoked here: {why}")
        assert refusal(journal).reason == "read_only"
        assert (reason_of(journal.store), len(journal.since_settled("car"))) == ("read_only", 1)


@pytest.mark.parametrize("locked_before", [True, False])
def test_a_read_only_card_is_read_and_saves_opened_anew(card: Card, locked_before: bool) -> None:
    with opened(card.path):
        pass
    if not locked_before:
        (card.path / "state" / LOCK_NAME).unlink()
    card.turn_read_only()
    with opened(card.path) as journal:
        assert (journal.store.read_only, len(journal.since_settled("car"))) == (True, 1)
        assert reason_of(journal.store) == "read_only"
    card.turn_writable()
    with opened(card.path) as journal:
        assert journal.store.can_save() is None


def test_a_write_that_the_system_cuts_off_is_an_error_of_the_card(directory: Path) -> None:
    with at_work("write under a limit", directory) as writer:
        said, _ = writer.communicate()
    assert said.splitlines() == ["io_error True", "1", "None 2"]


def test_an_error_of_the_system_has_its_reason(tmp_path: Path) -> None:
    for reason, names in (
        ("full", "ENOSPC EDQUOT"),
        ("read_only", "EROFS EACCES"),
        ("io_error", "EIO"),
    ):
        for name in names.split():
            problem = problem_of(OSError(getattr(errno, name), ""), tmp_path)
            assert (problem.reason, problem.detail) == (reason, name)
