"""KeePass files that are spoilt outside, or sealed as they should be with anything inside."""

import gzip
import io
from base64 import b64encode
from contextlib import redirect_stderr
from random import Random
from struct import pack
from typing import Any, Final
from unittest.mock import patch

from pi.copies import keepass as keepass_reading
from pi.copies.contents import clean
from pi.copies.keepass import KeepassReadError, entries
from tests.tools.fuzz.kdbx import AES_KDF, ARGON2D, ARGON2ID, BYTES, U32, Cost, Made, argon2, number
from tests.tools.fuzz.spoiling import ODD_TEXTS, bytes_spoiled, flipped, text_spoiled
from tests.tools.fuzz.watching import Planted

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
