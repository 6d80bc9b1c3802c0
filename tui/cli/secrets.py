"""``steadyhand pin``, ``passphrase`` and ``recovery-key``: one in place of an earlier one."""

import sys
from collections.abc import Callable

from pi.service.protocol.answers import Answer, Done, RecoveryKeyMade
from pi.service.protocol.commands import FinishRecoveryKey, MakeRecoveryKey, SetPassphrase, SetPin
from pi.service.protocol.refusal import Reason
from tui.cli.asking import with_service
from tui.cli.base import end, secret_line, secret_twice
from tui.cli.show import unlock
from tui.client import Link, RefusedByServiceError
from tui.exits import Exit, complain, say
from tui.text import cli as command_words
from tui.text import new_unlocker as words

SLIPS = 3  # at the last group of a new recovery key


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


def make_recovery_key() -> Exit:
    """Unlock, print another recovery key, and strike the old one once its last group is typed."""
    secret = secret_line(command_words.secret_wanted())

    def act(link: Link) -> Exit:
        unlock(link, secret)
        made = link.ask(MakeRecoveryKey())
        assert isinstance(made, RecoveryKeyMade)
        say(*command_words.recovery_key(made.key).splitlines())
        return _ended(_proved(link), words.old_key_is_struck())

    return with_service(act)


def _proved(link: Link) -> Answer:
    """The last group was typed. A person may slip: it is asked for three times."""
    left = SLIPS if sys.stdin.isatty() else 1
    while True:
        left -= 1
        group = secret_line(words.last_group(), hidden=False, empty=True)
        try:
            return link.ask(FinishRecoveryKey(last_group=group))
        except RefusedByServiceError as error:
            if error.refusal.reason is not Reason.WRONG_GROUP:
                raise
        if not left:
            end(Exit.BAD_INPUT, words.old_key_stays())
        complain(words.not_its_last_group())


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
    typed = secret_twice(wanted)
    return _ended(link.ask(ask(typed)), is_set)


def _ended(done: Answer, is_set: str) -> Exit:
    if isinstance(done, Done) and not done.saved:
        complain(words.in_memory())
        return Exit.NOT_SAVED
    say(is_set)
    return Exit.DONE
