"""Sealing and opening small texts: ChaCha20-Poly1305, bound to the place they belong to."""

import os
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
BLOCK: Final = 64


class Sealed(Struct, frozen=True, kw_only=True):
    """A ciphertext with the nonce it was made with."""

    nonce: bytes
    ciphertext: bytes


class BrokenSealError(Exception):
    """Wrong key, or not what was sealed there."""


def cipher_of(key: bytes) -> "ChaCha20Poly1305":
    """The cipher of a key of 32 bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key)


def seal(cipher: "ChaCha20Poly1305", plain: bytes, place: bytes) -> Sealed:
    """Encrypt under a fresh nonce; only the same place opens it."""
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(nonce=nonce, ciphertext=cipher.encrypt(nonce, plain, place))


def unseal(cipher: "ChaCha20Poly1305", sealed: Sealed, place: bytes) -> bytes:
    """What was sealed at this place. Raises BrokenSealError."""
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(sealed.nonce, sealed.ciphertext, place)
    except (InvalidTag, ValueError):
        raise BrokenSealError from None


def place(*parts: bytes) -> bytes:
    """The parts joined so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def expand(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose, by HKDF-SHA256 from a secret that is strong already."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(secret)


def pad(plain: bytes) -> bytes:
    """Fill up to a multiple of 64 bytes, so that its length tells little: 0x80, then zeros."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % BLOCK)


def unpad(padded: bytes) -> bytes:
    """Undo ``pad``. Raises BrokenSealError."""
    plain, mark, filling = padded.rpartition(b"\x80")
    if not mark or filling.strip(b"\0") or len(padded) % BLOCK:
        raise BrokenSealError
    return plain
