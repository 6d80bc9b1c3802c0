"""The PIN's other half: told to anybody, moved by who has the vault open, and the sticks it can
lie on.

A move makes a new one, so the PIN is typed for it. Nothing else of the vault changes, and every
session keeps what it has open.

A stick is a disk of its own: what is mounted there and lies on the card beside the state, in
memory or on the network would protect from nothing, or not for long.
"""

from pathlib import Path
from typing import Final

from pi.filesystem import (
    MOUNTS,
    ROOTS,
    VOLATILE,
    disk_of,
    filesystem_of,
    mounted_below,
    reason_of,
)
from pi.places import stick_roots
from pi.service.core.radios import Radios
from pi.service.core.session import Handlers, Session
from pi.service.core.unlocking import Unlocking
from pi.service.protocol import commands
from pi.service.protocol.answers import DeviceKeyTold, Reason, RefusedError
from pi.service.protocol.commands import KeyPlace, UnlockKind
from pi.storage import errors
from pi.storage.errors import problem_of
from pi.storage.vault.unlocked import NewUnlocker
from pi.storage.vault.unlockers import UnlockerKind

_WHY: Final = {"full", "read_only", "not_permitted"}

# Looking into one that waits for its stick would wait, too.
_NO_STICKS: Final = VOLATILE | {"autofs"}


class KeyMoving:
    """One move at a time."""

    def __init__(self, radios: Radios, unlocking: Unlocking) -> None:
        self._radios = radios
        self._store = radios.journal.store
        self._unlocking = unlocking
        self._key = unlocking.vault.pin_key
        self.handlers: Handlers = {
            commands.GetDeviceKey: self.tell,
            commands.MoveDeviceKey: self.move,
        }

    def tell(self, _: Session, __: commands.GetDeviceKey) -> DeviceKeyTold:
        """Where it lies, and which sticks there are. No secret."""
        return DeviceKeyTold(
            place=self._key.place,
            reason=self._key.problem(),
            has_pin=UnlockerKind.PIN in self._unlocking.vault.kinds(),
            directory=str(self._store.directory),
            sticks=tuple(map(str, self._key.devices.sticks())),
        )

    async def move(self, session: Session, ask: commands.MoveDeviceKey) -> DeviceKeyTold:
        """A new one where it is to lie; then the PIN relies on it; then the old one goes."""
        async with self._unlocking.one_change:
            session.vault()
            self._refuse_if_not_saving()
            stick = self._target(ask)
            known = await self._is_the_pin(session, ask.pin)
            try:
                await self._move(session, ask.pin, stick, known=known)
            except errors.KeyIsThereError:
                raise RefusedError(Reason.DEVICE_KEY, detail="in_place") from None
            except errors.InvalidSecretError as error:
                detail = error.problem.rule
                raise RefusedError(Reason.BAD_FIELD, field="pin", detail=detail) from None
            except errors.DeviceKeyError as error:  # a credential that is none
                raise RefusedError(Reason.DEVICE_KEY, detail=error.reason) from None
            except (errors.TamperedUnlockerError, TypeError):
                raise RefusedError(Reason.TAMPERED) from None
            except errors.NotSavedError as error:
                raise self._radios.not_saved(error) from None
        self._radios.changed()
        return self.tell(session, commands.GetDeviceKey())

    async def _move(self, session: Session, pin: str, stick: Path | None, *, known: bool) -> None:
        before = self._key.needed()
        vault = session.vault()
        sticks = self._unlocking.at_sticks
        new = await self._unlocking.deriving.run(
            session, lambda: vault.prepare_move(pin, stick, known=known), ahead=True
        )
        await sticks.run(session, lambda: self._write(new, stick))
        session.vault().keep(new)  # it may be locked meanwhile
        await sticks.run(session, lambda: self._key.tidy(before))
        await self._unlocking.sweep(session)

    def _write(self, new: NewUnlocker, stick: Path | None) -> None:
        assert new.device is not None
        try:
            self._key.devices.put(new.device)
        except OSError as error:
            if stick is not None:
                why = reason_of(error)
                detail = why if why in _WHY else "failed"
                raise RefusedError(Reason.KEY_NOT_WRITTEN, detail=detail) from None
            problem = problem_of(error, self._store.directory)
            assert problem is not None
            raise errors.NotSavedError(problem) from None

    def _target(self, ask: commands.MoveDeviceKey) -> Path | None:
        """The stick that is meant, None for the card."""
        if ask.to is KeyPlace.CARD:
            return None
        sticks = tuple(self._key.devices.sticks())
        if ask.place:
            sticks = tuple(one for one in sticks if _lies_on(ask.place, one))
            if not sticks:
                raise RefusedError(Reason.DEVICE_KEY, detail="not_a_stick")
        if not sticks:
            raise RefusedError(Reason.DEVICE_KEY, detail="no_stick")
        if len(sticks) > 1:
            raise RefusedError(Reason.DEVICE_KEY, detail="several_sticks")
        return sticks[0]

    async def _is_the_pin(self, session: Session, pin: str) -> bool:
        """Whether it is the PIN already; where that can't be told it becomes a new one."""
        if UnlockerKind.PIN not in self._unlocking.vault.kinds() or self._key.problem() is not None:
            return False
        (await self._unlocking.opened(session, UnlockKind.PIN, pin)).close()
        return True

    def _refuse_if_not_saving(self) -> None:
        """What the store does not keep would leave a stick that nothing relies on."""
        if self._store.volatile:
            raise RefusedError(Reason.NOT_SAVED, detail="volatile")
        if (problem := self._store.can_save()) is not None:
            raise self._radios.not_saved(errors.NotSavedError(problem))


def _lies_on(place: str, stick: Path) -> bool:
    try:
        return Path(place).resolve().is_relative_to(stick.resolve())
    except (OSError, ValueError, RuntimeError):  # no such name can be; links in a circle
        return False


def plugged_in(state: Path, mounts: Path = MOUNTS) -> tuple[Path, ...]:
    """The roots of the sticks that are mounted now, the one plugged in last first."""
    roots = tuple(Path(one) for one in stick_roots()) or ROOTS
    own = disk_of(state)
    return tuple(
        point
        for point in mounted_below(roots, mounts, writable=False)[::-1]
        if filesystem_of(point, mounts) not in _NO_STICKS and disk_of(point) not in {None, own}
    )
