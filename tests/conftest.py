"""What all tests share: tiers, depth, files on a disk that lasts, and none of the caller's own."""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from pi.filesystem import is_volatile
from tests import ROOT
from tests.depth import DEEP_PROFILE, QUICK_PROFILE, Run
from tests.suite.plugins import LeftOut, Spreading, longest_first

KEPT = ROOT / ".pytest_files"
QUICK = "not appliance and not exhaustive"
OURS = "STEADYHAND_"
HANDED_ON = ("STATE_DIRECTORY", "CREDENTIALS_DIRECTORY", "NOTIFY_SOCKET", "LISTEN_PID")
"""What else may lead to the device, or the service, of whoever runs the tests."""
EMULATED_S = 2400  # machines that are built and booted within one test


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how much of the suite is wanted."""
    group = parser.getgroup("steadyhand")
    group.addoption(
        "--all",
        action="store_true",
        help="the emulated machines and the exhaustive runs too, and four times the examples",
    )
    group.addoption("--as-given", action="store_true", help="in the order of the files named")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the tiers and the depth; move out of a temporary directory that is memory alone."""
    for name in [each for each in os.environ if each.startswith(OURS) or each in HANDED_ON]:
        del os.environ[name]
    hypothesis.settings.load_profile(DEEP_PROFILE if config.option.all else QUICK_PROFILE)
    named = any("::" in argument for argument in config.args)
    if not (config.option.all or config.option.markexpr or named):
        config.option.markexpr = QUICK
    Run.tries_everything = config.option.all and "not exhaustive" not in config.option.markexpr
    config.option.loadscopereorder = False  # by their number of cases; here, by their length
    config.pluginmanager.register(LeftOut(config))
    if config.option.basetemp is None and is_volatile(Path(tempfile.gettempdir())):
        KEPT.mkdir(exist_ok=True)
        config.option.basetemp = str(KEPT / str(os.getpid()))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing where this run alone kept its files."""
    if config.option.basetemp == str(KEPT / str(os.getpid())):
        shutil.rmtree(config.option.basetemp, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Have a process for each core, and one more where emulated machines are waited for."""
    return len(os.sched_getaffinity(0)) + bool(config.option.all)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Spreading:
    """Spread files over processes."""
    return Spreading(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest; give emulated machines longer than other tests."""
    if not (config.option.random_order_enabled or config.option.as_given):
        longest_first(items)
    for item in items:
        if item.get_closest_marker("appliance"):
            item.add_marker(pytest.mark.timeout(EMULATED_S))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: thousands of tests and their modules."""
    gc.collect()
    gc.freeze()
