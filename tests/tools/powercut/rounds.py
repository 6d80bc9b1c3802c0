"""Rounds of cuts: one writer on one new card, cut again and again while it works."""

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

from tests.cards.disk import Disk
from tests.tools.powercut.moments import ANY_MOMENT, Moment, in_commit
from tests.tools.powercut.outside import KEPT, Said
from tests.tools.powercut.scenarios import SCENARIOS
from tests.tools.powercut.victim import Victim

UNTOUCHED: Final = "untouched.img"
CUTS_A_ROUND: Final = 20  # a new card after so many: it has little room


class Cut(Struct, frozen=True):
    """One cut and what was found. ``in_commit``: SQLite's journal lay there, to be rolled back.

    ``promised``: what the writer had acknowledged since the cut before.
    """

    in_commit: bool
    promised: int
    losses: tuple[str, ...]
    said: tuple[Said, ...]


def cuts(
    scenario: str,
    count: int,
    seed: int,
    room: Path,
    moments: Sequence[Moment] = ANY_MOMENT,
    synchronous: str = "EXTRA",
) -> Iterator[Cut]:
    """So many cuts of a scenario. Raises CardNotPossibleError, WriterFailedError.

    With each, ``UNTOUCHED`` in the room is the card as the cut left it.
    The seed fixes what the writer does and not when the power goes.
    """
    random = Random(seed)
    while count > 0:
        disk = Disk.make(room / "card.img")
        with disk.mounted() as card, _writer(scenario, card, random, synchronous) as victim:
            promised = 0
            for _ in range(min(count, CUTS_A_ROUND)):
                said, after = _cut(disk, victim, random, random.choice(moments))
                after.copy_to(room / UNTOUCHED)
                yield _look(scenario, after, said, promised)
                promised = _promises(said)
        disk.remove()
        count -= CUTS_A_ROUND


@contextmanager
def _writer(scenario: str, card: Path, random: Random, synchronous: str) -> Iterator[Victim]:
    victim = Victim(scenario, card, random.randrange(1 << 30), synchronous)
    try:
        yield victim
    finally:
        victim.end()


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
    """Mount the card as the next boot would, and look for what is lost."""
    with after.mounted() as card:
        inside = in_commit(card)
        losses = _losses(scenario, card, said)
    after.remove()
    return Cut(inside, _promises(said) - promised, losses, tuple(said))


def _losses(scenario: str, card: Path, said: list[Said]) -> tuple[str, ...]:
    """What the scenario finds. Whatever keeps it from looking is a loss, too."""
    try:
        return tuple(SCENARIOS[scenario].check(card, said))
    except Exception:
        return (f"it can't be read: {traceback.format_exc()}",)


def _promises(said: list[Said]) -> int:
    return sum(words[0] == KEPT for words in said)
