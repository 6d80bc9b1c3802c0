"""What the service can say of itself: each thing tried, not looked up."""

import asyncio
import os
from contextlib import suppress

from pi.filesystem import filesystem_of
from pi.radio.instant import WallQuality
from pi.service.car import Car
from pi.service.damage import UNREADABLE
from pi.service.fleet import EVERY
from pi.service.keeping import Keeping
from pi.service.ledger import Ledger
from pi.service.protocol import Examined, Finding
from pi.service.readiness import watchdog_interval_s
from pi.service.surface import Surface
from pi.storage.errors import LockedError, SaveProblem
from pi.storage.parts import damaged_parts
from pi.storage.unlocked import UnlockedVault
from pi.storage.vault_list import Amiss

MOST_TOLD = 20  # rows that are amiss
LEAST_FREE = 16 * 1024 * 1024  # bytes; a year of waits and attempts needs less


async def examine(ledger: Ledger, keeping: Keeping, car: Car, surface: Surface) -> Examined:
    """Every finding, the most important first. ``ok`` None is neither good nor bad.

    A surface that has the vault open is told, too, what only its key can tell.
    """
    damage = await _damage(ledger, surface.unlocked)
    return Examined(
        findings=(
            _store(ledger),
            *damage,
            _free_space(ledger),
            _clock(ledger),
            _device_key(ledger, keeping),
            Finding(name="watchdog", ok=None if watchdog_interval_s() is None else True),
            *_pins(car),
        )
    )


async def _damage(ledger: Ledger, unlocked: UnlockedVault | None) -> list[Finding]:
    """Each part of the file that can't be read whole.

    Where it is a page, writing on would spread the damage.
    """
    store = ledger.journal.store
    parts = await asyncio.to_thread(damaged_parts, store.path)
    if any(not part.rows for part in parts):
        store.write_no_more(SaveProblem(reason="damaged"))
    found = [Finding(name="damage", ok=False, reason=part.name) for part in parts]
    if unlocked is not None:
        with suppress(LockedError, *UNREADABLE):
            found += _amiss(ledger, await asyncio.to_thread(unlocked.amiss))
    if found or ledger.knows_damage:
        ledger.found_damage()
    if ledger.knows_damage and not found:
        found = [Finding(name="damage", ok=False, reason="met")]
    return found


def _amiss(ledger: Ledger, amiss: list[Amiss]) -> list[Finding]:
    """What is not as the vault wrote it: of which vehicle, as far as it still has a number."""
    numbers = {row.id: row.number for row in ledger.journal.vehicles(limit=EVERY)}
    return [
        Finding(
            name="damage",
            ok=False,
            reason=one.part,
            value=str(numbers.get(one.vehicle, "")),
            place=one.name if one.name.isidentifier() else "",
        )
        for one in amiss[:MOST_TOLD]
    ]


def _store(ledger: Ledger) -> Finding:
    """Whether a write reaches the card: by one, made now."""
    store = ledger.journal.store
    ledger.try_again()
    saving = ledger.saving
    value = ""
    if saving.reason == "volatile":
        value = filesystem_of(store.directory) or ""
    elif saving.reason == "read_only" and store.path.parent != store.directory:
        value = "journal"  # what a cut left undone was undone in a copy
    return Finding(
        name="store", ok=saving.ok, reason=saving.reason, value=value, place=str(store.directory)
    )


def _free_space(ledger: Ledger) -> Finding:
    place = ledger.journal.store.directory
    try:
        told = os.statvfs(place)
    except OSError:
        return Finding(name="free_space", ok=None, place=str(place))
    free = told.f_bavail * told.f_frsize
    return Finding(name="free_space", ok=free >= LEAST_FREE, value=str(free), place=str(place))


def _device_key(ledger: Ledger, keeping: Keeping) -> Finding:
    """Where the PIN's other half is kept, and whether the PIN could be tried now."""
    key = keeping.vault.pin_key
    directory = str(ledger.journal.store.directory)
    try:
        place, reason = key.place, key.problem()
    except UNREADABLE:
        return Finding(name="device_key", ok=None, value=key.devices.place, place=directory)
    return Finding(
        name="device_key", ok=reason is None, reason=reason, value=place, place=directory
    )


def _clock(ledger: Ledger) -> Finding:
    quality = ledger.now().quality
    return Finding(
        name="clock", ok=None if quality is WallQuality.UNSURE else True, value=quality.value
    )


def _pins(car: Car) -> list[Finding]:
    """Each signal that is asked for and does not work, else the ones that do."""
    body = car.body
    if not car.problems:
        wired = ", ".join(sorted(signal.value for signal in body.wired))
        return [Finding(name="pins", ok=True if wired else None, value=wired)]
    return [
        Finding(
            name="pin",
            ok=False,
            reason=one.reason,
            value="" if one.signal is None else one.signal.value,
            place=one.detail if one.pin is None else f"{one.pin} {one.detail}".strip(),
        )
        for one in car.problems
    ]
