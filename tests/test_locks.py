"""The lock files fit the project, name no index, and hold hashes for every machine."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


LOCKS = {
    name: (ROOT / name).read_text() for name in ("requirements.lock", "requirements-test.lock")
}
PINS = {
    name: dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE))
    for name, text in LOCKS.items()
}


def test_a_lock_names_no_index_and_pins_versions_and_hashes_alone() -> None:
    """What is compiled has a hash for each kind of machine: a source and its many wheels."""
    fit = r"[a-z0-9._-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?| *#.*"
    for text in LOCKS.values():
        assert re.findall(r"https?:|file:|--index|--extra-index|--find-links|@ ", text) == []
        assert [line for line in text.splitlines() if not re.fullmatch(fit, line)] == []
        blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)
        compiled = [one for one in blocks if one.startswith(("msgspec=", "cryptography=", "cffi="))]
        assert [one for one in compiled if one.count("--hash") < 20] == []


def test_a_lock_has_what_the_project_asks_for_and_the_one_for_the_tests_the_whole_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    built_with = ["hatchling", "editables"]  # the editable installation of the clone
    plain, of_tests = PINS.values()
    for pins, wanted in (
        (plain, [*project["dependencies"], *extras["keepass"], *extras["card"], *built_with]),
        (of_tests, extras["test"]),
    ):
        for need in map(Requirement, wanted):
            assert need.specifier.contains(pins.get(canonicalize_name(need.name), "0")), need
    assert plain.items() <= of_tests.items()
