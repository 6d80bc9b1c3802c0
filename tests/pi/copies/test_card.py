"""The card and the QR code: everything within its edges, read back by other programs."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.copies.card import (
    COLUMNS,
    HEIGHT,
    MARGIN,
    POINT,
    WIDTH,
    Card,
    Letters,
    Ruled,
    Written,
    large,
    pages,
    pdf,
    svg,
    text,
)
from pi.copies.qr import QUIET, best_fitting, half_blocks, modules
from tests.depth import examples
from tests.pi.copies.zbar import needs_zbar, picture, read

CARD = Card(
    title="Grey Qashqai",
    code="0712",
    facts=("Nissan, display asks Radio Code:", "Serial number: BP538291604417"),
    steps=("Leave key 1 alone.", "Press key 2: 7 times.", "Hold 6. This sends the code."),
    confirm="Hold 6. This sends the code.",
    notes=("In a wait: radio ON, touch no key.",),
    recovery_title="Recovery key",
    recovery=("Write it in by hand.",),
)
LONG = replace(CARD, steps=tuple(f"Press key {n} until it shows {n}. " * 3 for n in range(1, 20)))
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="no pdftoppm here (package poppler-utils)"
)
WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60)


@cache
def letters() -> Letters:
    return Letters()


def written(card: Card) -> list[list[Written]]:
    laid = pages(card, letters())
    return [[one for one in page if isinstance(one, Written)] for page in laid]


def poppler(program: str, place: Path, *arguments: str) -> bytes:
    """What one of poppler's programs makes of the PDF."""
    path = place / "card.pdf"
    path.write_bytes(pdf(pages(CARD, letters())))
    return subprocess.run([program, *arguments, path], capture_output=True, check=True).stdout


@settings(max_examples=examples(25), deadline=None)
@given(title=WORDS, step=WORDS, code=st.from_regex("[0-9]{1,12}", fullmatch=True))
def test_whatever_a_card_says_stays_within_its_margins(title: str, step: str, code: str) -> None:
    card = replace(CARD, title=title, code=code, steps=(step,) * 12)
    outside = [
        one
        for page in written(card)
        for one in page
        if one.x + letters().width(one.text, one.size, one.bold) > WIDTH - MARGIN + 0.01
        or not one.size * POINT <= one.y <= HEIGHT - MARGIN + 0.01
    ]
    assert outside == []


def test_the_digits_are_the_largest_by_far_and_the_step_that_sends_them_stands_out() -> None:
    front = written(CARD)[0]
    sizes = {one.text: one.size for one in front}
    assert sizes.pop("0 7 1 2") > 2.5 * max(sizes.values())
    bold = [one.text for one in front if one.bold]
    assert bold == ["Grey Qashqai", "0 7 1 2", "3. Hold 6. This sends the code."]


def test_what_has_no_room_goes_on_on_a_further_card_and_the_last_takes_the_recovery_key() -> None:
    found = " ".join(one.text for page in written(LONG) for one in page)
    assert [n for n in range(1, 20) if f"{n}. Press key {n}" not in found] == []
    ruled = [one for one in pages(LONG, letters())[-1] if isinstance(one, Ruled)]
    assert len(ruled) == 7 * 4  # a place for each letter


@needs_poppler
def test_the_pdf_is_as_large_as_a_card_says_all_of_it_in_order_and_is_dark_where_the_code_stands(
    tmp_path: Path,
) -> None:
    size = re.search(rb"Page size: +([\d.]+) x ([\d.]+) pts", poppler("pdfinfo", tmp_path))
    assert size is not None
    assert [round(float(one) * POINT, 1) for one in size.groups()] == [WIDTH, HEIGHT]
    poppler("pdftotext", tmp_path, "-layout")
    said = "".join((tmp_path / "card.txt").read_text().split())  # it guesses at the blanks
    lines = [CARD.title, *CARD.facts, "0 7 1 2", *CARD.steps, *CARD.notes, "Recovery key"]
    wanted = ["".join(line.split()) for line in lines]
    assert sorted(wanted, key=said.index) == wanted
    # At 100 dots an inch: the left half of the card, a third of the way down.
    raw = poppler("pdftoppm", tmp_path, "-r", "100", "-gray", "-f", "1", "-l", "1")
    header = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", raw)
    assert header is not None
    wide, high = map(int, header.groups())
    rows = [raw[header.end() + at * wide :][: wide // 2] for at in range(high // 4, high // 2)]
    assert sum(grey < 64 for row in rows for grey in row) > 0.1 * sum(map(len, rows))


def test_the_svg_says_all_of_it() -> None:
    card = replace(CARD, title="Käthe's <Škoda> & co")
    drawn = ElementTree.fromstring(svg(pages(card, letters()), letters()))
    said = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert said[:4] == [card.title, *card.facts, "0 7 1 2"]
    assert letters().drawable("Škoda 車") == "Škoda □"  # where no typeface of ours has it


@given(title=WORDS, step=WORDS)
def test_no_line_of_the_slip_is_wider_than_a_receipt_printer_prints(title: str, step: str) -> None:
    slip = text(replace(CARD, title=title, steps=(step, *CARD.steps)))
    assert max(map(len, slip.split("\n"))) <= COLUMNS


def test_the_slip_draws_its_digits_large_and_ends_with_the_place_for_the_recovery_key() -> None:
    assert large("07") == [
        "######  ######",
        "##  ##      ##",
        "##  ##      ##",
        "##  ##    ##",
        "######    ##",
    ]
    rows = [line for line in text(CARD).splitlines() if "____" in line]
    assert rows == ["____ - ____ - ____ - ____", "____ - ____ - ____"]
    assert repr(CARD) == "Card(★)"


NOTE = "Grey Qashqai\nRadio code: 0712\nSerial number: BP538291604417\nSeen on 2026-11-24"


@needs_zbar
@pytest.mark.parametrize("text", ["0712", "Radio code: 58163", NOTE, "Käthes Škoda 🚗\n0712"])
def test_a_camera_reads_the_very_text(text: str, tmp_path: Path) -> None:
    cells = [[(one, 0, 255) for one in line] for line in half_blocks(modules(text))]
    assert read(picture(cells, tmp_path)) == text


def test_there_is_light_all_round_it() -> None:
    rows = modules(NOTE)
    edges = [*rows[:QUIET], *rows[-QUIET:], *zip(*rows, strict=True)]
    assert {sum(edge) for edge in (*edges[: 2 * QUIET], *edges[2 * QUIET :][:QUIET])} == {0}


@pytest.mark.parametrize(
    ("texts", "columns", "rows", "given"),
    [
        ((NOTE, "0712"), 40, 15, "0712"),
        ((NOTE, "0712"), 80, 23, NOTE),
        (("x" * 5000, "0712"), 400, 400, "0712"),  # too long for any code
    ],
)
def test_a_terminal_is_given_the_longest_text_that_has_room(
    texts: tuple[str, ...], columns: int, rows: int, given: str
) -> None:
    assert best_fitting(texts, columns, rows) == half_blocks(modules(given))
    assert best_fitting(texts, 28, 15) is None
