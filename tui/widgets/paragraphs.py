"""Paragraphs too long for one screen, read page by page: no scrolling."""

import textwrap
from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget


class Paragraphs(Widget):
    """Numbered paragraphs. ``turn`` shows the next page, and after the last the first."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Paragraphs { width: 1fr; height: 1fr; padding: 0 1; }"

    texts: reactive[Sequence[str]] = reactive[Sequence[str]](())
    """The paragraphs. Other ones begin at the first page."""
    page: reactive[int] = reactive(0)
    """The page that is shown, from 0."""

    expected = Size(0, 0)
    """The size it will have, for the time before it is shown."""

    def watch_texts(self) -> None:
        """Begin at the first page."""
        self.page = 0

    @property
    def pages(self) -> list[list[str]]:
        """The lines of each page at the present size; a paragraph stays whole where it can.

        One that is longer than a page goes on at the next.
        """
        width, height = self.content_size or self.expected
        return on_pages(
            (
                textwrap.wrap(
                    text,
                    max(8, width),
                    initial_indent=(mark := f"{number}. "),
                    subsequent_indent=" " * len(mark),
                )
                for number, text in enumerate(self.texts, start=1)
            ),
            height,
        )

    @property
    def place(self) -> str:
        """The page and how many there are, empty where there is one alone."""
        pages = len(self.pages)
        return f"{min(self.page, pages - 1) + 1}/{pages}" if pages > 1 else ""

    def turn(self) -> None:
        """Read on."""
        self.page = (self.page + 1) % len(self.pages)

    def render(self) -> Content:
        """The page."""
        pages = self.pages
        return Content("\n".join(pages[min(self.page, len(pages) - 1)]))


def on_pages(
    paragraphs: Iterable[list[str]], height: int, between: Sequence[str] = ()
) -> list[list[str]]:
    """The lines of each page, at least one page. ``between`` two paragraphs of one page: a gap.

    A paragraph stays whole where it can; one that is longer than a page goes on at the next.
    """
    pages: list[list[str]] = [[]]
    for lines in paragraphs:
        if pages[-1] and len(pages[-1]) + len(between) + len(lines) > height:
            pages.append([])
        pages[-1] += [*between, *lines] if pages[-1] else lines
        while len(pages[-1]) > height > 0:
            pages.append(pages[-1][height:])
            del pages[-2][height:]
    return pages
