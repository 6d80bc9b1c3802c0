"""What all tests share: files on a disk that lasts, as the service tells apart, and no deadline."""

import gc
import os
import tempfile
from pathlib import Path

import hypothesis
import pytest

from pi.filesystem import is_volatile

# How long an example takes is the machine's affair: budgets are measured by the bench.
hypothesis.settings.register_profile("steadyhand", deadline=None)
hypothesis.settings.load_profile("steadyhand")
KEPT = Path(__file__).resolve().parents[1] / ".pytest_files"


def pytest_configure(config: pytest.Config) -> None:
    """Move out of a temporary directory that lives in memory alone."""
    if config.option.basetemp is None and is_volatile(Path(tempfile.gettempdir())):
        KEPT.mkdir(exist_ok=True)
        config.option.basetemp = str(KEPT / str(os.getpid()))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: thousands of tests and their modules."""
    gc.collect()
    gc.freeze()
