"""The shapes of the big characters, drawn with full and half blocks.

A band is a header line that names its glyphs, each at the column where its drawing starts,
then the rows of the drawing. A glyph ends one column before the next one starts. All digits
of one size are equally wide, so that a running clock does not jitter.
"""

from functools import cache
from typing import Literal

Scale = Literal["large", "small"]
Glyph = tuple[str, ...]

ROWS: dict[Scale, int] = {"large": 5, "small": 3}
SPACE_COLUMNS: dict[Scale, int] = {"large": 3, "small": 2}

_LARGE = """
0      1      2      3      4      5      6      7      8      9
▄████▄  ▄███  ▄████▄ ▄████▄ ██  ██ ██████ ▄████▄ ██████ ▄████▄ ▄████▄
██  ██  ▀▀██  ▀▀  ██ ▀▀  ██ ██  ██ ██     ██     ▀▀  ██ ██  ██ ██  ██
██  ██    ██   ▄███▀   ███  ▀█████ █████▄ █████▄    ██▀  ████  ▀█████
██  ██    ██  ██▀    ▄▄  ██     ██ ▄▄  ██ ██  ██   ██▀  ██  ██     ██
▀████▀  █████ ██████ ▀████▀     ██ ▀████▀ ▀████▀   ██   ▀████▀ ▀████▀

A      B      C      D      E      F      G      H      I    J      K
▄████▄ █████▄ ▄████▄ █████▄ ██████ ██████ ▄████▄ ██  ██ ████     ██ ██  ██
██  ██ ██  ██ ██  ▀▀ ██  ██ ██     ██     ██     ██  ██  ██      ██ ██▄██▀
██████ █████  ██     ██  ██ ████   ████   ██ ▄██ ██████  ██      ██ ████
██  ██ ██  ██ ██  ▄▄ ██  ██ ██     ██     ██  ██ ██  ██  ██  ▄▄  ██ ██▀██▄
██  ██ █████▀ ▀████▀ █████▀ ██████ ██     ▀████▀ ██  ██ ████ ▀████▀ ██  ██

L      M        N       O       P      Q       R      S      T
██     ██▄  ▄██ ██▄  ██  ▄███▄  █████▄  ▄███▄  █████▄ ▄████▄ ██████
██     ███▄▄███ ███▄ ██ ██▀ ▀██ ██  ██ ██▀ ▀██ ██  ██ ██  ▀▀   ██
██     ██ ██ ██ ██▀█▄██ ██   ██ █████▀ ██   ██ █████▀ ▀████▄   ██
██     ██    ██ ██ ▀███ ██▄ ▄██ ██     ██▄▀▄██ ██▀██▄ ▄▄  ██   ██
██████ ██    ██ ██  ▀██  ▀███▀  ██      ▀███▀█ ██  ██ ▀████▀   ██

U      V      W        X      Y      Z      /      +      ?      -      :  ★      ‖     .
██  ██ ██  ██ ██    ██ ██  ██ ██  ██ ██████     ▄█        ▄████▄             ▄▄   ██ ██
██  ██ ██  ██ ██    ██ ▀█▄▄█▀ ▀█▄▄█▀ ▀▀ ▄██    ▄█▀   ██   ▀▀  ██        ██ ▄▄██▄▄ ██ ██
██  ██ ██  ██ ██ ██ ██  ▀██▀   ▀██▀   ▄██▀    ▄█▀  ██████   ▄██▀ ██████    ▀████▀ ██ ██
██  ██ ▀█▄▄█▀ ███▀▀███ ▄█▀▀█▄   ██   ██▀     ▄█▀     ██     ▀▀          ██ ▄█▀▀█▄ ██ ██
▀████▀  ▀██▀  ██▀  ▀██ ██  ██   ██   ██████ ▄█▀             ██                    ██ ██ ██
"""

_SMALL = """
0    1    2    3    4    5    6    7    8    9    A    B    C    D    E    F    G    H    I   J
█▀▀█  ▀█  ▀▀▀█ ▀▀▀█ █  █ █▀▀▀ █▀▀▀ ▀▀▀█ █▀▀█ █▀▀█ ▄▀▀▄ █▀▀▄ █▀▀▀ █▀▀▄ █▀▀▀ █▀▀▀ █▀▀▀ █  █ ▀█▀    █
█  █   █  █▀▀▀  ▀▀█ ▀▀▀█ ▀▀▀█ █▀▀█   ▄▀ █▀▀█ ▀▀▀█ █▄▄█ █▀▀▄ █    █  █ █▀▀  █▀▀  █ ▀█ █▀▀█  █     █
█▄▄█  ▄█▄ █▄▄▄ ▄▄▄█    █ ▄▄▄█ █▄▄█  █   █▄▄█ ▄▄▄█ █  █ █▄▄▀ █▄▄▄ █▄▄▀ █▄▄▄ █    █▄▄█ █  █ ▄█▄ █▄▄█

K    L    M     N     O    P    Q    R    S    T     U    V     W     X     Y     Z    /
█ ▄▀ █    █▄ ▄█ █▄  █ ▄▀▀▄ █▀▀█ ▄▀▀▄ █▀▀█ ▄▀▀▀ ▀▀█▀▀ █  █ █   █ █   █ ▀▄ ▄▀ ▀▄ ▄▀ ▀▀▀█   ▄▀
█▀▄  █    █ ▀ █ █ ▀▄█ █  █ █▀▀▀ █  █ █▀█▀  ▀▀▄   █   █  █ ▀▄ ▄▀ █ ▄ █   █     █    ▄▀   ▄▀
█  █ █▄▄▄ █   █ █   █ ▀▄▄▀ █    ▀▄██ █ ▀▄ ▄▄▄▀   █   █▄▄█   ▀   █▀ ▀█ ▄▀ ▀▄   █   █▄▄▄ ▄▀

+     ?    -    : ★     ‖   .
  ▄   ▀▀▀█        ▄▄█▄▄ █ █
▀▀█▀▀  ▄▀▀ ▀▀▀▀ ▀ ▀███▀ █ █
       ▄        ▀ █▀ ▀█ █ █ ▄
"""


def _band(lines: list[str], rows: int) -> dict[str, Glyph]:
    """Cut one band, a header line and ``rows`` lines of drawing, into its glyphs."""
    header, *drawing = lines
    starts = [column for column, character in enumerate(header) if character != " "]
    width = max(len(line) for line in drawing)
    ends = [start - 1 for start in starts[1:]] + [width]
    padded = [line.ljust(width) for line in drawing[:rows]]
    return {
        header[start]: tuple(line[start:end] for line in padded)
        for start, end in zip(starts, ends, strict=True)
    }


@cache
def glyphs(scale: Scale) -> dict[str, Glyph]:
    """All glyphs of one size: character -> its rows, top first, each equally wide."""
    rows = ROWS[scale]
    found: dict[str, Glyph] = {" ": (" " * SPACE_COLUMNS[scale],) * rows}
    for block in (_LARGE if scale == "large" else _SMALL).strip("\n").split("\n\n"):
        found |= _band(block.split("\n"), rows)
    return found


def draw(text: str, scale: Scale) -> list[str] | None:
    """``text`` as equally long lines of blocks, or None if a character has no glyph.

    Lower case is drawn as upper case. One column stands between two characters.
    """
    table = glyphs(scale)
    shapes = [table.get(character) for character in text.upper()]
    known = [shape for shape in shapes if shape is not None]
    if len(known) < len(shapes):
        return None
    return [" ".join(shape[row] for shape in known) for row in range(ROWS[scale])]
