"""What may be a PIN, a passphrase or a recovery key: every way in passes here, whichever session
it comes from.

A new one must also hide what it is to hide, and a new passphrase be hard to guess. One that opens
a vault already is taken as it is. A code is never refused for being like a PIN: it is what the
radio takes, and nobody chose it.

Crockford's base 32 leaves out I, L, O and U. Reading back forgives case, spaces and dashes, and
takes O for 0 and I or L for 1.
"""

import os
from collections.abc import Iterable
from typing import Final

from pi.secret_limits import (
    PASSPHRASE_LONGEST,
    PASSPHRASE_SHORTEST,
    PASSPHRASE_SHORTEST_EVER,
    PIN_LONGEST,
    PIN_SHORTEST,
    PIN_SHORTEST_EVER,
    RECOVERY_CHARACTERS,
    RECOVERY_GROUP,
    is_guessed_first,
    is_weak,
)
from pi.storage.errors import InvalidSecretError, SecretProblem

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_IGNORED: Final = frozenset(" \t\r\n-‐‑–—")
_TYPED: Final = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011")


def find_pin_problem(pin: str, shortest: int = PIN_SHORTEST_EVER) -> SecretProblem | None:
    """The first rule that the text breaks as a PIN, or None."""
    if not pin:
        return SecretProblem(rule="empty")
    if not (pin.isascii() and pin.isdigit()):
        return SecretProblem(rule="not_digits")
    return _length_problem(len(pin), shortest, PIN_LONGEST)


def find_passphrase_problem(
    passphrase: str, shortest: int = PASSPHRASE_SHORTEST_EVER
) -> SecretProblem | None:
    """The first rule that the text breaks as a passphrase, or None."""
    if not passphrase:
        return SecretProblem(rule="empty")
    return _length_problem(len(passphrase), shortest, PASSPHRASE_LONGEST)


def find_new_pin_problem(pin: str, codes: Iterable[str]) -> SecretProblem | None:
    """The first rule that a text breaks that is to become one.

    Never a code that it would hide: whoever looks on at one would have both. Nor what is guessed
    within the few tries that it has.
    """
    if (problem := find_pin_problem(pin, PIN_SHORTEST)) is not None:
        return problem
    if pin in set(codes):
        return SecretProblem(rule="is_the_code")
    return SecretProblem(rule="too_easy") if is_guessed_first(pin) else None


def find_new_passphrase_problem(passphrase: str, kept: Iterable[str] = ()) -> SecretProblem | None:
    """The first rule that a text breaks that is to become one. Slow; any thread.

    Who has the card may try as many as they like, and PINs first. So what may be a PIN, be it this
    vault's or not, is none: neither is then the other, whichever of them is set later. ``kept`` is
    what the vault keeps: a serial number or a plate is read off the car.
    """
    if (problem := find_passphrase_problem(passphrase, PASSPHRASE_SHORTEST)) is not None:
        return problem
    if find_pin_problem(passphrase) is None:
        return SecretProblem(rule="like_a_pin")
    if _bare(passphrase) in {_bare(each) for each in kept}:
        return SecretProblem(rule="is_kept")
    if is_weak(passphrase):
        return SecretProblem(rule="too_easy")
    return None


def pin_bytes(pin: str) -> bytes:
    """The PIN as the key derivation takes it. Raises InvalidSecretError."""
    if (problem := find_pin_problem(pin)) is not None:
        raise InvalidSecretError(problem)
    return pin.encode("ascii")


def passphrase_bytes(passphrase: str) -> bytes:
    """The passphrase as the key derivation takes it. Raises InvalidSecretError.

    Composed by Unicode's NFC, as one keyboard sends an ä whole and another in two parts.
    """
    from unicodedata import normalize

    if (problem := find_passphrase_problem(passphrase)) is not None:
        raise InvalidSecretError(problem)
    return normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def new_pin_bytes(pin: str, codes: Iterable[str]) -> bytes:
    """As ``pin_bytes``, of one that is to be made. Raises InvalidSecretError."""
    if (problem := find_new_pin_problem(pin, codes)) is not None:
        raise InvalidSecretError(problem)
    return pin_bytes(pin)


def new_passphrase_bytes(passphrase: str, kept: Iterable[str] = ()) -> bytes:
    """As ``passphrase_bytes``, of one that is to be made. Slow. Raises InvalidSecretError."""
    if (problem := find_new_passphrase_problem(passphrase, kept)) is not None:
        raise InvalidSecretError(problem)
    return passphrase_bytes(passphrase)


def _bare(text: str) -> str:
    """Without what nobody would miss in it."""
    return "".join(text.split()).casefold()


def _length_problem(length: int, shortest: int, longest: int) -> SecretProblem | None:
    if length < shortest:
        return SecretProblem(rule="too_short")
    if length > longest:
        return SecretProblem(rule="too_long")
    return None


class RecoveryKey:
    """The key. It prints as its shape; ``reveal()`` is the only way out."""

    __slots__ = ("_characters",)

    def __init__(self, characters: str) -> None:
        """Take 28 characters of the alphabet; ``parse`` reads what people type."""
        if len(characters) != RECOVERY_CHARACTERS or not set(characters) <= set(ALPHABET):
            raise InvalidSecretError(SecretProblem(rule="wrong_length"))
        self._characters = characters

    @classmethod
    def generate(cls) -> "RecoveryKey":
        """A new key from the system's randomness."""
        return cls("".join(ALPHABET[byte % 32] for byte in os.urandom(RECOVERY_CHARACTERS)))

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
        if len(characters) != RECOVERY_CHARACTERS:
            raise InvalidSecretError(SecretProblem(rule="wrong_length"))
        return cls(characters)

    def reveal(self) -> str:
        """Seven groups of four with dashes between, to be written down."""
        groups = range(0, RECOVERY_CHARACTERS, RECOVERY_GROUP)
        return "-".join(self._characters[start : start + RECOVERY_GROUP] for start in groups)

    def ends_with(self, typed: str) -> bool:
        """Whether this is its last group, typed as freely as the whole key may be."""
        first_groups = self.reveal()[: -RECOVERY_GROUP - 1]
        try:
            return RecoveryKey.parse(first_groups + typed).secret() == self.secret()
        except InvalidSecretError:
            return False

    def secret(self) -> bytes:
        """What the vault's key is wrapped with."""
        return self._characters.encode("ascii")

    def __repr__(self) -> str:
        return "-".join(["★" * RECOVERY_GROUP] * (RECOVERY_CHARACTERS // RECOVERY_GROUP))

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a recovery key is not pickled")
