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
HERE = Path(__file__).resolve().parent
KEPT = HERE.parent / ".pytest_files"
EMULATED = tuple(HERE / name for name in ("virtual_pi", "kiosk", "systemd"))
EMULATED_S = 2400  # machines that are built and booted within one test


def pytest_configure(config: pytest.Config) -> None:
    """Move out of a temporary directory that lives in memory alone."""
    if config.option.basetemp is None and is_volatile(Path(tempfile.gettempdir())):
        KEPT.mkdir(exist_ok=True)
        config.option.basetemp = str(KEPT / str(os.getpid()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give emulated machines longer than other tests before they are taken to hang."""
    for item in items:
        if any(place in item.path.parents for place in EMULATED):
            item.add_marker(pytest.mark.timeout(EMULATED_S))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: thousands of tests and their modules."""
    gc.collect()
    gc.freeze()
