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
from pi.service.core.radios import Radios
from pi.service.core.session import Handlers, PendingSetUp, Session
from pi.service.core.vehicles import Joining, events_of
from pi.service.faults import UNREADABLE
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, Reason, RecoveryKeyMade, RefusedError
from pi.service.protocol.commands import UnlockKind
from pi.service.protocol.views import LockView
from pi.storage import errors
from pi.storage.vault.records import Field, VehicleSecrets
from pi.storage.vault.secret_rules import find_new_pin_problem
from pi.storage.vault.unlocked import NewUnlocker, UnlockedVault
from pi.storage.vault.unlockers import UnlockerKind
from pi.storage.vault.vault import PreparedSetup, Vault

_KINDS = {
    UnlockKind.PIN: UnlockerKind.PIN,
    UnlockKind.PASSPHRASE: UnlockerKind.PASSPHRASE,
    UnlockKind.RECOVERY: UnlockerKind.RECOVERY,
}

_Made = TypeVar("_Made")


class Unlocking:
    """What is secret, and who may see it."""

    def __init__(
        self, radios: Radios, vault: Vault, news: Callable[[], None] = lambda: None
    ) -> None:
        """``news`` tells every session what changed outside of any command."""
        self._radios = radios
        self.vault = vault
        self._news = news
        self._is_set_up: bool | None = None
        self.deriving = Costly()  # one at a time: each takes much of a small board's memory
        self.reading = Costly()  # through the whole file
        self.at_sticks = Costly()  # which may take their time, and nobody else's
        self.one_change = asyncio.Lock()  # of a PIN, or of the device key that it relies on
        self._nobody = Session()  # whose work the service's own is
        self._looked_through = False
        self._looking: set[asyncio.Task[Any]] = set()
        self.handlers: Handlers = {commands.Unlock: self.unlock, commands.Lock: self.lock}

    @property
    def is_set_up(self) -> bool:
        """Whether there is a vault."""
        if not self._is_set_up:
            self._is_set_up = self.vault.is_set_up
        return self._is_set_up

    def lock_view(self, session: Session) -> LockView:
        """What this session may see, and what would open the vault."""
        try:
            pin = self.vault.pin_state(self._now())
        except TypeError:  # a number is gone from its row
            raise errors.DamagedStoreError("pin_guard") from None
        return LockView(
            unlocked=session.unlocked is not None,
            has_pin=pin is not None,
            has_passphrase=UnlockerKind.PASSPHRASE in self.vault.kinds(),
            device_key=self.vault.device_key_place,
            pin_wait_s=0.0 if pin is None else pin.wait_s,
            stick_away=pin is not None and self.vault.pin_key.stick_away,
        )

    def code_kept(self, vehicle: str) -> bool:
        """Whether there is a code to key in, or a radio that takes none."""
        takes_one = self._radios.head_unit(vehicle).takes_a_code
        return not takes_one or self.vault.holds(vehicle, Field.CODE)

    def lock_unknown(self, session: Session) -> LockView:
        """The same where the store can't be read: it may be that nothing opens the vault."""
        return LockView(
            unlocked=session.unlocked is not None,
            has_pin=False,
            has_passphrase=False,
            device_key=self.vault.pin_key.devices.place,
        )

    def close(self) -> None:
        """Wait for what is under way in a thread."""
        for costly in (self.deriving, self.reading, self.at_sticks):
            costly.close()

    async def unlock(self, session: Session, ask: commands.Unlock) -> Done:
        """Open the vault for this session. A PIN try is on the card before it is looked at."""
        unlocked = await self.opened(session, ask.kind, ask.secret)
        session.lock()
        session.unlocked = unlocked
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
        self._radios.found_damage()
        self._radios.changed()
        self._news()

    async def opened(self, session: Session, kind: UnlockKind, secret: str) -> UnlockedVault:
        """The vault, opened by a secret. Raises RefusedError.

        PINs are bounded by their own waits; the other ways cost whoever guesses wrong.
        """
        try:
            return await self._tried(session, kind, secret)
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
            raise self._radios.not_saved(error) from None

    async def _tried(self, session: Session, kind: UnlockKind, secret: str) -> UnlockedVault:
        by_pin = kind is UnlockKind.PIN
        if not by_pin:
            self.deriving.may_guess(session)
        attempt = self.vault.begin_unlock(_KINDS[kind], secret, self._now())
        await self.deriving.run(session, attempt.derive, ahead=by_pin or session.is_open)
        try:
            unlocked = self.vault.finish_unlock(attempt)
        except errors.WrongSecretError:
            if not by_pin:
                self.deriving.guessed_wrong(session)
            raise
        self.deriving.guessed_right(session)
        return unlocked

    def lock(self, session: Session, _: commands.Lock) -> Done:
        """Close the vault for this session."""
        session.lock()
        return Done()

    async def sweep(self, session: Session) -> None:
        """Leave no trace of what was deleted.

        What comes in the way is told by an examination, and made up for by the next start.
        """
        await self.reading.run(session, self._radios.journal.store.sweep, ahead=True)

    def _now(self) -> Instant:
        return self._radios.now()


