"""A desk at which commands are typed: each runs in this process, and so does their service."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import chdir, closing, contextmanager
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Thread
from typing import TextIO, TypeAlias
from unittest.mock import patch

import pytest

from pi.service.faults import start_failure
from tests.blackbox.processes import PATIENCE_S, Place
from tests.pi.service.rig import PASSPHRASE, Rig
from tui import families
from tui.__main__ import main
from tui.login import main as login
from tui.service_socket import _start

Done: TypeAlias = "subprocess.CompletedProcess[str]"
Answering: TypeAlias = str | Callable[[str], str]
"""What a person types at a prompt, or how they find it in what stands on the terminal."""


class Desk(Place):
    """A state directory, and the commands and the service in this process that work on it."""

    def __init__(self, directory: Path, **more: str) -> None:
        super().__init__(directory, **more)
        self.rig = Rig(self.state)
        self.rig.socket = self.socket
        self._out = TextIOWrapper(BytesIO())
        self._serving: Thread | None = None
        self._end: Callable[[], object] = lambda: None

    def run(self, *arguments: str, typed: str | bytes = b"", encoding: str = "utf-8") -> Done:
        given = TextIOWrapper(BytesIO(typed.encode() if isinstance(typed, str) else typed))
        return self._run(["steadyhand", *arguments], given, main, encoding)

    def person(self, *arguments: str, answers: Sequence[Answering]) -> Done:
        """A command on a terminal, whose prompts are answered; where no answer is left, by ^D.

        What is typed unseen does not come back from the terminal.
        """
        left = iter(answers)

        def typed(prompt: str, *, unseen: bool = False) -> str:
            print(prompt, end="", file=sys.stderr)
            try:
                answer = next(left)
            except StopIteration:
                raise EOFError from None
            text = answer if isinstance(answer, str) else answer(_held(self._out))
            print("" if unseen else text, file=sys.stderr)
            return text

        with (
            patch("click.termui.visible_prompt_func", typed),
            patch("click.termui.hidden_prompt_func", partial(typed, unseen=True)),
        ):
            return self._run(["steadyhand", *arguments], Typed(BytesIO()), main)

    def log_in(self, command: str, socket: str = "") -> Done:
        """What the login runs for somebody over SSH who asks for that command."""
        words = ["login", "--socket", socket or str(self.socket)]
        asked = {"SSH_ORIGINAL_COMMAND": command}
        with patch.dict(self.environment, asked), patch("tui.login.leave_no_core"):
            return self._run(words, TextIOWrapper(BytesIO()), login)

    def fails(self, status: int, *arguments: str, typed: str | bytes = PASSPHRASE) -> str:
        """The one line of a command that did nothing and said nothing else."""
        done = self.run(*arguments, typed=typed)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1), done
        assert done.stderr.startswith("steadyhand: ")
        return done.stderr.removeprefix("steadyhand: ").rstrip("\n")

    def says(self, *arguments: str, typed: str | bytes = PASSPHRASE) -> str:
        """What a command says that did what it was asked for, and complained of nothing."""
        done = self.run(*arguments, typed=typed)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def shows(self, vehicle: str, secret: str = PASSPHRASE) -> str:
        return self.run("show", "--vehicle", vehicle, "--passphrase-stdin", typed=secret).stdout

    def copies_noted(self) -> int:
        self.end()
        with closing(sqlite3.connect(self.database)) as store:
            query = "SELECT count(*) FROM event WHERE kind = 'CopyMade'"
            return int(store.execute(query).fetchone()[0])

    @property
    def is_served(self) -> bool:
        return self._serving is not None

    def serve(self, path: str = "") -> dict[str, str]:
        """Start a service on a thread of its own. What it says of its start.

        One for another place than this desk is left to the product.
        """
        if path not in {"", str(self.rig.socket)}:
            return _start(path)
        if self._serving is not None:
            return {"reason": "in_use", "place": str(self.state)}
        told: Future[dict[str, str]] = Future()
        self._serving = Thread(target=lambda: asyncio.run(self._serve(told)), daemon=True)
        self._serving.start()
        return told.result(PATIENCE_S)

    async def _serve(self, told: "Future[dict[str, str]]") -> None:
        """Answer until it is ended; anew with what was restored, as the service does."""
        over, loop = asyncio.Event(), asyncio.get_running_loop()
        self._end = lambda: loop.call_soon_threadsafe(over.set)
        again = True
        try:
            while again:
                async with self.rig.service() as done:
                    if not told.done():
                        told.set_result({"ready": str(self.socket)})
                    ends = [asyncio.create_task(each.wait()) for each in (over, done)]
                    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                    again = self.rig.house.again and not over.is_set()
        except Exception as error:
            if told.done():
                raise
            self._serving, self._end = None, lambda: None
            if (failure := start_failure(error, self.state)) is None:
                told.set_exception(error)
            else:
                told.set_result(failure)

    def end(self) -> None:
        if self._serving is not None:
            self._end()
            self._serving.join(PATIENCE_S)
            assert not self._serving.is_alive()
            self._serving = None

    @contextmanager
    def here(self) -> Iterator[None]:
        """This process stands at the desk: its environment, its directory, its service."""
        families.forget()
        families._of_directory.cache_clear()
        with (
            patch.dict(os.environ, self.environment, clear=True),
            chdir(self.directory),
            patch("tui.service_socket._start", self.serve),
            patch("tui.__main__.leave_no_core"),
            patch("tui.__main__.hide_memory"),
        ):
            yield

    def _run(
        self,
        words: list[str],
        given: TextIOWrapper,
        run: Callable[[], int],
        encoding: str = "utf-8",
    ) -> Done:
        out, err = (TextIOWrapper(BytesIO(), encoding, write_through=True) for _ in range(2))
        self._out = out  # while a prompt is open, click has another in its place
        with (
            self.here(),
            patch.object(sys, "argv", words),
            patch.multiple(sys, stdin=given, stdout=out, stderr=err),
        ):
            try:
                status = run()
            except SystemExit as ended:
                status = int(str(ended.code or 0))
        said = _held(out), _held(err)
        self.said += said
        return subprocess.CompletedProcess(words, int(status), *said)


def _held(stream: TextIO) -> str:
    assert isinstance(stream.buffer, BytesIO)
    return stream.buffer.getvalue().decode(stream.encoding)


class Typed(TextIOWrapper):
    """The near end of a terminal, as far as a command asks for one."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk where nothing was ever set up."""
    desk = Desk(tmp_path)
    yield desk
    desk.end()


@pytest.fixture
def kept(desk: Desk, made_store: Path) -> Desk:
    """A desk whose store was set up: a Qashqai, a Corsa and a Focus."""
    shutil.copytree(made_store, desk.state)
    return desk
