"""What can be wrong with a KeePass file. Apart from its reader, which takes a while to load."""

from enum import StrEnum
from typing import Final

LARGEST: Final = 64 << 20  # bytes, of the file and of what is inside


class ReadProblem(StrEnum):
    """Why a file can't be read."""

    NOT_KEEPASS = "not_keepass"
    OLD_VERSION = "old_version"  # before KDBX 4
    WRONG_PASSWORD = "wrong_password"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_COSTLY = "too_costly"
