"""The text of a TOML file from plain data: as much of TOML as a family's file needs, no more.

The standard library reads TOML and does not write it. What ``tomllib`` reads from the text is
what was given: texts, numbers, booleans, lists and tables with text keys. None is left out, as TOML
has no word for it.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeGuard

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
Table = Mapping[str, object]


def write(table: Table) -> str:
    """The text of a file. Raises TypeError for what TOML can't say."""
    return "\n".join(_section((), table)).strip("\n") + "\n"


def _section(path: tuple[str, ...], table: Table) -> Iterator[str]:
    """The table's own values first, then the tables inside, each under its header."""
    there = {key: value for key, value in table.items() if value is not None}
    inside = {key for key, value in there.items() if _has_header(value)}
    for key, value in there.items():
        if key not in inside:
            yield f"{_key(key)} = {_spread(value)}"
    for key in there:
        value = there[key]
        if key not in inside:
            continue
        if isinstance(value, Mapping):
            yield from _headed(f"[{_path((*path, key))}]", (*path, key), value)
        elif isinstance(value, Sequence):
            for one in value:
                yield from _headed(f"[[{_path((*path, key))}]]", (*path, key), one)


def _headed(header: str, path: tuple[str, ...], table: Table) -> Iterator[str]:
    """A header may be left out where a table holds nothing but tables: theirs name it."""
    only_tables = bool(table) and all(isinstance(value, Mapping) for value in table.values())
    if header.startswith("[[") or not only_tables:
        yield ""
        yield header
    yield from _section(path, table)


def _has_header(value: object) -> bool:
    """Tables, and lists of tables that hold more than plain values, stand below a header."""
    if isinstance(value, Mapping):
        return True
    return _is_tables(value) and not all(map(_is_flat, value))


def _is_tables(value: object) -> TypeGuard[Sequence[Table]]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return False
    return bool(value) and all(isinstance(one, Mapping) for one in value)


def _is_flat(table: Table) -> bool:
    return not any(isinstance(value, Mapping | list | tuple) for value in table.values())


def _spread(value: object) -> str:
    """A value; a list of tables has one a line."""
    if _is_tables(value):
        return "[\n" + "".join(f"  {_inline(one)},\n" for one in value) + "]"
    return _inline(value)


def _inline(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        parts = (f"{_key(k)} = {_inline(v)}" for k, v in value.items() if v is not None)
        inner = ", ".join(parts)
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_inline, value))}]"
    raise TypeError(type(value).__name__)


def _path(path: Sequence[str]) -> str:
    return ".".join(map(_key, path))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """TOML's escapes are those of JSON, but for one character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
