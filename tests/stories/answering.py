"""The vocabulary of stories that answer questions: somebody at a terminal, and what they do.

A story is a list of scenes: the screen that must stand there, and what the person does with it.
The same story is played by taps alone or by keys alone, at any size. A wrong screen, a button
that is not offered, and anything cut off or outside the screen fail by name.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from textual.screen import Screen

from tests.stories.visitor import By, Visitor, visit
from tui.screens.setup.groups import KeyGroups

__all__ = [
    "By",
    "Doing",
    "Scene",
    "Visitor",
    "choose",
    "copy_the_key",
    "play",
    "press",
    "read",
    "type_the_last_group",
    "visit",
    "write",
]

Doing = Callable[[Visitor], Awaitable[None]]
Scene = tuple[type[Screen[Any]], *tuple[Doing, ...]]


def press(name: str) -> Doing:
    """Press the button of that name."""
    return lambda visitor: visitor.presses(name)


def choose(item: str) -> Doing:
    """Choose an item of the list."""
    return lambda visitor: visitor.chooses(item)


def read(text: str) -> Doing:
    """Read that text on the screen."""
    return lambda visitor: visitor.reads(text)


def write(text: str) -> Doing:
    """Type a text and state that it is complete."""

    async def doing(visitor: Visitor) -> None:
        await visitor.types(text)
        await visitor.presses("enter")

    return doing


async def copy_the_key(visitor: Visitor) -> None:
    """Wait for the recovery key and write it down."""
    await visitor.until(lambda: bool(visitor.screen.query_one(KeyGroups).key), "the key")
    visitor.copies_the_key()
    await visitor.presses("written")


async def type_the_last_group(visitor: Visitor) -> None:
    """Prove that it is written down."""
    await visitor.types(visitor.recovery_key.rsplit("-", 1)[-1])
    await visitor.presses("enter")


async def play(visitor: Visitor, scenes: Iterable[Scene]) -> None:
    """Play the scenes one after the other."""
    for screen, *doings in scenes:
        await visitor.sees(screen)
        for doing in doings:
            await doing(visitor)
