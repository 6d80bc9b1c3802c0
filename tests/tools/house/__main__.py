"""`python3 -m tests.tools.house`: measure how the product is laid out; 1 where it is too much."""

import ast
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests import ROOT
from tui.bootstrap import ensure

LIMITS = {
    "files": 233,
    "lines": 48_000,
    "files in the fullest folder": 16,
    "modules in a circle of imports, those for types alone among them": 0,
    "imports inside functions": 80,
    "lines of README.md": 160,
}


def measured(root: Path) -> dict[str, int]:
    """The figures that ``LIMITS`` bounds, by the same names."""
    files = [file for top in ("pi", "tui") for file in (root / top).rglob("*.py")]
    texts = [file.read_text("utf-8") for file in files]
    folders = Counter(file.parent for file in files if file.name != "__init__.py")
    counts = (
        len(files),
        sum(text.count("\n") for text in texts),
        max(folders.values()),
        len(circle()),
        sum(1 for text in texts for _ in late_imports(ast.parse(text))),
        (root / "README.md").read_text("utf-8").count("\n"),
    )
    return dict(zip(LIMITS, counts, strict=True))


def late_imports(tree: ast.AST, *, inside: bool = False) -> Iterator[ast.AST]:
    """The import statements that run when a function does."""
    for node in ast.iter_child_nodes(tree):
        if inside and isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from late_imports(node, inside=inside or function)


def circle() -> list[str]:
    """Modules that import each other in a ring, in that order; none where there is no ring."""
    import grimp

    graph = grimp.build_graph("pi", "tui")
    below = {one: graph.find_modules_directly_imported_by(one) for one in graph.modules}
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return ring[1:]
    return []


if __name__ == "__main__":
    ArgumentParser(prog="python3 -m tests.tools.house", description=__doc__).parse_args()
    ensure("requirements-test.lock")
    over = False
    for what, count in measured(ROOT).items():
        over |= count > LIMITS[what]
        print(f"{count:>7,} of {LIMITS[what]:>6,} at most: {what}")
    for module in circle():
        print(f"  {module}")
    sys.exit(over)
