"""Run the tests in the clone's own environment: `python3 -m tests [pytest arguments]`.

Without a place it is the quick run, spread over the processor's cores: all but the emulated
machines and what tries everything there is. `--all` takes these, too. `--changed` takes what lies
near a change that was not committed yet, `--changed=COMMIT` near all since that commit.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.clone import ROOT, ensure

if TYPE_CHECKING:
    import pytest

CHANGED = "--changed"
MOST_AGAIN = 3  # with more failures it is no matter of load
SPREAD = ("-n", "auto", "--max-worker-restart=0")  # a process that died ends the run, and is told


class Failures:
    """What failed, as it comes in from all processes."""

    def __init__(self) -> None:
        self.cases: list[str] = []

    def pytest_runtest_logreport(self, report: "pytest.TestReport") -> None:
        """Say at once which case failed: a run may be ended from outside before it tells more."""
        if report.failed and report.nodeid not in self.cases:
            self.cases.append(report.nodeid)
            print(f"\nfailed: {report.nodeid}", flush=True)


def main() -> int:
    """Choose, run, and name what is flaky; the exit status is pytest's."""
    import pytest

    os.chdir(ROOT)
    arguments = sys.argv[1:]
    if any(each.partition("=")[0] == CHANGED for each in arguments):
        chosen = near_the_change(arguments)
        if isinstance(chosen, int):
            return chosen
        arguments = chosen
    elif not any(Path(each.partition("::")[0]).exists() for each in arguments):
        arguments = [*SPREAD, *arguments]
    failures = Failures()
    status = int(pytest.main(arguments, plugins=[failures]))
    if status == pytest.ExitCode.TESTS_FAILED and spread(arguments):
        return once_more(failures.cases)
    return status


def spread(arguments: list[str]) -> bool:
    """Whether others ran beside a case."""
    return arguments[: len(SPREAD)] == list(SPREAD)


def near_the_change(arguments: list[str]) -> list[str] | int:
    """The arguments with the files near the change in place of `--changed`, or an exit status."""
    from tests.suite.changed import NoSuchCommitError, reached, since

    asked = [each for each in arguments if each.startswith(CHANGED)]
    others = [each for each in arguments if each not in asked]
    commit = asked[-1].partition("=")[2] or "HEAD"
    try:
        files = since(commit)
    except NoSuchCommitError as error:
        print(f"tests: nothing to compare with {commit!r}: {error}", file=sys.stderr)
        return 2
    tests = reached(files)
    if tests is None:
        print("Anything may have changed: this is the whole quick run.")
        return [*SPREAD, *others]
    print(f"{len(files)} files differ from {commit}: {len(tests.near)} files of tests are near;")
    print(f"{len(tests.further)} further away are left to the whole run, python3 -m tests.")
    return [*SPREAD, *others, *tests.near] if tests.near else 0


def once_more(cases: list[str]) -> int:
    """Run a few failed cases by themselves. What passes then is named flaky, which is a fault."""
    import subprocess

    if len(cases) > MOST_AGAIN:
        return 1
    flaky = []
    for case in cases:
        alone = subprocess.run([sys.executable, "-m", "pytest", case], check=False)
        if alone.returncode == 0:
            flaky.append(case)
    for case in flaky:
        print(f"FLAKY, failed beside others and passed alone; mend it: {case}")
    return 0 if len(flaky) == len(cases) else 1


if __name__ == "__main__":
    ensure("requirements-test.lock")
    sys.exit(main())
