"""What is done while the power goes: each scenario writes, and knows what must be there after."""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct

from tests.tools.powercut.outside import Outside, Said
from tests.tools.powercut.scenarios import (
    attempts,
    backups,
    copies,
    found_code,
    key_moves,
    lockout,
    migrations,
    pin_tries,
    removals,
    setting_up,
    taking_back,
)


class Scenario(Struct, frozen=True):
    """``write`` never ends by itself. ``check`` yields what is lost, half or too early."""

    write: Callable[[Outside, Path, Random], Coroutine[Any, Any, None]]
    check: Callable[[Path, Sequence[Said]], Iterator[str]]


SCENARIOS: Final = MappingProxyType(
    {
        "attempts": Scenario(attempts.write, attempts.check),
        "lockout saves": Scenario(lockout.write, lockout.check),
        "set-up": Scenario(setting_up.write, setting_up.check),
        "PIN tries": Scenario(pin_tries.write, pin_tries.check),
        "migrations": Scenario(migrations.write, migrations.check),
        "found code": Scenario(found_code.write, found_code.check),
        "copies noted": Scenario(copies.write, copies.check),
        "backups": Scenario(backups.write, backups.check),
        "taking back": Scenario(taking_back.write, taking_back.check),
        "device key moves": Scenario(key_moves.write, key_moves.check),
        "removals": Scenario(removals.write, removals.check),
    }
)
