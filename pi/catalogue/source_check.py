"""Whether every rule of a head unit names who says so.

A rule states something where a field of its own differs from its default; unknown is no statement,
and neither is a note. The stages and the end of an account are covered by the account's sources.
"""

from collections.abc import Iterator

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from pi.catalogue.unsound import Found, Unsound
from pi.radio.head_unit import HeadUnit
from pi.radio.lockout_rule import Stage, Terminal
from pi.radio.provenance import Rule, Source, Trust

ABOUT_THE_RULE = {"sources", "notes"}
UNKNOWN = "unknown"  # how every enum here says it
MAKERS_WORD = {Trust.MAKER, Trust.MAKER_QUOTED}


def source_problems(head_unit: HeadUnit) -> Found:
    """The rules without a source, and the sources that name nobody."""
    for key, part in _parts(head_unit):
        if isinstance(part, Source) and not part.where.strip():
            yield f"{key}.where", Unsound.EMPTY
    for key, rule in stated_rules(head_unit):
        if not rule.sources:
            yield key, Unsound.NO_SOURCE


def stated_rules(head_unit: HeadUnit) -> Iterator[tuple[str, Rule]]:
    """Every rule that states something and answers for itself, with its key."""
    for key, part in _parts(head_unit):
        if isinstance(part, Rule) and not isinstance(part, Stage | Terminal) and _states(part):
            yield key, part


def has_makers_word(rule: Rule) -> bool:
    """Whether the maker says so, read or quoted."""
    return any(source.trust in MAKERS_WORD for source in rule.sources)


def _parts(value: object, key: str = "") -> Iterator[tuple[str, Struct]]:
    """Every struct inside a value with its key, in the order of the file."""
    if isinstance(value, Struct):
        yield key, value
        for name in value.__struct_fields__:
            yield from _parts(getattr(value, name), f"{key}.{name}" if key else name)
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _parts(one, f"{key}[{at}]")


def _states(rule: Rule) -> bool:
    return any(
        _is_stated(getattr(rule, field.name), field.default)
        for field in fields(rule)
        if field.name not in ABOUT_THE_RULE
    )


def _is_stated(value: object, default: object) -> bool:
    """Whether a field says something itself. The rules it holds answer for themselves."""
    if isinstance(value, Rule) or (
        isinstance(value, tuple) and value and all(isinstance(one, Rule) for one in value)
    ):
        return False
    return value != UNKNOWN if default is NODEFAULT else value != default
