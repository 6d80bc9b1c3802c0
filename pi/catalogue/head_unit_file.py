"""One file of one family: from its text to a head unit, or to the reason why not."""

from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from pi.bounded import NotAFileError, TooLargeError, read_file
from pi.catalogue.unsound import Problem
from pi.drawable import clipped
from pi.radio.head_unit import HeadUnit

LONGEST_FILE: Final = 256 * 1024  # bytes; the largest family needs a twentieth of it

LARGEST_FAMILY: Final = 32 * 1024  # bytes as it is told to surfaces; the largest has a third


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
    from pi.catalogue.check import check

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
    import re

    where = re.search(r"at `\$\.?([^`]*)`$", message)
    field = re.search(r"field `([^`]+)`", message)
    return ".".join(found[1] for found in (where, field) if found is not None and found[1])
