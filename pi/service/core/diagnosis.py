"""What the service can say of itself: each thing tried, not looked up."""

import asyncio
import os
from contextlib import suppress
from weakref import WeakSet

from msgspec import Struct

from pi.filesystem import filesystem_of
from pi.hardware.port import PinProblem
from pi.radio.instant import WallQuality
from pi.service.core.families import Families
from pi.service.core.radios import Radios
from pi.service.core.senses import Senses
from pi.service.core.session import Handlers, Session, WriteBudget
from pi.service.core.unlocking import Unlocking
from pi.service.core.vehicles import EVERY
from pi.service.faults import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import LONGEST_FIELD, Examined, Finding, RefusedError
from pi.service.systemd import watchdog_interval_s
from pi.storage.errors import LockedError, SaveProblem
from pi.storage.opening import damaged_parts
from pi.storage.store import KEPT_FREE
from pi.storage.vault.inventory import Amiss

MOST_TOLD = 20  # families that are missing, rows that are amiss


class Findings(Struct, frozen=True):
    """What an examination found. ``vault``: what only the data key can tell of it."""

    before: tuple[Finding, ...]
    damage: tuple[Finding, ...]
    vault: tuple[Finding, ...]
    after: tuple[Finding, ...]
    met: str | None  # "met" or "mended": damage that is not to be found any more

    def told_to(self, session: Session) -> Examined:
        """The findings that a session may hear, the most important first."""
        damage = (*self.damage, *(self.vault if session.is_open else ()))
        if self.met is not None and not damage:
            damage = (Finding(name="damage", ok=False, reason=self.met),)
        return Examined(findings=(*self.before, *damage, *self.after))


class Diagnosis:
    """One examination at a time. Whoever asks while none has begun shares the one to come.

    Until it has read the file through, writes wait for it. So after each it rests for as long as
    that took, however many ask. It is nobody's: who shares it may lock or leave before it ends.
    """

    def __init__(
        self,
        radios: Radios,
        unlocking: Unlocking,
        car: Senses,
        families: Families,
        pace: WriteBudget,
    ) -> None:
        self._radios = radios
        self._unlocking = unlocking
        self._car = car
        self._families = families
        self._pace = pace
        self._one = asyncio.Lock()
        self._to_come: asyncio.Task[Findings] | None = None
        self._askers: WeakSet[Session] = WeakSet()  # for whom it is
        self._rests_until = 0.0
        self.handlers: Handlers = {commands.Examine: self.examine}

    async def examine(self, session: Session, _: commands.Examine) -> Examined:
        """Every finding. ``ok`` None is neither good nor bad."""
        if self._to_come is None:
            self._askers = WeakSet()
            self._to_come = self._unlocking.meanwhile(self._found(session.user, self._askers))
        self._askers.add(session)
        found = await asyncio.shield(self._to_come)
        return found.told_to(session)

    async def _found(self, user: int, askers: WeakSet[Session]) -> Findings:
        """``user``: who asked first, and whose work it is."""
        loop, asker = asyncio.get_running_loop(), Session(user)
        async with self._one:
            await asyncio.sleep(max(0.0, self._rests_until - loop.time()))
            self._to_come = None  # whoever asks from here on wants the one after this
            begun = loop.time()
            damage = await self._damage(asker)
            vault = await self._amiss(asker, askers)
            if damage or vault or self._radios.knows_damage:
                self._radios.found_damage()
            traces = await self._traces(asker, askers)
            self._rests_until = 2 * loop.time() - begun
        radios, store = self._radios, self._radios.journal.store
        if self._may_write(user, askers):
            radios.try_again()
        return Findings(
            before=(_store(radios),),
            damage=tuple(damage),
            vault=tuple(vault),
            after=(
                *traces,
                *_families(radios, self._families),
                _free_space(radios),
                _clock(radios),
                _device_key(radios, self._unlocking),
                Finding(name="watchdog", ok=None if watchdog_interval_s() is None else True),
                *_pins(self._car),
            ),
            met=("mended" if store.mended else "met") if radios.knows_damage else None,
        )

    async def _damage(self, asker: Session) -> list[Finding]:
        """Each part of the file that can't be read whole.

        Where it is a page, writing on would spread the damage.
        """
        store = self._radios.journal.store
        parts = await self._unlocking.reading.run(asker, lambda: damaged_parts(store.path))
        if any(not part.rows for part in parts):
            store.write_no_more(SaveProblem(reason="damaged"))
        return [Finding(name="damage", ok=False, reason=part.name) for part in parts]

    async def _amiss(self, asker: Session, askers: WeakSet[Session]) -> list[Finding]:
        """What only the key of a vault can tell: of any that stays open meanwhile."""
        for vault in [one.unlocked for one in askers]:
            if vault is None:
                continue
            with suppress(LockedError, *UNREADABLE):
                return _amiss(self._radios, await self._unlocking.reading.run(asker, vault.amiss))
        return []

    async def _traces(self, asker: Session, askers: WeakSet[Session]) -> list[Finding]:
        """Traces of what was deleted, where they can't be swept away.

        That is tried again for an owner; a stranger is told what was met.
        """
        store = self._radios.journal.store
        if store.read_only:
            return []
        problem = store.not_swept
        if any(one.is_open for one in askers):
            problem = await self._unlocking.reading.run(asker, store.sweep)
        if problem is None:
            return []
        place = str(store.directory)
        return [Finding(name="traces", ok=False, reason=problem.reason, place=place)]

    def _may_write(self, user: int, askers: WeakSet[Session]) -> bool:
        """Whether to try a write. A stranger who asks without end must not wear the card out."""
        if any(one.is_open for one in askers):
            return True
        at = self._radios.now().monotonic
        try:
            self._pace.check(user, at)
        except RefusedError:
            return False
        self._pace.wrote(user, 1, at)
        return True


