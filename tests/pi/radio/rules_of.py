"""Walks through a head unit: its parts, its sources, its texts."""

from collections.abc import Iterator

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from pi.radio.head_unit import HeadUnit
from pi.radio.lockout_rule import Stage, Terminal
from pi.radio.provenance import Rule, Source

SPOKEN_FOR = (Stage, Terminal)  # by the sources of the account they belong to


def parts(value: object, key: str = "") -> Iterator[tuple[str, Struct]]:
    """Every struct inside a value with its key, the value itself first."""
    if isinstance(value, Struct):
        yield key, value
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name), f"{key}.{name}" if key else name)
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from parts(one, f"{key}[{at}]")


def sources(head_unit: HeadUnit) -> Iterator[tuple[str, Source]]:
    """Every source with its key."""
    return ((key, part) for key, part in parts(head_unit) if isinstance(part, Source))


def unsourced(head_unit: HeadUnit) -> list[str]:
    """The keys of the rules that state something and name nobody who says so."""
    return [
        key
        for key, part in parts(head_unit)
        if isinstance(part, Rule) and not isinstance(part, SPOKEN_FOR) and not part.sources
        if _states_something(part)
    ]


def texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a value with its key."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name), f"{key}.{name}" if key else name)
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from texts(one, f"{key}[{at}]")


def _states_something(rule: Rule) -> bool:
    return any(
        field.default is NODEFAULT or getattr(rule, field.name) != field.default
        for field in fields(rule)
        if field.name != "sources" and not _holds_rules(getattr(rule, field.name))
    )


def _holds_rules(value: object) -> bool:
    if isinstance(value, tuple) and value:
        return all(isinstance(one, Rule) for one in value)
    return isinstance(value, Rule)
