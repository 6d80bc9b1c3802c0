"""The recovery key: 140 random bits that people can write down and type back.

Crockford's base 32 leaves out I, L, O and U. Reading back forgives case, spaces and dashes, and
takes O for 0 and I or L for 1.
"""

import os
from typing import Final

from pi.storage.errors import InvalidSecretError, SecretProblem

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 28
GROUP: Final = 4
_IGNORED: Final = frozenset(" \t\r\n-‐‑–—")
_TYPED: Final = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011")


class RecoveryKey:
    """The key. It prints as its shape; ``reveal()`` is the only way out."""

    __slots__ = ("_characters",)

    def __init__(self, characters: str) -> None:
        """Take 28 characters of the alphabet; ``parse`` reads what people type."""
        if len(characters) != LENGTH or not set(characters) <= set(ALPHABET):
            raise InvalidSecretError(SecretProblem(rule="wrong_length"))
        self._characters = characters

    @classmethod
    def generate(cls) -> "RecoveryKey":
        """A new key from the system's randomness."""
        return cls("".join(ALPHABET[byte % 32] for byte in os.urandom(LENGTH)))

    @classmethod
    def parse(cls, text: str) -> "RecoveryKey":
        """Read what somebody typed. Raises InvalidSecretError with the place of the first fault."""
        kept = [character for character in text if character not in _IGNORED]
        characters = "".join(kept).translate(_TYPED)
        if not characters:
            raise InvalidSecretError(SecretProblem(rule="empty"))
        for position, character in enumerate(characters, start=1):
            if character not in ALPHABET:
                raise InvalidSecretError(SecretProblem(rule="wrong_character", position=position))
        if len(characters) != LENGTH:
            raise InvalidSecretError(
                SecretProblem(rule="wrong_length", shortest=LENGTH, longest=LENGTH)
            )
        return cls(characters)

    def reveal(self) -> str:
        """Seven groups of four with dashes between, to be written down."""
        groups = range(0, LENGTH, GROUP)
        return "-".join(self._characters[start : start + GROUP] for start in groups)

    def ends_with(self, typed: str) -> bool:
        """Whether this is its last group, typed as freely as the whole key may be."""
        first_groups = self.reveal()[: -GROUP - 1]
        try:
            return RecoveryKey.parse(first_groups + typed).secret() == self.secret()
        except InvalidSecretError:
            return False

    def secret(self) -> bytes:
        """What the vault's key is wrapped with."""
        return self._characters.encode("ascii")

    def __repr__(self) -> str:
        return "-".join(["★" * GROUP] * (LENGTH // GROUP))

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a recovery key is not pickled")
