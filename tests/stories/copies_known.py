"""The way to the copies off the car, and which of them the service knows."""

from pi.radio.events import CopyKind
from tests.stories.telling import Owner, Scene

THE_COPIES: list[Scene] = [
    ("ASKS", "More"),
    ("Other vehicle", "About this radio"),
    ("What is known", "Copies off the car"),
    ("None was made yet.", ""),
]


def copies(owner: Owner) -> list[tuple[CopyKind, bool]]:
    """What the service knows of copies, and whether each is older than the code."""
    assert owner.app.state is not None
    return [(one.kind, one.stale) for one in owner.app.state.copies]
