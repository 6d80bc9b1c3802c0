"""Sealing and opening small texts by ChaCha20-Poly1305, and how dear one guess at a secret is
made.

More passes are preferred to more memory: 64 MiB still fits beside everything else on a 1 GB
board, 32 MiB on one of 512 MB. No cost a driver would wait for makes six digits safe against
somebody who holds the card; that is what the device key and the passphrase are for.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
BLOCK: Final = 64

USUAL_KIB: Final = 64 * 1024
SMALL_BOARD_KIB: Final = 32 * 1024
SMALL_BOARD_HAS_KIB: Final = 512 * 1024
AIM_S: Final = 0.75  # between half a second and one
LONGEST_S: Final = 3.0
FEWEST_PASSES: Final = 3
MOST_PASSES: Final = 16  # so that a copy made on a fast machine still opens on a slow one
MEMINFO: Final = Path("/proc/meminfo")


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


class KdfCost(Struct, frozen=True, kw_only=True):
    """The cost of one Argon2id derivation: memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int = 1


def derive(secret: bytes, salt: bytes, cost: KdfCost) -> bytes:
    """32 bytes by Argon2id. Takes about a second at the usual cost; any thread may run it."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=salt,
        length=32,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(secret)


def memory_for_board(meminfo: Path = MEMINFO) -> int:
    """The memory of one derivation in KiB, by the board's own; the small one if unknown."""
    try:
        for line in meminfo.read_text().splitlines():
            name, _, rest = line.partition(":")
            if name == "MemTotal":
                total = int(rest.split()[0])
                return SMALL_BOARD_KIB if total <= SMALL_BOARD_HAS_KIB else USUAL_KIB
    except (OSError, ValueError, IndexError):
        pass
    return SMALL_BOARD_KIB


def calibrate(
    now: Callable[[], float],
    memory_kib: int | None = None,
    run: Callable[[KdfCost], object] | None = None,
) -> KdfCost:
    """Measure this device and choose the passes, at least 3, for about 0.75 s.

    ``now`` reads a clock in seconds. Where 3 passes take more than 3 s the memory is halved once.
    ``run`` does one derivation of a cost; the real one unless given. Takes about a second itself.
    """
    memory = memory_kib if memory_kib is not None else memory_for_board()
    run = run or _run_once
    took = _measure(now, run, memory)
    if took > LONGEST_S and memory > SMALL_BOARD_KIB:
        memory //= 2
        took = _measure(now, run, memory)
    per_pass = took / FEWEST_PASSES
    fitting = int(AIM_S / per_pass) if per_pass > 0 else FEWEST_PASSES
    return KdfCost(memory_kib=memory, passes=max(FEWEST_PASSES, min(fitting, MOST_PASSES)))


def _measure(now: Callable[[], float], run: Callable[[KdfCost], object], memory_kib: int) -> float:
    start = now()
    run(KdfCost(memory_kib=memory_kib, passes=FEWEST_PASSES))
    return now() - start


def _run_once(cost: KdfCost) -> None:
    derive(b"calibration", bytes(16), cost)
