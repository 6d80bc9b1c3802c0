"""The rooms that most runs never enter: each is loaded with the first ask that needs it."""

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pi.service.core.car import Car
from pi.service.core.families import Families
from pi.service.core.radios import Ledger
from pi.service.core.session import Pace, Surface
from pi.service.core.unlocking import Keeping, NewUnlockers, SettingUp
from pi.service.core.vehicles import Adding, Fleet, Removing
from pi.service.protocol import commands
from pi.service.protocol.answers import Answer, Done

if TYPE_CHECKING:
    from pi.service.core.backups import BackingUp, Restoring
    from pi.service.core.device_key import KeyMoving
    from pi.service.core.diagnosis import Examining
    from pi.service.core.reports import Finding, Judging

Handler = Callable[[Surface, Any], Answer | Awaitable[Answer]]


class Seldom:
    """Setting up, many vehicles, a lost code, an owner's own word or family, an examination.

    And a backup, and the way back.
    """

    def __init__(
        self,
        ledger: Ledger,
        fleet: Fleet,
        keeping: Keeping,
        families: Families,
        car: Car,
        pace: Pace,
        changed: Callable[[str], None],
        removed: Callable[[str], None],
    ) -> None:
        """``changed`` is told the vehicle of which something else is kept now.

        ``removed`` is told the vehicle that is gone.
        """
        self.begin_anew: Callable[[], None] = lambda: None  # with a store that was restored
        self._ledger = ledger
        self._fleet = fleet
        self._keeping = keeping
        self._families = families
        self._car = car
        self._pace = pace
        self._changed = changed
        self._removed = removed

    def handlers(self) -> dict[type, Handler]:
        """Which ask each of them answers."""
        return {
            commands.SetUp: lambda surface, ask: self._setting_up.make(surface, ask),
            commands.AddToSetUp: lambda surface, ask: self._setting_up.add(surface, ask),
            commands.FinishSetUp: lambda surface, ask: self._setting_up.finish(surface, ask),
            commands.AddVehicles: lambda surface, ask: self._adding.add(surface, ask),
            commands.SetPin: lambda surface, ask: self._new_unlockers.set_pin(surface, ask),
            commands.SetPassphrase: lambda surface, ask: self._new_unlockers.set_passphrase(
                surface, ask
            ),
            commands.MakeRecoveryKey: lambda surface, ask: self._new_unlockers.make_recovery_key(
                surface, ask
            ),
            commands.FinishRecoveryKey: lambda surface, ask: (
                self._new_unlockers.finish_recovery_key(surface, ask)
            ),
            commands.GetDeviceKey: lambda surface, ask: self._key_moving.tell(surface, ask),
            commands.MoveDeviceKey: lambda surface, ask: self._key_moving.move(surface, ask),
            commands.TickPlace: lambda surface, ask: self._finding.tick(surface, ask),
            commands.SpendTries: lambda surface, ask: self._finding.spend(surface, ask),
            commands.ChangeVehicle: lambda surface, ask: self._finding.change(surface, ask),
            commands.RemoveVehicle: lambda surface, ask: self._removing.remove(surface, ask),
            commands.JudgeRule: lambda surface, ask: self._judging.judge(surface, ask),
            commands.GetRemarks: lambda surface, ask: self._judging.remarks(surface, ask),
            commands.KeepFamily: self._keep_family,
            commands.Examine: lambda surface, ask: self._examining.examine(surface, ask),
            commands.BeginBackup: lambda surface, ask: self._backing_up.begin(surface, ask),
            commands.BeginRestore: lambda surface, ask: self._restoring.begin(surface, ask),
            commands.PutRestorePart: lambda surface, ask: self._restoring.take(surface, ask),
            commands.FinishRestore: lambda surface, ask: self._restoring.finish(surface, ask),
            commands.LetGo: lambda surface, ask: self._restoring.let_go(surface, ask),
            commands.GetBackupPart: lambda surface, ask: self._backing_up.part(surface, ask),
        }

    def _keep_family(self, surface: Surface, ask: commands.KeepFamily) -> Done:
        """Once there is a vault, only a surface that has it open may describe a radio."""
        if self._keeping.is_set_up:
            surface.vault()
        self._families.keep(ask.toml)
        self._ledger.forget_families()
        return Done()

    @cached_property
    def _adding(self) -> "Adding":
        return Adding(self._keeping)

    @cached_property
    def _backing_up(self) -> "BackingUp":
        from pi.service.core.backups import BackingUp

        return BackingUp(self._ledger, self._families, self._keeping.reading)

    @cached_property
    def _removing(self) -> "Removing":
        return Removing(self._ledger, self._fleet, self._keeping, self._removed)

    @cached_property
    def _examining(self) -> "Examining":
        from pi.service.core.diagnosis import Examining

        return Examining(self._ledger, self._keeping, self._car, self._families, self._pace)

    @cached_property
    def _restoring(self) -> "Restoring":
        from pi.service.core.backups import Restoring

        return Restoring(self._ledger, self._keeping, self._families, self.begin_anew)

    @cached_property
    def _finding(self) -> "Finding":
        from pi.service.core.reports import Finding

        return Finding(self._ledger, self._fleet, self._keeping, self._changed)

    @cached_property
    def _judging(self) -> "Judging":
        from pi.service.core.reports import Judging

        return Judging(self._ledger, self._fleet, self._ledger.journal)

    @cached_property
    def _key_moving(self) -> "KeyMoving":
        from pi.service.core.device_key import KeyMoving

        return KeyMoving(self._ledger, self._keeping)

    @cached_property
    def _new_unlockers(self) -> "NewUnlockers":
        return NewUnlockers(self._ledger, self._keeping)

    @cached_property
    def _setting_up(self) -> "SettingUp":
        return SettingUp(self._ledger, self._keeping)
