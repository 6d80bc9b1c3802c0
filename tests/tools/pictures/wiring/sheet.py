"""A sheet to draw a circuit on: black on white, words as text, the same bytes each time."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Any, Final, NamedTuple

import schemdraw
import schemdraw.elements as parts
from schemdraw.backends.svg import config

Point = tuple[float, float]
"""Across and up, in units of half an inch."""

UNIT: Final = 36.0  # of the drawing's units in a sheet's unit
FONT: Final = 12.0  # height of a line's letters with what hangs below them, in drawing units
LINE: Final = 14.0  # from line to line
MARGIN: Final = 10.0
SVG: Final = "http://www.w3.org/2000/svg"
ANCHORS: Final = {"left": "start", "center": "middle", "right": "end"}

schemdraw.use("svg")
config.text = "text"


class Line(NamedTuple):
    """A line of words and the room it takes, in drawing units, y down."""

    words: str
    across: str
    x: float
    y: float  # of the line the letters stand on
    bold: bool = False

    @property
    def room(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom. A letter is taken to be 0.56 as wide as high: generous."""
        wide = len(self.words) * FONT * (0.62 if self.bold else 0.56)
        left = self.x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[self.across]
        return left, self.y - 0.78 * FONT, left + wide, self.y + 0.22 * FONT


class Sheet:
    """One drawing. ``title`` and ``desc`` are what a screen reader says."""

    def __init__(self, title: str, desc: str) -> None:
        self.title = title
        self.desc = desc
        self.lines: list[Line] = []
        self.wires: list[tuple[Point, Point]] = []
        self.joints: list[Point] = []
        self.parts: list[tuple[str, Point, Point]] = []
        self.terminals: list[tuple[str, Point]] = []
        self._drawing = schemdraw.Drawing(show=False)

    def wire(self, *points: Point) -> None:
        for start, end in pairwise(points):
            self._drawing += parts.Line().at(start).to(end)
            self.wires.append((start, end))

    def border(self, *points: Point) -> None:
        """A dashed grey line through all points: no wire."""
        for start, end in pairwise(points):
            self._drawing += parts.Line().at(start).to(end).linestyle("--").color("gray")

    def joint(self, *points: Point) -> None:
        """Where wires that touch are joined."""
        for at in points:
            self._drawing += parts.Dot(radius=0.08).at(at)
            self.joints.append(at)

    def leg(self, name: str, at: Point) -> None:
        """Name a leg of a part with more than two, where it is drawn."""
        self.terminals.append((name, at))

    def dot(self, at: Point, is_used: bool) -> None:
        """A pin seen from above: filled where something of this page goes to it."""
        self._drawing += parts.Dot(open=not is_used, radius=0.14).at(at)

    def part(
        self, kind: Any, start: Point, end: Point, words: str, side: str = "", lower: float = 0.0
    ) -> None:
        """A part with two ends, and its name and value beside it.

        A diode conducts from start to end; its band is at the end. ``side``: above or below one
        that lies, right or left of one that stands; above and right unless said.
        ``lower``: how far below its middle the words are.
        """
        self.parts.append((words.replace("\n", " "), start, end))
        self._drawing += kind().at(start).to(end)
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        if start[1] == end[1]:
            below = side == "below"
            up = "top" if below else "bottom"
            self.text((x, y + (-0.4 if below else 0.4)), words, "center", up)
        else:
            left = side == "left"
            self.text(
                (x + (-0.45 if left else 0.45), y - lower), words, "right" if left else "left"
            )

    def whole(self, part: Any, at: Point, anchor: str) -> Any:
        """A part with more than two ends, laid with one of them on a point."""
        return self._drawing.add(part.at(at).anchor(anchor))

    def end(self, at: Point, words: str, side: str) -> None:
        """A wire's end with where it goes, in words. ``side``: left, right, above or below."""
        self._drawing += parts.Dot(open=True, radius=0.11).at(at)
        self.terminals.append((words.replace("\n", " "), at))
        across = {"left": "right", "right": "left"}.get(side, "center")
        up = {"above": "bottom", "below": "top"}.get(side, "middle")
        dx = {"left": -0.28, "right": 0.28}.get(side, 0)
        dy = {"above": 0.28, "below": -0.28}.get(side, 0)
        self.text((at[0] + dx, at[1] + dy), words, across, up)

    def ground(self, at: Point, words: str) -> None:
        """A wire's end on a ground: the car's or the Pi's, which are not the same."""
        self._drawing += parts.Ground().at(at)
        self.terminals.append((words.replace("\n", " "), at))
        self.text((at[0], at[1] - 0.75), words, "center", "top")

    def box(self, low: Point, high: Point, words: str = "") -> None:
        self._drawing += parts.Rect(corner1=low, corner2=high).theta(0).at((0, 0))
        self.text(((low[0] + high[0]) / 2, (low[1] + high[1]) / 2), words, "center")

    def text(
        self, at: Point, words: str, across: str = "left", up: str = "middle", bold: bool = False
    ) -> None:
        """Words. ``across`` (left, center, right) and ``up`` say which part is at the point."""
        said = words.splitlines()
        high = len(said) * LINE
        top = -at[1] * UNIT - {"top": 0.0, "middle": high / 2, "bottom": high}[up]
        for count, line in enumerate(said):
            y = top + count * LINE + 0.8 * LINE
            self.lines.append(Line(line, across, at[0] * UNIT, y, bold))

    def svg(self) -> str:
        ET.register_namespace("", SVG)
        symbols = ET.fromstring(self._drawing.get_imagedata("svg"))
        x, y, width, height = self._extent(symbols.attrib["viewBox"])
        root = ET.Element(
            _name("svg"),
            width=f"{width * 1.25:.0f}",
            height=f"{height * 1.25:.0f}",
            viewBox=f"{x:.0f} {y:.0f} {width:.0f} {height:.0f}",
            role="img",
        )
        ET.SubElement(root, _name("title")).text = self.title
        ET.SubElement(root, _name("desc")).text = self.desc
        paper = {"x": f"{x:.0f}", "y": f"{y:.0f}", "fill": "white"}
        paper |= {"width": f"{width:.0f}", "height": f"{height:.0f}"}
        ET.SubElement(root, _name("rect"), paper)
        root.extend(list(symbols))
        for line in self.lines:
            at = {"x": f"{line.x:.1f}", "y": f"{line.y:.1f}"}
            element = ET.SubElement(root, _name("text"), at)
            element.attrib |= {"font-family": "sans-serif", "font-size": f"{FONT:g}"}
            element.attrib |= {"text-anchor": ANCHORS[line.across]}
            if line.bold:
                element.set("font-weight", "bold")
            element.text = line.words
        ET.indent(root, "")
        # Without the last digits, which differ from one machine to another.
        number, drawn = r"-?\d+\.\d+(e-\d+)?", ET.tostring(root, "unicode")
        return re.sub(number, lambda one: f"{round(float(one[0]), 2) + 0.0:g}", drawn) + "\n"

    def _extent(self, view_box: str) -> tuple[float, float, float, float]:
        """Left, top, width and height of symbols, words and margin, in whole units."""
        x, y, width, height = (float(part) for part in view_box.split())
        rooms = [(x, y, x + width, y + height), *(line.room for line in self.lines)]
        left, top = (min(room[n] for room in rooms) // 1 - MARGIN for n in (0, 1))
        right, bottom = (max(room[n] for room in rooms) // 1 + MARGIN for n in (2, 3))
        return left, top, right - left, bottom - top


def _name(tag: str) -> str:
    return f"{{{SVG}}}{tag}"
