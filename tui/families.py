"""The families of radios, as surfaces and commands choose among them."""

from functools import cache
from pathlib import Path

from pi.places import state_directory
from pi.radio.catalogue import Catalogue
from pi.radio.head_unit import HeadUnit
from pi.radio.head_unit_file import BadFile


@cache
def catalogue() -> Catalogue:
    """What is known, the owner's own files included."""
    return Catalogue(own_directory())


def families(*, text: str = "", make: str = "", shows: str = "") -> tuple[HeadUnit, ...]:
    """The families that fit, best first; all of them where nothing is asked."""
    return catalogue().search(text, shows=shows, make=make)


def bad_files() -> tuple[BadFile, ...]:
    """The owner's own files that were skipped."""
    return catalogue().bad_files()


def own_directory() -> Path:
    """Where the owner's own files lie."""
    return Path(state_directory()) / "head_units"
