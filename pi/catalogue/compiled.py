"""The families that come with Steadyhand, as they are read at run time: one line of JSON each.

People edit the TOML files; ``python3 -m pi.catalogue.compile`` writes them as this one file,
which a machine reads far faster. It is a JSON array, one family a line in the order of
ids, each line beginning with the id, so that one family is found and read without the others.
"""

import gc
from functools import cache
from os.path import dirname, join
from typing import Final, TypeVar

import msgspec

from pi.radio.head_unit import HeadUnit

COMPILED: Final = join(dirname(__file__), "head_units", "compiled.json")
Decoded = TypeVar("Decoded")
BEGINS: Final = b'{"id":"'  # every line of a family


class DamagedCatalogueError(Exception):
    """The compiled file is missing or garbled. The message names the file, for developers."""


@cache
def ids(file: str = COMPILED) -> tuple[str, ...]:
    """The ids of all families, in order. Raises DamagedCatalogueError."""
    lines = _framed(file).split(b"\n")[1:-2]
    starts = len(BEGINS)
    return tuple(line[starts : line.index(b'"', starts)].decode() for line in lines)


def load(head_unit: str, file: str = COMPILED) -> HeadUnit | None:
    """One family, or None where the file has none of this id. Raises DamagedCatalogueError."""
    content = _framed(file)
    begin = content.find(b'\n%b%b"' % (BEGINS, head_unit.encode("utf-8", "replace")))
    if begin < 0:
        return None
    line = content[begin + 1 : content.index(b"\n", begin + 1)].rstrip(b",")
    found = _decoded(file, line, HeadUnit)
    return found if found.id == head_unit else None


def load_all(file: str = COMPILED) -> tuple[HeadUnit, ...]:
    """Every family, in the order of ids. Raises DamagedCatalogueError."""
    collects = gc.isenabled()
    gc.disable()  # nothing read here is garbage, and looking for it costs a tenth
    try:
        return _decoded(file, _content(file), tuple[HeadUnit, ...])
    finally:
        if collects:
            gc.enable()


def _decoded(file: str, content: bytes, as_type: type[Decoded]) -> Decoded:
    try:
        return msgspec.json.decode(content, type=as_type)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedCatalogueError(file) from error


def _content(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError as error:
        raise DamagedCatalogueError(file) from error


def _framed(file: str) -> bytes:
    """The whole file, its frame looked at: one family a line between brackets."""
    content = _content(file)
    families, lines = content.count(b"\n" + BEGINS), content.count(b"\n") - 2
    if not content.startswith(b"[\n") or not content.endswith(b"}\n]\n") or families != lines:
        raise DamagedCatalogueError(file)
    return content