def _families(radios: Radios, families: Families) -> list[Finding]:
    """The families of vehicles that can't be described: their radios have no steps and no wait."""
    try:
        used = radios.journal.head_units()
    except UNREADABLE:
        return []  # told as damage
    missing = [one for one in used if not families.knows(one)][:MOST_TOLD]
    place = str(families.directory)
    return [
        Finding(name="family", ok=False, value=one[:LONGEST_FIELD], place=place) for one in missing
    ]


def _amiss(radios: Radios, amiss: list[Amiss]) -> list[Finding]:
    """What is not as the vault wrote it: of which vehicle, as far as it still has a number."""
    numbers = {row.id: row.number for row in radios.journal.vehicles(limit=EVERY)}
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


def _store(radios: Radios) -> Finding:
    """Whether a write reaches the card, as the last one told."""
    store = radios.journal.store
    saving = radios.saving
    value = ""
    if saving.reason == "volatile":
        value = filesystem_of(store.directory) or ""
    elif saving.reason == "read_only" and store.path.parent != store.directory:
        value = "journal"  # what a cut left undone was undone in a copy
    return Finding(
        name="store", ok=saving.ok, reason=saving.reason, value=value, place=str(store.directory)
    )


def _free_space(radios: Radios) -> Finding:
    place = radios.journal.store.directory
    try:
        told = os.statvfs(place)
    except OSError:
        return Finding(name="free_space", ok=None, place=str(place))
    free = told.f_bavail * told.f_frsize
    return Finding(name="free_space", ok=free >= KEPT_FREE, value=str(free), place=str(place))


def _device_key(radios: Radios, unlocking: Unlocking) -> Finding:
    """Where the PIN's other half is kept, and whether the PIN could be tried now."""
    key = unlocking.vault.pin_key
    directory = str(radios.journal.store.directory)
    try:
        place, reason = key.place, key.problem()
    except UNREADABLE:
        return Finding(name="device_key", ok=None, value=key.devices.place, place=directory)
    return Finding(
        name="device_key", ok=reason is None, reason=reason, value=place, place=directory
    )


def _clock(radios: Radios) -> Finding:
    quality = radios.now().quality
    return Finding(
        name="clock", ok=None if quality is WallQuality.UNSURE else True, value=quality.value
    )


def _pins(car: Senses) -> list[Finding]:
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
