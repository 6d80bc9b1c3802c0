"""Whether the power went without a word: told from a run that was ended, or killed, in its boot."""

from pathlib import Path

from pi.storage.database import open_store
from pi.storage.runs import begin_run, end_run
from pi.storage.save_problem import SaveProblem
from pi.storage.store import Store


def test_of_the_first_run_nothing_is_claimed(store: Store) -> None:
    assert not begin_run(store, "one")


def test_a_run_that_was_never_told_to_end_was_cut_off_with_its_boot(store: Store) -> None:
    begin_run(store, "one")
    assert begin_run(store, "two")


def test_a_run_that_was_told_to_end_was_not_cut_off(store: Store) -> None:
    begin_run(store, "one")
    end_run(store, "one")
    assert not begin_run(store, "two")


def test_a_run_that_was_killed_within_this_boot_lost_no_power(store: Store) -> None:
    begin_run(store, "one")
    assert not begin_run(store, "one")


def test_a_cut_is_told_once(store: Store) -> None:
    begin_run(store, "one")
    begin_run(store, "two")
    assert not begin_run(store, "two")


def test_it_outlives_the_file_being_closed(directory: Path) -> None:
    with open_store(directory) as store:
        begin_run(store, "one")
    with open_store(directory) as store:
        assert begin_run(store, "two")


def test_where_nothing_can_be_written_nothing_is_claimed(store: Store) -> None:
    begin_run(store, "one")
    store.write_no_more(SaveProblem(reason="read_only"))
    assert not begin_run(store, "two")
