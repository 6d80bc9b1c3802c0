"""An app that shows one widget and remembers what it said; and a clock set by hand."""

import asyncio
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.events import Event, InputEvent
from textual.message import Message
from textual.widget import Widget

from tui.themes import VARIABLE_DEFAULTS
from tui.widgets.press_guard import PressGuard

SIZES = [(40, 16), (40, 20), (48, 16), (57, 16), (66, 20), (80, 24), (120, 40)]
"""The sizes every screen must lay out at, in columns and rows."""

GIVE_UP_SECONDS = 20.0
"""When a message is taken for lost."""

Said = TypeVar("Said", bound=Message)


class Stage(App[None]):
    """Shows widgets and keeps every message of ours that reaches it."""

    def __init__(self, *own: Widget, kiosk: bool = False, guard: PressGuard | None = None) -> None:
        """``guard`` hears of every press, as in the product's own app."""
        super().__init__()
        self.shown = own
        self._press_guard = guard
        self.heard: list[Message] = []
        self._news = asyncio.Event()
        self.set_class(kiosk, "-kiosk")

    async def on_event(self, event: Event) -> None:
        if self._press_guard and isinstance(event, InputEvent) and not event.is_forwarded:
            self._press_guard.note(event)
        await super().on_event(event)

    def compose(self) -> ComposeResult:
        yield from self.shown

    def post_message(self, message: Message) -> bool:
        if type(message).__module__.startswith("tui.widgets"):
            self.heard.append(message)
            self._news.set()
        return super().post_message(message)

    def all_of(self, kind: type[Said]) -> list[Said]:
        return [message for message in self.heard if isinstance(message, kind)]

    async def hears(self, kind: type[Said], count: int = 1) -> list[Said]:
        """The messages of one kind, once ``count`` of them have arrived.

        A message that never comes is a TimeoutError.
        """
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while len(self.all_of(kind)) < count:
                self._news.clear()
                await self._news.wait()
        return self.all_of(kind)


class Dressed(Stage):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS


def text_of(widget: Widget) -> list[str]:
    """What a widget shows, line by line, borders included."""
    width, height = widget.outer_size
    region = widget.outer_size.region
    strips = widget.render_lines(region)
    return [strip.text[:width] for strip in strips[:height]]
