"""``steadyhand import keepass``: vehicles from a KeePass file.

All of them are looked at, then added in one go: a bad one, a cut or a full card leaves nothing
half done.
"""

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import replace

from pi.catalogue.catalogue import UnknownHeadUnitError
from pi.copies.contents import LARGEST, ReadProblem
from pi.filesystem import NotAFileError, TooLargeError, read_file
from pi.service.protocol.answers import LONGEST_FIELD, MOST_TOGETHER
from pi.service.protocol.commands import AddVehicles, NewVehicle
from tui import families
from tui.cli.base import (
    end,
    secret_line,
    someone_answers,
    status_of,
    typed_line,
    unlock,
    with_service,
)
from tui.client import Link, RefusedByServiceError, every_vehicle
from tui.copies import learn_families
from tui.exits import Exit, complain, say
from tui.setup_file import lines_of
from tui.text import cli as command_words
from tui.text import copies as words
from tui.text.refusals import bad_code, bad_field, refused, unknown_head_unit

if TYPE_CHECKING:
    from pi.copies.keepass import FoundEntry


class Mapping(Struct, frozen=True, kw_only=True):
    """What is where. None: not said, so it is looked for where we put it, else asked for.

    ``head_unit`` is a family's id, for entries that name none; ``titles`` are the entries meant,
    all of them where none is named.
    """

    code: str | None
    serial: str | None
    head_unit: str | None
    titles: tuple[str, ...]


@click.group("import")
def import_() -> None: ...


@import_.command("keepass", help=words.HELP_IMPORT_KEEPASS)
@click.argument("file", metavar="FILE")
@click.option("--entry", "titles", multiple=True, metavar="TITLE", help=words.HELP_ENTRY)
@click.option("--code-in", metavar="ATTRIBUTE", help=words.HELP_CODE)
@click.option("--serial-in", metavar="ATTRIBUTE", help=words.HELP_SERIAL)
@click.option("--head-unit", metavar="ID", help=words.HELP_HEAD_UNIT)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_IMPORT_STDIN)
def import_keepass(
    file: str,
    titles: tuple[str, ...],
    code_in: str | None,
    serial_in: str | None,
    head_unit: str | None,
    passphrase_stdin: bool,
) -> None:
    """Unlock, read, look at all, add."""
    someone_answers(passphrase_stdin)
    mapping = Mapping(code=code_in, serial=serial_in, head_unit=head_unit, titles=titles)
    if not find_spec("pykeepass"):
        end(Exit.NOT_NOW, words.not_installed("pykeepass"))
    content = _content(file)
    secret = secret_line(command_words.SECRET_WANTED)
    sys.exit(with_service(lambda link: _import(link, file, content, secret, mapping)))


def _content(file: str) -> bytes:
    """The file, whole. Ends the command where it can't be read, or is too large to be one."""
    try:
        return read_file(file, LARGEST)
    except (FileNotFoundError, NotAFileError):
        end(Exit.BAD_INPUT, words.no_file(file))
    except OSError as error:
        end(Exit.BAD_INPUT, words.cannot_read(file, error.strerror or ""))
    except TooLargeError:
        end(Exit.BAD_INPUT, words.read_problem(file, ReadProblem.TOO_LARGE))
    except ValueError:  # a name that no file can have
        end(Exit.BAD_INPUT, words.no_file(file))


def _import(link: Link, file: str, content: bytes, secret: str, mapping: Mapping) -> Exit:
    from pi.copies.keepass import KeepassReadError, entries  # heavy, and may be missing

    unlock(link, secret)
    learn_families(link)
    try:
        found = entries(content, secret_line(words.PASSWORD_OF_FILE))
    except KeepassReadError as error:
        end(Exit.BAD_INPUT, words.read_problem(file, error.problem))
    if mapping.titles:
        found = tuple(one for one in found if one.title in mapping.titles)
    if not found:
        end(Exit.BAD_INPUT, words.no_entries(file))
    if len(found) > MOST_TOGETHER:
        end(Exit.BAD_INPUT, words.too_many(file, len(found), MOST_TOGETHER))
    vehicles = [_vehicle(one, mapping) for one in found]
    names = {one.name for one in every_vehicle(link)}
    new = [one for one in vehicles if one.name not in names]
    if there := len(vehicles) - len(new):
        complain(words.there_already(there))
    _add(link, new)
    say(words.added(len(new)))
    return Exit.DONE


def _add(link: Link, vehicles: list[NewVehicle]) -> None:
    """All of them or none. Ends the command where the service refuses one."""
    lines = list(lines_of(vehicles))
    try:
        for number, line in enumerate(lines, start=1):
            link.ask(AddVehicles(vehicles=line, more=number < len(lines)))
    except RefusedByServiceError as error:
        refusal = error.refusal
        if refusal.vehicle is None:
            raise
        why = refused(replace(refusal, vehicle=None))
        title = vehicles[refusal.vehicle - 1].name
        end(status_of(refusal.reason), words.in_entry(title, why))


def _vehicle(found: "FoundEntry", mapping: Mapping) -> NewVehicle:
    """One vehicle, looked at. Ends the command where it could not be added."""
    code_in = mapping.code or _where(found, words.code_in(found.title), "Code")
    serial_in = mapping.serial or "Serial number"
    head_unit = found.fields.get("Head unit") or mapping.head_unit
    head_unit = head_unit or typed_line(words.head_unit_of(found.title)) or ""
    code = found.fields.get(code_in, "")
    try:
        family = families.catalogue().load(head_unit)
    except UnknownHeadUnitError as error:
        end(
            Exit.BAD_INPUT, words.in_entry(found.title, unknown_head_unit(head_unit, error.nearest))
        )
    if problem := families.catalogue().find_problem(family, code):
        end(Exit.BAD_INPUT, words.in_entry(found.title, bad_code(problem)))
    if not found.title:
        end(Exit.BAD_INPUT, words.NO_TITLE)
    vehicle = NewVehicle(
        name=found.title,
        head_unit=head_unit,
        code=code if family.code is not None else "",
        serial=found.fields.get(serial_in, ""),
        plate=found.fields.get("Plate", ""),
        source=found.fields.get("Source", ""),
    )
    for field in ("name", "serial", "plate", "source"):
        if len(getattr(vehicle, field)) > LONGEST_FIELD:
            why = bad_field(field, "too_long")
            end(Exit.BAD_INPUT, words.in_entry(found.title[:LONGEST_FIELD], why))
    return vehicle


def _where(found: "FoundEntry", asked: str, usual: str) -> str:
    """The attribute with the code: where we put it, else where the owner says."""
    if usual in found.fields:
        return usual
    return typed_line(f"{asked} ({', '.join(sorted(found.fields))})") or "Password"
