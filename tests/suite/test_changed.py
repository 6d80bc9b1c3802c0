"""What `--changed` takes for near."""

import pytest

from tests import ROOT
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
        ("WIRING.md", "tests/test_wiring_page.py"),  # which reads it
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
