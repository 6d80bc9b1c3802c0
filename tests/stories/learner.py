"""Somebody who practises: reads the real screens and presses the keys of the simulated face."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from pi.radio.simulated.unit import SimulatedHeadUnit
from pi.radio.steps import Check, Press, Step
from pi.service.protocol.views import EntryView
from tests.pi.radio.hand import Hand
from tests.stories.stage import Stage, set_up, stage
from tests.stories.telling import Owner, Size
from tests.stories.visitor import By, visit
from tests.stories.wholeness import whole
from tui.practice.face import RadioFace
from tui.practice.radio import PracticeRadio
from tui.practice.rehearsal import Flip
from tui.screens.entry.outcome import LastTryScreen


class Learner(Owner):
    """At one terminal, in practice."""

    stage: Stage

    @property
    def face(self) -> RadioFace:
        """The radio's face beside the screen in front."""
        return self.screen.query_one(RadioFace)

    @property
    def unit(self) -> SimulatedHeadUnit:
        """The radio itself, to look at."""
        return self.face.radio.unit

    @property
    def practised_radio(self) -> PracticeRadio | None:
        """The radio and its time, None where there is nothing to key in."""
        faces = self.screen.query(RadioFace)
        return faces.first().radio if faces else None

    @property
    def code(self) -> str:
        """The code that is practised."""
        assert self.app.state is not None
        assert self.app.state.practice is not None
        return self.app.state.practice.code

    @property
    def entry(self) -> EntryView:
        """The step on the screen."""
        assert self.app.state is not None
        assert self.app.state.entry is not None
        return self.app.state.entry

    @property
    def hand(self) -> Hand:
        """A hand on the face."""
        return Hand(cast("SimulatedHeadUnit", OnTheFace(self)))

    def strikes_key(self, token: str) -> None:
        """Strike the letter of one of the face's keys."""
        (key,) = [key for key in self.face.every_key() if key.token == token] or [None]
        assert key is not None, (
            f"no key {token!r} on {[each.token for each in self.face.every_key()]}"
        )
        if key.letter:
            assert self.face.strike(key.letter)
        else:
            self.face.tapped(token)

    async def uses(self, *tokens: str) -> None:
        """Press keys of the radio, and come back to the steps where these stand behind it."""
        paged = self.app.rehearsal.paged
        if paged:
            await self.brings_up_the_radio()
        for token in tokens:
            if self.by == "taps":
                await self.taps_key(token)
            else:
                (key,) = [key for key in self.face.every_key() if key.token == token]
                await self.strikes(key.letter)
        await self.settles()
        self.face.look()
        if paged:
            await self.goes_to("steps")

    async def brings_up_the_radio(self) -> None:
        """On a small screen: in place of the steps."""
        if self.by == "keys":
            await self.strikes("r")
        elif self.app.kiosk:
            await self.presses("Radio")
        else:
            await self.taps(self.screen.query_one(Flip), 2, 0)
        await self.until(lambda: self.face.region.area > 0, "the radio")
        await self.until(lambda: not whole(self.screen), "a whole radio")
        assert "PRACTICE" in self.text

    async def goes_to(self, way: str) -> None:
        """Out of practice, or back to the steps, by a key of the face."""
        if self.by == "taps":
            await self.taps_key(way)
        else:
            await self.strikes({"steps": "r", "leave": "l"}[way])
        await self.settles()

    async def leaves(self) -> None:
        """Out of practice."""
        if self.app.rehearsal.paged:
            await self.brings_up_the_radio()
        await self.goes_to("leave")

    async def practises(self) -> None:
        """From Home, or from what More says about the radio."""
        if "Practice" not in self.offered:
            await self.presses("More")
            await self.presses("About this radio")
        await self.presses("Practice")
        await self.until(lambda: self.app.rehearsal.under_way, "practice")
        await self.until(lambda: bool(self.screen.query(RadioFace)), "the radio")

    async def waits(self, seconds: float) -> None:
        """Real seconds go by, as the service and the face look at them."""
        assert self.stage.house is not None
        for _ in range(round(seconds * 10)):
            self.stage.clock.pass_time(0.1)
            self.stage.house.practising.mark()
            self.face.look()
        await self.settles()

    async def taps_key(self, token: str) -> None:
        """Tap a key of the face, as it is drawn, turning to the page that has it."""
        for _ in range(4):
            drawn = {cell.token: cell for cell in self.face.shown_cells()}
            if token in drawn:
                await self.taps(self.face, *drawn[token].region.center)
                return
            assert "more-keys" in drawn, f"no key {token!r} on {list(drawn)}"
            await self.taps(self.face, *drawn["more-keys"].region.center)
        raise AssertionError(f"no page has the key {token!r}")

    async def does_as_told(self) -> None:
        """Key the whole code in, as the screens say, up to the question what came of it."""
        await self.presses("ey it in")
        await self.until(lambda: self.radio.state == "Entering", "the first step")
        while self.radio.state == "Entering":
            step, at = self.entry.step, self.entry.at
            self.makes(step)
            self.lets_stand(True)
            await self.strikes("1")
            await self.until(lambda at=at: self._beyond(at) or self._asked, f"a step after {step}")
            if not self._beyond(at):
                await self.presses("I am sure")
                await self.until(lambda at=at: self._beyond(at), "the key that confirms")
        self.makes(self.entry.step)

    def makes(self, step: Step) -> None:
        """One step on the face; at the check, compare."""
        if isinstance(step, Check):
            if step.display is not None:
                assert self.unit.digits == step.display, f"{self.unit.display} at the check"
        else:
            self.hand.make(step)
        if isinstance(step, Press) and step.display is not None and not step.confirms:
            shown = self.unit.digits or ""
            assert shown.startswith(step.display.rstrip()), f"{shown} after {step}"

    def _beyond(self, at: int) -> bool:
        return self.radio.state != "Entering" or self.entry.at != at

    @property
    def _asked(self) -> bool:
        """Whether the price of this try is named."""
        return isinstance(self.screen, LastTryScreen)


