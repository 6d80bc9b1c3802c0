"""What a session and the service say to each other: its shapes, and a line of each kind."""

import json
from typing import Any, Final, get_args

import msgspec
import pytest
from msgspec import inspect
from msgspec.json import encode, schema_components

from pi.catalogue.head_unit_file import BadFile
from pi.radio.events import Event
from pi.radio.head_unit import HeadUnit
from pi.service.protocol import answers
from pi.service.protocol.answers import Answer, Line, Message, Refusal, Reply
from pi.service.protocol.commands import Ask
from tests.golden.files import DATA, check, pretty

SHAPES: Final = (Line, Message, HeadUnit, BadFile, Event)
"""All that is said, families that go along as they are, and what the journal holds."""
SOME: Final = {
    inspect.IntType: 1,
    inspect.FloatType: 1.5,
    inspect.BoolType: True,
    inspect.StrType: "text",
    inspect.BytesType: b"bytes",
    inspect.RawType: msgspec.Raw(b"{}"),
}


def example(wanted: inspect.Type) -> Any:
    """A value of which every field that may hold something does."""
    match wanted:
        case inspect.StructType(cls=cls, fields=fields):
            return cls(**{field.name: example(field.type) for field in fields})
        case inspect.UnionType(types=types):
            return example(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.VarTupleType(item_type=item):
            return (example(item),)
        case inspect.EnumType(cls=cls):
            return min(cls, key=str)
    return SOME[type(wanted)]


def lines() -> list[Line | Message]:
    """One for each ask, each answer and each other message."""

    def each(union: object) -> list[Any]:
        return [example(inspect.type_info(kind)) for kind in get_args(union) if kind is not Reply]

    asked = [Line(id=1, ask=ask) for ask in each(Ask)]
    return [*asked, *(Reply(id=1, answer=one) for one in each(Answer | Refusal)), *each(Message)]


def shapes() -> str:
    """JSON schemas, without their words and in one order; and the protocol's numbers."""

    def plain(table: dict[str, Any]) -> dict[str, Any]:
        return {
            key: sorted(one, key=str) if key in {"anyOf", "enum", "required"} else one
            for key, one in table.items()
            if key != "discriminator" and not (key in {"title", "description"} and one is str(one))
        }

    schemas = json.loads(encode(schema_components(SHAPES)[1]), object_hook=plain)
    public = {name: one for name, one in vars(answers).items() if not name.startswith("_")}
    numbers = {name: one for name, one in public.items() if isinstance(one, int | float)}
    return f"{pretty({'numbers': numbers, 'shapes': schemas})}\n"


def produced() -> dict[str, str]:
    """The golden files of the wire, by their names."""
    said = "".join(f"{encode(line).decode()}\n" for line in lines())
    return {"wire.json": shapes(), "wire.jsonl": said}


@pytest.mark.parametrize("name", ["wire.json", "wire.jsonl"])
def test_shapes_and_lines_are_those_of_before(name: str) -> None:
    check(name, produced()[name])


def test_each_line_of_before_says_the_same_today() -> None:
    golden = (DATA / "wire.jsonl").read_bytes().splitlines()
    for line, before in zip(lines(), golden, strict=True):
        said = msgspec.json.decode(before, type=Line if isinstance(line, Line) else Message)
        assert (said, encode(said)) == (line, before)
