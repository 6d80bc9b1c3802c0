"""The asks that concern the vault: unlocking, locking, adding vehicles.

What takes long (deriving keys) runs in a thread, so that nobody else waits for it. What counts
(a PIN try) is on the card before that begins.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from pi.radio.events import VehicleAdded
from pi.radio.head_unit import HeadUnit
from pi.radio.instant import Instant
from pi.service import asks
from pi.service.asks import UnlockKind
from pi.service.damage import UNREADABLE
from pi.service.ledger import Ledger
from pi.service.protocol import Done
from pi.service.refusal import Reason, RefusedError
from pi.service.shown import LockView, Saving
from pi.service.surface import Surface
from pi.storage import errors
from pi.storage.records import Field
from pi.storage.unlocked import UnlockedVault
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
        self.vault = vault
        self._load = load
        self._is_set_up: bool | None = None
        self.one_derivation = asyncio.Lock()  # each takes much of a small board's memory
        self.one_change = asyncio.Lock()  # of a PIN, or of the device key that it relies on
        self.revision = 0
        self.news: Callable[[], None] = lambda: None  # tells every surface what changed
        self._looked_through = False
        self._looking: set[asyncio.Task[None]] = set()

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

    async def unlock(self, surface: Surface, ask: asks.Unlock) -> Done:
        """Open the vault for this surface. A PIN try is on the card before it is looked at."""
        unlocked = await self.opened(ask.kind, ask.secret)
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
        looking = asyncio.create_task(self._look_at_all(unlocked))
        self._looking.add(looking)
        looking.add_done_callback(self._looking.discard)

    async def _look_at_all(self, unlocked: UnlockedVault) -> None:
        try:
            if await asyncio.to_thread(unlocked.amiss):
                self._found_damage()
        except errors.LockedError:
            self._looked_through = False  # locked again meanwhile: with the next unlocking
        except UNREADABLE:
            self._found_damage()

    async def looked_through(self) -> None:
        """Wait until nothing goes through the store any more."""
        await asyncio.gather(*self._looking)

    def _found_damage(self) -> None:
        self._ledger.found_damage()
        self.revision += 1
        self.news()

    async def opened(self, kind: UnlockKind, secret: str) -> UnlockedVault:
        """The vault, opened by a secret. Raises RefusedError."""
        try:
            attempt = self.vault.begin_unlock(_KINDS[kind], secret, self._now())
            async with self.one_derivation:
                await asyncio.to_thread(attempt.derive)
            return self.vault.finish_unlock(attempt)
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
            raise self.not_saved(error) from None

    def lock(self, surface: Surface, _: asks.Lock) -> Done:
        """Close the vault for this surface."""
        surface.lock()
        return Done()

    def add_vehicle(self, surface: Surface, ask: asks.AddVehicle) -> Done:
        """One more vehicle, its secrets and its event together or not at all."""
        surface.vault()
        return self.join(surface, self.checked((ask.vehicle,)))

    def join(self, surface: Surface, vehicles: "list[Checked]") -> Done:
        """Keep vehicles, all of them with their events or none; the surface looks at the last."""
        extra = surface.vault().adding(*(one.secrets for one in vehicles))
        try:
            self._ledger.journal.append(joining(vehicles), at=self._now(), extra=extra)
        except errors.NotSavedError as error:
            raise self.not_saved(error) from None
        surface.looks_at = vehicles[-1].secrets.vehicle
        self.revision += 1
        return Done()

    def checked(self, vehicles: Sequence[asks.NewVehicle], first: int = 1) -> "list[Checked]":
        """Vehicles that may join, numbered from ``first`` in a refusal. Raises RefusedError."""
        from pi.service.new_vehicles import checked  # each start would pay for it

        return checked(vehicles, self._load, first)

    def _now(self) -> Instant:
        return self._ledger.now()

    def not_saved(self, error: errors.NotSavedError) -> RefusedError:
        """The refusal for what could not be saved, all being told so."""
        self._ledger.saving = Saving(ok=False, reason=error.problem.reason)
        self.revision += 1
        return RefusedError(Reason.NOT_SAVED, detail=error.problem.reason)


def joining(vehicles: "list[Checked]") -> list[tuple[str, VehicleAdded]]:
    """The events of vehicles that join."""
    return [(one.secrets.vehicle, VehicleAdded(head_unit=one.head_unit)) for one in vehicles]
