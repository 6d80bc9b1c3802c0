"""The panel in real time: what its threads tell reaches the loop, and none is left behind."""

import asyncio
import threading
from collections.abc import Callable

from pi.hardware.cues import Cue
from pi.hardware.told import ButtonPressed, Told
from pi.hardware.wiring import Lamp, Signal, Wire, Wiring
from tests.pi.hardware.bench_panel import BenchPanel

LIMIT_S = 30.0


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that must come, for far longer than it takes."""
    async with asyncio.timeout(LIMIT_S):
        while not true():
            await asyncio.sleep(0.02)


def threads() -> set[str]:
    """The threads of a panel that are alive."""
    names = {thread.name for thread in threading.enumerate()}
    return {name for name in names if name.startswith("steadyhand-")}


def one_button() -> BenchPanel:
    """A panel with one button and no lamp."""
    return BenchPanel(Wiring(next=Wire(pin=6)))


async def test_a_press_is_told_on_the_thread_of_the_loop() -> None:
    bench, told = one_button(), list[tuple[Told, int]]()
    bench.panel.start(lambda fact: told.append((fact, threading.get_ident())))
    await until(lambda: bench.panel.level(Signal.NEXT) is False)
    bench.drive(Signal.NEXT, True)
    await asyncio.sleep(0.1)
    bench.drive(Signal.NEXT, False)
    await until(lambda: bool(told))
    bench.panel.close()
    assert told == [(ButtonPressed(button=Signal.NEXT), threading.get_ident())]


async def test_closing_ends_the_thread() -> None:
    bench = one_button()
    bench.panel.start(lambda fact: None)
    was = threads()
    bench.panel.close()
    assert (was, threads()) == ({"steadyhand-pins"}, set())


async def test_closing_twice_is_closing_once() -> None:
    bench = one_button()
    bench.panel.start(lambda fact: None)
    bench.panel.close()
    bench.panel.close()
    assert threads() == set()


async def test_closing_ends_a_cue_that_goes_on() -> None:
    bench = BenchPanel(Wiring(lamp=Lamp(pin=20)))
    bench.panel.cue(Cue.SAFE_TO_TRY)
    was = threads()
    bench.panel.close()
    assert (was, threads()) == ({"steadyhand-cues"}, set())


async def test_a_panel_without_inputs_needs_no_thread() -> None:
    bench = BenchPanel(Wiring())
    bench.panel.start(lambda fact: None)
    assert threads() == set()
