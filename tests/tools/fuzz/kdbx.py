"""KeePass files (KDBX 4) made by hand: whole, or with any header, key derivation and content.

Written from the format and not with the library that reads them, so that what is inside can be
broken and still be sealed as its owner would seal it.
"""

import gzip
import hashlib
import hmac
from dataclasses import dataclass, field
from random import Random
from struct import pack
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB

ARGON2D: Final = bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c")
ARGON2ID: Final = bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6")
AES_KDF: Final = bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea")
AES_256: Final = bytes.fromhex("31c1f2e6bf714350be5805216afc5aff")
SIGNATURES: Final = bytes.fromhex("03d9a29a67fb4bb5")
U32, U64, BYTES = 0x04, 0x05, 0x42
Cost = dict[str, tuple[int, bytes]]  # a parameter's type and value


def number(value: int) -> tuple[int, bytes]:
    return U64, pack("<Q", value)


def argon2(kind: bytes, kib: int, passes: int, lanes: int, salt: bytes) -> Cost:
    return {
        "$UUID": (BYTES, kind),
        "S": (BYTES, salt),
        "V": (U32, pack("<I", 0x13)),
        "M": number(kib * 1024),
        "I": number(passes),
        "P": (U32, pack("<I", lanes)),
    }


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a file is made of. ``key``: what the derivation comes to, where it was run."""

    random: Random = field(repr=False)
    password: str = field(repr=False)
    xml: bytes = field(repr=False)
    cost: Cost | None = None
    version: tuple[int, int] = (0, 4)
    compressed: bool = True
    inner: bytes | None = None

    def file(self) -> bytes:
        """The bytes of the file. Runs the derivation, whatever it costs."""
        seed, start, cost, header = self._begun()
        key = self._derived(cost)
        sealing = hashlib.sha512(seed + key + b"\x01").digest()
        content = self._sealed(hashlib.sha256(seed + key).digest(), start)
        blocks = b"".join(_block(sealing, at, each) for at, each in enumerate((content, b"")))
        mac = hmac.digest(_block_key(sealing, 2**64 - 1), header, "sha256")
        return header + hashlib.sha256(header).digest() + mac + blocks

    def unsealed(self) -> bytes:
        """The same without running the derivation: no password opens it."""
        *_, header = self._begun()
        return header + hashlib.sha256(header).digest() + self.random.randbytes(200)

    def _begun(self) -> tuple[bytes, bytes, Cost, bytes]:
        """Its seed, how its cipher starts, its derivation, and the header that tells them."""
        seed, salt, start = (self.random.randbytes(count) for count in (32, 32, 16))
        cost = self.cost or argon2(ARGON2ID, 8, 1, 1, salt)
        fields = {2: AES_256, 3: pack("<I", self.compressed), 4: seed, 7: start}
        fields |= {11: _written(cost), 0: b"\r\n\r\n"}
        written = (pack("<BI", name, len(data)) + data for name, data in fields.items())
        header = SIGNATURES + pack("<HH", *self.version) + b"".join(written)
        return seed, start, cost, header

    def _derived(self, cost: Cost) -> bytes:
        composite = hashlib.sha256(hashlib.sha256(self.password.encode()).digest()).digest()
        values = {name: value for name, (_, value) in cost.items()}
        if values["$UUID"] == AES_KDF:
            cipher = Cipher(AES(values["S"]), ECB()).encryptor()
            for _ in range(int.from_bytes(values["R"], "little")):
                composite = cipher.update(composite)
            return hashlib.sha256(composite).digest()
        numbers = {name: int.from_bytes(values[name], "little") for name in "MIP"}
        return hash_secret_raw(
            composite,
            values["S"],
            time_cost=numbers["I"],
            memory_cost=numbers["M"] // 1024,
            parallelism=numbers["P"],
            hash_len=32,
            type=Type.ID if values["$UUID"] == ARGON2ID else Type.D,
        )

    def _sealed(self, key: bytes, start: bytes) -> bytes:
        inner = self.inner
        if inner is None:
            stream = self.random.randbytes(64)
            inner = pack("<BII", 1, 4, 3) + pack("<BI", 2, 64) + stream + pack("<BI", 0, 0)
        content = inner + self.xml
        if self.compressed:
            content = gzip.compress(content, 1, mtime=0)
        left = 16 - len(content) % 16
        cipher = Cipher(AES(key), CBC(start)).encryptor()
        return cipher.update(content + bytes([left]) * left)


def _written(cost: Cost) -> bytes:
    said = b"\x00\x01"
    for name, (kind, value) in cost.items():
        said += pack("<BI", kind, len(name)) + name.encode() + pack("<I", len(value)) + value
    return said + b"\x00"


def _block_key(sealing: bytes, at: int) -> bytes:
    return hashlib.sha512(pack("<Q", at) + sealing).digest()


def _block(sealing: bytes, at: int, content: bytes) -> bytes:
    """A part of the content, with its own seal."""
    said = pack("<Q", at) + pack("<I", len(content)) + content
    return hmac.digest(_block_key(sealing, at), said, "sha256") + said[8:]
