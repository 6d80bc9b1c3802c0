"""The cards as a PDF with its letters in it, a card a page."""

from collections.abc import Sequence

from fpdf import FPDF

from pi.copies.card import HEIGHT, POINT, WIDTH, Page, Ruled, Written
from pi.copies.typeface import FILES, NAME


def pdf(pages: Sequence[Page]) -> bytes:
    """The file's content."""
    file = FPDF(orientation="landscape", unit="mm", format=(HEIGHT, WIDTH))
    file.set_auto_page_break(False)
    file.set_margin(0)
    for bold, letters in FILES.items():
        file.add_font(NAME, "B" if bold else "", letters)
    file.set_line_width(0.2)
    for page in pages:
        file.add_page()
        for one in page:
            _draw(file, one)
    return bytes(file.output())


def _draw(file: FPDF, one: Written | Ruled) -> None:
    if isinstance(one, Ruled):
        file.line(one.x, one.y, one.x + one.length, one.y)
        return
    file.set_font(NAME, "B" if one.bold else "", one.size)
    file.text(one.x, one.y - 0.12 * one.size * POINT, one.text)
