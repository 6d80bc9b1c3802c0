"""A backup is read from its stick and brought to the service, part by part."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from textual.widget import Widget

from pi.service.protocol.answers import PART_BYTES
from pi.service.protocol.commands import BeginRestore, LetGo, PutRestorePart
from pi.service.protocol.refusal import Reason, Refusal
from pi.service.protocol.views import State
from tui.backup_files import HEAD
from tui.client import AsyncLink, RefusedByServiceError
from tui.screens.base import DrawnScreen
from tui.service_socket import NoServiceError
from tui.text import backup_screens as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.fitting import Fitted, Line


class BringingScreen(DrawnScreen):
    """How far it is. Then its secret is asked for, or first what becomes of what is kept here.

    ``place``: the store that is there, which its owner said may be put aside.
    """

    def __init__(self, file: Path, place: str = "") -> None:
        super().__init__()
        self._file, self._place = file, place
        self._said = Line(words.is_read(0), classes="strong")

    def body(self) -> tuple[Widget, ...]:
        """How far it is."""
        return (Fitted(self._said, Line(words.nothing_changed_yet())),)

    def on_mount(self) -> None:
        """Bring it."""
        self.redraw()
        self.run_worker(self._bring(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """The way back."""
        self.entitle(words.label("restore"))
        self.offer(Action(name="back", key="Esc", label=words.label("back"), back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave it. The reading ends first: what it asks after that would stay with the service."""
        self.workers.cancel_node(self)
        self.app.run_worker(let_go(self.steady.link), exit_on_error=True)
        self.leave()

    async def _bring(self) -> None:
        try:
            with await asyncio.to_thread(self._file.open, "rb") as handle:
                await self._read(handle)
        except RefusedByServiceError as error:
            self._refused(error.refusal)
        except NoServiceError:  # which is an OSError, too
            self._give_way(FailedScreen(words.service_went_meanwhile()))
        except OSError as error:
            self._give_way(FailedScreen(words.not_read(self._file, error)))
        else:
            from tui.screens.secret import OpensScreen

            self._give_way(OpensScreen(self._place))

    async def _read(self, handle: BinaryIO) -> None:
        size, there = os.fstat(handle.fileno()).st_size, 0
        part = await asyncio.to_thread(handle.read, PART_BYTES)
        await self.steady.link.ask(
            BeginRestore(size=size, head=part[:HEAD], replace=bool(self._place))
        )
        while part:
            await self.steady.link.ask(PutRestorePart(data=part))
            there += len(part)
            self._said.say(words.is_read(100 * there // max(1, size)))
            part = await asyncio.to_thread(handle.read, PART_BYTES)

    def _refused(self, refusal: Refusal) -> None:
        """What is kept here: its owner is asked, and unlocks it where that is needed."""
        from tui.screens.aside import AsideScreen

        if refusal.reason is Reason.WOULD_REPLACE:
            self._give_way(AsideScreen(self._file, refusal.detail or "?"))
        elif refusal.reason is Reason.LOCKED and self.is_current:
            aside = AsideScreen(self._file, self._place)
            self._give_way(aside)
            self.steady.when_unlocked(aside.put_aside)
        else:
            self._give_way(FailedScreen(words.not_restored(refusal)))

    def _give_way(self, screen: DrawnScreen) -> None:
        if self.is_current:
            self.app.switch_screen(screen)


class FailedScreen(DrawnScreen):
    """Why nothing came back."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self._why = Line(why, classes="strong")

    def body(self) -> tuple[Widget, ...]:
        """Why."""
        return (Fitted(BigWords(words.failed()), self._why),)

    def on_mount(self) -> None:
        """What came in before is of no use."""
        self.app.run_worker(let_go(self.steady.link), exit_on_error=True)

    def draw(self, state: State) -> None:
        """The way back to the backups."""
        self.entitle(words.label("restore"))
        label = words.label("others")
        self.offer(Action(name="back", key="1", label=label, primary=True, back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave."""
        self.leave()


async def let_go(link: AsyncLink) -> None:
    """What was read in stays with the service no longer. One that went away has let it go."""
    with suppress(NoServiceError, RefusedByServiceError):
        await link.ask(LetGo())
