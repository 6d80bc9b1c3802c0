"""The set-up, in two phases: all in memory until the recovery key is known to be written down."""

from pi.service.core.radios import Ledger
from pi.service.core.session import PendingSetUp, Surface
from pi.service.core.unlocking import Keeping, joining
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, RecoveryKeyMade
from pi.service.protocol.refusal import Reason, RefusedError
from pi.storage import errors
from pi.storage.vault.records import VehicleSecrets
from pi.storage.vault.vault_setup import PreparedSetup


class SettingUp:
    """The asks of a set-up. What is not finished goes with its surface."""

    def __init__(self, ledger: Ledger, keeping: Keeping) -> None:
        self._ledger = ledger
        self._keeping = keeping

    def add(self, surface: Surface, ask: commands.AddToSetUp) -> Done:
        """Check vehicles and keep them in memory for the set-up to come."""
        self._refuse_if_set_up()
        draft = self._keeping.together(surface.draft, ask.vehicles)
        surface.forget_unfinished()  # another draft than that of a set-up that is pending
        surface.draft = draft
        self._keeping.hold(surface, draft)
        return Done(saved=False)

    async def make(self, surface: Surface, ask: commands.SetUp) -> RecoveryKeyMade:
        """Make the vault in memory, and the recovery key to write down."""
        self._refuse_if_set_up()
        vehicles = self._keeping.together(surface.draft, ask.vehicles)
        if not vehicles:
            raise RefusedError(Reason.BAD_FIELD, field="vehicles", detail="empty")
        prepared = await self._prepared(surface, [one.secrets for one in vehicles], ask)
        surface.forget_unfinished()
        surface.pending = PendingSetUp(prepared, vehicles)
        self._keeping.hold(surface, vehicles)
        return RecoveryKeyMade(key=prepared.recovery_key.reveal())

    def finish(self, surface: Surface, ask: commands.FinishSetUp) -> Done:
        """Save everything at once, or nothing."""
        self._refuse_if_set_up()
        pending = surface.pending
        if pending is None:
            raise RefusedError(Reason.NO_SET_UP_PENDING)
        if not pending.prepared.recovery_key.ends_with(ask.last_group):
            raise RefusedError(Reason.WRONG_GROUP)
        events, now = joining(pending.vehicles), self._ledger.now()
        try:
            pending.prepared.commit(self._ledger.journal, events, now)
        except errors.NotSavedError as error:
            raise self._keeping.not_saved(error) from None
        except errors.DeviceKeyError:  # another set-up wrote its own meanwhile
            surface.forget_unfinished()
            raise RefusedError(Reason.NO_SET_UP_PENDING) from None
        surface.forget_unfinished()
        surface.unlocked = pending.prepared.unlocked()
        self._keeping.read_back(surface.unlocked)
        surface.looks_at = pending.vehicles[0].secrets.vehicle
        self._keeping.revision += 1
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
    from pi.storage.vault.secret_rules import find_pin_problem

    bad_pin = ask.pin is not None and find_pin_problem(ask.pin) is not None
    return "pin" if bad_pin or rule == "is_the_code" else "passphrase"
