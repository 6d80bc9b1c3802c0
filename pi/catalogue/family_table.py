"""A family as the plain table that its file holds: what is unknown or usual is left out."""

from enum import Enum

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from pi.radio.head_unit import HeadUnit


def as_table(head_unit: HeadUnit) -> dict[str, object]:
    """The keys and values of a family's file, in the order of the vocabulary page."""
    return _table(head_unit)


def _table(part: Struct) -> dict[str, object]:
    config = part.__struct_config__
    table: dict[str, object] = {}
    if config.tag_field is not None:
        table[config.tag_field] = config.tag
    for field in fields(part):
        value = getattr(part, field.name)
        if field.required or value != _default(field):
            table[field.encode_name] = _plain(value)
    return {key: value for key, value in table.items() if value is not None}


def _default(field: FieldInfo) -> object:
    if field.default_factory is not NODEFAULT:
        return field.default_factory()
    return field.default


def _plain(value: object) -> object:
    if isinstance(value, Struct):
        return _table(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
