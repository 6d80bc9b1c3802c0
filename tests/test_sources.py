"""What sources and locks may hold: print at a door, cross no wall, drive lamps and buzzers alone.

import-linter reads the sources; others import in a fresh Python and look at what was loaded, so
that an import in disguise, or one by a library, is seen too.
"""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import ROOT

SOURCES = {
    str(file.relative_to(ROOT)): file.read_text("utf-8")
    for side in ("pi", "tui")
    for file in sorted((ROOT / side).rglob("*.py"))
}

# The doors, and what each may do. The screens' own is a filter of lines that the app carries.
DOORS = {
    "tui/exits.py": {"print"},  # what commands say
    "tui/cli/base.py": {"click.prompt", "click.confirm", "click.echo_via_pager"},
    "pi/process.py": {"print"},  # the journal of the service
    "pi/service/daemon.py": {"print"},  # one line of JSON, told to whoever started it
    "tui/splash.py": {"os.write"},  # constant words
    "tui/cli/copy.py": {"os.write"},  # blocks, and words of ours
    "tui/venv.py": {"print", "SystemExit"},  # into its lock; its one last line
}
PRINTING = re.compile(
    r"print|input|click\.(echo\w*|secho|prompt|confirm|style)|(sys\.)?(std(out|err)|__std\w+__)"
    r"(\.buffer)?\.write(lines)?|warnings\.warn|logging\.(\w+)|traceback\.print_\w+|getpass\.\w+"
)


@cache
def nodes(source: str) -> list[ast.AST]:
    """A source, parsed once."""
    return list(ast.walk(ast.parse(source)))


def printed(source: str, *, on_terminals: bool = False) -> set[str]:
    """What a source calls that puts text before somebody, by its name."""
    found = set[str]()
    for node in nodes(source):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if PRINTING.fullmatch(name) or (on_terminals and name == "os.write"):
            found.add(name)
        texts = [
            each
            for each in node.args
            if isinstance(each, ast.JoinedStr)
            or (isinstance(each, ast.Constant) and not isinstance(each.value, int))
        ]
        if name in {"SystemExit", "sys.exit"} and texts:
            found.add(name)
    return found - {"logging.getLogger", "logging.NullHandler"}


def test_nothing_is_printed_logged_or_asked_but_at_a_door() -> None:
    """There it is made fit to be drawn."""
    found = {
        name: printed(source, on_terminals=name.startswith("tui"))
        for name, source in SOURCES.items()
    }
    assert {name: calls for name, calls in found.items() if calls} == DOORS
    for another in ("print(x)", "click.echo(x)", "sys.stderr.write(x)", "sys.exit(f'{x}')"):
        assert printed(another)


def test_nobody_is_told_to_install_what_is_not_ours() -> None:
    """The project is on no registry: whoever took its name there would be installed."""
    advice = re.compile(r"pip3? install(?! \S*\.)|pipx|uv tool|steadyhand\[")
    pages = [*ROOT.glob("*.md"), *ROOT.glob("[pt]*/**/*.md"), *(ROOT / "systemd").glob("*.*")]
    assert [str(page) for page in pages if advice.search(page.read_text())] == []
    assert [name for name, source in SOURCES.items() if advice.search(source)] == []


ALLOWED = {
    *("LED", "PWMLED", "RGBLED", "Buzzer", "TonalBuzzer", "Tone"),
    *("Button", "DigitalInputDevice", "InputDevice"),
    *("Device", "Factory", "LGPIOFactory", "MockFactory", "NativeFactory", "pins", "tones"),
    *("BadPinFactory", "GPIODeviceError", "GPIOPinInUse", "GPIOZeroError", "PinError", "exc"),
}
"""What may be had from gpiozero: lamps and buzzers, inputs, what makes and undoes both."""
PAST_GPIOZERO = {
    *("RPi", "gpiod", "lgpio", "periphery", "pigpio", "rgpio", "smbus", "spidev", "wiringpi")
}


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


def could_press(source: str) -> set[str]:
    """What a source takes that could close a contact or move a finger, even named in a string.

    The only outputs on a pin are lamps and buzzers, and no pin is driven past gpiozero.
    """
    modules = {
        name.split(".")[0]
        for node in nodes(source)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""] * (node.level == 0)
        )
    }
    drivers = r"\brelay|OutputDevice|\b(?:Angular)?Servo\b|\bPhaseEnable|\bEnergenie"
    named = re.findall(drivers, source, re.IGNORECASE)
    return (from_gpiozero(source) - ALLOWED) | (modules & PAST_GPIOZERO) | {*named}


