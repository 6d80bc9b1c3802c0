"""KeePass files that are spoilt outside, or sealed as they should be with anything inside."""

import gzip
import hashlib
import hmac
import io
from base64 import b64encode
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from random import Random
from struct import pack
from typing import Any, Final
from unittest.mock import patch

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB

from pi.copies import keepass as keepass_reading
from pi.copies.contents import clean
from pi.copies.keepass import KeepassReadError, entries
from tests.tools.fuzz.spoiling import ODD_TEXTS, bytes_spoiled, flipped, text_spoiled
from tests.tools.fuzz.watching import Planted

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


PASSWORD: Final = "winter-roads-four-quiet"
PLANTED: Final = Planted(PASSWORD, "361542", "SN-KELP-0093")
# The rule is the same; at its real limits an honest file may take half a minute.
LIMITS: Final = {"MOST_MEMORY": 1 << 22, "MOST_WORK": 1 << 23, "MOST_ROUNDS": 2000, "MOST_LANES": 4}
HUGE: Final = (0, 1, 2, 8, 1000, 10**6, 10**9, 2**31, 2**32, 2**32 + 1, 2**40, 2**63, 2**64 - 1)
MANY: Final = 3000
XML_WORDS: Final = (
    "<Entry>", "</Entry>", "<Group>", "</Root>", "<String><Key>", "<Value/>", "<UUID>", "&#0;",
    "&#1;", "&x;", "&lt;", "]]>", "<![CDATA[", "<!--", "<?", "\x07", "\ufffe", "<History>",
    '<Value Protected="True">', '<Value Protected="True">////</Value>', "<RecycleBinUUID>",
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///proc/self/environ">]>', "<KeePassFile>",
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;">]>', "<a>" * 300,
)  # fmt: skip
HEAD: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n<KeePassFile>\n<Meta>\n</Meta>\n<Root>\n<Group>'
)
STRINGS: Final = tuple(
    f"<String><Key>{key}</Key><Value>{text}</Value></String>"
    for key, text in (("Title", "Civic"), ("Code", "361542"), ("Serial number", "SN-KELP-0093"))
)
TAIL: Final = "</Group>\n</Root>\n</KeePassFile>"


def keepass(random: Random) -> None:
    """A file is read, or refused for a reason that repeats nothing; nothing else is said."""
    content = _content(random)
    password = PASSWORD if random.random() < 0.95 else random.choice(ODD_TEXTS)
    with redirect_stderr(io.StringIO()) as said, patch.multiple(keepass_reading, **LIMITS):
        try:
            found = entries(content, password)
        except KeepassReadError as error:
            PLANTED.look("the refusal of a KeePass file", f"{error!r} {error.__cause__!r}")
        else:
            PLANTED.look("the repr of what was found", repr(found))
            texts = [text for one in found for text in (one.title, *one.fields.values())]
            assert [text for text in texts if text != clean(text)] == [], "a text is not clean"
    assert not said.getvalue(), "the library said something"


def _content(random: Random) -> bytes:
    match random.randrange(8):
        case 0:
            return bytes_spoiled(random, made(random).file())
        case 1:
            raw = bytearray(made(random).file())
            flipped(random, raw, 4, 260 if random.random() < 0.7 else len(raw))  # or the header
            return bytes(raw)
        case 2:
            content = made(random).file()
            return content[: random.randrange(len(content))]
        case 3 | 4:
            return made(random, cost=_odd_cost(random)).unsealed()
        case 5:
            version = (random.randrange(3), random.choice((0, 1, 2, 3, 4, 5, 65535)))
            return made(random, version=version).file()
        case 6:
            inner = bytes_spoiled(random, pack("<BII", 1, 4, 3) + pack("<BI", 0, 0))
            return made(random, inner=inner).file()
        case _:
            return made(random, xml=_odd_xml(random)).file()


def made(random: Random, *, xml: bytes = b"", **more: Any) -> Made:
    """A file with one entry, or with something else in its place."""
    xml = xml or _xml(random, 1).encode()
    compressed = random.random() < 0.5
    return Made(random=random, password=PASSWORD, xml=xml, compressed=compressed, **more)


def _xml(random: Random, count: int) -> str:
    lines = [HEAD, _uuid(random)]
    for _ in range(count):
        lines += ["<Entry>", _uuid(random), *STRINGS, "</Entry>"]
    return "\n".join([*lines, TAIL])


def _uuid(random: Random) -> str:
    return f"<UUID>{b64encode(random.randbytes(16)).decode()}</UUID>"


def _odd_xml(random: Random) -> bytes:
    if random.random() < 0.005:
        return _xml(random, MANY).encode()
    xml = _xml(random, random.randint(0, 4))
    spoiled = text_spoiled(random, xml, XML_WORDS)
    for _ in range(random.randint(0, 3)):
        at = random.randrange(len(spoiled) + 1)
        spoiled = spoiled[:at] + random.choice((*XML_WORDS, *ODD_TEXTS)) + spoiled[at:]
    raw = spoiled.encode("utf-8", "surrogatepass")
    if random.random() < 0.2:
        raw = bytes_spoiled(random, raw)
    return gzip.compress(raw, 1, mtime=0) if random.random() < 0.02 else raw


def _odd_cost(random: Random) -> Cost:
    """Any derivation: what it asks for may be anything, or be missing, or be no number."""
    salt = random.randbytes(random.choice((0, 8, 32)))
    cost = argon2(random.choice((ARGON2D, ARGON2ID)), 8, 1, 1, salt)
    if random.random() < 0.3:
        cost = {"$UUID": (BYTES, AES_KDF), "S": (BYTES, salt), "R": number(random.choice(HUGE))}
    for _ in range(random.randint(0, 3)):
        name = random.choice(("M", "I", "P", "V", "R", "S", "$UUID", "", "X"))
        kind = random.choice((0x00, U32, 0x05, 0x08, 0x0C, 0x0D, 0x18, BYTES, 0x99))
        value = random.choice(HUGE).to_bytes(8, "little")[: 4 if kind == U32 else 8]
        cost[name] = (kind, value if random.random() < 0.9 else random.randbytes(3))
    if random.random() < 0.2:
        del cost[random.choice(list(cost))]
    return cost
