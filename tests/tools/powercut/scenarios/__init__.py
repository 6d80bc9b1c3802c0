"""What is done while the power goes: each scenario writes, and knows what must be there after."""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from tests.tools.powercut.scenarios import copies, radios, vault
from tests.tools.powercut.victim import Outside, Said


class Scenario(NamedTuple):
    """``write`` never ends by itself. ``check`` says what is lost, half or too early."""

    write: Callable[[Outside, Path, Random], Coroutine[Any, Any, None]]
    check: Callable[[Path, Sequence[Said]], Coroutine[Any, Any, list[str]]]


SCENARIOS: Final = {
    "attempts": Scenario(radios.write_attempts, radios.check_attempts),
    "lockout saves": Scenario(radios.write_waits, radios.check_waits),
    "set-up": Scenario(vault.write_set_up, vault.check_set_up),
    "PIN tries": Scenario(vault.write_tries, vault.check_tries),
    "migrations": Scenario(copies.write_migrations, copies.check_migrations),
    "found code": Scenario(copies.write_codes, copies.check_codes),
    "backups": Scenario(copies.write_backups, copies.check_backups),
    "device key moves": Scenario(vault.write_moves, vault.check_moves),
    "removals": Scenario(vault.write_removals, vault.check_removals),
}
