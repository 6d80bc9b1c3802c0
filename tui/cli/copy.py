"""``steadyhand copy``: to a card, a KeePass file or a QR code, and the word that a copy lies
elsewhere.

A QR code is drawn on the terminal's second page and wiped from there, so that it does not stay in
what can be scrolled back to. No file and no pipe gets it.
"""

import os
import select
import signal
import sys
import termios
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path, PurePath
from types import FrameType

import click

from pi.copies import target
from pi.copies.contents import Kept
from pi.copies.qr import best_fitting
from pi.copies.target import TargetError
from pi.radio.events import CopyKind
from pi.secret_limits import PIN_LONGEST, is_weak
from pi.service.protocol.answers import CodeShown, Done
from pi.service.protocol.commands import NoteCopy, ShowCode
from tui.cli.backup import look, refuse
from tui.cli.base import (
    end,
    of_vehicle,
    secret_line,
    secret_twice,
    someone_answers,
    unlocked,
    with_service,
)
from tui.client import Link, every_vehicle
from tui.copies import NoCodeError, drawn, kept_of, learn_families, note, one_kept, takes_a_code
from tui.exits import Exit, complain, say
from tui.text import cli as command_words
from tui.text import copies as words
from tui.text.states import needs_terminal

FORMS = (".pdf", ".svg", ".txt")

LONGEST_S = 60.0  # on the screen: whoever passes by has a camera too

# Colours of the fixed part of the palette: a theme's black and white may be neither.
_INK, _PLAIN = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
_SECOND_PAGE, _FIRST_PAGE = "\x1b[?1049h\x1b[?25l", "\x1b[?1049l\x1b[?25h"
_WIPE = "\x1b[0m\x1b[2J\x1b[H"


@click.group("copy")
def copy() -> None: ...


def write(file: str, content: bytes, *, replace: bool, is_right: Callable[[bytes], bool]) -> None:
    """Write it for good, and say where it would not last."""
    try:
        real = target.write(Path(file), content, replace=replace, is_right=is_right)
    except TargetError as error:
        refuse(file, error.problem)
    if target.goes_at_next_boot(real):
        complain(words.goes_at_next_boot(file))


def all_kept(link: Link) -> tuple[Kept, ...]:
    """Every vehicle with a code; that others are left out is said. Raises NoCodeError."""
    shown = [link.ask(ShowCode(vehicle=one.vehicle)) for one in list(every_vehicle(link))]
    told = [one for one in shown if isinstance(one, CodeShown)]
    kept = tuple(kept_of(one) for one in told if one.code)
    if not kept:
        raise NoCodeError(any(takes_a_code(one.head_unit) for one in told))
    if without := len(told) - len(kept):
        complain(words.without_code(without))
    return kept


def one_opened(link: Link, vehicle: str | None, secret: str) -> Kept | None:
    """Unlock, and the vehicle that is meant; None (and said) where there is no code to copy."""
    number = unlocked(link, secret, vehicle)
    learn_families(link)
    try:
        return one_kept(link, number)
    except NoCodeError as error:
        complain(words.no_code_kept(error.takes_a_code))
        return None


@copy.command("card", help=words.HELP_CARD)
@click.argument("file", metavar="FILE")
@click.option("--vehicle", metavar="NAME", help=command_words.HELP_VEHICLE_OR_LAST)
@click.option("--replace", is_flag=True, help=words.HELP_REPLACE)
@click.option("--passphrase-stdin", is_flag=True, help=command_words.HELP_STDIN)
def copy_card(file: str, vehicle: str | None, replace: bool, passphrase_stdin: bool) -> None:
    """Write the card of one vehicle, in the form that the file's name asks for."""
    someone_answers(passphrase_stdin)
    form = PurePath(file).suffix.lower()
    if form not in FORMS:
        end(Exit.BAD_INPUT, words.no_such_form(file))
    if form != ".txt" and not (find_spec("fpdf") and find_spec("fontTools")):
        end(Exit.NOT_NOW, words.not_installed("fpdf2"))
    replace = look(file, replace=replace)
    secret = secret_line(command_words.SECRET_WANTED)
    sys.exit(with_service(lambda link: _write_card(link, file, vehicle, secret, replace=replace)))


