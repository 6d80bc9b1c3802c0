"""The families of radios, as surfaces and commands choose among them.

A surface is told the owner's own by its service, which may be another user's; a command that works
without a service reads them from the state directory.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pi.catalogue.catalogue import Catalogue
from pi.catalogue.head_unit_file import BadFile
from pi.places import state_directory
from pi.radio.head_unit import HeadUnit

if TYPE_CHECKING:
    from pi.catalogue.lookup import LookedUp


class ToldCatalogue(Catalogue):
    """What comes with Steadyhand, and the owner's own as the service told them."""

    def __init__(self, own: Iterable[HeadUnit]) -> None:
        super().__init__()
        self._owners = ({one.id: one for one in own}, ())


_told: list[ToldCatalogue] = []  # the last, if a service told anything yet


def tell(own: Iterable[HeadUnit]) -> None:
    """The service's word on the owner's own families: from now on these count, and no others."""
    _told[:] = [ToldCatalogue(own)]


def forget() -> None:
    """No service is listened to any more."""
    _told.clear()


def catalogue() -> Catalogue:
    """What is known, the owner's own families included."""
    return _told[0] if _told else _of_directory(own_directory())


@cache
def _of_directory(directory: Path) -> Catalogue:
    return Catalogue(directory)


def families(*, text: str = "", make: str = "", shows: str = "") -> tuple[HeadUnit, ...]:
    """The families that fit, best first; all of them where nothing is asked."""
    return catalogue().search(text, shows=shows, make=make)


def looked_up(text: str) -> "LookedUp":
    """What a text that somebody typed leads to."""
    from pi.catalogue.lookup import look_up
    from pi.catalogue.makes import makes

    every = families()
    return look_up(text, every, makes(every))


def bad_files() -> tuple[BadFile, ...]:
    """The owner's own files that were skipped."""
    return catalogue().bad_files()


def own_directory() -> Path:
    """Where the owner's own files lie."""
    return Path(state_directory()) / "head_units"
