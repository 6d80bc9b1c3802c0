"""The file of a family: its TOML read into a head unit, or into the reason why not, and written
again.

The standard library reads TOML and does not write it. What ``tomllib`` reads from the text is
what was given: texts, numbers, booleans, lists and tables with text keys. None is left out, as TOML
has no word for it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum, StrEnum
from os.path import realpath
from pathlib import Path
from typing import Final, TypeGuard

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from pi.catalogue.check import Problem, check
from pi.drawable import clipped
from pi.filesystem import NotAFileError, TooLargeError, read_file
from pi.radio.head_unit import HeadUnit

LONGEST_FILE: Final = 256 * 1024  # bytes; the largest family needs a twentieth of it

LARGEST_FAMILY: Final = 32 * 1024  # bytes as it is told to sessions; the largest has a third

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
Table = Mapping[str, object]


class WhyBad(StrEnum):
    """Why an owner's file is skipped."""

    UNREADABLE = "unreadable"  # not allowed, not there, or not UTF-8
    NOT_A_FILE = "not_a_file"  # a directory, a pipe, a device
    LEADS_OUT = "leads_out"  # a link to a place outside of the owner's directory
    TOO_LARGE = "too_large"
    NOT_TOML = "not_toml"
    WRONG_SHAPE = "wrong_shape"  # a key that is unknown, missing or of another type
    UNSOUND = "unsound"  # ``problems`` says what
    ID_IS_NOT_THE_FILE_NAME = "id_is_not_the_file_name"
    ID_IS_TAKEN = "id_is_taken"  # a family that comes with Steadyhand has it


class BadFile(Struct, frozen=True, kw_only=True):
    """A file that was skipped: its name, the key at fault ("" for the whole file) and why.

    ``detail`` is the parser's own word for developers, in English.
    """

    file: str
    key: str
    reason: WhyBad
    detail: str = ""
    problems: tuple[Problem, ...] = ()


def parse(text: str) -> HeadUnit:
    """A head unit from the text of its file.

    Raises tomllib.TOMLDecodeError, or msgspec.ValidationError where the shape is wrong.
    """
    import tomllib

    return msgspec.convert(tomllib.loads(text), HeadUnit)


def read(path: Path) -> HeadUnit | BadFile:
    """A head unit from an owner's file, or why it can't be one. Never raises for its content."""
    try:
        text = read_file(path, LONGEST_FILE).decode("utf-8")
    except NotAFileError:
        return BadFile(file=path.name, key="", reason=WhyBad.NOT_A_FILE)
    except TooLargeError:
        return BadFile(file=path.name, key="", reason=WhyBad.TOO_LARGE)
    except (OSError, UnicodeDecodeError) as error:
        reason, detail = WhyBad.UNREADABLE, type(error).__name__
        return BadFile(file=path.name, key="", reason=reason, detail=detail)
    found = read_text(text, path.name)
    if isinstance(found, BadFile) or found.id == path.stem:
        return found
    return BadFile(file=path.name, key="id", reason=WhyBad.ID_IS_NOT_THE_FILE_NAME)


def read_text(text: str, file: str = "") -> HeadUnit | BadFile:
    """A head unit from the text of a file, or why it can't be one. Never raises for it."""

    def bad(reason: WhyBad, key: str = "", detail: str = "") -> BadFile:
        return BadFile(file=file, key=clipped(key), reason=reason, detail=clipped(detail))

    if len(text) > LONGEST_FILE:
        return bad(WhyBad.TOO_LARGE)
    try:
        head_unit = parse(text)
    except msgspec.ValidationError as error:
        return bad(WhyBad.WRONG_SHAPE, _key_at_fault(str(error)), str(error))
    except (ValueError, RecursionError) as error:  # what tomllib raises, and its limits
        return bad(WhyBad.NOT_TOML, detail=str(error))
    if problems := check(head_unit):
        first = problems[0].key
        return BadFile(file=file, key=first, reason=WhyBad.UNSOUND, problems=tuple(problems))
    if len(msgspec.json.encode(head_unit)) > LARGEST_FAMILY:
        return bad(WhyBad.TOO_LARGE)
    return head_unit


def _key_at_fault(message: str) -> str:
    """The key that msgspec names: where it stopped, and the field it missed or did not know."""
    where = re.search(r"at `\$\.?([^`]*)`$", message)
    field = re.search(r"field `([^`]+)`", message)
    return ".".join(found[1] for found in (where, field) if found is not None and found[1])


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


Owned = tuple[dict[str, HeadUnit], tuple[BadFile, ...]]


def read_all(directory: Path, taken: Collection[str]) -> Owned:
    """The families of a directory by their ids, and the files that were skipped, by their names.

    ``taken`` are the ids of the families that come with Steadyhand. Hidden files and others than
    TOML are left alone. A directory that is not there holds nothing.
    """
    try:
        paths = sorted(directory.iterdir())
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        detail = type(error).__name__
        whole = BadFile(file=directory.name, key="", reason=WhyBad.UNREADABLE, detail=detail)
        return {}, (whole,)
    good: dict[str, HeadUnit] = {}
    bad: list[BadFile] = []
    for path in paths:
        if path.suffix != ".toml" or path.name.startswith("."):
            continue
        found = read_own(path, taken)
        if isinstance(found, BadFile):
            bad.append(found)
        else:
            good[found.id] = found
    return good, tuple(bad)


def read_own(path: Path, taken: Collection[str]) -> HeadUnit | BadFile:
    """One of the owner's files. A link may not lead out of the directory it lies in."""
    if path.is_symlink() and not Path(realpath(path)).is_relative_to(realpath(path.parent)):
        return BadFile(file=path.name, key="", reason=WhyBad.LEADS_OUT)
    found = read(path)
    if isinstance(found, HeadUnit) and found.id in taken:
        return BadFile(file=path.name, key="id", reason=WhyBad.ID_IS_TAKEN)
    return found


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
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")
