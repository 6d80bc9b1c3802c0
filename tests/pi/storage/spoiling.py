"""What a card, a stranger or a power cut does behind the store's back."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

import pytest

from pi.storage.connection import connect
from pi.storage.store import Store

PAGE: Final = 4096


def flip(path: Path, *sql: str) -> None:
    """As a card does it: no sum and no list follows."""
    with closing(connect(path)) as card:
        card.execute("PRAGMA foreign_keys = OFF")
        for each in sql:
            card.execute(each)


def spoil(path: Path, *names: str) -> None:
    """Let the first page of each table or index make no sense. For a file that nobody has open."""
    with closing(sqlite3.connect(path)) as connection:
        asked = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        pages = [connection.execute(asked, (name,)).fetchone()[0] for name in names]
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(b"\xa5" * PAGE)


class Cut(BaseException):
    """The power is gone: whoever would go on can't."""


def cut_off(act: Callable[[], object], after: int, steps: Sequence[str]) -> bool:
    """Do something until the power goes, after so many calls that change a disk. Whether it went.

    ``steps``: those calls of ``os``; each transaction is one, too.
    """
    done = 0

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            if done >= after:
                raise Cut
            done += 1
            return real(*arguments, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in steps:
            patch.setattr(os, name, guarded(getattr(os, name)))
        patch.setattr(Store, "transaction", guarded(Store.transaction))
        with suppress(Cut):
            act()
            return False
    return True