def _write_card(link: Link, file: str, vehicle: str | None, secret: str, *, replace: bool) -> Exit:
    kept = one_opened(link, vehicle, secret)
    if kept is None:
        return Exit.NOT_NOW
    content = drawn(kept, PurePath(file).suffix.lower())
    write(file, content, replace=replace, is_right=content.__eq__)
    where = note(link, CopyKind.CARD, (kept,), file)
    said = of_vehicle(link, kept.name, kept.number, words.card_made(file))
    say(said, *([where] if where else []))
    return Exit.DONE


@copy.command("keepass", help=words.HELP_KEEPASS)
@click.argument("file", metavar="FILE")
@click.option("--vehicle", metavar="NAME", help=command_words.HELP_VEHICLE_OR_ALL)
@click.option("--replace", is_flag=True, help=words.HELP_REPLACE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_TWO)
def copy_keepass(file: str, vehicle: str | None, replace: bool, passphrase_stdin: bool) -> None:
    """Write it, open it again, compare. The vehicles are all of them, or the one that is named."""
    someone_answers(passphrase_stdin)
    if not find_spec("pykeepass"):
        end(Exit.NOT_NOW, words.not_installed("pykeepass"))
    replace = look(file, replace=replace)
    secret = secret_line(command_words.SECRET_WANTED)

    def act(link: Link) -> Exit:
        return _write_keepass(link, file, vehicle, secret, replace=replace)

    sys.exit(with_service(act))


def _write_keepass(
    link: Link, file: str, vehicle: str | None, secret: str, *, replace: bool
) -> Exit:
    number = unlocked(link, secret, vehicle)
    learn_families(link)
    try:
        kept = all_kept(link) if number is None else (one_kept(link, number),)
    except NoCodeError as error:
        complain(words.no_code_kept(error.takes_a_code))
        return Exit.NOT_NOW
    password = _new_password(secret)
    _write(file, kept, password, replace=replace)
    where = note(link, CopyKind.KEEPASS, kept, file)
    said = words.made(file, len(kept))
    if number is not None:
        said = of_vehicle(link, kept[0].name, number, said)
    say(said, *([where] if where else []))
    return Exit.DONE


def _new_password(secret: str) -> str:
    """The file's own. It is asked for twice where it is typed unseen."""
    password = secret_twice(words.PASSWORD_WANTED)
    if not password:
        end(Exit.BAD_INPUT, words.NO_PASSWORD)
    if password == secret and password.isdigit() and len(password) <= PIN_LONGEST:
        end(Exit.BAD_INPUT, words.PASSWORD_IS_PIN)
    if is_weak(password):
        complain(words.WEAK_PASSWORD)
    return password


def _write(file: str, kept: Sequence[Kept], password: str, *, replace: bool) -> None:
    from pi.copies import keepass  # heavy, and may be missing

    content = keepass.written(kept, password, words.KEEPASS_TITLE)

    def is_right(found: bytes) -> bool:
        return keepass.holds(found, kept, password)

    write(file, content, replace=replace, is_right=is_right)


@copy.command("qr", help=words.HELP_QR)
@click.option("--vehicle", metavar="NAME", help=command_words.HELP_VEHICLE_OR_LAST)
@click.option("--seconds", type=click.FloatRange(min=0), default=60.0, help=words.HELP_SECONDS)
@click.option("--passphrase-stdin", is_flag=True, help=command_words.HELP_STDIN)
def copy_qr(vehicle: str | None, seconds: float, passphrase_stdin: bool) -> None:
    """Show it until a key is pressed or the time is over, then ask whether the phone has it."""
    someone_answers(passphrase_stdin)
    term = os.environ.get("TERM", "")
    if not sys.stdout.isatty() or term in {"", "dumb"}:
        end(Exit.NOT_NOW, needs_terminal(term, is_one=sys.stdout.isatty()))
    secret = secret_line(command_words.SECRET_WANTED)

    def act(link: Link) -> Exit:
        return _draw_qr(link, vehicle, secret, min(seconds, LONGEST_S))

    sys.exit(with_service(act))


