"""The service: the store, the companion and the doors, put together and kept running."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pi import __version__
from pi.hardware.clock import Clock, SystemClock
from pi.service.core.companion import Companion, Rooms
from pi.service.core.copies import Copies
from pi.service.core.device_key import KeyMoving, plugged_in
from pi.service.core.diagnosis import Diagnosis
from pi.service.core.entry import Walkthroughs
from pi.service.core.families import Families, OwnersFamilies
from pi.service.core.owner_reports import Judging, Reporting, Search
from pi.service.core.radios import Radios
from pi.service.core.senses import Senses
from pi.service.core.session import LOCKS_AFTER_IDLE_S, Handlers, Session, WriteBudget
from pi.service.core.unlocking import NewUnlockers, SettingUp, Unlocking
from pi.service.core.vehicles import Joining, Removing, Vehicles
from pi.service.core.watcher import Watcher
from pi.service.faults import UNREADABLE, log_place_of_fault
from pi.service.net.server import Server
from pi.service.net.sessions import Sessions
from pi.service.panel.panel import PanelSession
from pi.service.panel.wires import FittedWires, Wires, fitted
from pi.service.protocol import commands
from pi.service.protocol.answers import Answer
from pi.service.protocol.commands import Ask
from pi.service.protocol.views import Saving
from pi.service.systemd import notify, watchdog_interval_s
from pi.storage.errors import NotSavedError, SaveProblem
from pi.storage.journal import Journal, begin_run, end_run
from pi.storage.opening import open_store
from pi.storage.store import Store
from pi.storage.vault.crypto import KdfCost, calibrate
from pi.storage.vault.vault import Vault

if TYPE_CHECKING:
    from pi.service.core.practice import Practising

RETRY_S: Final = 5.0  # an event that could not be saved is tried again this often
CHECK_AFTER_S: Final = 1.0  # the whole file is read through once, after the start

_LOOKED_AT_FIRST = ("vault", "unlocker", "pin_guard")  # a few rows; the rest a little later
OWNERS_FAMILIES = "head_units"  # the owner's own files, in the state directory


def timed_tasks(service: "Service", due: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
    """All of them. ``due`` is set where the next mark may be due at another time."""
    return [
        _mark(service, due),
        _retry(service),
        _live(service),
        _lock_idle(service),
        _check(service),
    ]


async def leave_when_idle(service: "Service", done: asyncio.Event, linger_s: float) -> None:
    """Set ``done`` once nobody has been there for so long, and nothing needs the service."""
    while True:
        await asyncio.sleep(linger_s)
        if service.idle_s() >= linger_s and not service.busy:
            done.set()


async def _mark(service: "Service", due: asyncio.Event) -> None:
    """Save a mark of each wait when it is due, and tell the sessions.

    Not by ``asyncio.wait_for``: up to Python 3.11 a cancelling that comes together with what is
    waited for is lost in it, and a service that ends would wait for this.
    """
    while True:
        due.clear()
        try:
            async with asyncio.timeout(service.next_mark_s()):
                await due.wait()
        except TimeoutError:
            service.mark_now()


async def _retry(service: "Service") -> None:
    while True:
        await asyncio.sleep(RETRY_S)
        service.save_now()


async def _live(service: "Service") -> None:
    """Say to systemd that the loop turns and that the store answers."""
    interval_s = watchdog_interval_s()
    while interval_s is not None:
        service.look_into_store()
        notify("WATCHDOG=1")
        await asyncio.sleep(interval_s)


async def _lock_idle(service: "Service") -> None:
    while True:
        await asyncio.sleep(LOCKS_AFTER_IDLE_S / 20)
        service.lock_idle()


async def _check(service: "Service") -> None:
    await asyncio.sleep(CHECK_AFTER_S)
    await service.check_whole()


class Service:
    """One store and the companion on it. ``close`` it after use."""

    def __init__(
        self, store: Store, vault: Vault, clock: Clock, fit: Callable[[], FittedWires] = fitted
    ) -> None:
        self.store = store
        self._vault = vault
        self._journal = Journal(store)
        self._families = families = Families(store.directory / OWNERS_FAMILIES)
        self._radios = radios = Radios(self._journal, families.load, clock)
        self._sessions = sessions = Sessions(lambda session: self.companion.state(session))
        self._car = car = Senses(radios)
        self._watcher = Watcher(radios, car.sense)
        self.unlocking = Unlocking(radios, vault, self._news)
        self._vehicles = vehicles = Vehicles(radios)
        entry = Walkthroughs(radios, vehicles, car.may_walk)
        self.panel = PanelSession(radios, car, entry, sessions.lent)
        self.joining = Joining(radios, families)
        self._pace = WriteBudget()
        rooms = Rooms(
            radios=radios,
            vehicles=vehicles,
            unlocking=self.unlocking,
            families=families,
            copies=Copies(radios, vehicles),
            entry=entry,
            car=car,
            panel=self.panel,
        )
        self.companion = Companion(__version__, rooms, self._handlers(rooms), self._pace)
        self._server = Server(self.companion, sessions, __version__, self._changed)
        self._wires = Wires(fit, car, self.panel, self.companion.answer, self._news)
        self._nobody = Session()
        self._due = asyncio.Event()
        self._done = asyncio.Event()
        self.again = False  # a restored store waits to be taken up by the next
        self.failed = False  # one of its own tasks met a fault of ours

    def _handlers(self, rooms: Rooms) -> Handlers:
        """Every command's handler but the companion's own, as the rooms name them."""
        radios, vehicles, unlocking = self._radios, self._vehicles, self.unlocking
        return {
            **vehicles.handlers,
            **rooms.copies.handlers,
            **rooms.entry.handlers,
            **self.panel.handlers,
            **unlocking.handlers,
            **self.joining.handlers,
            **NewUnlockers(radios, unlocking).handlers,
            **SettingUp(radios, unlocking, self.joining).handlers,
            **Removing(radios, vehicles, unlocking.sweep).handlers,
            **Reporting(radios, vehicles).handlers,
            **Search(radios, vehicles, self._families, unlocking).handlers,
            **Judging(radios, vehicles).handlers,
            **OwnersFamilies(self._families, radios, lambda: unlocking.is_set_up).handlers,
            **KeyMoving(radios, unlocking).handlers,
            **Diagnosis(radios, unlocking, self._car, self._families, self._pace).handlers,
            **_later(commands.ABOUT_BACKUPS, self._about_backups),
            **_later(commands.ABOUT_PRACTICE, lambda: self.practising.handlers),
        }

    def _about_backups(self) -> Handlers:
        from pi.service.core.backups import BackingUp, Restoring

        radios, unlocking = self._radios, self.unlocking
        return {
            **BackingUp(radios, self._families, unlocking.reading).handlers,
            **Restoring(radios, unlocking, self._families, self._begin_anew).handlers,
        }

    @cached_property
    def practising(self) -> "Practising":
        """The practices under way. Loaded when somebody practises."""
        from pi.service.core.practice import Practising

        clock, tell = self._radios.clock, self._sessions.tell_alone
        return Practising(self._families, self.companion.vehicles, clock, tell)

    @classmethod
    def open(
        cls,
        directory: Path,
        clock: Clock | None = None,
        cost: Callable[[], KdfCost] | None = None,
        fit: Callable[[], FittedWires] = fitted,
        sticks: Callable[[Path], Sequence[Path]] = plugged_in,
    ) -> "Service":
        """Open the store of a directory. Raises what ``start_failure`` names."""
        store = open_store(directory)
        _unpack_families(store)
        vault = Vault(store, cost or _kdf_cost, sticks=partial(sticks, directory))
        return cls(store, vault, clock or SystemClock(), fit)

    def close(self) -> None:
        """Make a last mark of each wait, try once more to save, and let the store go."""
        try:
            self._watcher.mark()
            if self._radios.unsaved:
                self._radios.save()
            end_run(self.store, self._radios.now().boot_id)
        finally:
            self._wires.close()
            self.store.close()

    @property
    def busy(self) -> bool:
        """Whether something would be lost if it ended: a wait is counted, an event not saved."""
        return self._watcher.counting or self._radios.unsaved > 0

    def next_mark_s(self) -> float | None:
        """Seconds until a mark is due, None while no wait is counted."""
        return self._watcher.next_mark_s()

    def mark_now(self) -> None:
        """Save a mark of each wait, and tell the sessions."""
        if self._watcher.mark():
            self._news()

    def save_now(self) -> None:
        """Try what could not be saved once more, and tell the sessions what came of it."""
        before = self._radios.saving
        if not before.ok:
            self._radios.try_again()
        if self._radios.saving != before:
            self._news()

    def lock_idle(self) -> None:
        """Lock the sessions that have not asked for anything for long."""
        self._sessions.lock_idle(self._radios.now().monotonic - LOCKS_AFTER_IDLE_S)
        self.panel.play()

    def look_into_store(self) -> None:
        """Ask the store for something. Returns only where it answers.

        An answer that is an error is said on every screen, and no restart would mend it.
        """
        with suppress(*UNREADABLE):
            self._journal.vehicle_count()

    def idle_s(self) -> float:
        """Seconds since the last session left, 0 while one is there."""
        return self._sessions.idle_s()

    @asynccontextmanager
    async def open_doors(
        self, listening: socket.socket, done: asyncio.Event, linger_s: float | None
    ) -> AsyncIterator[None]:
        """Answer sessions until the block is left. Sets ``done`` when nothing needs it."""
        self._done = done
        self.refit()
        self._begin()
        self._changed()  # what an earlier run left may be another cue than that of the wires alone
        endless = timed_tasks(self, self._due)
        if linger_s is not None:
            endless.append(leave_when_idle(self, done, linger_s))
        tasks = [asyncio.create_task(one) for one in endless]
        for task in tasks:
            task.add_done_callback(self._ended)
        try:
            await self._server.listen(listening)
            yield
        finally:
            await self._server.listen_no_more()
            for task in tasks:
                task.cancel()
            await self._server.hang_up()
            await self.unlocking.stop_looking()
            self.unlocking.close()

    def _begin(self) -> None:
        """Take up what an earlier run left."""
        cut_off = begin_run(self.store, self._radios.now().boot_id)
        try:
            witness = self._wires.witness
            stopped = self._car.ask_witness(witness)
            judged = self._car.begin(cut_off=cut_off, clock_stopped=stopped)
            if witness is not None and stopped is not None and self._radios.unsaved == 0:
                witness.clear()  # only what is written down may be forgotten
            self._watcher.begin(self._journal.active_vehicles(), judged)
        except UNREADABLE:
            self._radios.found_damage()
        if self.store.save_problem is None:
            with suppress(*UNREADABLE):
                self._vault.pin_key.tidy()
        else:
            self._radios.saving = Saving(ok=False, reason=self.store.save_problem.reason)
        with suppress(*UNREADABLE):
            if self.store.mended or self.store.broken(*_LOOKED_AT_FIRST):
                self._radios.found_damage()

    def refit(self) -> None:
        """Read the settings and take up the wires anew."""
        self._wires.refit()

    def reload(self) -> None:
        """Take up changed settings, as its owner asks for; bad ones change nothing."""
        self._wires.reload()

    async def looked_through(self) -> None:
        """Wait until what an unlocking let look through the vault has been told."""
        await self.unlocking.looked_through()

    async def settled(self) -> None:
        """Wait until every press of a button so far has been answered."""
        await self._wires.settled()

    def _news(self) -> None:
        """Something happened outside of any session's ask."""
        self._changed()
        self._sessions.tell()

    def _changed(self) -> None:
        """The next mark may be due at another time, and lamp and buzzer may have news."""
        self._due.set()
        self.panel.play()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A service whose clock or retries stopped must not go on as if they ran."""
        if not task.cancelled() and (error := task.exception()) is not None:
            log_place_of_fault(error)
            self.failed = True
            self._done.set()

    def _begin_anew(self) -> None:
        """Close once what is being answered has gone out."""
        self.again = True
        asyncio.get_running_loop().call_soon(self._done.set)

    async def check_whole(self) -> None:
        """Read the whole file through; writing on damaged pages would spread the damage.

        What is sound gets what an earlier run left undone.
        """
        reading = self.unlocking.reading
        if await reading.run(self._nobody, self.store.check_whole):
            self.store.write_no_more(SaveProblem(reason="damaged"))
        elif not await reading.run(self._nobody, self.store.broken_tables):
            await self._sum_up()
            with suppress(*UNREADABLE):
                await reading.run(self._nobody, self.store.sweep)
            return
        self._radios.found_damage()
        self._sessions.tell()

    async def _sum_up(self) -> None:
        """Give the rows of an earlier version their sums, some at a time. Else later."""
        with suppress(NotSavedError, *UNREADABLE):
            while not self.store.read_only and await self.unlocking.reading.run(
                self._nobody, self.store.sum_up
            ):
                await asyncio.sleep(0)


def _later(asked: Iterable[type[Ask]], load: Callable[[], Handlers]) -> Handlers:
    """Handlers of a room that most runs never enter: loaded with the first command that needs it.

    Together these are a tenth of what a start would load.
    """
    room: Handlers = {}

    def answer(session: Session, ask: Ask) -> Answer | Awaitable[Answer]:
        if not room:
            room.update(load())
        return room[type(ask)](session, ask)

    return dict.fromkeys(asked, answer)


def _unpack_families(store: Store) -> None:
    """A restored store holds the owner's own families. Where they find no room they stay in it."""
    with suppress(OSError, NotSavedError, *UNREADABLE):
        if store.query("SELECT 1 FROM family LIMIT 1"):
            from pi.service.core.backups import unpack

            unpack(store, store.directory / OWNERS_FAMILIES)


def _kdf_cost() -> KdfCost:
    """What a new PIN or passphrase costs to try, measured on this machine."""
    return calibrate(time.monotonic)
