"""How long a copy's password holds against somebody who has the file."""

from typing import Final

from zxcvbn import zxcvbn

STRONG: Final = 3  # of 0 to 4: not to be guessed from a file that is slow to open
_LONGEST: Final = 72  # characters that are looked at; more only make it stronger


def is_weak(password: str) -> bool:
    """Whether it would be guessed. Only said: the choice is the owner's."""
    return bool(zxcvbn(password[:_LONGEST])["score"] < STRONG)
