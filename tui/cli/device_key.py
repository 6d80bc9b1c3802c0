"""``steadyhand device-key``: where the PIN's other half is kept, and its move to another place."""

from msgspec.structs import asdict

from pi.service.protocol.answers import DeviceKeyTold
from pi.service.protocol.commands import GetDeviceKey, KeyPlace, MoveDeviceKey, Unlock, UnlockKind
from tui.cli.asking import with_service
from tui.cli.base import secret_line, secret_twice
from tui.cli.show import unlock
from tui.client import Link
from tui.exits import Exit, say, say_json
from tui.text import cli as command_words
from tui.text import device_key as words


def show(*, as_json: bool) -> Exit:
    """Say where it is and whom that keeps out. Needs no unlocking."""
    return with_service(lambda link: _show(link, as_json))


def move(to: KeyPlace, place: str) -> Exit:
    """Make a new one there, the PIN being typed for it."""
    return with_service(lambda link: _move(link, to, place))


def _show(link: Link, as_json: bool) -> Exit:
    told = _told(link)
    if as_json:
        say_json(asdict(told))
    else:
        say(*_lines(told))
    return Exit.DONE


def _lines(told: DeviceKeyTold) -> list[str]:
    if not told.has_pin:
        return [words.no_pin()]
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
    pin = secret_line(words.pin_wanted())
    link.ask(Unlock(kind=UnlockKind.PIN, secret=pin))
    return pin


def _anew(link: Link) -> str:
    """A PIN for the new other half, where the one of before can't be tried."""
    unlock(link, secret_line(command_words.secret_wanted()))
    return secret_twice(words.new_pin_wanted())


def _told(link: Link) -> DeviceKeyTold:
    told = link.ask(GetDeviceKey())
    assert isinstance(told, DeviceKeyTold)
    return told
