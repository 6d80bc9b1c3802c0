"""A car with Steadyhand in it: what its owner, its wires and its battery do, and who drives it."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from pi.radio.head_unit import HeadUnit
from pi.radio.press_plan import correction, plan
from pi.radio.security_code import SecurityCode
from pi.radio.simulated.unit import SimulatedHeadUnit
from pi.radio.steps import Check, Press, PressMore, Step
from pi.service.panel.panel import STAND_S
from tests.blackbox.processes import Place
from tests.blackbox.terminal import Terminal, on_terminal
from tests.pi.radio.hand import Hand
from tests.tools.virtual_pi.machine import PATIENCE_S, VirtualPi

NEXT, BACK, SEE = 6, 5, 19
IGNITION, FEED, PARKED, LIGHTS = 12, 16, 26, 13
LAMP, BUZZER = 20, 21
SHORT_S, HELD_S = 0.2, 2.0
EVENTS = """
import json, sqlite3
rows = sqlite3.connect("file:/var/lib/steadyhand/steadyhand.db?mode=ro", uri=True)
for kind, data in rows.execute("SELECT kind, data FROM event ORDER BY seq"):
    print(json.dumps([kind, data.decode()]))
"""


class Car:
    """One car. Every wire is behind an optocoupler or a button to ground: low means yes."""

    def __init__(self, pi: VirtualPi, directory: Path, key: Path) -> None:
        self.pi = pi
        self._key = key
        self._place = Place(directory)
        for line in (SEE, LIGHTS, NEXT, BACK):
            pi.pins.pull(line, up=True)
        for line in (IGNITION, FEED, PARKED):
            pi.pins.pull(line, up=False)

    def ignition(self, *, on: bool) -> None:
        self.pi.pins.pull(IGNITION, up=not on)

    def battery(self, *, connected: bool) -> None:
        self.pi.pins.pull(FEED, up=not connected)

    def press(self, button: int, *, held: bool = False) -> None:
        self.pi.pins.press(button, HELD_S if held else SHORT_S)

    def has_stood(self) -> None:
        """Let the time go by for which a question stands before it can be answered."""
        time.sleep(STAND_S + 0.5)

    def states(self, button: int, *, after: int) -> None:
        """Hold a button, the other one having been pressed since the question came up."""
        self.press(after)
        self.has_stood()
        self.press(button, held=True)

    def hears(self, line: int, for_s: float) -> int:
        """How often a lamp or buzzer went on in this time."""
        seen = [change.up for change in self.pi.pins.watch(line, for_s=for_s)]
        return sum(now and not before for before, now in pairwise(seen))

    def over_ssh(self, command: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        """A command by the owner's login, to its end."""
        return subprocess.run(
            [*self.pi.ssh_command("steadyhand", self._key), command],
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    @contextmanager
    def screen(self) -> Iterator[Terminal]:
        command = self.pi.ssh_command("steadyhand", self._key, tty=True)
        with on_terminal(self._place, command, TERM="xterm-256color") as opened:
            opened.patience_s = PATIENCE_S
            yield opened

    def status(self) -> dict[str, Any]:
        """What ``steadyhand status --json`` says of the one vehicle."""
        said = self.over_ssh("steadyhand status --json")
        assert said.returncode == 0, said.stderr
        vehicle: dict[str, Any] = json.loads(said.stdout)["vehicles"][0]
        return vehicle

    def wait(self) -> dict[str, Any]:
        wait: dict[str, Any] | None = self.status()["wait"]
        assert wait is not None
        return wait

    def events(self) -> list[tuple[str, str]]:
        said = self.pi.exec("python3 -", typed=EVENTS.encode()).stdout
        return [tuple(json.loads(line)) for line in said.splitlines()]

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.events()]

    def comes_to(self, state: str) -> None:
        self.until(lambda: self.status()["state"] == state, state)

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait for something. Fails by name where it never comes."""
        late = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > late:
                raise AssertionError(f"this never came: {what}; {self.status()}")
            time.sleep(0.2)


class Driver:
    """Keys the code in as the screen and the panel say. ``radio`` is the one in the dashboard."""

    def __init__(self, car: Car, radio: SimulatedHeadUnit, family: HeadUnit, code: str) -> None:
        assert family.code is not None
        self.car = car
        self.radio = radio
        self._family = family
        self._hand = Hand(radio)
        self._plan = plan(family, SecurityCode(code, family.code))

    def walks(self, screen: Terminal, *, slips_at: int | None = None, mends: bool = False) -> None:
        """From Home to the radio's answer, by *next* alone.

        A hand that slips presses the key of this position once too often. It ``mends`` the slip
        with what the screen says, or does not notice it at all.
        """
        self.car.press(NEXT)
        for at, step in enumerate(self._plan[:-1]):
            screen.shows(self._title(at, step))
            if not isinstance(step, Check):
                self._hand.make(step)
            if isinstance(step, Press) and step.position == slips_at:
                assert step.key is not None
                self.radio.press(step.key)
                if mends:
                    self._mends(screen, step)
            self.car.has_stood()
            self.car.press(NEXT)

    def confirms(self, screen: Terminal, *, dear: bool = False) -> None:
        """Hold the confirm key once it is named; a dear try is stated to be meant first."""
        if dear:
            screen.shows("Before the code is sent")
            self.car.states(NEXT, after=BACK)
        self.car.comes_to("OutcomeUnknown")
        self._hand.make(self._plan[-1])

    def answers(self) -> None:
        """State with a held button whether it plays. *Next* counts once *back* was pressed."""
        if self.radio.playing:
            self.car.states(NEXT, after=BACK)
        else:
            self.car.has_stood()
            self.car.press(BACK, held=True)

    def _mends(self, screen: Terminal, step: Press) -> None:
        """Say on the screen what stands there, and press as often as it then says."""
        assert step.position is not None
        shown = self.radio.shown_at(step.position)
        assert shown is not None
        self.car.has_stood()  # the step came by the panel, and not by this screen's keys
        screen.types("2")
        screen.shows(f"What does position {step.position} show?")
        screen.types(shown)
        screen.shows("That mends it. No try is lost.")
        found = correction(self._family, step, shown)
        assert isinstance(found, PressMore)
        self._hand.mend(found, step, self._plan)

    def _title(self, at: int, step: Step) -> str:
        position = getattr(step, "position", None)
        if position is not None:
            return f"Key {position} of 4"
        return f"Step {at + 1} of {len(self._plan)}"


class Stopwatch:
    """How long the radio had its power at most: from before it came to after it went."""

    def __init__(self, radio: SimulatedHeadUnit) -> None:
        self._radio = radio
        self._since: float | None = time.monotonic()

    def off(self) -> None:
        assert self._since is not None
        self._radio.pass_time(time.monotonic() - self._since)
        self._radio.turn_key(False)
        self._since = None

    def on(self) -> None:
        self._since = time.monotonic()
        self._radio.turn_key(True)
        self._radio.switch(True)

    def look(self) -> None:
        self.off()
        self.on()
