"""A PIN, passphrase or recovery key of later: after a restore, or as somebody saw the old one."""

from collections.abc import Callable

from pi.service.core.radios import Ledger
from pi.service.core.session import Surface
from pi.service.core.unlocking import Keeping
from pi.service.protocol import commands
from pi.service.protocol.answers import Done, RecoveryKeyMade
from pi.service.protocol.refusal import Reason, RefusedError
from pi.storage import errors
from pi.storage.vault.new_unlocker import NewUnlocker


class NewUnlockers:
    """For a surface that has the vault open. The earlier one of its kind then opens nothing.

    Who unlocked a surface keeps it: this changes the way in, not who is in.
    """

    def __init__(self, ledger: Ledger, keeping: Keeping) -> None:
        self._ledger = ledger
        self._keeping = keeping

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
            raise self._keeping.not_saved(error) from None
        self._keeping.revision += 1
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
            raise self._keeping.not_saved(error) from None
        surface.new_recovery_key = None
        self._keeping.revision += 1
        await self._keeping.sweep(surface)
        return Done(saved=not self._ledger.journal.store.volatile)
