"""What the service can say of itself: each thing tried, not looked up."""

import os

from pi.radio.instant import WallQuality
from pi.service.car import Car
from pi.service.keeping import Keeping
from pi.service.ledger import Ledger
from pi.service.protocol import Examined, Finding
from pi.service.readiness import watchdog_interval_s

LEAST_FREE = 16 * 1024 * 1024  # bytes; a year of waits and attempts needs less


def examine(ledger: Ledger, keeping: Keeping, car: Car) -> Examined:
    """Every finding, the most important first. ``ok`` None is neither good nor bad."""
    return Examined(
        findings=(
            _store(ledger),
            _free_space(ledger),
            _clock(ledger),
            Finding(
                name="device_key",
                ok=True,
                value=keeping.vault.device_key_place,
                place=str(ledger.journal.store.directory),
            ),
            Finding(name="watchdog", ok=None if watchdog_interval_s() is None else True),
            *_pins(car),
        )
    )


def _store(ledger: Ledger) -> Finding:
    """Whether a write reaches the card: by one, made now."""
    place = str(ledger.journal.store.directory)
    ledger.try_again()
    saving = ledger.saving
    return Finding(name="store", ok=saving.ok, reason=saving.reason, place=place)


def _free_space(ledger: Ledger) -> Finding:
    place = ledger.journal.store.directory
    try:
        told = os.statvfs(place)
    except OSError:
        return Finding(name="free_space", ok=None, place=str(place))
    free = told.f_bavail * told.f_frsize
    return Finding(name="free_space", ok=free >= LEAST_FREE, value=str(free), place=str(place))


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
