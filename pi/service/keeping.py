"""The asks that concern the vault: set-up, unlocking, adding vehicles.

What takes long (deriving keys) runs in a thread, so that nobody else waits for it. What counts
(a PIN try) is on the card before that begins.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pi.radio.events import VehicleAdded
from pi.radio.head_unit import HeadUnit
from pi.radio.instant import Instant
from pi.service import asks
from pi.service.asks import UnlockKind
from pi.service.ledger import Ledger
from pi.service.protocol import Done, LockView, Reason, RecoveryKeyMade, Saving
from pi.service.surface import PendingSetUp, RefusedError, Surface
from pi.storage import errors
from pi.storage.recovery_key import RecoveryKey
from pi.storage.unlockers import UnlockerKind
from pi.storage.vault import Vault

if TYPE_CHECKING:
    from pi.service.new_vehicles import Checked

_KINDS = {
    UnlockKind.PIN: UnlockerKind.PIN,
    UnlockKind.PASSPHRASE: UnlockerKind.PASSPHRASE,
    UnlockKind.RECOVERY: UnlockerKind.RECOVERY,
}


class Keeping:
    """What is secret, and who may see it. ``revision`` counts up with every change for all."""

    def __init__(self, ledger: Ledger, vault: Vault, load: Callable[[str], HeadUnit]) -> None:
        self._ledger = ledger
        self._vault = vault
        self._load = load
        self._is_set_up: bool | None = None
        self._one_derivation = asyncio.Lock()  # each takes much of a small board's memory
        self.revision = 0

    @property
    def is_set_up(self) -> bool:
        """Whether there is a vault."""
        if not self._is_set_up:
            self._is_set_up = self._vault.is_set_up
        return self._is_set_up

    def lock_view(self, surface: Surface) -> LockView:
        """What this surface may see, and what would open the vault."""
        pin = self._vault.pin_state(self._ledger.now())
        return LockView(
            unlocked=surface.unlocked is not None,
            has_pin=pin is not None,
            has_passphrase=UnlockerKind.PASSPHRASE in self._vault.kinds(),
            device_key=self._vault.device_key_place,
            pin_wait_s=0.0 if pin is None else pin.wait_s,
        )

    def lock_unknown(self, surface: Surface) -> LockView:
        """The same where the store can't be read: it may be that nothing opens the vault."""
        return LockView(
            unlocked=surface.unlocked is not None,
            has_pin=False,
            has_passphrase=False,
            device_key=self._vault.device_key_place,
        )

    def add_to_set_up(self, surface: Surface, ask: asks.AddToSetUp) -> Done:
        """Check vehicles and keep them in memory for the set-up to come."""
        self._refuse_if_set_up()
        first = len(surface.draft) + 1
        surface.draft += self._checked(ask.vehicles, first)
        return Done(saved=False)

    async def set_up(self, surface: Surface, ask: asks.SetUp) -> RecoveryKeyMade:
        """Make the vault in memory, and the recovery key to write down."""
        self._refuse_if_set_up()
        vehicles = surface.draft + self._checked(ask.vehicles, len(surface.draft) + 1)
        if not vehicles:
            raise RefusedError(Reason.BAD_FIELD, field="vehicles", detail="empty")
        secrets = [one.secrets for one in vehicles]
        try:
            async with self._one_derivation:
                prepared = await asyncio.to_thread(
                    self._vault.prepare_setup, secrets, ask.pin, ask.passphrase
                )
        except errors.InvalidSecretError as error:
            detail = error.problem.rule
            raise RefusedError(Reason.BAD_FIELD, field=_field_of(ask), detail=detail) from None
        except errors.DeviceKeyError as error:
            detail = f"device_key_{error.reason}"
            raise RefusedError(Reason.BAD_FIELD, field="pin", detail=detail) from None
        except errors.VaultExistsError:
            raise RefusedError(Reason.ALREADY_SET_UP) from None
        surface.draft = []
        surface.pending = PendingSetUp(prepared, vehicles)
        return RecoveryKeyMade(key=prepared.recovery_key.reveal())

    def finish_set_up(self, surface: Surface, ask: asks.FinishSetUp) -> Done:
        """Save everything at once, or nothing."""
        self._refuse_if_set_up()
        pending = surface.pending
        if pending is None:
            raise RefusedError(Reason.NO_SET_UP_PENDING)
        if not _ends_with(pending.prepared.recovery_key, ask.last_group):
            raise RefusedError(Reason.WRONG_GROUP)
        try:
            pending.prepared.commit(self._ledger.journal, _joining(pending.vehicles), self._now())
        except errors.NotSavedError as error:
            raise self._not_saved(error) from None
        except errors.DeviceKeyError:  # another set-up wrote its own meanwhile
            surface.pending = None
            raise RefusedError(Reason.NO_SET_UP_PENDING) from None
        surface.pending = None
        surface.unlocked = pending.prepared.unlocked()
        surface.looks_at = pending.vehicles[0].secrets.vehicle
        self.revision += 1
        return Done()

    async def unlock(self, surface: Surface, ask: asks.Unlock) -> Done:
        """Open the vault for this surface. A PIN try is on the card before it is looked at."""
        try:
            attempt = self._vault.begin_unlock(_KINDS[ask.kind], ask.secret, self._now())
            async with self._one_derivation:
                await asyncio.to_thread(attempt.derive)
            unlocked = self._vault.finish_unlock(attempt)
        except errors.WrongSecretError as error:
            raise RefusedError(
                Reason.WRONG_SECRET, tries_left=error.tries_left, wait_s=error.wait_s
            ) from None
        except errors.InvalidSecretError:
            raise RefusedError(Reason.WRONG_SECRET) from None
        except errors.PinWaitError as error:
            raise RefusedError(Reason.PIN_WAIT, wait_s=error.remaining_s) from None
        except errors.PinDroppedError:
            raise RefusedError(Reason.PIN_DROPPED) from None
        except (errors.NoUnlockerError, errors.DeviceKeyError):
            raise RefusedError(Reason.NO_SUCH_UNLOCKER) from None
        except errors.TamperedUnlockerError:
            raise RefusedError(Reason.TAMPERED) from None
        except errors.NoVaultError:
            raise RefusedError(Reason.NOT_SET_UP) from None
        except errors.NotSavedError as error:
            raise self._not_saved(error) from None
        surface.lock()
        surface.unlocked = unlocked
        return Done()

    def lock(self, surface: Surface, _: asks.Lock) -> Done:
        """Close the vault for this surface."""
        surface.lock()
        return Done()

    def add_vehicle(self, surface: Surface, ask: asks.AddVehicle) -> Done:
        """One more vehicle, its secrets and its event together or not at all."""
        vault = surface.vault()
        one = self._checked((ask.vehicle,))[0]
        try:
            self._ledger.journal.append(
                _joining([one]), at=self._now(), extra=vault.adding(one.secrets)
            )
        except errors.NotSavedError as error:
            raise self._not_saved(error) from None
        surface.looks_at = one.secrets.vehicle
        self.revision += 1
        return Done()

    def _checked(self, vehicles: Sequence[asks.NewVehicle], first: int = 1) -> "list[Checked]":
        from pi.service.new_vehicles import checked  # each start would pay for it

        return checked(vehicles, self._load, first)

    def _now(self) -> Instant:
        return self._ledger.now()

    def _refuse_if_set_up(self) -> None:
        if self.is_set_up:
            raise RefusedError(Reason.ALREADY_SET_UP)

    def _not_saved(self, error: errors.NotSavedError) -> RefusedError:
        self._ledger.saving = Saving(ok=False, reason=error.problem.reason)
        self.revision += 1
        return RefusedError(Reason.NOT_SAVED, detail=error.problem.reason)


def _joining(vehicles: "list[Checked]") -> list[tuple[str, VehicleAdded]]:
    return [(one.secrets.vehicle, VehicleAdded(head_unit=one.head_unit)) for one in vehicles]


def _ends_with(key: RecoveryKey, last_group: str) -> bool:
    """Whether this is the key's last group, typed as freely as the whole key may be."""
    first_groups, _, _ = key.reveal().rpartition("-")
    try:
        return RecoveryKey.parse(first_groups + last_group).secret() == key.secret()
    except errors.InvalidSecretError:
        return False


def _field_of(ask: asks.SetUp) -> str:
    """Which secret of a set-up was not taken."""
    from pi.storage.secret_rules import find_pin_problem

    bad_pin = ask.pin is not None and find_pin_problem(ask.pin) is not None
    return "pin" if bad_pin else "passphrase"
