"""What was acknowledged is there after a kill, and after the power goes."""

import os
import signal
from pathlib import Path

import pytest

from pi.storage.database import open_store
from tests.cards.disk import Disk
from tests.pi.storage.processes import lines_of, running, write_and_kill


@pytest.mark.parametrize("rows", [1, 2, 5, 17, 40])
def test_every_acknowledged_row_outlives_a_kill(directory: Path, rows: int) -> None:
    last = write_and_kill(directory, rows)
    with open_store(directory) as store:
        kept = [seq for (seq,) in store.query("SELECT seq FROM event ORDER BY seq")]
    assert kept[:last] == list(range(1, last + 1))


def test_a_store_is_whole_after_many_kills(directory: Path) -> None:
    for rows in range(1, 5):
        write_and_kill(directory, rows)
    with open_store(directory) as store:
        assert store.check_whole() == []


def test_a_kill_before_the_first_row_leaves_a_store_or_none(directory: Path) -> None:
    with running("-m", "tests.pi.storage.writer", str(directory)) as writer:
        while not directory.exists():
            os.sched_yield()
        writer.kill()
    with open_store(directory) as store:
        assert store.check_whole() == []


@pytest.mark.parametrize("rows", [1, 3, 8])
def test_the_last_acknowledged_row_outlives_a_power_cut(disk: Disk, rows: int) -> None:
    with running("-m", "tests.pi.storage.writer", str(disk.path / "state"), str(rows)) as writer:
        acknowledged = [int(lines_of(writer).readline()) for _ in range(rows)]
        writer.send_signal(signal.SIGSTOP)
        after = disk.as_it_is_on_the_card()
    with after.mounted() as card, open_store(card / "state") as store:
        assert store.query("SELECT MAX(seq) FROM event") == [(acknowledged[-1],)]


@pytest.mark.parametrize("rows", [2, 9])
def test_no_acknowledged_row_is_lost_by_a_power_cut_while_writing(disk: Disk, rows: int) -> None:
    with running("-m", "tests.pi.storage.writer", str(disk.path / "state")) as writer:
        acknowledged = [int(lines_of(writer).readline()) for _ in range(rows)]
        writer.send_signal(signal.SIGSTOP)
        after = disk.as_it_is_on_the_card()
    with after.mounted() as card, open_store(card / "state") as store:
        ((kept,),) = store.query("SELECT MAX(seq) FROM event")
    assert kept >= acknowledged[-1]
