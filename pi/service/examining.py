"""What the service can say of itself: each thing tried, not looked up."""

import asyncio
import os

from pi.filesystem import filesystem_of
from pi.radio.instant import WallQuality
from pi.service.car import Car
from pi.service.damage import UNREADABLE
from pi.service.families import Families
from pi.service.keeping import Keeping
from pi.service.ledger import Ledger
from pi.service.protocol import LONGEST_FIELD, Examined, Finding
from pi.service.readiness import watchdog_interval_s
from pi.storage.errors import SaveProblem
from pi.storage.parts import damaged_parts

MOST_TOLD = 20  # families that are missing
LEAST_FREE = 16 * 1024 * 1024  # bytes; a year of waits and attempts needs less


async def examine(ledger: Ledger, keeping: Keeping, car: Car, families: Families) -> Examined:
    """Every finding, the most important first. ``ok`` None is neither good nor bad."""
    damage = await _damage(ledger)
    return Examined(
        findings=(
            _store(ledger),
            *damage,
            *await _traces(ledger),
            *_families(ledger, families),
            _free_space(ledger),
            _clock(ledger),
            _device_key(ledger, keeping),
            Finding(name="watchdog", ok=None if watchdog_interval_s() is None else True),
            *_pins(car),
        )
    )


async def _damage(ledger: Ledger) -> list[Finding]:
    """Each part of the file that can't be read whole. Writing on would spread the damage."""
    store = ledger.journal.store
    parts = await asyncio.to_thread(damaged_parts, store.path)
    if parts:
        store.write_no_more(SaveProblem(reason="damaged"))
        ledger.found_damage()
    return [Finding(name="damage", ok=False, reason=part) for part in parts]


async def _traces(ledger: Ledger) -> list[Finding]:
    """Traces of what was deleted, where they can't be swept away."""
    store = ledger.journal.store
    problem = None if store.read_only else await asyncio.to_thread(store.sweep)
    if problem is None:
        return []
    return [Finding(name="traces", ok=False, reason=problem.reason, place=str(store.directory))]


def _families(ledger: Ledger, families: Families) -> list[Finding]:
    """The families of vehicles that can't be described: their radios have no steps and no wait."""
    try:
        used = ledger.journal.head_units()
    except UNREADABLE:
        return []  # told as damage
    missing = [one for one in used if not families.knows(one)][:MOST_TOLD]
    place = str(families.directory)
    return [
        Finding(name="family", ok=False, value=one[:LONGEST_FIELD], place=place) for one in missing
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
