"""Run the tests in the clone's own environment: `python3 -m tests [pytest arguments]`.

Without a place it is the quick run, spread over the processor's cores: all but the emulated
machines and what tries everything there is. `--all` takes these, too. `--changed` takes what lies
near a change that was not committed yet, `--changed=COMMIT` near all since that commit.
"""

import os
import sys
from typing import TYPE_CHECKING

from tui.bootstrap import ROOT, ensure

if TYPE_CHECKING:
    import pytest

CHANGED = "--changed"
MOST_AGAIN = 3  # with more failures it is no matter of load
SPREAD = ("-n", "auto", "--max-worker-restart=0")  # a process that died ends the run, and is told
WITH_A_VALUE = ("-k", "-m", "-n", "-p", "-c", "-o", "-r", "-W")  # what follows is no place
TESTS_FAILED = 1  # pytest's exit status
DIED = "???"  # when a case failed, as xdist has it of one that took its process along


class Failures:
    """What failed, as it comes in from all processes."""

    def __init__(self) -> None:
        self.cases: list[str] = []

    def pytest_runtest_logreport(self, report: "pytest.TestReport") -> None:
        """Say at once which case failed: a run may be ended from outside before it tells more."""
        if report.failed and report.nodeid not in self.cases:
            self.cases.append(report.nodeid)
            died = ", whose process died: not all was run" if report.when == DIED else ""
            print(f"\nfailed: {report.nodeid}{died}", flush=True)


def main() -> int:
    """Choose and run; the exit status is pytest's."""
    os.chdir(ROOT)
    arguments = sys.argv[1:]
    if any(each.partition("=")[0] == CHANGED for each in arguments):
        chosen = near_the_change(arguments)
        return chosen if isinstance(chosen, int) else run_spread(*chosen)
    if places(arguments):
        import pytest

        return int(pytest.main(arguments))
    return run_spread(arguments, [])


def places(arguments: list[str]) -> list[str]:
    """The files, folders and cases among the arguments."""
    pairs = zip(["", *arguments], arguments, strict=False)
    given = [each for before, each in pairs if before not in WITH_A_VALUE]
    return [each for each in given if not each.startswith("-") and named_like_a_place(each)]


def named_like_a_place(argument: str) -> bool:
    """Whether it is one, or would be one but for a slip, which pytest then tells."""
    file = argument.partition("::")[0]
    return "/" in file or file.endswith(".py") or os.path.exists(file)  # of any length


def run_spread(options: list[str], where: list[str]) -> int:
    """Run over all cores, and name what is flaky, which is a failure all the same."""
    import pytest

    failures = Failures()
    status = int(pytest.main([*SPREAD, *options, *where], plugins=[failures]))
    if status == TESTS_FAILED and len(failures.cases) <= MOST_AGAIN:
        for case in passing_alone(options, failures.cases):
            print(f"FLAKY, failed beside others and passed alone; mend it: {case}")
    return status


def passing_alone(options: list[str], cases: list[str]) -> list[str]:
    """Run each case once more by itself, as deep as before: those that pass now."""
    import subprocess

    again = [sys.executable, "-m", "pytest", *options]
    return [case for case in cases if subprocess.run([*again, case], check=False).returncode == 0]


def near_the_change(arguments: list[str]) -> tuple[list[str], list[str]] | int:
    """The other arguments and the files of tests near the change, or an exit status."""
    from tests.suite.changed import NoSuchCommitError, reached, since

    asked = [each for each in arguments if each.startswith(CHANGED)]
    others = [each for each in arguments if each not in asked]
    if named := places(others):
        print(f"tests: either {CHANGED} or {named[0]}, not both", file=sys.stderr)
        return 2
    commit = asked[-1].partition("=")[2] or "HEAD"
    try:
        files = since(commit)
    except NoSuchCommitError as error:
        print(f"tests: nothing to compare with {commit!r}: {error}", file=sys.stderr)
        return 2
    tests = reached(files)
    if tests is None:
        print("Anything may have changed: this is the whole quick run.")
        return others, []
    if not tests.near:
        print(f"Of what differs from {commit} no test knows anything: none is run.")
        return 0
    print(
        f"Nearest to what differs from {commit}: {len(tests.near)} files of tests, in that order;"
    )
    print(f"{len(tests.further)} further away are left to the whole run, python3 -m tests.")
    return [*others, "--as-given"], tests.near


if __name__ == "__main__":
    ensure("requirements-test.lock")
    sys.exit(main())
