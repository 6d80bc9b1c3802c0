"""The families of this service: those that come with it, and the owner's own beside the store.

An owner's file is read at the first need and again whenever one is kept here; ``revision`` counts
up then, and every session asks for the list anew. It is 0 while there is nothing to ask for.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pi.catalogue.catalogue import Catalogue, UnknownHeadUnitError, ids
from pi.filesystem import make_private_directory, write_new_file
from pi.radio.head_unit import HeadUnit
from pi.radio.security_code import CodeProblem
from pi.service.core.radios import Radios
from pi.service.core.session import Handlers, Session
from pi.service.protocol import commands
from pi.service.protocol.answers import (
    LONGEST_FIELD,
    LONGEST_LINE,
    Done,
    OwnFamilies,
    Reason,
    RefusedError,
    page,
)
from pi.storage.errors import save_reason

if TYPE_CHECKING:
    from pi.catalogue.head_unit_file import BadFile

ROOM = LONGEST_LINE // 2  # bytes of families in one answer: the line has room to spare
LONGEST_TOLD = 2048  # bytes of a bad file
MOST_OWN = 500  # files; a directory fuller than that is no owner's


class Families:
    """``load`` and ``find_problem`` are all that the other rooms need."""

    def __init__(self, directory: Path) -> None:
        """``directory`` holds the owner's own files. It need not be there."""
        self.directory = directory
        self._catalogue = Catalogue(directory)
        self.revision = int(any(directory.glob("*.toml")))

    def load(self, head_unit: str) -> HeadUnit:
        """One family. Raises UnknownHeadUnitError."""
        return self._catalogue.load(head_unit)

    def find_problem(self, head_unit: HeadUnit, code: str) -> CodeProblem | None:
        """Why a code is none of this family's: see the catalogue."""
        return self._catalogue.find_problem(head_unit, code)

    def knows(self, head_unit: str) -> bool:
        """Whether a family can be loaded."""
        try:
            self.load(head_unit)
        except UnknownHeadUnitError:
            return False
        return True

    def own(self, _: Session, ask: commands.GetFamilies) -> OwnFamilies:
        """The owner's own, in the order of ids, as many as one answer holds."""
        found: list[msgspec.Raw] = []
        room = ROOM
        for head_unit in self._own_ids():
            if head_unit <= ask.after:
                continue
            text = msgspec.json.encode(self.load(head_unit))
            if found and len(text) > room:
                return OwnFamilies(families=tuple(found), more=True)
            room -= len(text)
            found.append(msgspec.Raw(text))
        bad, __ = page(map(_told, self._bad_files()), LONGEST_LINE // 4)
        return OwnFamilies(families=tuple(found), bad_files=bad)

    def keep(self, toml: str) -> str:
        """Write an owner's own family. Its id, or RefusedError; nothing half-written is left."""
        from pi.catalogue.head_unit_file import BadFile, read_text

        if len(self._own_ids()) >= MOST_OWN:
            raise RefusedError(Reason.BAD_FAMILY, field="", detail="too_many")
        found = read_text(toml)
        if isinstance(found, BadFile):
            raise RefusedError(Reason.BAD_FAMILY, field=found.key, detail=found.reason.value)
        path = self.directory / f"{found.id}.toml"
        if found.id in ids() or path.exists():
            raise RefusedError(Reason.FAMILY_EXISTS, detail=found.id)
        try:
            make_private_directory(self.directory)
            write_new_file(path, toml.encode("utf-8"), 0o600)
        except OSError as error:
            raise RefusedError(Reason.NOT_SAVED, detail=save_reason(error)) from None
        self._catalogue = Catalogue(self.directory)
        self.revision += 1
        return found.id

    def _own_ids(self) -> list[str]:
        return [each for each in self._catalogue.ids() if each not in ids()]

    def _bad_files(self) -> "list[BadFile]":
        return list(self._catalogue.bad_files()[:20])


class OwnersFamilies:
    """The commands about them."""

    def __init__(self, families: Families, radios: Radios, is_set_up: Callable[[], bool]) -> None:
        self._families = families
        self._radios = radios
        self._is_set_up = is_set_up
        self.handlers: Handlers = {
            commands.GetFamilies: self._families.own,
            commands.KeepFamily: self._keep,
        }

    def _keep(self, session: Session, ask: commands.KeepFamily) -> Done:
        """Once there is a vault, only a session that has it open may describe a radio."""
        if self._is_set_up():
            session.vault()
        self._families.keep(ask.toml)
        self._radios.forget_families()
        self._radios.changed()
        return Done()


def _told(bad_file: "BadFile") -> msgspec.Raw:
    """A bad file in short: what is in it may be of any length."""
    told = msgspec.json.encode(bad_file)
    if len(told) > LONGEST_TOLD:
        short = replace(bad_file, key=bad_file.key[:LONGEST_FIELD], detail="", problems=())
        told = msgspec.json.encode(short)
    return msgspec.Raw(told)
