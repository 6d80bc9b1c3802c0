"""The import rules of pyproject.toml hold, in the sources and in a running Python.

import-linter reads the sources; the other tests import in a fresh Python and look at what was
loaded, so that an import in disguise, or one by a library, is seen too.
"""

import subprocess
import sys
import tomllib
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
    "importlinter"
]["contracts"]
FORBIDDING = [contract for contract in CONTRACTS if contract["type"] == "forbidden"]
INDEPENDENCE = [contract for contract in CONTRACTS if contract["type"] == "independence"]


@cache
def loaded_by(*modules: str) -> frozenset[str]:
    """Every module that a fresh Python holds after importing these."""
    script = f"import sys, {', '.join(modules)}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return frozenset(done.stdout.split())


def all_of(name: str) -> list[str]:
    """A module, and where it is a package everything in it, by dotted names."""
    place = ROOT.joinpath(*name.split("."))
    files = [file for file in sorted(place.rglob("*.py")) if file.name != "__init__.py"]
    return [name, *(".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)]


def name_of(contract: dict[str, Any]) -> str:
    """The sentence a contract goes by."""
    return str(contract["name"])


@pytest.mark.parametrize(
    "sentence",
    [
        "the radio rules touch nothing",
        "the guide touches nothing",
        "storage and hardware do not know each other",
        "the device side never reaches the screen",
        "the screen sees the protocol and the radio's words, never pins or vault",
        "Textual loads only when a screen opens",
    ],
)
def test_the_rule_is_a_contract(sentence: str) -> None:
    assert sentence in map(name_of, CONTRACTS)


def test_import_linter_finds_every_contract_kept() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", FORBIDDING, ids=name_of)
def test_importing_one_side_loads_nothing_of_what_is_forbidden(contract: dict[str, Any]) -> None:
    """What msgspec loads by itself, such as `time`, shows nothing; the sources are read for it."""
    sources = [module for source in contract["source_modules"] for module in all_of(source)]
    loaded = loaded_by(*sources) - loaded_by("msgspec")
    assert loaded.isdisjoint(contract["forbidden_modules"])


@pytest.mark.parametrize("contract", INDEPENDENCE, ids=name_of)
def test_importing_one_package_does_not_load_the_other(contract: dict[str, Any]) -> None:
    met = [
        (one, other)
        for one, other in permutations(contract["modules"], 2)
        if other in loaded_by(*all_of(one))
    ]
    assert met == []


@pytest.mark.parametrize(
    "module", ["tui.__main__", "tui.login", "tui.link", "tui.status", "tui.commands"]
)
def test_a_command_without_a_screen_starts_light(module: str) -> None:
    assert loaded_by(module).isdisjoint({"textual", "cryptography", "sqlite3"})


@pytest.mark.parametrize("library", ["cryptography", "zxcvbn"])
def test_the_service_is_started_without_loading_what_secrets_need(library: str) -> None:
    assert library not in loaded_by("pi.service.__main__", "pi.service.running", "pi.service.house")


@pytest.mark.parametrize("module", ["tui.__main__", "tui.status", "pi.service.__main__"])
def test_the_guide_is_loaded_only_when_it_is_asked_for(module: str) -> None:
    assert not any(name.startswith("pi.finding") for name in loaded_by(module))


def test_the_guide_imports_the_radios_words_and_nothing_else_of_the_device() -> None:
    ours = {name for name in loaded_by(*all_of("pi.finding")) if name.startswith("pi.")}
    others = {name for name in ours if not name.startswith(("pi.finding", "pi.radio"))}
    assert others == {"pi.drawable"}  # what a text may hold, without a device
