"""What `--changed` takes for near."""

import pytest

from tests.suite.changed import NoSuchCommitError, Reached, reached, since


def near(file: str) -> list[str]:
    """The files of tests near a change of that file."""
    found = reached([file])
    assert found is not None
    return found.near


def test_the_tests_of_a_module_are_near_it() -> None:
    assert "tests/suite/test_changed.py" in near("tests/suite/changed.py")


def test_the_rules_have_their_own_tests_near_and_the_stories_far() -> None:
    found = reached(["pi/radio/fold.py"])
    assert found is not None
    assert any(file.startswith("tests/pi/radio/") for file in found.near)
    assert not any(file.startswith("tests/stories/") for file in found.near)
    assert any(file.startswith("tests/stories/") for file in found.further)


def test_a_page_has_the_tests_near_that_read_it() -> None:
    assert "tests/test_wiring_page.py" in near("WIRING.md")


def test_the_fixtures_of_a_folder_have_its_tests_near() -> None:
    assert "tests/virtual_pi/test_machine.py" in near("tests/virtual_pi/conftest.py")


def test_what_nothing_imports_is_near_to_nothing() -> None:
    assert reached(["no-such-place/no-such-page.txt"]) == Reached([], [])


def test_a_lock_file_may_have_broken_anything() -> None:
    assert reached(["pi/radio/fold.py", "requirements-test.lock"]) is None


def test_what_is_no_commit_is_refused_in_one_line() -> None:
    with pytest.raises(NoSuchCommitError, match="no such thing") as refused:
        since("no such thing")
    assert "\n" not in str(refused.value)
