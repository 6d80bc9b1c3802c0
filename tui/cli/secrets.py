"""``steadyhand pin``, ``passphrase``, ``recovery-key`` and ``device-key``: new ones, and where
the PIN's key file lies.
"""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

import click
from msgspec.structs import asdict

from pi.service.protocol.answers import Answer, DeviceKeyTold, Reason, RecoveryKeyMade
from pi.service.protocol.commands import (
    FinishRecoveryKey,
    GetDeviceKey,
    KeyPlace,
    MakeRecoveryKey,
    MoveDeviceKey,
    SetPassphrase,
    SetPin,
    Unlock,
    UnlockKind,
)
from tui.cli.base import (
    end,
    saved_or_not,
    secret_line,
    secret_twice,
    someone_answers,
    unlock,
    with_service,
)
from tui.client import Link, RefusedByServiceError
from tui.exits import Exit, complain, say, say_json
from tui.text import cli as command_words
from tui.text import secrets as words

SLIPS = 3  # at the last group of a new recovery key


@click.command("pin")
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_PIN)
def pin(passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    _set(words.NEW_PIN, lambda typed: SetPin(pin=typed), words.PIN_IS_SET)


@click.command("passphrase")
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_PASSPHRASE)
def passphrase(passphrase_stdin: bool) -> None:
    someone_answers(passphrase_stdin)
    _set(
        words.NEW_PASSPHRASE,
        lambda typed: SetPassphrase(passphrase=typed),
        words.PASSPHRASE_IS_SET,
    )


def _set(wanted: str, ask: Callable[[str], SetPin | SetPassphrase], is_set: str) -> NoReturn:
    """Unlock with what opens it now, and set another."""
    secret = secret_line(command_words.SECRET_WANTED)

    def act(link: Link) -> Exit:
        unlock(link, secret)
        done = link.ask(ask(secret_twice(wanted)))
        return saved_or_not(done, is_set, words.IN_MEMORY)

    sys.exit(with_service(act))


@click.command("recovery-key")
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN_RECOVERY_KEY)
def recovery_key(passphrase_stdin: bool) -> None:
    """Unlock, print another recovery key, and strike the old one once its last group is typed."""
    someone_answers(passphrase_stdin)
    secret = secret_line(command_words.SECRET_WANTED)

    def act(link: Link) -> Exit:
        unlock(link, secret)
        made = link.ask(MakeRecoveryKey())
        assert isinstance(made, RecoveryKeyMade)
        say(*command_words.recovery_key(made.key).splitlines())
        return saved_or_not(_proved(link), words.OLD_KEY_IS_STRUCK, words.IN_MEMORY)

    sys.exit(with_service(act))


def _proved(link: Link) -> Answer:
    """The last group was typed. A person may slip: it is asked for three times."""
    left = SLIPS if sys.stdin.isatty() else 1
    while True:
        left -= 1
        group = secret_line(words.LAST_GROUP, hidden=False, empty=True)
        try:
            return link.ask(FinishRecoveryKey(last_group=group))
        except RefusedByServiceError as error:
            if error.refusal.reason is not Reason.WRONG_GROUP:
                raise
        if not left:
            end(Exit.BAD_INPUT, words.OLD_KEY_STAYS)
        complain(words.NOT_ITS_LAST_GROUP)


@click.command("device-key")
@click.option("--to", type=click.Choice(["stick", "card"]), help=words.HELP_TO)
@click.option("--place", default="", metavar="DIR", help=words.HELP_PLACE)
@click.option("--passphrase-stdin", is_flag=True, help=words.HELP_STDIN)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def device_key(to: str | None, place: str, passphrase_stdin: bool, as_json: bool) -> None:
    if to is None and not place:
        sys.exit(with_service(lambda link: _show(link, as_json)))
    if to is None or as_json or (place and to == "card"):
        end(Exit.BAD_INPUT, command_words.not_understood("steadyhand device-key"))
    someone_answers(passphrase_stdin)
    directory = os.path.abspath(place) if place else ""
    sys.exit(with_service(lambda link: _move(link, KeyPlace(to), directory)))


def _show(link: Link, as_json: bool) -> Exit:
    told = _told(link)
    if as_json:
        say_json(asdict(told))
    else:
        say(*_lines(told))
    return Exit.DONE


def _lines(told: DeviceKeyTold) -> list[str]:
    if not told.has_pin:
        return [words.NO_PIN_TO_KEEP]
    trouble = [] if told.reason is None else [words.trouble(told.reason)]
    where = words.where(told.place, told.directory)
    return [where, words.keeps_out(told.place), *trouble, words.how_to_move(told.place)]


def _move(link: Link, to: KeyPlace, place: str) -> Exit:
    told = _told(link)
    pin = _tried(link) if told.has_pin and told.reason is None else _anew(link)
    done = link.ask(MoveDeviceKey(to=to, pin=pin, place=place))
    assert isinstance(done, DeviceKeyTold)
    say(*words.moved(done.place).split("\n"))
    return Exit.DONE


def _tried(link: Link) -> str:
    """The PIN that there is: it unlocks, too."""
    pin = secret_line(words.PIN_WANTED)
    link.ask(Unlock(kind=UnlockKind.PIN, secret=pin))
    return pin


def _anew(link: Link) -> str:
    """A PIN for the new key file, where the one of before can't be tried."""
    unlock(link, secret_line(command_words.SECRET_WANTED))
    return secret_twice(words.NEW_PIN)


def _told(link: Link) -> DeviceKeyTold:
    told = link.ask(GetDeviceKey())
    assert isinstance(told, DeviceKeyTold)
    return told
