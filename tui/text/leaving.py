"""The last line of screens that were left alone."""

from tui.text.language import _
from tui.text.time import span


def left_alone(seconds: float) -> str:
    """Nobody pressed anything for so long."""
    return _(
        "Nothing was pressed for {span}: screens closed. A wait goes on being counted."
    ).format(span=span(seconds))
