"""The cards as one SVG, below each other, with an outline to cut along."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from pi.copies.card import HEIGHT, POINT, WIDTH, Letters, Page, Ruled, Written
from pi.copies.typeface import NAME

_APART = 5.0


def svg(pages: Sequence[Page], letters: Letters) -> bytes:
    """The file's content, in millimetres. Each line says its width, whatever its letters."""
    height = len(pages) * (HEIGHT + _APART) - _APART
    drawn = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{height:g}mm" '
        f'viewBox="0 0 {WIDTH} {height:g}" font-family="{NAME}, Verdana, sans-serif">',
        f'<rect width="{WIDTH}" height="{height:g}" fill="white"/>',
    ]
    for number, page in enumerate(pages):
        drawn.append(f'<g transform="translate(0 {number * (HEIGHT + _APART):g})">')
        drawn.append(
            f'<rect x="0.1" y="0.1" width="{WIDTH - 0.2:g}" height="{HEIGHT - 0.2:g}" rx="3" '
            'fill="none" stroke="#999" stroke-width="0.1"/>'
        )
        drawn += [_drawn(one, letters) for one in page]
        drawn.append("</g>")
    return "\n".join([*drawn, "</svg>", ""]).encode()


def _drawn(one: Written | Ruled, letters: Letters) -> str:
    if isinstance(one, Ruled):
        end = one.x + one.length
        return (
            f'<line x1="{one.x:.2f}" y1="{one.y:.2f}" x2="{end:.2f}" y2="{one.y:.2f}" '
            'stroke="black" stroke-width="0.2"/>'
        )
    y = one.y - 0.12 * one.size * POINT
    weight = ' font-weight="bold"' if one.bold else ""
    wide = letters.width(one.text, one.size, one.bold)
    return (
        f'<text x="{one.x:.2f}" y="{y:.2f}" font-size="{one.size * POINT:.3f}"{weight} '
        f'textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs">{escape(one.text)}</text>'
    )
