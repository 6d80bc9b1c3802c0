"""What is looked at after a cut, whatever the writer was about."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from pi.catalogue.catalogue import Catalogue
from pi.radio.events import Recorded
from pi.radio.fold import fold
from pi.radio.head_unit import HeadUnit
from pi.radio.state import Name, RadioState
from pi.service.service import OWNERS_FAMILIES
from pi.storage.journal import COLUMNS, Journal, read_event
from pi.storage.store import Store
from pi.storage.vault.vault import Vault
from tests.pi.radio.strict_clock import CLOSE, judge
from tests.pi.service.rig import PASSPHRASE, Rig
from tests.pi.storage.moments import cheap

NEXT_BOOT = 1_000_000  # the writers' clocks never come so far


@asynccontextmanager
async def taken_up(directory: Path) -> AsyncIterator[Rig]:
    """The service on what the cut left, in the boot after it."""
    rig = Rig(directory)
    rig.clock.boot = NEXT_BOOT
    rig.clock.monotonic = rig.clock.boottime = 5.0
    async with rig.service():
        yield rig


def rows(store: Store) -> list[Recorded]:
    columns = f"{COLUMNS}, {store.whole('event')}"
    return [read_event(row) for row in store.query(f"SELECT {columns} FROM event ORDER BY seq")]


def stands(store: Store, vehicle: str) -> tuple[HeadUnit, RadioState]:
    """A radio's family, and where the fold says that it stands."""
    journal = Journal(store)
    listed = journal.vehicle(vehicle)
    assert listed is not None
    head_unit = Catalogue(store.directory / OWNERS_FAMILIES).load(listed.head_unit)
    return head_unit, fold(head_unit, journal.since_settled(vehicle))


def whole(store: Store, *, removed: bool = False) -> Iterator[str]:
    """What is wrong with the file, the journal's order, or any radio's clock.

    ``removed``: vehicles were, and the numbers of their events are missing.
    """
    if store.save_problem is not None:
        yield f"the store can't be written: {store.save_problem}"
    yield from store.check_whole()
    yield from (f"a row of {table} is not as it was written" for table in store.broken_tables())
    numbers = [one.seq for one in rows(store)]
    if not removed and numbers != list(range(1, len(numbers) + 1)):
        yield f"there are holes in the journal: {numbers}"
    for listed in Journal(store).vehicles():
        yield from early(store, listed.id)


def left_of(store: Store) -> list[Any]:
    """Records and events of vehicles that are not there."""
    return store.query(
        "SELECT vehicle FROM record WHERE vehicle NOT IN (SELECT id FROM vehicle)"
        " UNION SELECT vehicle FROM event WHERE vehicle NOT IN (SELECT id FROM vehicle)"
    )


def unlisted(store: Store) -> list[str]:
    """Where the vault, which the passphrase opens, and its list say different things."""
    with closing(Vault(store, cheap).unlock_elsewhere(PASSPHRASE)) as vault:
        return [f"not as the vault wrote it: {one}" for one in vault.amiss()]


def early(store: Store, vehicle: str) -> Iterator[str]:
    """Where a radio is said to be safe, or more is counted, than the judge allows."""
    head_unit, state = stands(store, vehicle)
    verdict = judge(head_unit, Journal(store).since_settled(vehicle))[-1]
    if state.name is Name.SAFE_TO_TRY and not verdict.may_be_safe:
        yield "safe to try before the judge allows it"
    counted_s = state.wait.counted_s if state.wait is not None else 0.0
    if state.name is Name.WAITING and counted_s > verdict.counted_s + CLOSE:
        yield f"counted {counted_s} s of at most {verdict.counted_s}"
