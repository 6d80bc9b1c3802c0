"""What is printed when the screens end by a fault of ours: one line, and nothing of what they knew.

Textual's own report shows every local value, codes too.
"""

from rich.segment import Segment, Segments

from tui.exits import place_of
from tui.text.trouble import fault_of_ours


def last_line(error: BaseException) -> Segments:
    """The line, with its end. A worker's fault is told as what it failed with."""
    cause: BaseException = getattr(error, "error", error)
    return Segments([Segment(f"steadyhand: {fault_of_ours(place_of(cause))}"), Segment.line()])
