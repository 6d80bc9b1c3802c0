"""The owner's own files: every good one a family, every bad one named."""

from collections.abc import Collection
from os.path import realpath
from pathlib import Path

from pi.catalogue.head_unit_file import BadFile, WhyBad, read
from pi.radio.head_unit import HeadUnit

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
