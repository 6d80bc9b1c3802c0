"""When the power goes: each lets a writer work up to an instant, and returns there."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from tests.tools.powercut.victim import Victim

LONGEST_COMMIT_S: Final = 0.003  # about what one takes here; which step of it is cut varies

Moment = Callable[[Victim, Path, Random], None]


def all_done(victim: Victim, _: Path, random: Random) -> None:
    """Cut when all is said and done: nothing later has carried the last row along."""
    victim.go(random.randint(1, 2))
    victim.wait_until_idle()


def within_a_turn(victim: Victim, _: Path, random: Random) -> None:
    """Cut anywhere."""
    began = time.monotonic()
    victim.go(1)
    victim.wait_until_idle()
    took_s = time.monotonic() - began
    victim.go(2)
    victim.wait_until_idle(turns_left=1)
    time.sleep(random.uniform(0, 1.2) * took_s)


def within_a_commit(victim: Victim, card: Path, random: Random) -> None:
    """Cut once a file is being changed, or a moment later. It may be over by then."""
    victim.go(1)
    for _ in range(random.randint(1, 4)):
        while not in_commit(card) and not victim.is_idle():
            pass
        _spin(random.uniform(0, LONGEST_COMMIT_S))


def in_commit(card: Path) -> bool:
    """Whether SQLite's journal lies beside a store: a change is under way."""
    try:
        return any(card.glob("state*/*-journal"))
    except FileNotFoundError:
        return False  # the writer removed one of its stores while it was looked into


def _spin(seconds: float) -> None:
    """Wait for less than a sleep can."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


ANY_MOMENT: Final = (all_done, within_a_turn, within_a_commit)
