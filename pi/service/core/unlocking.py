"""The vault's doors: set-up, unlocking, locking, and a new PIN, passphrase or recovery key.

What takes long (deriving keys) runs in a thread, one at a time and in a fair order, so that nobody
else waits for it. What counts (a PIN try) is on the card before that begins.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from pi.radio.instant import Instant
from pi.service.core.costly import Costly
from pi.service.core.radios import Ledger
from pi.service.core.session import Handlers, PendingSetUp, Surface
from pi.service.core.vehicles import Joining, events_of
from pi.service.faults import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, Reason, RecoveryKeyMade, RefusedError
from pi.service.protocol.commands import UnlockKind
from pi.service.protocol.views import LockView
from pi.storage import errors
from pi.storage.vault.records import Field, VehicleSecrets
from pi.storage.vault.secret_rules import find_pin_problem
from pi.storage.vault.unlocked import NewUnlocker, UnlockedVault
from pi.storage.vault.unlockers import UnlockerKind
from pi.storage.vault.vault import PreparedSetup, Vault

_KINDS = {
    UnlockKind.PIN: UnlockerKind.PIN,
    UnlockKind.PASSPHRASE: UnlockerKind.PASSPHRASE,
    UnlockKind.RECOVERY: UnlockerKind.RECOVERY,
}

_Made = TypeVar("_Made")


class Keeping:
    """What is secret, and who may see it."""

    def __init__(
        self, ledger: Ledger, vault: Vault, news: Callable[[], None] = lambda: None
    ) -> None:
        """``news`` tells every session what changed outside of any command."""
        self._ledger = ledger
        self.vault = vault
        self._news = news
        self._is_set_up: bool | None = None
        self.deriving = Costly()  # one at a time: each takes much of a small board's memory
        self.reading = Costly()  # through the whole file
        self.at_sticks = Costly()  # which may take their time, and nobody else's
        self.one_change = asyncio.Lock()  # of a PIN, or of the device key that it relies on
        self._nobody = Surface()  # whose work the service's own is
        self._looked_through = False
        self._looking: set[asyncio.Task[Any]] = set()
        self.handlers: Handlers = {commands.Unlock: self.unlock, commands.Lock: self.lock}

    @property
    def is_set_up(self) -> bool:
        """Whether there is a vault."""
        if not self._is_set_up:
            self._is_set_up = self.vault.is_set_up
        return self._is_set_up

    def lock_view(self, surface: Surface) -> LockView:
        """What this surface may see, and what would open the vault."""
        try:
            pin = self.vault.pin_state(self._now())
        except TypeError:  # a number is gone from its row
            raise errors.DamagedStoreError("pin_guard") from None
        return LockView(
            unlocked=surface.unlocked is not None,
            has_pin=pin is not None,
            has_passphrase=UnlockerKind.PASSPHRASE in self.vault.kinds(),
            device_key=self.vault.device_key_place,
            pin_wait_s=0.0 if pin is None else pin.wait_s,
            stick_away=pin is not None and self.vault.pin_key.stick_away,
        )

    def code_kept(self, vehicle: str) -> bool:
        """Whether there is a code to key in, or a radio that takes none."""
        takes_one = self._ledger.head_unit(vehicle).takes_a_code
        return not takes_one or self.vault.holds(vehicle, Field.CODE)

    def lock_unknown(self, surface: Surface) -> LockView:
        """The same where the store can't be read: it may be that nothing opens the vault."""
        return LockView(
            unlocked=surface.unlocked is not None,
            has_pin=False,
            has_passphrase=False,
            device_key=self.vault.pin_key.devices.place,
        )

    def close(self) -> None:
        """Wait for what is under way in a thread."""
        for costly in (self.deriving, self.reading, self.at_sticks):
            costly.close()

    async def unlock(self, surface: Surface, ask: commands.Unlock) -> Done:
        """Open the vault for this surface. A PIN try is on the card before it is looked at."""
        unlocked = await self.opened(surface, ask.kind, ask.secret)
        surface.lock()
        surface.unlocked = unlocked
        self._look_through(unlocked)
        return Done()

    def _look_through(self, unlocked: UnlockedVault) -> None:
        """Tell at once what is amiss with the ways in, and soon what is with the rest."""
        with suppress(*UNREADABLE):
            if unlocked.amiss_at_once():
                self._found_damage()
        if not self._looked_through:
            self._looked_through = True  # once in a run: it takes as long as there are vehicles
            self.read_back(unlocked)

    def read_back(self, unlocked: UnlockedVault) -> None:
        """Open each record meanwhile, and tell what does not open."""
        self.meanwhile(self._look_at_all(unlocked))

    def meanwhile(self, work: Coroutine[Any, Any, _Made]) -> "asyncio.Task[_Made]":
        """Go through the store in a task of its own, which ends with the service at the latest."""
        looking = asyncio.create_task(work)
        self._looking.add(looking)
        looking.add_done_callback(self._looking.discard)
        return looking

    async def _look_at_all(self, unlocked: UnlockedVault) -> None:
        try:
            if await self.reading.run(self._nobody, unlocked.amiss):
                self._found_damage()
        except errors.LockedError:
            self._looked_through = False  # locked again meanwhile: with the next unlocking
        except UNREADABLE:
            self._found_damage()

    async def stop_looking(self) -> None:
        """Go through the store no further: the service ends."""
        for looking in self._looking:
            looking.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    async def looked_through(self) -> None:
        """Wait until nothing goes through the store any more."""
        await asyncio.gather(*self._looking)

    def _found_damage(self) -> None:
        self._ledger.found_damage()
        self._ledger.changed()
        self._news()

    async def opened(self, surface: Surface, kind: UnlockKind, secret: str) -> UnlockedVault:
        """The vault, opened by a secret. Raises RefusedError.

        PINs are bounded by their own waits; the other ways cost whoever guesses wrong.
        """
        try:
            return await self._tried(surface, kind, secret)
        except errors.WrongSecretError as error:
            raise RefusedError(
                Reason.WRONG_SECRET, tries_left=error.tries_left, wait_s=error.wait_s
            ) from None
        except errors.InvalidSecretError as error:  # it was compared with nothing: no try
            rule = error.problem.rule
            raise RefusedError(Reason.WRONG_SECRET, field=kind.value, detail=rule) from None
        except errors.PinWaitError as error:
            raise RefusedError(Reason.PIN_WAIT, wait_s=error.remaining_s) from None
        except errors.PinDroppedError:
            raise RefusedError(Reason.PIN_DROPPED) from None
        except errors.NoUnlockerError:
            raise RefusedError(Reason.NO_SUCH_UNLOCKER) from None
        except errors.DeviceKeyError as error:
            raise RefusedError(Reason.DEVICE_KEY, detail=error.reason) from None
        except (errors.TamperedUnlockerError, TypeError) as error:  # or a value is gone from it
            self._found_damage()
            field = getattr(error, "kind", _KINDS[kind].value)
            raise RefusedError(Reason.TAMPERED, field=field) from None
        except errors.NoVaultError:
            raise RefusedError(Reason.NOT_SET_UP) from None
        except errors.NotSavedError as error:
            raise self._ledger.not_saved(error) from None

    async def _tried(self, surface: Surface, kind: UnlockKind, secret: str) -> UnlockedVault:
        by_pin = kind is UnlockKind.PIN
        if not by_pin:
            self.deriving.may_guess(surface)
        attempt = self.vault.begin_unlock(_KINDS[kind], secret, self._now())
        await self.deriving.run(surface, attempt.derive, ahead=by_pin or surface.is_open)
        try:
            unlocked = self.vault.finish_unlock(attempt)
        except errors.WrongSecretError:
            if not by_pin:
                self.deriving.guessed_wrong(surface)
            raise
        self.deriving.guessed_right(surface)
        return unlocked

    def lock(self, surface: Surface, _: commands.Lock) -> Done:
        """Close the vault for this surface."""
        surface.lock()
        return Done()

    async def sweep(self, surface: Surface) -> None:
        """Leave no trace of what was deleted.

        What comes in the way is told by an examination, and made up for by the next start.
        """
        await self.reading.run(surface, self._ledger.journal.store.sweep, ahead=True)

    def _now(self) -> Instant:
        return self._ledger.now()