class NewUnlockers:
    """For a session that has the vault open. The earlier one of its kind then opens nothing.

    Who unlocked a session keeps it: this changes the way in, not who is in.
    """

    def __init__(self, radios: Radios, unlocking: Unlocking) -> None:
        self._radios = radios
        self._unlocking = unlocking
        self.handlers: Handlers = {
            commands.SetPin: self.set_pin,
            commands.SetPassphrase: self.set_passphrase,
            commands.MakeRecoveryKey: self.make_recovery_key,
            commands.FinishRecoveryKey: self.finish_recovery_key,
        }

    async def set_pin(self, session: Session, ask: commands.SetPin) -> Done:
        """What may be one ``secret_rules`` says."""
        vault = session.vault()
        return await self._keep(session, "pin", lambda: vault.prepare_pin(ask.pin))

    async def set_passphrase(self, session: Session, ask: commands.SetPassphrase) -> Done:
        """As ``set_pin``; a weak one is refused."""
        vault = session.vault()
        return await self._keep(
            session, "passphrase", lambda: vault.prepare_passphrase(ask.passphrase)
        )

    async def _keep(self, session: Session, field: str, prepare: Callable[[], NewUnlocker]) -> Done:
        try:
            async with self._unlocking.one_change:
                new = await self._unlocking.deriving.run(session, prepare, ahead=True)
                session.vault().keep(new)
        except errors.InvalidSecretError as error:
            detail = error.problem.rule
            raise RefusedError(Reason.BAD_FIELD, field=field, detail=detail) from None
        except errors.DeviceKeyError as error:
            raise RefusedError(Reason.DEVICE_KEY, detail=error.reason) from None
        except errors.LockedError:  # meanwhile
            raise RefusedError(Reason.LOCKED) from None
        except errors.NotSavedError as error:
            raise self._radios.not_saved(error) from None
        self._radios.changed()
        await self._unlocking.sweep(session)
        return Done(saved=not self._radios.journal.store.volatile)

    @staticmethod
    def make_recovery_key(session: Session, _: commands.MakeRecoveryKey) -> RecoveryKeyMade:
        """Another recovery key, to be written down. The old one opens until that is proved."""
        session.new_recovery_key, key = session.vault().prepare_recovery_key()
        return RecoveryKeyMade(key=key.reveal())

    async def finish_recovery_key(self, session: Session, ask: commands.FinishRecoveryKey) -> Done:
        """Put it in place of the old one, once its last group was read off the paper."""
        vault, new = session.vault(), session.new_recovery_key
        if new is None or new.recovery_key is None:
            raise RefusedError(Reason.NO_KEY_PENDING)
        if not new.recovery_key.ends_with(ask.last_group):
            raise RefusedError(Reason.WRONG_GROUP)
        try:
            vault.keep(new)
        except errors.NotSavedError as error:
            raise self._radios.not_saved(error) from None
        session.new_recovery_key = None
        self._radios.changed()
        await self._unlocking.sweep(session)
        return Done(saved=not self._radios.journal.store.volatile)


class SettingUp:
    """The asks of a set-up. What is not finished goes with its session."""

    def __init__(self, radios: Radios, unlocking: Unlocking, joining: Joining) -> None:
        self._radios = radios
        self._unlocking = unlocking
        self._joining = joining
        self.handlers: Handlers = {
            commands.AddToSetUp: self.add,
            commands.SetUp: self.make,
            commands.FinishSetUp: self.finish,
        }

    def add(self, session: Session, ask: commands.AddToSetUp) -> Done:
        """Check vehicles and keep them in memory for the set-up to come."""
        self._refuse_if_set_up()
        draft = self._joining.together(session.draft, ask.vehicles)
        session.forget_unfinished()  # another draft than that of a set-up that is pending
        session.draft = draft
        self._joining.hold(session, draft)
        return Done(saved=False)

    async def make(self, session: Session, ask: commands.SetUp) -> RecoveryKeyMade:
        """Make the vault in memory, and the recovery key to write down."""
        self._refuse_if_set_up()
        vehicles = self._joining.together(session.draft, ask.vehicles)
        if not vehicles:
            raise RefusedError(Reason.BAD_FIELD, field="vehicles", detail="empty")
        prepared = await self._prepared(session, [one.secrets for one in vehicles], ask)
        session.forget_unfinished()
        session.pending = PendingSetUp(prepared, vehicles)
        self._joining.hold(session, vehicles)
        return RecoveryKeyMade(key=prepared.recovery_key.reveal())

    def finish(self, session: Session, ask: commands.FinishSetUp) -> Done:
        """Save everything at once, or nothing."""
        self._refuse_if_set_up()
        pending = session.pending
        if pending is None:
            raise RefusedError(Reason.NO_SET_UP_PENDING)
        if not pending.prepared.recovery_key.ends_with(ask.last_group):
            raise RefusedError(Reason.WRONG_GROUP)
        try:
            pending.prepared.commit(self._radios.record_together, events_of(pending.vehicles))
        except errors.NotSavedError as error:
            raise self._radios.not_saved(error) from None
        except errors.DeviceKeyError:  # another set-up wrote its own meanwhile
            session.forget_unfinished()
            raise RefusedError(Reason.NO_SET_UP_PENDING) from None
        session.forget_unfinished()
        session.unlocked = pending.prepared.unlocked()
        self._unlocking.read_back(session.unlocked)
        session.looks_at = pending.vehicles[0].secrets.vehicle
        self._radios.changed()
        return Done(saved=not self._radios.journal.store.volatile)

    async def _prepared(
        self, session: Session, secrets: list[VehicleSecrets], ask: commands.SetUp
    ) -> PreparedSetup:
        try:
            vault = self._unlocking.vault
            return await self._unlocking.deriving.run(
                session, lambda: vault.prepare_setup(secrets, ask.pin, ask.passphrase)
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
        if self._unlocking.is_set_up:
            raise RefusedError(Reason.ALREADY_SET_UP)


def _field_of(ask: commands.SetUp, rule: str) -> str:
    """Which secret of a set-up was not taken. The PIN is judged first."""
    bad_pin = ask.pin is not None and find_new_pin_problem(ask.pin, ()) is not None
    return "pin" if bad_pin or rule == "is_the_code" else "passphrase"
