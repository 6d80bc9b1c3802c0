"""What the service can say of itself: each thing tried, not looked up."""

import asyncio
import os

from pi.filesystem import filesystem_of
from pi.hardware.told import PinProblem
from pi.radio.instant import WallQuality
from pi.service import asks
from pi.service.car import Car
from pi.service.damage import UNREADABLE
from pi.service.keeping import Keeping
from pi.service.ledger import Ledger
from pi.service.pace import Pace
from pi.service.protocol import LONGEST_FIELD, Examined, Finding
from pi.service.readiness import watchdog_interval_s
from pi.service.refusal import RefusedError
from pi.service.surface import Surface
from pi.storage.errors import SaveProblem
from pi.storage.parts import damaged_parts

LEAST_FREE = 16 * 1024 * 1024  # bytes; a year of waits and attempts needs less


class Examining:
    """One examination at a time. Whoever asks while none has begun shares the one to come.

    Until it has read the file through, writes wait for it. So after each it rests for as long as
    that took, however many ask.
    """

    def __init__(self, ledger: Ledger, keeping: Keeping, car: Car, pace: Pace) -> None:
        self._ledger = ledger
        self._keeping = keeping
        self._car = car
        self._pace = pace
        self._one = asyncio.Lock()
        self._to_come: asyncio.Task[Examined] | None = None
        self._rests_until = 0.0

    async def examine(self, surface: Surface, _: asks.Examine) -> Examined:
        """Every finding, the most important first. ``ok`` None is neither good nor bad."""
        if self._to_come is None:
            asker = Surface(surface.user)  # who asked first may leave before the others
            asker.unlocked = surface.unlocked
            self._to_come = asyncio.create_task(self._examined(asker))
        return await asyncio.shield(self._to_come)

    async def _examined(self, surface: Surface) -> Examined:
        loop = asyncio.get_running_loop()
        async with self._one:
            await asyncio.sleep(max(0.0, self._rests_until - loop.time()))
            self._to_come = None  # whoever asks from here on wants the one after this
            begun = loop.time()
            damage = await self._damage(surface)
            self._rests_until = 2 * loop.time() - begun
        ledger = self._ledger
        if self._may_write(surface):
            ledger.try_again()
        return Examined(
            findings=(
                _store(ledger),
                *damage,
                _free_space(ledger),
                _clock(ledger),
                _device_key(ledger, self._keeping),
                Finding(name="watchdog", ok=None if watchdog_interval_s() is None else True),
                *_pins(self._car),
            )
        )

    async def _damage(self, surface: Surface) -> list[Finding]:
        """Each part of the file that can't be read whole. Writing on would spread the damage."""
        store = self._ledger.journal.store
        parts = await self._keeping.reading.run(surface, lambda: damaged_parts(store.path))
        if parts:
            store.write_no_more(SaveProblem(reason="damaged"))
            self._ledger.found_damage()
        return [Finding(name="damage", ok=False, reason=part) for part in parts]

    def _may_write(self, surface: Surface) -> bool:
        """Whether to try a write. A stranger who asks without end must not wear the card out."""
        if surface.is_open:
            return True
        at = self._ledger.now().monotonic
        try:
            self._pace.check(surface.user, at)
        except RefusedError:
            return False
        self._pace.wrote(surface.user, 1, at)
        return True


def _store(ledger: Ledger) -> Finding:
    """Whether a write reaches the card, as the last one told."""
    store = ledger.journal.store
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
            place=_where(one)[:LONGEST_FIELD],
        )
        for one in car.problems
    ]


def _where(problem: PinProblem) -> str:
    """The pin's number and what it clashes with, or what is told of a problem without a pin."""
    return problem.detail if problem.pin is None else f"{problem.pin} {problem.detail}".strip()
