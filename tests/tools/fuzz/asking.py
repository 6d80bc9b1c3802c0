"""Asks of the protocol in their shapes, with any values: made from the structs themselves."""

import functools
from base64 import b64encode
from collections.abc import Sequence
from random import Random
from typing import Any, Final, get_args

import msgspec
from msgspec import inspect

from pi.service.protocol.commands import Ask
from tests.pi.service.rig import PASSPHRASE, PIN
from tests.tools.fuzz.spoiling import ODD_TEXTS, bytes_spoiled

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
