"""The tests that lie near a change, by imports.

Nearly everything here is downstream of the rules, through a service that a story starts. A fault in
a module is found first by the tests that import it, then by those of what imports it. Near are the
first ones, and of the others the nearest dozen; they run in that order. What lies further away is
counted, and left to the whole run.
"""

import re
import subprocess
from collections.abc import Iterable
from heapq import heappop, heappush
from pathlib import Path
from typing import NamedTuple

import grimp
from grimp.exceptions import SourceSyntaxError

from tests import ROOT

PACKAGES = ("pi", "tui", "systemd", "tests")
NEAR = 12  # files, which import what imports the change; what imports it itself is always near
THROUGH_TESTS = 2  # a helper of tests brings much that a test is not about; a module counts 1
LEVELS = ("tests/pi/", "tests/tui/", "tests/stories/")  # equally near ones, from below
EVERYTHING = ("pyproject.toml", "requirements.lock", "requirements-test.lock", "tests/conftest.py")


class Reached(NamedTuple):
    """Files of tests, from the top of the clone: those near a change, and those further away."""

    near: list[str]
    further: list[str]


class NoSuchCommitError(Exception):
    """What the change is to be counted from is no commit."""


def since(commit: str) -> list[str]:
    """The files that differ from a commit, new ones included. Raises NoSuchCommitError."""
    (known,) = _git("rev-parse", "--verify", "--end-of-options", f"{commit}^{{commit}}")
    differ = _git("diff", "-z", "--name-only", "--no-renames", known, "--")
    new = _git("ls-files", "-z", "--others", "--exclude-standard")
    return sorted({*differ, *new})


def reached(files: Iterable[str]) -> Reached | None:
    """The tests that those files can have broken. None: any of them.

    Who imported a module that is gone can't be seen any more.
    """
    files = list(files)
    gone = any(file.endswith(".py") and not (ROOT / file).exists() for file in files)
    if gone or any(file in EVERYTHING for file in files):
        return None
    try:
        graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    except SourceSyntaxError:  # the run tells it better
        return None
    tests = {_file(module): module for module in graph.modules if _is_test(module)}
    for module in tests.values():
        _add_what_pytest_imports(graph, module)
    far = _distances(graph, {module for file in files for module in _modules(graph, file)})
    homes = tuple(f"tests/{Path(file).parent}/" for file in files)
    names = tuple(f"test_{Path(file).name}" for file in files)
    found = sorted(
        (far[module], not file.endswith(names), not file.startswith(homes), _level(file), file)
        for file, module in tests.items()
        if module in far
    )
    near = max(NEAR, sum(1 for away, *_ in found if away == 0))
    ordered = [file for *_, file in found]
    return Reached(ordered[:near], ordered[near:])


def _distances(graph: grimp.ImportGraph, changed: set[str]) -> dict[str, int]:
    """Of everything downstream, how far it is from the change."""
    away: dict[str, int] = {}
    waiting = [(0, module) for module in changed]
    while waiting:
        distance, module = heappop(waiting)
        if module not in away:
            away[module] = distance
            for importer in graph.find_modules_that_directly_import(module):
                heappush(waiting, (distance + _costs(importer), importer))
    return away


def _costs(importer: str) -> int:
    if _is_test(importer):
        return 0
    return THROUGH_TESTS if importer.startswith("tests.") else 1


def _level(file: str) -> int:
    return next((at for at, place in enumerate(LEVELS) if file.startswith(place)), len(LEVELS))


def _modules(graph: grimp.ImportGraph, file: str) -> list[str]:
    """The module of a file; of data, the modules whose source names the file or its folder."""
    path = Path(file)
    if path.suffix == ".py":
        package = path.name == "__init__.py"  # whoever imports a part of it imports it first
        module = ".".join(path.parts[:-1] if package else path.with_suffix("").parts)
        parts = graph.find_descendants(module) if package and module in graph.modules else set()
        return sorted({module, *parts} & graph.modules)
    names = [f'"{name}"' for name in (path.name, path.parent.name) if name]
    sources = {each: _source(each) for each in graph.modules}
    return [each for each, source in sources.items() if any(name in source for name in names)]


def _source(module: str) -> str:
    """Its text; none where a folder has no module of its own."""
    place = ROOT.joinpath(*module.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file.read_text("utf-8") for file in files if file.exists()), "")


def _add_what_pytest_imports(graph: grimp.ImportGraph, test: str) -> None:
    """A test depends on the fixtures of its folder, and of those above it."""
    parts = test.split(".")[:-1]
    for length in range(2, len(parts) + 1):
        fixtures = ".".join([*parts[:length], "conftest"])
        if fixtures in graph.modules:
            graph.add_import(importer=test, imported=fixtures)


def _is_test(module: str) -> bool:
    return module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")


def _file(module: str) -> str:
    return f"{module.replace('.', '/')}.py"


def _git(*arguments: str) -> list[str]:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise NoSuchCommitError("git is not installed") from None
    if done.returncode:
        raise NoSuchCommitError(done.stderr.strip().partition("\n")[0])
    return [each for each in re.split("[\0\n]", done.stdout) if each]