class NewUnlockers:
    """For a surface that has the vault open. The earlier one of its kind then opens nothing.

    Who unlocked a surface keeps it: this changes the way in, not who is in.
    """

    def __init__(self, ledger: Ledger, keeping: Keeping) -> None:
        self._ledger = ledger
        self._keeping = keeping
        self.handlers: Handlers = {
            commands.SetPin: self.set_pin,
            commands.SetPassphrase: self.set_passphrase,
            commands.MakeRecoveryKey: self.make_recovery_key,
            commands.FinishRecoveryKey: self.finish_recovery_key,
        }

    async def set_pin(self, surface: Surface, ask: commands.SetPin) -> Done:
        """What may be one ``secret_rules`` says."""
        vault = surface.vault()
        return await self._keep(surface, "pin", lambda: vault.prepare_pin(ask.pin))

    async def set_passphrase(self, surface: Surface, ask: commands.SetPassphrase) -> Done:
        """As ``set_pin``; a weak one is refused."""
        vault = surface.vault()
        return await self._keep(
            surface, "passphrase", lambda: vault.prepare_passphrase(ask.passphrase)
        )

    async def _keep(self, surface: Surface, field: str, prepare: Callable[[], NewUnlocker]) -> Done:
        try:
            async with self._keeping.one_change:
                new = await self._keeping.deriving.run(surface, prepare, ahead=True)
                surface.vault().keep(new)
        except errors.InvalidSecretError as error:
            detail = error.problem.rule
            raise RefusedError(Reason.BAD_FIELD, field=field, detail=detail) from None
        except errors.DeviceKeyError as error:
            raise RefusedError(Reason.DEVICE_KEY, detail=error.reason) from None
        except errors.LockedError:  # meanwhile
            raise RefusedError(Reason.LOCKED) from None
        except errors.NotSavedError as error:
            raise self._ledger.not_saved(error) from None
        self._ledger.changed()
        await self._keeping.sweep(surface)
        return Done(saved=not self._ledger.journal.store.volatile)

    @staticmethod
    def make_recovery_key(surface: Surface, _: commands.MakeRecoveryKey) -> RecoveryKeyMade:
        """Another recovery key, to be written down. The old one opens until that is proved."""
        surface.new_recovery_key, key = surface.vault().prepare_recovery_key()
        return RecoveryKeyMade(key=key.reveal())

    async def finish_recovery_key(self, surface: Surface, ask: commands.FinishRecoveryKey) -> Done:
        """Put it in place of the old one, once its last group was read off the paper."""
        vault, new = surface.vault(), surface.new_recovery_key
        if new is None or new.recovery_key is None:
            raise RefusedError(Reason.NO_KEY_PENDING)
        if not new.recovery_key.ends_with(ask.last_group):
            raise RefusedError(Reason.WRONG_GROUP)
        try:
            vault.keep(new)
        except errors.NotSavedError as error:
            raise self._ledger.not_saved(error) from None
        surface.new_recovery_key = None
        self._ledger.changed()
        await self._keeping.sweep(surface)
        return Done(saved=not self._ledger.journal.store.volatile)


