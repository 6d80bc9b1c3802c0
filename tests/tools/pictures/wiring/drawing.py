"""Every drawing of WIRING.md by its file's name."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.tools.pictures.wiring import header, inputs, panel, supply
from tests.tools.pictures.wiring.sheet import Sheet

HERE: Final = Path(__file__).parent
DRAWINGS: Final[dict[str, Callable[[], Sheet]]] = {
    "power": supply.power,
    "opto-input": inputs.opto_input,
    "lights": inputs.lights,
    "parked": inputs.parked,
    "button": panel.button,
    "lamp-and-buzzer": panel.lamp_and_buzzer,
    "witness": supply.witness,
    "header": header.header,
}


def place_of(name: str) -> Path:
    """The file of a drawing."""
    return HERE / f"{name}.svg"
