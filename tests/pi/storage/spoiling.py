"""What a card, or a stranger, does to the file behind the store's back."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from pi.storage.connection import connect

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