class SettingUp:
    """The asks of a set-up. What is not finished goes with its surface."""

    def __init__(self, ledger: Ledger, keeping: Keeping, joining: Joining) -> None:
        self._ledger = ledger
        self._keeping = keeping
        self._joining = joining
        self.handlers: Handlers = {
            commands.AddToSetUp: self.add,
            commands.SetUp: self.make,
            commands.FinishSetUp: self.finish,
        }

    def add(self, surface: Surface, ask: commands.AddToSetUp) -> Done:
        """Check vehicles and keep them in memory for the set-up to come."""
        self._refuse_if_set_up()
        draft = self._joining.together(surface.draft, ask.vehicles)
        surface.forget_unfinished()  # another draft than that of a set-up that is pending
        surface.draft = draft
        self._joining.hold(surface, draft)
        return Done(saved=False)

    async def make(self, surface: Surface, ask: commands.SetUp) -> RecoveryKeyMade:
        """Make the vault in memory, and the recovery key to write down."""
        self._refuse_if_set_up()
        vehicles = self._joining.together(surface.draft, ask.vehicles)
        if not vehicles:
            raise RefusedError(Reason.BAD_FIELD, field="vehicles", detail="empty")
        prepared = await self._prepared(surface, [one.secrets for one in vehicles], ask)
        surface.forget_unfinished()
        surface.pending = PendingSetUp(prepared, vehicles)
        self._joining.hold(surface, vehicles)
        return RecoveryKeyMade(key=prepared.recovery_key.reveal())

    def finish(self, surface: Surface, ask: commands.FinishSetUp) -> Done:
        """Save everything at once, or nothing."""
        self._refuse_if_set_up()
        pending = surface.pending
        if pending is None:
            raise RefusedError(Reason.NO_SET_UP_PENDING)
        if not pending.prepared.recovery_key.ends_with(ask.last_group):
            raise RefusedError(Reason.WRONG_GROUP)
        try:
            pending.prepared.commit(self._ledger.record_together, events_of(pending.vehicles))
        except errors.NotSavedError as error:
            raise self._ledger.not_saved(error) from None
        except errors.DeviceKeyError:  # another set-up wrote its own meanwhile
            surface.forget_unfinished()
            raise RefusedError(Reason.NO_SET_UP_PENDING) from None
        surface.forget_unfinished()
        surface.unlocked = pending.prepared.unlocked()
        self._keeping.read_back(surface.unlocked)
        surface.looks_at = pending.vehicles[0].secrets.vehicle
        self._ledger.changed()
        return Done(saved=not self._ledger.journal.store.volatile)

    async def _prepared(
        self, surface: Surface, secrets: list[VehicleSecrets], ask: commands.SetUp
    ) -> PreparedSetup:
        try:
            vault = self._keeping.vault
            return await self._keeping.deriving.run(
                surface, lambda: vault.prepare_setup(secrets, ask.pin, ask.passphrase)
            )
        except errors.InvalidSecretError as error:
            detail = error.problem.rule
            field = _field_of(ask, detail)
            raise RefusedError(Reason.BAD_FIELD, field=field, detail=detail) from None
        except errors.DeviceKeyError as error:
            detail = f"device_key_{error.reason}"
            raise RefusedError(Reason.BAD_FIELD, field="pin", detail=detail) from None
        except errors.VaultExistsError:
            raise RefusedError(Reason.ALREADY_SET_UP) from None

    def _refuse_if_set_up(self) -> None:
        if self._keeping.is_set_up:
            raise RefusedError(Reason.ALREADY_SET_UP)


def _field_of(ask: commands.SetUp, rule: str) -> str:
    """Which secret of a set-up was not taken. The PIN is judged first."""
    bad_pin = ask.pin is not None and find_pin_problem(ask.pin) is not None
    return "pin" if bad_pin or rule == "is_the_code" else "passphrase"
