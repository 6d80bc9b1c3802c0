"""What is printed, logged or asked passes one door each, where it is made fit to be drawn."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(file for side in ("pi", "tui") for file in (ROOT / side).rglob("*.py"))

# The doors, and what each may do. The screens' own is a filter of lines that the app carries.
DOORS = {
    "tui/exits.py": {"print"},  # what commands say
    "tui/usage.py": {"click.prompt", "click.confirm"},  # what they ask
    "pi/log.py": {"print"},  # the journal of the service
    "pi/service/running.py": {"print"},  # one line of JSON, told to whoever started it
    "tui/splash.py": {"os.write"},  # constant words
    "tui/copying/qr_code.py": {"os.write"},  # blocks, and words of ours
    "tui/clone_environment.py": {"print", "SystemExit"},  # into its lock; its one last line
}
PRINTING = re.compile(
    r"print|input|click\.(echo\w*|secho|prompt|confirm|style)|(sys\.)?(std(out|err)|__std\w+__)"
    r"(\.buffer)?\.write(lines)?|warnings\.warn|logging\.(\w+)|traceback\.print_\w+|getpass\.\w+"
)
HARMLESS = {"logging.getLogger", "logging.NullHandler"}


def printed(source: str, *, on_terminals: bool) -> set[str]:
    """What a source calls that puts text before somebody, by its name."""
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if PRINTING.fullmatch(name) or (on_terminals and name == "os.write"):
            found.add(name)
        texts = any(isinstance(each, ast.JoinedStr | ast.Constant) for each in node.args)
        if name in {"SystemExit", "sys.exit"} and texts and not _is_number(node.args[0]):
            found.add(name)
    return found - HARMLESS


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_is_printed_but_at_a_door(file: Path) -> None:
    name = str(file.relative_to(ROOT))
    found = printed(file.read_text(), on_terminals=name.startswith("tui"))
    assert found <= DOORS.get(name, set())


@pytest.mark.parametrize("name", DOORS)
def test_every_door_is_one(name: str) -> None:
    assert printed((ROOT / name).read_text(), on_terminals=True) == DOORS[name]


@pytest.mark.parametrize(
    "source",
    ["print(x)", "click.echo(x)", "sys.stderr.write(x)", "sys.exit(f'{x}')", "logging.error(x)"],
)
def test_another_way_would_be_found(source: str) -> None:
    assert printed(source, on_terminals=False)


def test_nobody_is_told_to_install_what_is_not_ours() -> None:
    """The project is on no registry: whoever took its name there would be installed."""
    advice = re.compile(r"pip3? install(?! \S*\.)|pipx|uv tool|steadyhand\[")
    pages = [*SOURCES, *ROOT.glob("*.md"), *(ROOT / "systemd").glob("*.*")]
    assert [str(page) for page in pages if advice.search(page.read_text())] == []
