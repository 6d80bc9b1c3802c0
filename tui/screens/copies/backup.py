"""A backup: where its file goes (a stick that is plugged in, else the home directory), and the
writing of it."""

import asyncio
import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from textual.widget import Widget

from pi.copies import target
from pi.filesystem import media_of, places
from pi.radio.events import CopyKind
from pi.service.protocol.answers import BackupMade, Done, Part, Reason
from pi.service.protocol.commands import BeginBackup, GetBackupPart, LetGo, NoteCopy
from pi.service.protocol.views import State
from tui.backup_files import keep
from tui.client import RefusedByServiceError
from tui.screens.base import DrawnScreen
from tui.service_socket import NoServiceError
from tui.text import backup as words
from tui.text import copies
from tui.text.backup import not_kept
from tui.text.refusals import refused
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import BigWords, Fitted, Line


def is_still_there(place: Path) -> bool:
    """Whether a place that was chosen can still be: a stick may have been pulled out."""
    return place in places()


class _StoppedError(Exception):
    """The owner wants none after all."""


class BackupScreen(DrawnScreen):
    """Everything that is kept goes to one file, part by part; the file is written in a thread.

    It has its name once it was read back. What goes wrong leaves none of it, and is one line.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._word = BigWords()
        self._said = Line(words.so_far(0), classes="strong")
        self._opens, self._then = Line(drop=1), Line(words.LEAVE_IT_IN, drop=2)
        self._goes = Line(drop=3, classes="warn")
        self._under_way, self._all_read, self._stopped = True, False, False

    def body(self) -> tuple[Widget, ...]:
        """How far it is; then what became of it, and what to do with it."""
        return (Fitted(self._word, self._said, self._opens, self._goes, self._then),)

    def on_mount(self) -> None:
        """Write it, to its end even where the radio leads to another screen meanwhile."""
        self.redraw()
        self.app.run_worker(self._make(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """A way out while it is on its way, and the way back once it is done."""
        self.entitle(words.HEADING)
        self._word.display = bool(self._word.text)
        stop = Action(name="stop", key="Esc", label=words.LABELS["stop"], back=True)
        back = Action(name="back", key="1", label=words.LABELS["back"], primary=True, back=True)
        self.offer(*((back,) if not self._under_way else () if self._all_read else (stop,)))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave, or stop it."""
        if event.action.name == "stop":
            self._stopped = True
        else:
            self.leave()

    async def _make(self) -> None:
        try:
            place = await self._written()
        except target.TargetError as error:
            self._end(copies.target_problem(self._file.name, error.problem))
        except _StoppedError:
            self._end(words.STOPPED)
        except RefusedByServiceError as error:
            locked = error.refusal.reason is Reason.LOCKED
            self._end(words.LOCKED_MEANWHILE if locked else refused(error.refusal))
        except NoServiceError:  # which is an OSError, too
            self._end(words.SERVICE_WENT)
        except OSError as error:
            self._end(not_kept(self._file.name, error))
        else:
            await self._tell(place)
        with suppress(NoServiceError, RefusedByServiceError):
            await self.steady.link.ask(LetGo())

    async def _written(self) -> str:
        place = await asyncio.to_thread(self._place)
        made = await self.steady.link.ask(BeginBackup())
        assert isinstance(made, BackupMade)
        parts = self._parts(made.size, asyncio.get_running_loop())
        await asyncio.to_thread(keep, place, parts, made.digest)
        return place

    async def _tell(self, place: str) -> None:
        here = self._file.parent == Path.home()
        with suppress(NoServiceError, RefusedByServiceError):  # the backup is there all the same
            noted = NoteCopy(kind=CopyKind.BACKUP, media=media_of(Path(place)))
            done = await self.steady.link.ask(noted)
            here = here or (isinstance(done, Done) and done.off_this_card is False)
        state = self.steady.state
        assert state is not None
        goes = target.goes_at_next_boot(Path(place))
        self._goes.say(copies.goes_at_next_boot(self._file.name) if goes else "")
        self._opens.say(words.opens_it(has_passphrase=state.lock.has_passphrase))
        self._word.text = words.IS_MADE
        self._end(
            words.made(self._file, state.vehicles),
            words.LIES_HERE if here else words.PULL_OUT_NOW,
        )

    def _place(self) -> str:
        """A stick that was pulled out leaves an empty directory of the card itself."""
        if not is_still_there(self._file.parent) or not self._file.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return str(target.look(self._file))

    def _parts(self, size: int, loop: asyncio.AbstractEventLoop) -> Iterator[bytes]:
        """What the thread that writes asks for; the asking itself is the app's."""
        offset = 0
        while offset < size:
            data = asyncio.run_coroutine_threadsafe(self._part(offset, size), loop).result()
            if not data:
                return  # what is missing shows when it is read back
            offset += len(data)
            yield data

    async def _part(self, offset: int, size: int) -> bytes:
        if self._stopped:
            raise _StoppedError
        part = await self.steady.link.ask(GetBackupPart(offset=offset))
        assert isinstance(part, Part)
        there = offset + len(part.data)
        self._all_read = there >= size
        self._say(words.READS_BACK if self._all_read else words.so_far(100 * there // size))
        return part.data

    def _end(self, text: str, then: str = "") -> None:
        self._under_way = False
        self._word.text = self._word.text or words.IS_NOT_MADE
        self._then.say(then)
        self._say(text)

    def _say(self, text: str) -> None:
        self._said.say(text)
        if self.is_attached:
            self.redraw()
