"""A backup is made and brought back on the screens, with real processes on a real terminal."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.blackbox.places import OTHER_WORDS
from tests.blackbox.processes import Place, until
from tests.blackbox.saying import show
from tests.blackbox.terminal import Terminal, terminal
from tests.blackbox.test_restore import HAS
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN

PACE_S = 0.4  # from what is seen to the press


@pytest.fixture
def new(tmp_path: Path, backup: Path) -> Iterator[Place]:
    """A new device, whose user has the backup at home."""
    new = Place(tmp_path / "new")
    backup.rename(new.directory / backup.name)
    yield new
    new.end()


class Hand:
    """Presses keys at a hand's pace: what follows sooner counts as a double tap.

    The pace counts from what the eye saw, not from the last press: a busy machine takes up one
    press late and the next at once.
    """

    def __init__(self, screen: Terminal) -> None:
        self.screen = screen

    def presses(self, text: str, key: str) -> None:
        """Press a key some time after that text came to stand on the screen."""
        self.screen.shows(text)
        seen = time.monotonic()
        until(lambda: time.monotonic() >= seen + PACE_S, "the next press")
        self.screen.types(key)

    def types(self, text: str, secret: str) -> None:
        """Type a secret where that is asked for, and then Enter."""
        self.screen.shows(text)
        self.screen.types(secret)
        self.presses("Del Clear", "\r")


@pytest.fixture
def hands() -> Iterator[Callable[[Place], Hand]]:
    """A hand at a terminal with the screens on it."""
    with ExitStack() as until_done:
        yield lambda place: Hand(until_done.enter_context(terminal(place)))


def brings_back(hand: Hand, secret: str) -> None:
    """What opens the backup, up to the telling."""
    hand.presses("WHAT OPENS THIS BACKUP?", "2")
    hand.types("Small and capital letters matter.", secret)
    hand.screen.shows("There is no PIN now")


def test_on_a_new_device_the_radio_that_came_back_is_shown(
    new: Place, hands: Callable[[Place], Hand]
) -> None:
    hand = hands(new)
    hand.presses("I have a backup", "2")
    hand.presses("stick.backup on new", "1")
    brings_back(hand, PASSPHRASE)
    hand.presses("See the radio", "1")
    hand.screen.shows("Key it in")
    assert HAS in show(new)


def test_a_backup_made_on_the_screens_comes_back_on_them(
    used: Place, hands: Callable[[Place], Hand]
) -> None:
    hand = hands(used)
    for text, key in (("Key it in", "4"), ("2 About", "2"), ("5 Copies", "5")):
        hand.presses(text, key)
    hand.presses("4 Full", "4")
    hand.types("Your PIN.", PIN)
    hand.presses("used: steadyhand.backup", "1")
    hand.presses("It lies on this card, which may die, too.", "1")
    hand.presses("Backup: ", "5")
    hand.presses("steadyhand.backup on used", "1")
    hand.screen.shows("WHAT IS KEPT HERE NOW IS PUT ASIDE")
    hand.screen.shows_no_more("░")  # it has stood long enough
    hand.presses("Put it aside", "2")
    brings_back(hand, OTHER_WORDS)
    hand.screen.shows("What was kept before is")
    assert (used.state / "steadyhand.db.replaced-1").exists()
    done = used.run("show", "--passphrase-stdin", typed=OTHER_WORDS)
    assert f"code: {CORSA.code}" in done.stdout
