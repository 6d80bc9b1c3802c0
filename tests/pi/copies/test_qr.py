"""The QR code, as another program's reader sees it."""

from pathlib import Path

import pytest

from pi.copies.qr import QUIET, best_fitting, half_blocks, modules
from tests.pi.copies.zbar import needs_zbar, picture, read

LONG = "Grey Qashqai\nRadio code: 0712\nSerial number: BP538291604417\nSeen on 2026-11-24"


@needs_zbar
@pytest.mark.parametrize("text", ["0712", "Radio code: 58163", LONG, "Käthes Škoda 🚗\n0712"])
def test_a_camera_reads_the_very_text(text: str, tmp_path: Path) -> None:
    cells = [[(one, 0, 255) for one in line] for line in half_blocks(modules(text))]
    assert read(picture(cells, tmp_path)) == text


def test_there_is_light_all_round_it() -> None:
    rows = modules(LONG)
    edges = [*rows[:QUIET], *rows[-QUIET:], *zip(*rows, strict=True)]
    assert {sum(edge) for edge in (*edges[: 2 * QUIET], *edges[2 * QUIET :][:QUIET])} == {0}


@pytest.mark.parametrize(
    ("texts", "columns", "rows", "given"),
    [
        ((LONG, "0712"), 40, 15, "0712"),
        ((LONG, "0712"), 80, 23, LONG),
        (("x" * 5000, "0712"), 400, 400, "0712"),  # too long for any code
    ],
)
def test_a_terminal_is_given_the_longest_text_that_has_room(
    texts: tuple[str, ...], columns: int, rows: int, given: str
) -> None:
    assert best_fitting(texts, columns, rows) == half_blocks(modules(given))
    assert best_fitting(texts, 28, 15) is None
