"""A file is written, checked, and told of."""

import asyncio
from importlib.util import find_spec
from pathlib import Path

from textual.widget import Widget

from pi.copies import target
from pi.copies.contents import Kept
from pi.copies.target import TargetError
from pi.filesystem import media_of
from pi.radio.events import CopyKind
from pi.service.protocol.answers import Done
from pi.service.protocol.commands import NoteCopy
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.copies.shown import all_kept, this_kept
from tui.text import copies, copying
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line


class MadeScreen(DrawnScreen):
    """Writes a card, or with a password a KeePass file, and says what became of it."""

    def __init__(self, file: Path, password: str = "") -> None:
        super().__init__()
        self._file, self._password = file, password
        self._said = Line(copying.one_moment(), classes="strong")
        self._then, self._goes = Line(drop=2), Line(drop=1, classes="warn")
        self._done = False

    def body(self) -> tuple[Widget, ...]:
        """What became of it, and what to do with it."""
        return (Fitted(self._said, self._goes, self._then),)

    def on_mount(self) -> None:
        """Write it."""
        self.redraw()
        self.run_worker(self._make(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """The way back, once it is done."""
        self.entitle(copying.label("keepass" if self._password else "card"))
        back = Action(name="back", key="1", label=copying.label("back"), primary=True, back=True)
        self.offer(*((back,) if self._done else ()))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave."""
        self.leave()

    async def _make(self) -> None:
        module, library = ("pykeepass",) * 2 if self._password else ("fpdf", "fpdf2")
        if find_spec(module) is None:
            self._say(copies.not_installed(library))
            return
        kept = await self._kept()
        if not kept:
            self._say("")  # the refusal is said already
            return
        try:
            real = await asyncio.to_thread(self._write, kept)
        except TargetError as error:
            self._say(copies.target_problem(self._file.name, error.problem))
            return
        kind = CopyKind.KEEPASS if self._password else CopyKind.CARD
        numbers = tuple(one.number for one in kept)
        noted = NoteCopy(kind=kind, vehicles=numbers, media=media_of(real))
        done = await self.steady.tell(noted)
        here = isinstance(done, Done) and done.off_this_card is False
        goes = target.goes_at_next_boot(real)
        stays = copying.on_this_card() if here else ""
        self._goes.say(copies.goes_at_next_boot(self._file.name) if goes else stays)
        self._then.say(copying.pull_out() if self._password else copying.in_the_clear())
        self._say(copying.written(real))

    async def _kept(self) -> tuple[Kept, ...]:
        if self._password:
            return await all_kept(self.steady)
        one = await this_kept(self.steady)
        return () if one is None else (one,)

    def _write(self, kept: tuple[Kept, ...]) -> Path:
        """In a thread: the password's key takes a second."""
        if self._password:
            from pi.copies import keepass

            content = keepass.written(kept, self._password, copies.title())
            return target.write(
                self._file,
                content,
                is_right=lambda found: keepass.holds(found, kept, self._password),
            )
        from tui.cli.card import drawn

        content = drawn(kept[0], self._file.suffix)
        return target.write(self._file, content, is_right=content.__eq__)

    def _say(self, text: str) -> None:
        self._done = True
        self._said.say(text)
        self.redraw()
