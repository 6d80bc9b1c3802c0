"""Asks of the protocol with any values, and what is sound, spoilt at random.

A seed decides, so that every input can be made again.
"""

import functools
from base64 import b64encode
from collections.abc import Sequence
from random import Random
from typing import Any, Final, get_args

import msgspec
from msgspec import inspect

from pi.service.protocol.commands import Ask
from tests.pi.service.rig import PASSPHRASE, PIN

ODD_TEXTS: Final = (
    "", " ", "\x00", "\x1b[2J", "\u202e", "\ufeff", "\U0001f697", "e\u0301", "½", "٣٧١٢", "９",
    "x" * 300, "-1", "0", "99999999999999999999", "1e999", "NaN", "true", "null", "[", "{", '"',
    "'''", '"""', "=", "\\", "\\ud800", "\n", "\r\n", "#", ":", ",", "[[", "]]", "[[vehicle]]",
    "[" * 2000, "{a=" * 500, "1979-05-27", "inf", "0x10", "serial: ", "code: ",
)  # fmt: skip


def bytes_spoiled(random: Random, sound: bytes) -> bytes:
    """The same with a few bytes other than they were."""
    raw = bytearray(sound)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(raw) + 1)
        match random.randrange(5):
            case 0:
                raw[at:at] = random.randbytes(random.randint(1, 8))
            case 1:
                del raw[at : at + random.randint(1, 20)]
            case 2 if at < len(raw):
                raw[at] ^= 1 << random.randrange(8)
            case 3:
                raw[at:at] = raw[: random.randint(0, 40)]
            case _:
                raw[at:at] = random.choice(ODD_TEXTS).encode()
    return bytes(raw)


def flipped(random: Random, raw: bytearray, most: int, end: int) -> None:
    """Up to so many bits are other than they were, before that byte."""
    for _ in range(random.randint(1, most)):
        raw[random.randrange(end)] ^= 1 << random.randrange(8)


def text_spoiled(random: Random, sound: str, words: Sequence[str]) -> str:
    """The same with lines, words or letters left out, twice, elsewhere, or other ones."""
    lines = sound.split("\n")
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(lines))
        match random.randrange(6):
            case 0:
                lines.insert(at, lines[random.randrange(len(lines))])
            case 1 if len(lines) > 1:
                del lines[at]
            case 2:
                key, equals, _ = lines[at].partition("=")
                lines[at] = f"{key}{equals} {random.choice(words)}"
            case 3:
                cut = random.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + random.choice(ODD_TEXTS) + lines[at][cut:]
            case 4:
                cut = random.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + lines[at][cut + random.randint(1, 3) :]
            case _:
                other = random.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


KINDS: Final = get_args(Ask)
OPENING: Final = ("Unlock", "SetUp", "FinishSetUp")
SEEN: Final = ("opel-safe", "nissan-radio-code", "CODE", "WAIT", "SAFE", "LOCKED10", "papers", "5")
TEXTS: Final = (*SEEN, *(text for text in ODD_TEXTS if len(text) < 50), "999999")
OWNERS_TEXTS: Final = (*TEXTS, PIN, PASSPHRASE)
NUMBERS: Final = (0, 1, 2, 3, 5, 8, 40, -1, 2**31, 2**63, 10**30)


@functools.cache
def _fields(kind: type) -> tuple[inspect.Field, ...]:
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)
    return described.fields


def line(random: Random, number: int, *, may_open: bool) -> bytes:
    """One ask that has the shape of an ask. ``may_open``: it may try to unlock or to set up."""
    kinds = [kind for kind in KINDS if may_open or kind.__name__ not in OPENING]
    made = Made(random, OWNERS_TEXTS if may_open else TEXTS)
    return msgspec.json.encode({"id": number, "ask": made.struct(random.choice(kinds))})


def spoiled_line(random: Random, *, may_open: bool) -> bytes:
    """A line that was an ask, or goes deeper than any."""
    if random.random() < 0.02:
        start = random.choice((b"", b'{"id":', b'{"id":1,"more":', b'{"id":1,"ask":{"type":'))
        return start + random.choice((b"[", b'{"a":')) * random.randint(500, 9000)
    return bytes_spoiled(random, line(random, 1, may_open=may_open)).replace(b"\n", b" ")


class Made:
    """Values of any type of the protocol, of these texts."""

    def __init__(self, random: Random, texts: Sequence[str]) -> None:
        self._random = random
        self._texts = texts

    def struct(self, kind: type) -> dict[str, Any]:
        """What such a struct looks like on the wire, as a dictionary."""
        made: dict[str, Any] = {}
        for field in _fields(kind):
            if field.required or self._random.random() < 0.6:
                made[field.encode_name] = self._value(field.type)
        if (tag := kind.__struct_config__.tag) is not None:  # type: ignore[attr-defined]
            made["type"] = tag
        return made

    def _value(self, wanted: inspect.Type) -> Any:
        random = self._random
        match wanted:
            case inspect.UnionType():
                return self._value(random.choice(wanted.types))
            case inspect.IntType():
                return random.choice(NUMBERS[:7] if random.random() < 0.9 else NUMBERS)
            case inspect.BytesType():  # in base64, as parts of a backup are
                return b64encode(random.randbytes(random.choice((0, 1, 50, 3000)))).decode()
            case inspect.FloatType():
                return random.choice((0.0, 1.5, 60, 3600.0, -5.0, 1e300))
            case inspect.BoolType() | inspect.NoneType():
                return random.random() < 0.5 if isinstance(wanted, inspect.BoolType) else None
            case inspect.StrType():
                return random.choice(self._texts)
            case inspect.EnumType():
                return random.choice([each.value for each in wanted.cls])
            case inspect.VarTupleType():
                return [self._value(wanted.item_type) for _ in range(random.randint(0, 3))]
            case inspect.StructType():
                return self.struct(wanted.cls)
        raise AssertionError(f"nobody said how to make {wanted}")