def _draw_qr(link: Link, vehicle: str | None, secret: str, seconds: float) -> Exit:
    kept = one_opened(link, vehicle, secret)
    if kept is None:
        return Exit.NOT_NOW
    handle = os.open(os.ttyname(sys.stdout.fileno()), os.O_RDWR | os.O_NOCTTY)
    try:
        return _shown(link, kept, handle, seconds)
    finally:
        os.close(handle)


def _shown(link: Link, kept: Kept, handle: int, seconds: float) -> Exit:
    columns, rows = os.get_terminal_size(handle)
    lines = best_fitting(words.qr_texts(kept), columns, rows - 1)
    if lines is None:
        complain(words.too_small_for_qr(columns, rows))
        return Exit.NOT_NOW
    with _keys_unseen(handle):
        _show(handle, lines, columns, seconds)
        answer = _asked(handle)
    if answer:
        note(link, CopyKind.QR, (kept,))
    said = words.QR_NOTED if answer else words.QR_NOT_NOTED
    say(of_vehicle(link, kept.name, kept.number, said))
    return Exit.DONE


def _show(handle: int, lines: list[str], columns: int, seconds: float) -> None:
    """Draw, wait, wipe: also where the command is told to end meanwhile."""
    said = words.qr_until(round(seconds))[:columns]
    drawn = "\r\n".join(f"{_INK}{line}{_PLAIN}" for line in lines)
    try:
        _put(handle, f"{_SECOND_PAGE}{_WIPE}{drawn}\r\n{said}")
        _key(handle, seconds)
    finally:
        _put(handle, f"{_WIPE}{_FIRST_PAGE}")


def _asked(handle: int) -> bool:
    """Whether the phone has it. Nobody there to ask is no."""
    _put(handle, words.QR_READ + " [y/N] ")
    answer = _key(handle, LONGEST_S)
    _put(handle, "\r\n")
    return answer.lower() in {"y", words.YES_KEY}


def _put(handle: int, text: str) -> None:
    left = text.encode()
    while left:
        left = left[os.write(handle, left) :]


def _key(handle: int, seconds: float) -> str:
    """The next key, empty where none came within the time.

    An order to end that comes right before the waiting would be slept over, and the code stand
    there meanwhile: so a signal wakes it by a pipe of its own.
    """
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    earlier = signal.set_wakeup_fd(wakes)
    try:
        ready, _, _ = select.select([handle, woken], [], [], seconds)
    finally:
        signal.set_wakeup_fd(earlier)
        os.close(woken)
        os.close(wakes)
    return os.read(handle, 64).decode(errors="replace") if handle in ready else ""


@contextmanager
def _keys_unseen(handle: int) -> Iterator[None]:
    """Each key at once and none echoed, Ctrl+C and Ctrl+Z among them: nothing stops half way."""
    before = termios.tcgetattr(handle)
    unseen = termios.tcgetattr(handle)
    unseen[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
    ended = signal.signal(signal.SIGTERM, _end)
    termios.tcsetattr(handle, termios.TCSADRAIN, unseen)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
        signal.signal(signal.SIGTERM, ended)


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(Exit.NOT_NOW)


@copy.command("taken", help=words.HELP_TAKEN)
@click.argument(
    "kind", type=click.Choice([kind.value for kind in CopyKind if kind.is_a_file]), metavar="KIND"
)
def copy_taken(kind: str) -> None:
    """Take the owner's word for it, as that a phone has the code."""

    def act(link: Link) -> Exit:
        done = link.ask(NoteCopy(kind=CopyKind(kind), taken_off=True))
        if isinstance(done, Done) and not done.saved:
            complain(words.NOT_NOTED)
            return Exit.NOT_SAVED
        say(words.IS_OFF_THIS_CARD)
        return Exit.DONE

    sys.exit(with_service(act))
