"""Is the radio powered: by the ignition's wire where there is one, else by its owner."""

from pi.hardware.supply import IgnitionSense, OwnersWord
from pi.hardware.told import NoBody
from pi.hardware.wiring import Signal
from tests.pi.hardware.bench_panel import BenchPanel


def test_without_a_wire_only_the_owner_can_say() -> None:
    assert (OwnersWord().sensed(), IgnitionSense(NoBody()).sensed()) == (None, None)


def test_the_ignition_says_it() -> None:
    bench = BenchPanel()
    bench.drive(Signal.IGNITION, True)
    bench.settle()
    assert IgnitionSense(bench.panel).sensed() is True


def test_it_is_not_powered_from_the_first_moment_of_a_dip() -> None:
    bench = BenchPanel()
    bench.drive(Signal.IGNITION, True)
    bench.settle()
    bench.drive(Signal.IGNITION, False)
    bench.pass_time(0.05)
    assert IgnitionSense(bench.panel).sensed() is False