def test_no_source_could_press_a_key() -> None:
    assert {name: found for name, source in SOURCES.items() if (found := could_press(source))} == {}
    for another in (
        "from gpiozero import Motor",
        "from gpiozero.output_devices import DigitalOutputDevice",
        "import gpiozero as g; g.Motor(1, 2)",
        "from gpiozero import *",
        "import RPi.GPIO",
        "relay = 17",
        "getattr(gpio, 'DigitalOutputDevice')",
    ):
        assert could_press(another)


DECLARED: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT: dict[str, Any] = DECLARED["project"]
CONTRACTS: list[dict[str, Any]] = DECLARED["tool"]["importlinter"]["contracts"]


@cache
def loaded_by(*modules: str) -> frozenset[str]:
    """Every module that a fresh Python holds after importing these, packages with all in them."""
    every = list(modules)
    for name in modules:
        files = sorted(ROOT.joinpath(*name.split(".")).rglob("*.py"))
        every += [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    names = ", ".join(one.removesuffix(".__init__") for one in every)
    script = f"import sys, {names}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return frozenset(done.stdout.split())


def test_the_rules_are_contracts_and_import_linter_finds_every_one_kept() -> None:
    rules = {
        "the service stands on its parts, they on the catalogue, and that on the rules",
        "a backup stands on the vault, the vault on the journal, and that on the database",
        "rules, catalogue and guide touch nothing",
        "the copies are written from plain data",
        "the device side never reaches the screen",
        "the screen sees the protocol and the radio's words, never pins or vault",
        "the simulated head unit shares no code with the press plan",
        "the press plan does not know the simulated head unit",
        "Textual loads only when a screen opens",
        "the service is put together above its doors, they stand on the core, that on the protocol",
        "screens stand on the app, the app on practice, widgets and text, all on client and port",
    }
    assert rules - {contract["name"] for contract in CONTRACTS} == set()
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: str(contract["name"]))
def test_importing_one_side_loads_nothing_of_what_is_forbidden(contract: dict[str, Any]) -> None:
    """What msgspec loads by itself, such as `time`, shows nothing; the sources are read for it."""
    if contract["type"] == "layers":
        above: set[str] = set()
        for layer in contract["layers"]:
            sides = {".".join([*contract.get("containers", ()), one]) for one in layer.split()[::2]}
            for one in sides:
                barred = above | (sides - {one} if "|" in layer else set())
                assert loaded_by(one).isdisjoint(barred)
            above |= sides
    else:
        loaded = loaded_by(*contract["source_modules"]) - loaded_by("msgspec")
        assert loaded.isdisjoint(contract["forbidden_modules"])


@pytest.mark.parametrize(
    "modules",
    [
        ["tui.cli.main", "tui.cli.copy", "tui.cli.secrets", "tui.cli.vehicles"],
        *(["tui.__main__"], ["tui.login"], ["tui.client"], ["tui.status"], ["tui.screens.home"]),
        ["pi.service.__main__", "pi.service.daemon", "pi.service.service"],
    ],
)
def test_a_command_the_service_and_home_start_light(modules: list[str]) -> None:
    loaded = loaded_by(*modules)
    assert loaded.isdisjoint({"cryptography", "zxcvbn", "pi.radio.simulated"})
    assert "textual" not in loaded or "tui.screens.home" in modules
    assert "sqlite3" not in loaded or "pi.service.service" in modules
    assert not any(name.startswith("pi.guide") for name in loaded)


def test_the_guide_imports_the_radios_words_and_nothing_else_of_the_device() -> None:
    ours = {name for name in loaded_by("pi.guide") if name.startswith("pi.")}
    own = ("pi.guide", "pi.radio", "pi.catalogue")
    others = {name for name in ours if not name.startswith(own)}
    assert others == {"pi.drawable"}  # what a text may hold, without a device


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
    extras = PROJECT["optional-dependencies"]
    built_with = ["hatchling", "editables"]  # the editable installation of the clone
    plain, of_tests = PINS.values()
    for pins, wanted in (
        (plain, [*PROJECT["dependencies"], *extras["keepass"], *extras["card"], *built_with]),
        (of_tests, extras["test"]),
    ):
        for need in map(Requirement, wanted):
            assert need.specifier.contains(pins.get(canonicalize_name(need.name), "0")), need
    assert plain.items() <= of_tests.items()
