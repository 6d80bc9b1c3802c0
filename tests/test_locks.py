"""The lock files fit the project, name no index, and hold hashes for every machine."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
# What the editable installation of the clone builds with.
BUILDS_WITH = ["hatchling", "editables"]
OPTIONAL = [*EXTRAS["keepass"], *EXTRAS["card"]]
WANTED = {
    "requirements.lock": [*PROJECT["dependencies"], *OPTIONAL, *BUILDS_WITH],
    "requirements-test.lock": EXTRAS["test"],
}


def text_of(lock: str) -> str:
    """A lock file as it stands."""
    return (ROOT / lock).read_text()


def pins(lock: str) -> dict[str, str]:
    """The version of each distribution that a lock file names."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text_of(lock), re.MULTILINE))


@LOCKS
def test_a_lock_names_no_index_and_pins_versions_and_hashes_alone(lock: str) -> None:
    assert re.findall(r"https?:|file:|--index|--extra-index|--find-links|@ ", text_of(lock)) == []
    fit = r"[a-z0-9._-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?| *#.*"
    assert [line for line in text_of(lock).splitlines() if not re.fullmatch(fit, line)] == []


@LOCKS
def test_what_is_compiled_has_a_hash_for_each_kind_of_machine(lock: str) -> None:
    """One machine's hash alone would be one or two; a source and its wheels are many more."""
    compiled = [name for name in ("msgspec", "cryptography", "cffi") if name in pins(lock)]
    blocks = re.split(r"^(?=[a-z])", text_of(lock), flags=re.MULTILINE)
    few = [b for b in blocks if b.split("==")[0] in compiled and b.count("--hash") < 20]
    assert few == []


@LOCKS
def test_a_lock_has_what_the_project_asks_for(lock: str) -> None:
    unmet = [
        str(need)
        for need in map(Requirement, WANTED[lock])
        if not need.specifier.contains(pins(lock).get(canonicalize_name(need.name), "0"))
    ]
    assert unmet == []


def test_the_lock_for_the_tests_holds_the_whole_other_lock() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()
