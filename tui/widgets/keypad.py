"""Pads to type on a screen without a keyboard. What is typed is the screen's to keep."""

from collections.abc import Sequence
from string import ascii_uppercase, digits

from textual import events
from textual.geometry import Size
from textual.message import Message

from tui.widgets.tap_grid import Cell, TapGrid, boxed, grid

ERASE, ENTER, SPACE = "⌫", "⏎", "␣"
"""What the special keys show where their labels do not fit."""

LEAST_ROWS, LARGEST_ROWS = 3, 5
"""The heights of a key."""
OTHER_ROWS = 8
"""What a screen needs beside a pad: a title, a line of entry, and a bar of actions."""


class KeyPad(TapGrid):
    """The common part of both pads: taps and typed keys post the same messages.

    Handlers are named ``on_key_pad_pressed``, ``on_key_pad_erased``, ``on_key_pad_entered``.
    """

    DEFAULT_CSS = "KeyPad { height: auto; }"
    LARGEST = Size(16, LARGEST_ROWS)
    """The largest useful key, in cells."""

    class Pressed(Message):
        """A character was typed."""

        def __init__(self, pad: "KeyPad", character: str) -> None:
            super().__init__()
            self.pad = pad
            self.character = character

    class Erased(Message):
        """The last character is to go."""

        def __init__(self, pad: "KeyPad") -> None:
            super().__init__()
            self.pad = pad

    class Entered(Message):
        """The entry is complete."""

        def __init__(self, pad: "KeyPad") -> None:
            super().__init__()
            self.pad = pad

    def __init__(
        self,
        *,
        erase: str = ERASE,
        enter: str = ENTER,
        space: str = SPACE,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._labels = {ERASE: erase, ENTER: enter, SPACE: space}

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys at a width in columns, one character for each key."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Keys as high as leave room for an entry and a bar of actions; at least 3 rows."""
        rows = len(self.keys(width))
        free = viewport.height - OTHER_ROWS
        if free >= rows * (LARGEST_ROWS + 1) - 1:
            return rows * (LARGEST_ROWS + 1) - 1
        return rows * max(LEAST_ROWS, min(LARGEST_ROWS - 1, free // rows))

    def cells(self, area: Size) -> Sequence[Cell]:
        """One box for each key."""
        rows = self.keys(area.width)
        regions = grid(area, len(rows[0]), len(rows), self.LARGEST)
        return [
            Cell(
                region=region,
                token=key,
                lines=boxed(self._label(key, region.width - 2), region.width, region.height),
                kind="special" if key in self._labels else "key",
            )
            for key, region in zip("".join(rows), regions, strict=True)
        ]

    def _label(self, key: str, room: int) -> str:
        label = self._labels.get(key, key)
        return label if len(label) <= room else key

    def tapped(self, token: str) -> None:
        """Say what was typed."""
        message: Message
        if token == ERASE:
            message = self.Erased(self)
        elif token == ENTER:
            message = self.Entered(self)
        else:
            message = self.Pressed(self, " " if token == SPACE else token)
        self.post_message(message.set_sender(self))

    def on_key(self, event: events.Key) -> None:
        """A keyboard types the same."""
        special = {"backspace": ERASE, "enter": ENTER}
        token = special.get(event.key) or (event.character or "").upper()
        token = SPACE if token == " " else token
        if token and token in "".join(self.keys(self.content_size.width)):
            event.stop()
            self.light(token)
            self.tapped(token)


class DigitPad(KeyPad):
    """Ten digits, erase and enter, in three rows of keys at least 8 by 3 in 40 columns."""

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys; the same at every width."""
        return ["123" + ERASE, "4560", "789" + ENTER]


class LetterPad(KeyPad):
    """Letters, digits, ``-``, erase, space and done: 8 keys of 5 columns in a row of 40."""

    LARGEST = Size(10, LARGEST_ROWS)

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys: 5 of 8 on narrow screens, 4 of 10 on others."""
        every = ascii_uppercase + digits + "-" + ERASE + SPACE + ENTER
        each = 8 if width < 50 else 10
        return [every[at : at + each] for at in range(0, len(every), each)]
