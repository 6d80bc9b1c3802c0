"""Rounds of cuts: one writer on one new card, cut again and again while it works."""

import asyncio
import time
import traceback
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

from tests.cards import Disk
from tests.tools.powercut.scenarios import SCENARIOS
from tests.tools.powercut.victim import KEPT, Said, Victim

UNTOUCHED: Final = "untouched.img"
CUTS_A_ROUND: Final = 20  # a new card after so many: it has little room
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
        until = time.monotonic() + random.uniform(0, LONGEST_COMMIT_S)
        while time.monotonic() < until:  # for less than a sleep can
            pass


def in_commit(card: Path) -> bool:
    """Whether SQLite's journal lies beside a store: a change is under way."""
    try:
        return any(card.glob("state*/*-journal"))
    except FileNotFoundError:
        return False  # the writer removed one of its stores while it was looked into


ANY_MOMENT: Final = (all_done, within_a_turn, within_a_commit)


class Cut(Struct, frozen=True):
    """One cut and what was found. ``in_commit``: SQLite's journal lay there, to be rolled back.

    ``promised``: what the writer had acknowledged since the cut before.
    """

    in_commit: bool
    promised: int
    losses: tuple[str, ...]


def cuts(
    scenario: str,
    count: int,
    seed: int,
    room: Path,
    moments: Sequence[Moment] = ANY_MOMENT,
    synchronous: str = "EXTRA",
) -> Generator[Cut]:
    """So many cuts of a scenario. Raises CardNotPossibleError, WriterFailedError.

    With each, ``UNTOUCHED`` in the room is the card as the cut left it.
    The seed fixes what the writer does and not when the power goes.
    """
    random = Random(seed)
    while count > 0:
        disk = Disk.make(room / "card.img")
        with (
            disk.mounted() as card,
            closing(Victim(scenario, card, random.randrange(1 << 30), synchronous)) as victim,
        ):
            promised = 0
            for _ in range(min(count, CUTS_A_ROUND)):
                said, after = _cut(disk, victim, random, random.choice(moments))
                after.copy_to(room / UNTOUCHED)
                yield _look(scenario, after, said, promised)
                promised = _promises(said)
        disk.remove()
        count -= CUTS_A_ROUND


def _cut(disk: Disk, victim: Victim, random: Random, moment: Moment) -> tuple[list[Said], Disk]:
    """Let it work, cut, and let it go on: what it had said by then, and the card."""
    victim.wait_until_idle()
    moment(victim, disk.path, random)
    victim.stop()
    said = list(victim.said)
    after = disk.as_it_is_on_the_card()
    victim.go_on()
    return said, after


def _look(scenario: str, after: Disk, said: list[Said], promised: int) -> Cut:
    """Mount the card as the next boot would. Whatever keeps from looking is a loss, too."""
    with after.mounted() as card:
        inside = in_commit(card)
        try:
            losses = tuple(asyncio.run(SCENARIOS[scenario].check(card, said)))
        except Exception:
            losses = (f"it can't be read: {traceback.format_exc()}",)
    after.remove()
    return Cut(inside, _promises(said) - promised, losses)


def _promises(said: list[Said]) -> int:
    return sum(words[0] == KEPT for words in said)
