"""What a writer says outside of its card: what it is about to do, and what it has promised."""

import sys
from collections.abc import Sequence
from typing import Final

BEGINS: Final = "begins"
KEPT: Final = "kept"
SHOWN: Final = "shown"
IDLE: Final = "idle"

Said = tuple[str, ...]


class Outside:
    """A writer's end of the pipes. One turn of work for each line it is given."""

    def begins(self, *words: object) -> None:
        """From here on this may be on the card."""
        _say(BEGINS, words)

    def kept(self, *words: object) -> None:
        """The owner was told that this is saved."""
        _say(KEPT, words)

    def shown(self, *words: object) -> None:
        """The owner was shown this; nothing is promised of it."""
        _say(SHOWN, words)

    def turn(self) -> None:
        """Say that nothing is under way, and wait for the next turn. Ends with the pipe."""
        _say(IDLE, ())
        if not sys.stdin.readline():
            raise SystemExit


def _say(kind: str, words: Sequence[object]) -> None:
    print("\t".join((kind, *map(str, words))), flush=True)


def heard(line: str) -> Said:
    return tuple(line.split("\t"))


def kept(said: Sequence[Said]) -> list[Said]:
    """What was promised, in its order."""
    return [words[1:] for words in said if words[0] == KEPT]


def under_way(said: Sequence[Said]) -> Said | None:
    """What was begun last and not answered yet: it may be on the card, or not."""
    last = said[-1] if said else (IDLE,)
    return last[1:] if last[0] == BEGINS else None
