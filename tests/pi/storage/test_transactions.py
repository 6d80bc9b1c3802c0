"""Transactions: all or nothing, one at a time, from any thread."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from pi.storage.database import Store


def test_what_fails_in_a_transaction_leaves_nothing(store: Store) -> None:
    def write_and_fail() -> None:
        with store.transaction() as connection:
            connection.execute(
                "INSERT INTO boot (boot_id, started_wall, quality) VALUES ('b', 1.0, 'ntp')"
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert store.query("SELECT * FROM boot") == []


def test_a_transaction_in_a_transaction_is_refused_and_does_not_end_the_outer(
    store: Store,
) -> None:
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO boot (boot_id, started_wall, quality) VALUES ('b', 1.0, 'ntp')"
        )
        with pytest.raises(RuntimeError), store.transaction():
            pass
    assert store.query("SELECT boot_id FROM boot") == [("b",)]


def test_a_mistake_of_ours_is_not_called_a_fault_of_the_card(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError), store.transaction() as connection:
        connection.execute("INSERT INTO nowhere VALUES (1)")
    assert store.save_problem is None


def test_threads_that_write_at_once_each_get_through(store: Store) -> None:
    def write(thread: int) -> None:
        for turn in range(20):
            with store.transaction() as connection:
                connection.execute(
                    "INSERT INTO boot (boot_id, started_wall, quality) VALUES (?, 1.0, 'ntp')",
                    (f"{thread}-{turn}",),
                )

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    assert store.query("SELECT COUNT(*) FROM boot") == [(80,)]


def test_a_thread_does_not_read_what_another_has_not_finished(store: Store) -> None:
    with ThreadPoolExecutor(1) as other:
        with store.transaction() as connection:
            connection.execute(
                "INSERT INTO boot (boot_id, started_wall, quality) VALUES ('b', 1.0, 'ntp')"
            )
            read = other.submit(store.query, "SELECT boot_id FROM boot")
            connection.execute("UPDATE boot SET boot_id = 'whole'")
        assert read.result() == [("whole",)]
