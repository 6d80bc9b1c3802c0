"""``steadyhand pin`` and ``steadyhand passphrase``: set one, in place of an earlier one."""

import sys
from collections.abc import Callable

from pi.service.asks import SetPassphrase, SetPin
from pi.service.protocol import Done
from tui.asking import with_service
from tui.exits import Exit, complain, say
from tui.link import Link
from tui.showing import unlock
from tui.usage import end, secret_line
from tui.words import commands as command_words
from tui.words import new_unlocker as words


def set_pin() -> Exit:
    """Unlock with what opens it now, and set a PIN."""
    return _set(words.new_pin(), lambda typed: SetPin(pin=typed), words.pin_is_set())


def set_passphrase() -> Exit:
    """Unlock with what opens it now, and set a passphrase."""
    return _set(
        words.new_passphrase(),
        lambda typed: SetPassphrase(passphrase=typed),
        words.passphrase_is_set(),
    )


def typed_twice(wanted: str) -> str:
    """A new secret. It is asked for twice where it is typed unseen."""
    typed = secret_line(wanted)
    if sys.stdin.isatty() and secret_line(words.once_more()) != typed:
        end(Exit.BAD_INPUT, words.they_differ())
    return typed


def _set(wanted: str, ask: Callable[[str], SetPin | SetPassphrase], is_set: str) -> Exit:
    secret = secret_line(command_words.secret_wanted())
    return with_service(lambda link: _unlocked(link, secret, wanted, ask, is_set))


def _unlocked(
    link: Link,
    secret: str,
    wanted: str,
    ask: Callable[[str], SetPin | SetPassphrase],
    is_set: str,
) -> Exit:
    unlock(link, secret)
    typed = typed_twice(wanted)
    done = link.ask(ask(typed))
    if isinstance(done, Done) and not done.saved:
        complain(words.in_memory())
        return Exit.NOT_SAVED
    say(is_set)
    return Exit.DONE
