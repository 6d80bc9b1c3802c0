"""What a run says at its end: what it left out, and what is flaky."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.__main__ import MOST_AGAIN, once_more

ROOT = Path(__file__).parents[2]


def test_what_is_left_out_stands_in_one_table_with_its_reason() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests", "tests/kiosk", "tests/suite/spreading.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.partition("left out")[2]
    assert "appliance   wants an emulated machine" in told
    assert "(--all)" in told


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case that passes where it is alone."""
    (tmp_path / "test_one.py").write_text("def test_it(): pass\ndef test_other(): assert False")
    return str(tmp_path / "test_one.py::test_it")


def test_what_passes_alone_is_named_flaky_and_what_fails_alone_too_is_a_failure(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (once_more([case]), case in capsys.readouterr().out) == (0, True)
    other = case.replace("test_it", "test_other")
    assert (once_more([case, other]), other in capsys.readouterr().out) == (1, False)


def test_many_failures_are_not_tried_again(case: str) -> None:
    assert once_more([case] * (MOST_AGAIN + 1)) == 1
