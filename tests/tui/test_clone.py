"""The bootstrap of a clone, tried on a clone in small with real environments and a real pip."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tui.small_clone import PATIENCE_S, REAL, SYSTEM_PYTHON, Gate, SmallClone, answer


@pytest.fixture
def clone(tmp_path: Path) -> SmallClone:
    """A clone that was never started."""
    return SmallClone(tmp_path / "clone")


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallClone, Any]:
    """A clone whose tests were run once, and the answer; what it was installed from is gone."""
    clone = SmallClone(tmp_path_factory.mktemp("finished") / "clone")
    answered = answer(clone.start("tests", "-k", "lamps"))
    for wheel in clone.root.glob("*.whl"):
        wheel.unlink()
    return clone, answered


@pytest.fixture
def finished(first_start: tuple[SmallClone, Any]) -> SmallClone:
    """A clone that is set up, and could not be again."""
    return first_start[0]


@pytest.fixture
def answered(first_start: tuple[SmallClone, Any]) -> Any:
    """What the program answered when its start had to install everything."""
    return first_start[1]


def test_a_fresh_clone_runs_in_an_environment_of_its_own(
    answered: Any, finished: SmallClone
) -> None:
    assert answered["prefix"] == str(finished.environment)


def test_arguments_reach_the_program_past_an_installation(answered: Any) -> None:
    assert answered["arguments"] == ["-k", "lamps"]


def test_a_start_with_nothing_to_do_says_nothing_and_fetches_nothing(
    finished: SmallClone,
) -> None:
    assert finished.start("tests").stderr == ""


def test_the_environment_of_the_tests_serves_the_program_too(finished: SmallClone) -> None:
    assert finished.start("tui").stderr == ""


def test_a_changed_lock_is_installed_into_the_same_environment(clone: SmallClone) -> None:
    answer(clone.start())
    planted = clone.environment / "planted"
    planted.touch()
    clone.lock("2")
    from_outside = answer(clone.start())["version"]
    clone.lock("3")
    from_inside = answer(clone.start(python=clone.environment / "bin" / "python"))["version"]
    assert (from_outside, from_inside, planted.exists()) == ("2", "3", True)


def test_a_moved_clone_is_set_up_again_where_it_lies_now(
    clone: SmallClone, finished: SmallClone
) -> None:
    shutil.copytree(finished.environment, clone.environment, symlinks=True)
    assert answer(clone.start())["prefix"] == str(clone.environment)


def test_an_environment_whose_python_has_gone_is_not_whole(
    clone: SmallClone, finished: SmallClone
) -> None:
    python = finished.environment / "bin" / "python"
    target = python.readlink()
    python.unlink()
    python.symlink_to("/nowhere/python3")
    try:
        ask = "from tui import clone; print(clone.is_whole('requirements.lock'))"
        done = subprocess.run(
            [SYSTEM_PYTHON, "-c", ask], cwd=finished.root, capture_output=True, text=True
        )
    finally:
        python.unlink()
        python.symlink_to(target)
    assert done.stdout == "False\n"


def test_an_installation_killed_half_way_is_made_anew_at_the_next_start(clone: SmallClone) -> None:
    gate = Gate(clone)
    with clone.begin():  # Killed where the block ends.
        gate.wait_until_reached()
    gate.remove()
    planted = clone.environment / "planted"
    planted.touch()
    assert (answer(clone.start())["version"], planted.exists()) == ("1", False)


def test_of_two_starts_at_once_one_installs_and_one_waits(clone: SmallClone) -> None:
    gate = Gate(clone)
    with clone.begin() as one, clone.begin() as other:
        gate.wait_until_reached()
        said = [start.stderr.readline() for start in (one, other) if start.stderr]
        gate.open()
        said += [start.communicate(timeout=PATIENCE_S)[1] for start in (one, other)]
    assert sorted(line.split()[1] for line in "".join(said).splitlines()) == [
        "another",
        "installing",
        "ready",
    ]


def test_a_place_where_nothing_can_be_written_is_named_in_one_line(clone: SmallClone) -> None:
    clone.environment.write_text("a file where the environment would be")
    assert clone.start().stderr == f"steadyhand: cannot make {clone.environment}: File exists\n"


def test_an_installed_package_makes_no_environment(clone: SmallClone) -> None:
    (clone.root / "pyproject.toml").unlink()
    (clone.root / "textual.py").write_text("version = 'installed'")
    assert answer(clone.start())["prefix"] == sys.base_prefix


def test_an_environment_that_has_the_package_is_used_as_it_is(clone: SmallClone) -> None:
    theirs = clone.root.parent / "theirs"
    for name in ("steadyhand-0.1.0.dist-info", "textual"):
        (theirs / name).mkdir(parents=True)
    (theirs / "textual" / "__init__.py").write_text("version = 'theirs'")
    assert answer(clone.start(PYTHONPATH=str(theirs)))["version"] == "theirs"


def test_an_environment_with_the_package_but_without_pytest_does_not_run_the_tests(
    clone: SmallClone,
) -> None:
    theirs = clone.root.parent / "theirs"
    (theirs / "steadyhand-0.1.0.dist-info").mkdir(parents=True)
    clone.environment.write_text("a file where the environment would be")
    done = subprocess.run(
        [SYSTEM_PYTHON, "-S", "-m", "tests"],  # -S: what else this machine has does not count.
        cwd=clone.root,
        env=clone.surroundings({"PYTHONPATH": str(theirs)}),
        capture_output=True,
        text=True,
    )
    assert "cannot make" in done.stderr


def test_deciding_loads_no_module_that_python_has_not_loaded_already() -> None:
    ask = "import sys; had = set(sys.modules); import tui.clone; print(*set(sys.modules) - had)"
    done = subprocess.run([SYSTEM_PYTHON, "-c", ask], cwd=REAL, capture_output=True, text=True)
    assert set(done.stdout.split()) == {"tui", "tui.clone"}
