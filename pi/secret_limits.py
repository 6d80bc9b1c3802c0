"""How long a secret may be, what is guessed first, and how long it holds against somebody who has
the file it opens.

zxcvbn, which ``is_weak`` asks, holds a hundred thousand words in memory, and thinks for a while: it
is loaded where a secret is made, and belongs into a thread wherever others would wait for it.
"""

from itertools import pairwise
from typing import Final

PIN_SHORTEST: Final = 4  # digits of a new one
PIN_LONGEST: Final = 12
PASSPHRASE_SHORTEST: Final = 8  # characters of a new one
PASSPHRASE_LONGEST: Final = 1024
# Of one that an owner may have, whatever a new one must be: these never rise, the longest never
# fall, or what was set earlier opens nothing any more.
PIN_SHORTEST_EVER: Final = 4
PASSPHRASE_SHORTEST_EVER: Final = 8
RECOVERY_CHARACTERS: Final = 28  # without the dashes
RECOVERY_GROUP: Final = 4  # characters between two dashes

STRONG: Final = 3  # of 0 to 4: not to be guessed from a file that is slow to open
_STRONGEST: Final = 4
_LONGEST: Final = 72  # characters that are looked at; more only make it stronger
# Signs that may stand for letters make a long text slow to weigh: where its beginning is strong by
# a wide margin, the rest is not looked at.
_BEGINNING: Final = 24


def is_guessed_first(pin: str) -> bool:
    """Whether some digits are what everybody tries first: a row up or down, one digit over and
    over, or a part that is repeated. The PIN's part of the one rule for what opens a vault: it must
    be hard to guess.
    """
    steps = {(int(after) - int(digit)) % 10 for digit, after in pairwise(pin)}
    parts = (pin[:length] for length in range(1, len(pin) // 2 + 1) if len(pin) % length == 0)
    return steps in ({1}, {9}) or any(part * (len(pin) // len(part)) == pin for part in parts)


def is_weak(secret: str) -> bool:
    """Whether it would be guessed."""
    return _score(secret[:_BEGINNING]) < _STRONGEST and _score(secret[:_LONGEST]) < STRONG


def _score(secret: str) -> int:
    if not secret:
        return 0  # which it can't be asked about
    from zxcvbn import zxcvbn

    return int(zxcvbn(secret)["score"])
