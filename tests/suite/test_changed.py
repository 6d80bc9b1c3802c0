"""What `--changed` takes for near, and what a run says at its end."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import ROOT
from tests.__main__ import MOST_AGAIN, places
from tests.suite.changed import NEAR, NoSuchCommitError, Reached, reached, since


@pytest.mark.parametrize("rules", ["fold", "lockout"])
def test_the_rules_have_their_own_tests_first_and_the_stories_far(rules: str) -> None:
    found = reached([f"pi/radio/{rules}.py"])
    assert found is not None
    assert found.near[0] == f"tests/pi/radio/test_{rules}.py"
    assert len(found.near) <= NEAR
    assert any(file.startswith("tests/stories/") for file in found.further)


@pytest.mark.parametrize(
    ("changed", "test"),
    [
        ("tests/suite/changed.py", "tests/suite/test_changed.py"),
        ("tests/pi/radio/hand.py", "tests/virtual_pi/appliance/test_story.py"),  # through another
        ("tests/virtual_pi/conftest.py", "tests/virtual_pi/test_machine.py"),
        ("WIRING.md", "tests/test_pages.py"),  # which reads it
    ],
)
def test_what_tests_import_read_or_have_for_fixtures_is_near_them(changed: str, test: str) -> None:
    found = reached([changed])
    assert found is not None
    assert test in found.near


def test_what_nothing_imports_is_near_to_nothing() -> None:
    assert reached(["no-such-place/no-such-page.txt"]) == Reached([], [])


@pytest.mark.parametrize("changed", ["requirements-test.lock", "pi/radio/that_is_gone.py"])
def test_a_lock_file_or_a_module_that_is_gone_may_have_broken_anything(changed: str) -> None:
    assert reached(["pi/radio/fold.py", changed]) is None


def test_what_is_loaded_before_all_of_a_package_is_near_to_its_tests() -> None:
    found = reached(["pi/radio/__init__.py"])
    assert found is not None
    assert "tests/pi/radio/test_press_plan.py" in found.near


@pytest.mark.parametrize("name", ["no such thing", "tui", "--output=here"])
def test_what_is_no_commit_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(NoSuchCommitError) as refused:
        since(name)
    assert "\n" not in str(refused.value)
    assert not (ROOT / "here").exists()


def told_by(
    *arguments: str, at: Path = ROOT, more: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """What Python does with these arguments, at the top of the clone or elsewhere."""
    ours = {name: value for name, value in os.environ.items() if "XDIST" not in name}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=at,
        env={**ours, "PYTHONPATH": str(ROOT), **(more or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_leads_to_the_device_of_whoever_runs_the_tests() -> None:
    if "CALLED" not in os.environ:
        named = f"{__file__}::test_nothing_leads_to_the_device_of_whoever_runs_the_tests"
        theirs = {"STEADYHAND_SOCKET": "/theirs", "STATE_DIRECTORY": "/theirs", "CALLED": "yes"}
        assert told_by("-m", "tests", named, more=theirs).returncode == 0
    assert not {"STEADYHAND_SOCKET", "STATE_DIRECTORY"} & set(os.environ)


def test_what_is_left_out_stands_in_one_table_with_its_reason() -> None:
    told = told_by("-m", "tests", "tests/kiosk").stdout.partition("left out")[2]
    assert "appliance   wants an emulated machine" in told
    assert "(--all)" in told


@pytest.mark.parametrize(("failing", "named"), [(MOST_AGAIN, 2), (MOST_AGAIN + 1, 0)])
def test_of_a_few_failures_what_passes_alone_is_named_flaky_and_is_a_failure_all_the_same(
    failing: int, named: int, tmp_path: Path
) -> None:
    """Of many nothing is: that is no matter of load."""
    alone = "'PYTEST_XDIST_WORKER' not in os.environ"
    cases = [f"def test_{at}(): assert {alone if at else False}\n" for at in range(failing)]
    (tmp_path / "test_one.py").write_text("import os\n" + "".join(cases), "utf-8")
    run = "import sys; from tests.__main__ import run_spread; sys.exit(run_spread([], []))"
    done = told_by("-c", run, at=tmp_path)
    flaky = [line for line in done.stdout.splitlines() if line.startswith("FLAKY")]
    assert (done.returncode, len(flaky)) == (1, named)
    assert "test_one.py::test_0" not in "".join(flaky)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["tests/pi/radio", "-x"], ["tests/pi/radio"]),
        (
            ["-k", "tests", "tests/suite/test_changed.py::test_it"],
            ["tests/suite/test_changed.py::test_it"],
        ),
        (["-k", "pi", "-m", "tui", "--durations=5"], []),
        (["tests/nowhere"], ["tests/nowhere"]),
    ],
)
def test_a_word_to_look_for_is_no_place(arguments: list[str], found: list[str]) -> None:
    assert places(arguments) == found
