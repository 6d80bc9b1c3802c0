"""What a screen is told of one step: the parts that all steps share."""

from msgspec import Struct

from tui.text.language import _

Block = tuple[str, str]  # a small caption, and what is drawn large below it
LONGEST_WORD = 10  # characters of a display's word that still fit on a button


class Telling(Struct, frozen=True, kw_only=True):
    """A step on the screen. ``beats``: presses to pace. ``shows``: what the display then shows.

    ``states``: what the primary button says, which the owner thereby states.
    """

    blocks: tuple[Block, ...]
    states: str
    notes: tuple[str, ...] = ()
    kind_word: str = ""  # said where there is room
    shows: str | None = None
    asks: bool = False  # whether it shows that already is the question
    beats: int | None = None


def done(display: str) -> str:
    """What the primary button states where the display tells."""
    return _("Done: it shows {shown}").format(shown=display)


def press_caption(key: str, caption: str) -> str:
    """A key whose name says that it is one needs no second telling."""
    return caption if " " not in key else caption.rpartition(" ")[0]


def restated(told: Telling, display: str) -> Telling:
    """The same, where the owner then states another display than the step's own."""
    return Telling(
        blocks=told.blocks,
        states=done(display),
        notes=told.notes,
        shows=display,
        beats=told.beats,
    )
