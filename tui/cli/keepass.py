"""``steadyhand copy keepass``: every vehicle in one file that password managers open."""

from collections.abc import Sequence
from importlib.util import find_spec

from pi.copies.contents import Kept
from pi.radio.events import CopyKind
from tui.cli import paths
from tui.cli.asking import with_service
from tui.cli.base import end, secret_line, secret_twice
from tui.cli.show import LONGEST_PIN, number_of, unlock
from tui.client import Link
from tui.copies import NoCodeError, all_kept, learn_families, note, one_kept
from tui.exits import Exit, complain, say
from tui.text import cli as command_words
from tui.text import copies as words


def copy_keepass(file: str, vehicle: str | None, *, force: bool) -> Exit:
    """Write it, open it again, compare. The vehicles are all of them, or the one that is named."""
    if not find_spec("pykeepass"):
        end(Exit.NOT_NOW, words.not_installed("pykeepass"))
    replace = paths.look(file, force=force)
    secret = secret_line(command_words.secret_wanted())
    return with_service(lambda link: _copy(link, file, vehicle, secret, replace=replace))


def _copy(link: Link, file: str, vehicle: str | None, secret: str, *, replace: bool) -> Exit:
    unlock(link, secret)
    learn_families(link)
    try:
        kept = all_kept(link) if vehicle is None else (one_kept(link, number_of(link, vehicle)),)
    except NoCodeError as error:
        complain(words.no_code_kept(error.takes_a_code))
        return Exit.NOT_NOW
    password = _new_password(secret)
    _write(file, kept, password, replace=replace)
    where = note(link, CopyKind.KEEPASS, kept, file)
    say(words.made(file, len(kept)), *([where] if where else []))
    return Exit.DONE


def _new_password(secret: str) -> str:
    """The file's own. It is asked for twice where it is typed unseen."""
    from pi.strength import is_weak

    password = secret_twice(words.password_wanted())
    if not password:
        end(Exit.BAD_INPUT, words.no_password())
    if password == secret and password.isdigit() and len(password) <= LONGEST_PIN:
        end(Exit.BAD_INPUT, words.password_is_pin())
    if is_weak(password):
        complain(words.weak_password())
    return password


def _write(file: str, kept: Sequence[Kept], password: str, *, replace: bool) -> None:
    from pi.copies import keepass

    content = keepass.written(kept, password, words.title())

    def is_right(found: bytes) -> bool:
        return keepass.holds(found, kept, password)

    paths.write(file, content, replace=replace, is_right=is_right)
