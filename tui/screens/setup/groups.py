"""The recovery key, in groups, as large as there is room."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.glyphs import draw

GAP = 3


class KeyGroups(Widget):
    """Seven groups in rows, read from left to right: drawn large where all fit, else written.

    Small drawings are left out on purpose: a written B is told from an 8 more surely.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyGroups { width: 1fr; height: 1fr; padding: 0 1; margin-top: 1; text-style: bold; }
    """

    key: reactive[str] = reactive("")
    """The key, its groups with dashes between; empty while there is none."""

    def render(self) -> Content:
        """The largest way that fits."""
        return Content("\n".join(self._lines(*self.content_size)))

    @property
    def groups(self) -> list[str]:
        """The groups in their order."""
        return self.key.split("-") if self.key else []

    def _lines(self, width: int, height: int) -> list[str]:
        drawn = self._drawn(width)
        if drawn and len(drawn) <= height:
            return drawn
        written = self._written(width)
        apart = [line for each in written for line in (each, "")][:-1]
        return apart if len(apart) <= height else written

    def _drawn(self, width: int) -> list[str]:
        blocks = [draw(group, "large") for group in self.groups]
        widest = max((len(block[0]) for block in blocks if block), default=0)
        each = (width + GAP) // (widest + GAP) if widest else 0
        if not each or None in blocks:
            return []
        lines: list[str] = []
        for at in range(0, len(blocks), each):
            row = [block for block in blocks[at : at + each] if block]
            for line in zip(*row, strict=True):
                lines.append((" " * GAP).join(part.ljust(widest) for part in line))
            lines.append("")
        return lines[:-1]

    def _written(self, width: int) -> list[str]:
        spaced = [f"{at}. {' '.join(group)}" for at, group in enumerate(self.groups, start=1)]
        widest = max(map(len, spaced), default=0)
        each = max(1, min(2, (width + GAP) // (widest + GAP))) if widest else 1
        return [
            (" " * GAP).join(part.ljust(widest) for part in spaced[at : at + each]).rstrip()
            for at in range(0, len(spaced), each)
        ]
