"""The rooms that most runs never enter: each is loaded with the first ask that needs it."""

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pi.service import asks
from pi.service.car import Car
from pi.service.families import Families
from pi.service.fleet import Fleet
from pi.service.keeping import Keeping
from pi.service.ledger import Ledger
from pi.service.pace import Pace
from pi.service.protocol import Answer, Done
from pi.service.surface import Surface

if TYPE_CHECKING:
    from pi.service.adding import Adding
    from pi.service.backing_up import BackingUp
    from pi.service.examining import Examining
    from pi.service.finding import Finding
    from pi.service.judging import Judging
    from pi.service.key_moving import KeyMoving
    from pi.service.new_unlockers import NewUnlockers
    from pi.service.removing import Removing
    from pi.service.restoring import Restoring
    from pi.service.setting_up import SettingUp

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
            asks.SetUp: lambda surface, ask: self._setting_up.make(surface, ask),
            asks.AddToSetUp: lambda surface, ask: self._setting_up.add(surface, ask),
            asks.FinishSetUp: lambda surface, ask: self._setting_up.finish(surface, ask),
            asks.AddVehicles: lambda surface, ask: self._adding.add(surface, ask),
            asks.SetPin: lambda surface, ask: self._new_unlockers.set_pin(surface, ask),
            asks.SetPassphrase: lambda surface, ask: self._new_unlockers.set_passphrase(
                surface, ask
            ),
            asks.MakeRecoveryKey: lambda surface, ask: self._new_unlockers.make_recovery_key(
                surface, ask
            ),
            asks.FinishRecoveryKey: lambda surface, ask: self._new_unlockers.finish_recovery_key(
                surface, ask
            ),
            asks.GetDeviceKey: lambda surface, ask: self._key_moving.tell(surface, ask),
            asks.MoveDeviceKey: lambda surface, ask: self._key_moving.move(surface, ask),
            asks.TickPlace: lambda surface, ask: self._finding.tick(surface, ask),
            asks.SpendTries: lambda surface, ask: self._finding.spend(surface, ask),
            asks.ChangeVehicle: lambda surface, ask: self._finding.change(surface, ask),
            asks.RemoveVehicle: lambda surface, ask: self._removing.remove(surface, ask),
            asks.JudgeRule: lambda surface, ask: self._judging.judge(surface, ask),
            asks.GetRemarks: lambda surface, ask: self._judging.remarks(surface, ask),
            asks.KeepFamily: self._keep_family,
            asks.Examine: lambda surface, ask: self._examining.examine(surface, ask),
            asks.BeginBackup: lambda surface, ask: self._backing_up.begin(surface, ask),
            asks.BeginRestore: lambda surface, ask: self._restoring.begin(surface, ask),
            asks.PutRestorePart: lambda surface, ask: self._restoring.take(surface, ask),
            asks.FinishRestore: lambda surface, ask: self._restoring.finish(surface, ask),
            asks.LetGo: lambda surface, ask: self._restoring.let_go(surface, ask),
            asks.GetBackupPart: lambda surface, ask: self._backing_up.part(surface, ask),
        }

    def _keep_family(self, surface: Surface, ask: asks.KeepFamily) -> Done:
        """Once there is a vault, only a surface that has it open may describe a radio."""
        if self._keeping.is_set_up:
            surface.vault()
        self._families.keep(ask.toml)
        self._ledger.forget_families()
        return Done()

    @cached_property
    def _adding(self) -> "Adding":
        from pi.service.adding import Adding

        return Adding(self._keeping)

    @cached_property
    def _backing_up(self) -> "BackingUp":
        from pi.service.backing_up import BackingUp

        return BackingUp(self._ledger, self._families, self._keeping.reading)

    @cached_property
    def _removing(self) -> "Removing":
        from pi.service.removing import Removing

        return Removing(self._ledger, self._fleet, self._keeping, self._removed)

    @cached_property
    def _examining(self) -> "Examining":
        from pi.service.examining import Examining

        return Examining(self._ledger, self._keeping, self._car, self._families, self._pace)

    @cached_property
    def _restoring(self) -> "Restoring":
        from pi.service.restoring import Restoring

        return Restoring(self._ledger, self._keeping, self._families, self.begin_anew)

    @cached_property
    def _finding(self) -> "Finding":
        from pi.service.finding import Finding

        return Finding(self._ledger, self._fleet, self._keeping, self._changed)

    @cached_property
    def _judging(self) -> "Judging":
        from pi.service.judging import Judging

        return Judging(self._ledger, self._fleet, self._ledger.journal)

    @cached_property
    def _key_moving(self) -> "KeyMoving":
        from pi.service.key_moving import KeyMoving

        return KeyMoving(self._ledger, self._keeping)

    @cached_property
    def _new_unlockers(self) -> "NewUnlockers":
        from pi.service.new_unlockers import NewUnlockers

        return NewUnlockers(self._ledger, self._keeping)

    @cached_property
    def _setting_up(self) -> "SettingUp":
        from pi.service.setting_up import SettingUp

        return SettingUp(self._ledger, self._keeping)
