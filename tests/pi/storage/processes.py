"""Real processes that hold the store."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[3]


@contextmanager
def running(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """A Python process with pipes, killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def lines_of(process: "subprocess.Popen[str]") -> IO[str]:
    """What the process says."""
    assert process.stdout is not None
    return process.stdout


def write_and_kill(directory: Path, rows: int) -> int:
    """Let a writer run, kill -9 it after so many acknowledged rows; the last it acknowledged."""
    with running("-m", "tests.pi.storage.writer", str(directory)) as writer:
        for _ in range(rows):
            lines_of(writer).readline()
        writer.kill()
        rest, _ = writer.communicate()
    acknowledged = [int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    return acknowledged[-1] if acknowledged else rows + 1
