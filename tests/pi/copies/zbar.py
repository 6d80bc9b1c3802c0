"""A QR reader that knows nothing of how ours are drawn, on pictures of a terminal."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

needs_zbar = pytest.mark.skipif(
    shutil.which("zbarimg") is None, reason="no zbarimg here (package zbar-tools)"
)
HALF = 6  # pixels of half a character
# Upper and lower half of each character: whether there is ink.
HALVES = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}

Cell = tuple[str, int, int]  # the character, the ink's grey and the ground's, 0 black to 255


def picture(cells: Sequence[Sequence[Cell]], place: Path) -> Path:
    """A photo of a terminal, as a file. Each character is as high as two are wide."""
    rows: list[bytes] = []
    for line in cells:
        for half in (0, 1):
            greys = (ink if HALVES[one][half] else ground for one, ink, ground in line)
            rows += [b"".join(bytes([grey]) * HALF for grey in greys)] * HALF
    path = place / "photo.pgm"
    path.write_bytes(b"P5 %d %d 255\n" % (len(rows[0]), len(rows)) + b"".join(rows))
    return path


def read(photo: Path) -> str:
    """What the reader sees there, empty where it finds no code."""
    done = subprocess.run(
        ["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", photo],
        capture_output=True,
        check=False,
    )
    return done.stdout.decode().removesuffix("\n")
