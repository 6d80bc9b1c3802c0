"""One connected surface, as the companion knows it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pi.service.protocol.refusal import Reason, RefusedError

if TYPE_CHECKING:
    from pi.service.core.new_vehicles import Checked
    from pi.service.core.practice import Practice
    from pi.storage.backup import Backup
    from pi.storage.restore import Upload
    from pi.storage.vault.new_unlocker import NewUnlocker
    from pi.storage.vault.vault import UnlockedVault
    from pi.storage.vault.vault_setup import PreparedSetup


LOCKS_AFTER_IDLE_S = 600.0
NOBODYS = -1  # of what did not come in by the socket: the panel, a practice


class PendingSetUp:
    """A set-up made in memory, until its recovery key is known to be written down."""

    def __init__(self, prepared: "PreparedSetup", vehicles: "list[Checked]") -> None:
        self.prepared = prepared
        self.vehicles = vehicles


class Surface:
    """A touchscreen, an SSH session or a script. It unlocks for itself alone."""

    def __init__(self, user: int = NOBODYS) -> None:
        self.user = user  # its number, as the kernel knows it
        self.hung_up: Callable[[], bool] = lambda: False
        self.looks_at: str | None = None  # a vehicle's id
        self.watches = False
        self.unlocked: UnlockedVault | None = None
        self.names: dict[str, str] = {}  # of the vehicles, once they were asked for
        self.names_of = (0, 0)  # how often names had changed, how many vehicles there were then
        self.draft: list[Checked] = []
        self.pending: PendingSetUp | None = None
        self.joining: list[Checked] = []  # vehicles of which the last is still to come
        self.new_recovery_key: NewUnlocker | None = None  # shown, and not proved to be on paper
        self.unfinished = 0  # bytes of the draft, of what is pending and of those that join
        self.practice: Practice | None = None  # what it is shown meanwhile, in place of all else
        self.backup: Backup | None = None  # a copy that it fetches
        self.upload: Upload | None = None  # a backup that comes in
        self.last_asked = 0.0  # CLOCK_MONOTONIC

    @property
    def sees(self) -> tuple[str | None, bool, object]:
        """What decides the state it is shown: surfaces that see the same are told the same."""
        return self.looks_at, self.unlocked is not None, self.practice

    def watches_over(self, vehicle: str) -> bool:
        """Whether it draws this vehicle, as far as it has chosen one."""
        return self.watches and self.practice is None and self.looks_at in {None, vehicle}

    @property
    def is_open(self) -> bool:
        """Whether it has unlocked."""
        return self.unlocked is not None

    def vault(self) -> "UnlockedVault":
        """The open vault. Raises RefusedError while this surface is locked."""
        if self.unlocked is None:
            raise RefusedError(Reason.LOCKED)
        return self.unlocked

    def lock(self) -> None:
        """Close the vault for this surface."""
        if self.unlocked is not None:
            self.unlocked.close()
        self.unlocked = None
        self.forget_backup()
        self.forget_joining()
        self.forget_names()
        self.new_recovery_key = None

    def forget_names(self) -> None:
        """They are read again when they are wanted."""
        self.names = {}
        self.names_of = (0, 0)

    def forget_joining(self) -> None:
        """Let vehicles go that were to join together."""
        if self.joining:
            self.joining, self.unfinished = [], 0

    def forget_unfinished(self) -> None:
        """Let all go that was told for a set-up, or of vehicles that were to join."""
        self.draft, self.joining, self.pending, self.unfinished = [], [], None, 0

    def forget_backup(self) -> None:
        """Let a copy go that it fetched, or did not."""
        backup, self.backup = self.backup, None
        if backup is not None:
            backup.close()

    def forget_upload(self) -> None:
        """Let a backup go that came in, or did not come in whole."""
        upload, self.upload = self.upload, None
        if upload is not None:
            upload.close()

    def leave_practice(self) -> None:
        """End its practice, if it is in one."""
        practice, self.practice = self.practice, None
        if practice is not None:
            practice.close()

    def close(self) -> None:
        """The surface is gone: so is all it was told and all it had not finished."""
        self.leave_practice()
        self.forget_upload()
        self.lock()
        self.forget_unfinished()
