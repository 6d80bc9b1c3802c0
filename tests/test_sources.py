"""What the sources may do: print at a door, import across no wall, drive lamps and buzzers alone.

import-linter reads the sources; others import in a fresh Python and look at what was loaded, so
that an import in disguise, or one by a library, is seen too.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    str(file.relative_to(ROOT)): file.read_text("utf-8")
    for side in ("pi", "tui")
    for file in sorted((ROOT / side).rglob("*.py"))
}

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


@cache
def nodes(source: str) -> list[ast.AST]:
    """A source, parsed once."""
    return list(ast.walk(ast.parse(source)))


def offenders(check: Callable[[str], object]) -> list[str]:
    """The sources, by path, that a check speaks against."""
    return [name for name, source in SOURCES.items() if check(source)]


def printed(source: str, *, on_terminals: bool) -> set[str]:
    """What a source calls that puts text before somebody, by its name."""
    found = set[str]()
    for node in nodes(source):
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


def test_nothing_is_printed_logged_or_asked_but_at_a_door() -> None:
    """There it is made fit to be drawn."""
    found = {
        name: printed(source, on_terminals=name.startswith("tui"))
        for name, source in SOURCES.items()
    }
    assert {name: calls for name, calls in found.items() if calls} == DOORS


@pytest.mark.parametrize(
    "source",
    ["print(x)", "click.echo(x)", "sys.stderr.write(x)", "sys.exit(f'{x}')", "logging.error(x)"],
)
def test_another_way_to_print_would_be_found(source: str) -> None:
    assert printed(source, on_terminals=False)


def test_nobody_is_told_to_install_what_is_not_ours() -> None:
    """The project is on no registry: whoever took its name there would be installed."""
    advice = re.compile(r"pip3? install(?! \S*\.)|pipx|uv tool|steadyhand\[")
    pages = [*ROOT.glob("*.md"), *(ROOT / "systemd").glob("*.*")]
    assert [str(page) for page in pages if advice.search(page.read_text())] == []
    assert offenders(advice.search) == []


# What may be had from gpiozero: the five outputs, the inputs, and what makes and undoes both.
LAMPS_AND_BUZZERS = {"LED", "PWMLED", "RGBLED", "Buzzer", "TonalBuzzer"}
INPUTS = {"Button", "DigitalInputDevice", "InputDevice"}
MAKING = {"Device", "Factory", "LGPIOFactory", "MockFactory", "NativeFactory", "pins", "tones"}
FAULTS = {"BadPinFactory", "GPIODeviceError", "GPIOPinInUse", "GPIOZeroError", "PinError", "exc"}
ALLOWED = LAMPS_AND_BUZZERS | INPUTS | MAKING | FAULTS | {"Tone"}

# Libraries that drive a pin without gpiozero.
RAW = {"RPi", "gpiod", "lgpio", "periphery", "pigpio", "rgpio", "smbus", "spidev", "wiringpi"}


def from_gpiozero(source: str) -> set[str]:
    """What a source takes from gpiozero, by import or as an attribute, under whatever name."""
    taken, names = set[str](), {"gpiozero"}
    for node in nodes(source):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "gpiozero":
            taken |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.asname for a in node.names if a.asname and a.name.startswith("gpiozero")}
    for node in nodes(source):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            taken |= {node.attr} if node.value.id in names else set()
    return taken


def imported(source: str) -> set[str]:
    """The top-level names of every module that a source imports."""
    found = set[str]()
    for node in nodes(source):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


def mentions_a_driver(source: str) -> bool:
    """Whether anything that could close a contact or move a finger is named, even in a string."""
    drivers = r"\brelay|OutputDevice|\b(Angular)?Servo\b|\bPhaseEnable|\bEnergenie"
    return bool(re.search(drivers, source, re.IGNORECASE))


@pytest.mark.parametrize(
    "source",
    [
        "from gpiozero import Servo",
        "from gpiozero.output_devices import DigitalOutputDevice",
        "import gpiozero as g; g.Motor(1, 2)",
        "from gpiozero import *",
    ],
)
def test_an_output_that_is_no_lamp_or_buzzer_is_found(source: str) -> None:
    assert from_gpiozero(source) - ALLOWED


@pytest.mark.parametrize("source", ["relay = 17", "getattr(gpio, 'DigitalOutputDevice')"])
def test_what_could_press_a_key_is_found_in_any_part_of_a_source(source: str) -> None:
    assert mentions_a_driver(source)


def test_no_source_could_press_a_key() -> None:
    """The only outputs on a pin are lamps and buzzers, and no pin is driven past gpiozero."""
    assert offenders(lambda source: from_gpiozero(source) - ALLOWED) == []
    assert offenders(lambda source: imported(source) & RAW) == []
    assert offenders(mentions_a_driver) == []


PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS: list[dict[str, Any]] = PROJECT["tool"]["importlinter"]["contracts"]


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


def of_type(kind: str) -> list[dict[str, Any]]:
    """The contracts of that type."""
    return [contract for contract in CONTRACTS if contract["type"] == kind]


def test_the_rules_are_contracts_and_import_linter_finds_every_one_kept() -> None:
    rules = {
        "the radio rules touch nothing",
        "the guide touches nothing",
        "storage and hardware do not know each other",
        "the device side never reaches the screen",
        "the screen sees the protocol and the radio's words, never pins or vault",
        "Textual loads only when a screen opens",
    }
    assert rules - {*map(name_of, CONTRACTS)} == set()
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", of_type("forbidden"), ids=name_of)
def test_importing_one_side_loads_nothing_of_what_is_forbidden(contract: dict[str, Any]) -> None:
    """What msgspec loads by itself, such as `time`, shows nothing; the sources are read for it."""
    sources = [module for source in contract["source_modules"] for module in all_of(source)]
    loaded = loaded_by(*sources) - loaded_by("msgspec")
    assert loaded.isdisjoint(contract["forbidden_modules"])


@pytest.mark.parametrize("contract", of_type("independence"), ids=name_of)
def test_importing_one_package_does_not_load_the_other(contract: dict[str, Any]) -> None:
    for one, other in permutations(contract["modules"], 2):
        assert other not in loaded_by(*all_of(one))


@pytest.mark.parametrize(
    "module", ["tui.__main__", "tui.login", "tui.link", "tui.status", "tui.commands"]
)
def test_a_command_without_a_screen_starts_light_and_without_the_guide(module: str) -> None:
    loaded = loaded_by(module)
    assert loaded.isdisjoint({"textual", "cryptography", "sqlite3"})
    assert not any(name.startswith("pi.finding") for name in loaded)


def test_the_service_is_started_without_loading_what_secrets_or_the_guide_need() -> None:
    loaded = loaded_by("pi.service.__main__", "pi.service.running", "pi.service.house")
    assert loaded.isdisjoint({"cryptography", "zxcvbn"})
    assert not any(name.startswith("pi.finding") for name in loaded)


def test_the_guide_imports_the_radios_words_and_nothing_else_of_the_device() -> None:
    ours = {name for name in loaded_by(*all_of("pi.finding")) if name.startswith("pi.")}
    others = {name for name in ours if not name.startswith(("pi.finding", "pi.radio"))}
    assert others == {"pi.drawable"}  # what a text may hold, without a device
