"""The only outputs on a pin are lamps and buzzers: nothing in the sources could press a key."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(file for side in ("pi", "tui") for file in (ROOT / side).rglob("*.py"))

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
    tree, taken, names = ast.parse(source), set[str](), {"gpiozero"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "gpiozero":
            taken |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.asname for a in node.names if a.asname and a.name.startswith("gpiozero")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            taken |= {node.attr} if node.value.id in names else set()
    return taken


def imported(source: str) -> set[str]:
    """The top-level names of every module that a source imports."""
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


def mentions_a_driver(source: str) -> bool:
    """Whether anything that could close a contact or move a finger is named, even in a string."""
    drivers = r"\brelay|OutputDevice|\b(Angular)?Servo\b|\bPhaseEnable|\bEnergenie"
    return bool(re.search(drivers, source, re.IGNORECASE))


def offenders(check: Callable[[str], object]) -> list[str]:
    """The sources, by path, that a check speaks against."""
    return [str(file.relative_to(ROOT)) for file in SOURCES if check(file.read_text())]


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


def test_no_source_takes_another_output_from_gpiozero() -> None:
    assert offenders(lambda source: from_gpiozero(source) - ALLOWED) == []


def test_no_source_drives_a_pin_past_gpiozero() -> None:
    assert offenders(lambda source: imported(source) & RAW) == []


def test_no_source_names_what_could_press_a_key() -> None:
    assert offenders(mentions_a_driver) == []
