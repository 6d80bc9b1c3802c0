"""The letters of the cards: DejaVu Sans, whose zero and O, one and l are told apart."""

from pathlib import Path
from typing import Final

_FONTS: Final = Path(__file__).parent / "fonts"
NAME: Final = "DejaVu Sans"
FILES: Final = {False: _FONTS / "DejaVuSans.ttf", True: _FONTS / "DejaVuSans-Bold.ttf"}
