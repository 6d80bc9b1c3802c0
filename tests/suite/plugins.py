"""What pytest is told: which files go to which process, and what a run left out, and why."""

from collections import Counter
from typing import Any, Final

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER: Final = (
    "tests/virtual_pi/appliance/",
    "tests/virtual_pi/",
    "tests/kiosk/",
    "tests/systemd/",
)
"""Each of these has one machine, or one package, that all of its files share."""
LONG: Final = ("tests/ssh/", "tests/stories/", "tests/blackbox/", "tests/tools/")
"""A long file that begins last is waited for alone."""


class Spreading(LoadScopeScheduling):
    """Hands out a file at a time, and whole folders that share something costly."""

    def _split_scope(self, nodeid: str) -> str:
        return _within(TOGETHER, nodeid) or nodeid.partition("::")[0]


def longest_first(items: list[pytest.Item]) -> None:
    """Order tests so that what takes minutes begins first. The order within a file stays."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    places = (*TOGETHER, *LONG)
    place = _within(places, nodeid)
    return places.index(place) if place else len(places)


def _within(places: tuple[str, ...], nodeid: str) -> str:
    return next((place for place in places if nodeid.startswith(place)), "")


TIERS: Final = ("appliance", "exhaustive")


class LeftOut:
    """Counts what was not run, in whichever process it was decided."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._tiers = Counter[str]()

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Count by tier what this run does not want."""
        for tier in TIERS:
            self._tiers[tier] += sum(1 for item in items if item.get_closest_marker(tier))

    def pytest_sessionfinish(self) -> None:
        """Tell the process that tells people."""
        if hasattr(self._config, "workeroutput"):
            self._config.workeroutput["left_out"] = dict(self._tiers)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a process counted; each counts the same."""
        self._tiers |= Counter(getattr(node, "workeroutput", {}).get("left_out", {}))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say how many cases of which kind were left out, and why."""
        rows = [(self._tiers[tier], tier, _meaning(self._config, tier)) for tier in TIERS]
        rows = [row for row in rows if row[0]]
        skipped = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
        rows += [(count, "skipped", reason) for reason, count in sorted(skipped.items())]
        if rows:
            terminalreporter.write_sep("=", "left out")
        for count, kind, why in rows:
            terminalreporter.write_line(f"{count:6,}  {kind:<10}  {why}")


def _meaning(config: pytest.Config, tier: str) -> str:
    lines: list[str] = config.getini("markers")
    meaning = next(line.partition(": ")[2] for line in lines if line.startswith(f"{tier}:"))
    return meaning if config.option.all else f"{meaning} (--all)"


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr
    return str(told[2] if isinstance(told, tuple) else told).removeprefix("Skipped: ")