@asynccontextmanager
async def learner_at(
    one: Stage,
    size: Size = (80, 24),
    by: By = "keys",
    *,
    kiosk: bool = False,
    practise: str | None = None,
) -> AsyncIterator[Learner]:
    """A terminal on which somebody will practise, or does so from the start."""
    clock = lambda: one.clock.monotonic  # noqa: E731
    async with visit(size, by, kiosk=kiosk, clock=clock, practise=practise) as visitor:
        learner = Learner(visitor.pilot, by)
        learner.stage = one
        yield learner


class OnTheFace:
    """The simulated set, looked at as it is and touched by the keys of its face alone."""

    def __init__(self, learner: "Learner") -> None:
        self._learner = learner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._learner.unit, name)

    def press(self, key: str, times: int = 1) -> None:
        """Strike the key's letter."""
        for _ in range(times):
            self._learner.strikes_key(f"press {key}")

    touch = press

    def turn(self, control: str, clicks: int) -> None:
        """Click by click."""
        for _ in range(abs(clicks)):
            self._learner.strikes_key(f"turn {control} {1 if clicks > 0 else -1:+d}")

    def hold(
        self, keys: tuple[str, ...], seconds: float | None = None, *, switching_on: bool = False
    ) -> None:
        """The face has a key for whatever is held."""
        self._learner.strikes_key(f"hold {' + '.join(keys)}")

    def switch(self, on: bool) -> None:
        """The power key."""
        if on != self._learner.unit.on:
            self._learner.strikes_key("power")

    def turn_key(self, on: bool) -> None:
        """The car's key."""
        if on != self._learner.unit.ignition:
            self._learner.strikes_key("car-key")

    def pass_time(self, seconds: float) -> None:
        """Wait a moment."""
        self._learner.stage.clock.pass_time(seconds)
        self._learner.face.look()


@asynccontextmanager
async def at_home(
    directory: Path, size: Size = (80, 24), by: By = "keys", *, kiosk: bool = False
) -> AsyncIterator[Learner]:
    """A set-up device and a learner before its Home."""
    with stage(directory) as one:
        async with one.service():
            await set_up()
            async with learner_at(one, size, by, kiosk=kiosk) as learner:
                yield learner


@asynccontextmanager
async def practising(
    directory: Path, family: str = "nissan-radio-code", size: Size = (80, 24)
) -> AsyncIterator[Learner]:
    """A fresh device, opened for practice alone."""
    with stage(directory) as one:
        async with one.service(), learner_at(one, size, practise=family) as learner:
            yield learner
