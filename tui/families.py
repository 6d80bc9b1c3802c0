"""The families of radios, as surfaces and commands choose among them.

A surface is told the owner's own by its service, which may be another user's; a command that works
without a service reads them from the state directory.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pi.places import state_directory
from pi.radio.catalogue import Catalogue
from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.head_unit_file import BadFile


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
    return _told[0] if _told else _of_directory(state_directory())


@cache
def _of_directory(directory: str) -> Catalogue:
    return Catalogue(Path(directory) / "head_units")


def families(*, text: str = "", make: str = "", shows: str = "") -> tuple[HeadUnit, ...]:
    """The families that fit, best first; all of them where nothing is asked."""
    return catalogue().search(text, shows=shows, make=make)


def bad_files() -> tuple[BadFile, ...]:
    """The owner's own files that were skipped."""
    return catalogue().bad_files()


def described(head_unit: HeadUnit) -> dict[str, Any]:
    """The documented shape of one family in ``head-units --json``."""
    shape = head_unit.code
    return {
        "id": head_unit.id,
        "name": head_unit.name,
        "protection": head_unit.protection.value,
        "takes_a_code": head_unit.takes_a_code,
        "code_lengths": [] if shape is None else list(shape.lengths),
        "makes": sorted({fit.make for fit in head_unit.fits}),
        "cars": [{"make": f.make, "model": f.model, "years": f.years} for f in head_unit.fits],
        "prompts": list(head_unit.words_meaning(Meaning.PROMPT)),
        "shows": [word.text for word in head_unit.words],
        "verified_on_hardware": head_unit.verified_on_hardware,
    }
