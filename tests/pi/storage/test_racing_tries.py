"""Several processes at one PIN get no more tries together than one gets alone."""

import subprocess

from pi.storage.pin_guard import FREE_TRIES, MOST_TRIES
from pi.storage.store import Store
from pi.storage.vault import (
    PinState,
    Vault,
)
from pi.storage.vault_setup import PreparedSetup
from tests.pi.storage.moments import at
from tests.pi.storage.processes import lines_of, running

PROCESSES = 3


def start(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def race(store: Store) -> int:
    """The tries that were looked at, all processes together."""
    trier = ("-m", "tests.pi.storage.trier", str(store.directory))
    with running(*trier) as one, running(*trier) as two, running(*trier) as three:
        triers = (one, two, three)
        for process in triers:
            assert lines_of(process).readline() == "ready\n"
        for process in triers:
            start(process)
        return sum(int(lines_of(process).readline()) for process in triers)


def test_racing_processes_share_the_free_tries(store: Store, setup: PreparedSetup) -> None:
    assert race(store) == FREE_TRIES


def test_after_a_race_each_try_is_counted(store: Store, vault: Vault, setup: PreparedSetup) -> None:
    tried = race(store)
    assert vault.pin_state(at()) == PinState(tries_left=MOST_TRIES - tried, wait_s=30.0)
