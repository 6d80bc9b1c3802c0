"""The families of radios, as screens and commands choose among them: shipped, the owner's own,
the one on the screen.

A session is told the owner's own by its service, which may be another user's; a command that works
without a service reads them from the state directory.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pi.catalogue.catalogue import Catalogue, UnknownHeadUnitError
from pi.catalogue.free_text import LookedUp, look_up
from pi.catalogue.search import makes
from pi.places import state_directory
from pi.radio.head_unit import HeadUnit, Protection
from pi.service.protocol.answers import Answer, OwnFamilies
from pi.service.protocol.commands import GetFamilies
from pi.service.protocol.views import RadioView

if TYPE_CHECKING:
    from pi.catalogue.head_unit_file import BadFile


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


def families(*, make: str = "", shows: str = "") -> tuple[HeadUnit, ...]:
    """The families that fit, best first; all of them where nothing is asked."""
    return catalogue().search(shows=shows, make=make)


def looked_up(text: str) -> LookedUp:
    """What a text that somebody typed leads to."""
    every = families()
    return look_up(text, every, makes(every))


def bad_files() -> "tuple[BadFile, ...]":
    """The owner's own files that were skipped."""
    return catalogue().bad_files()


def own_directory() -> Path:
    """Where the owner's own files lie."""
    return Path(state_directory()) / "head_units"


def family_of(radio: RadioView) -> HeadUnit:
    """The radio's family: see ``family_by_id``."""
    return family_by_id(radio.head_unit)


def is_known(radio: RadioView) -> bool:
    """Whether anybody here can describe the radio."""
    try:
        catalogue().load(radio.head_unit)
    except UnknownHeadUnitError:
        return False
    return True


def family_by_id(head_unit: str) -> HeadUnit:
    """A family. One that is not known here is its id alone, with nothing known."""
    try:
        return catalogue().load(head_unit)
    except UnknownHeadUnitError:
        return HeadUnit(id=head_unit, name=head_unit, protection=Protection.OWNER_CODE)


class Told:
    """What has come so far. ``next``: what to ask for, if any."""

    def __init__(self) -> None:
        self.families: list[HeadUnit] = []
        self.next: GetFamilies | None = GetFamilies()

    def take(self, answer: Answer) -> None:
        """One page more."""
        assert isinstance(answer, OwnFamilies)
        page = [one for raw in answer.families if (one := _family(raw)) is not None]
        self.families += page
        self.next = GetFamilies(after=page[-1].id) if answer.more and page else None


def _family(raw: msgspec.Raw) -> HeadUnit | None:
    """A family, None where another version of the service knows more of it than this one."""
    try:
        return msgspec.json.decode(raw, type=HeadUnit)
    except msgspec.ValidationError:
        return None
