"""How long a secret holds against somebody who has the file that it opens.

What tells it holds a hundred thousand words in memory, and thinks for a while: it is loaded where
a secret is made, and belongs into a thread wherever others would wait for it.
"""

from typing import Final

STRONG: Final = 3  # of 0 to 4: not to be guessed from a file that is slow to open
_STRONGEST: Final = 4
_LONGEST: Final = 72  # characters that are looked at; more only make it stronger
# Signs that may stand for letters make a long text slow to weigh: where its beginning is strong by
# a wide margin, the rest is not looked at.
_BEGINNING: Final = 24


def is_weak(secret: str) -> bool:
    """Whether it would be guessed."""
    return _score(secret[:_BEGINNING]) < _STRONGEST and _score(secret[:_LONGEST]) < STRONG


def _score(secret: str) -> int:
    if not secret:
        return 0  # which it can't be asked about
    from zxcvbn import zxcvbn

    return int(zxcvbn(secret)["score"])
