"""A whole panel on mock pins whose electrical levels are driven, stepped by hand."""

from gpiozero.pins.mock import MockFactory, MockPWMPin

from pi.hardware.panel import Panel
from pi.hardware.port import Told
from pi.hardware.wiring import PROPOSED, Level, Signal, Wiring
from pi.hardware.wiring_check import Surroundings, check, pins_of, wired_signals

NOTHING = Surroundings()  # a header with nothing else on it, and no bus turned on


class BenchPanel:
    """The proposed pins unless told otherwise. Nothing is driven at first: pulls decide."""

    def __init__(self, wiring: Wiring = PROPOSED, factory: MockFactory | None = None) -> None:
        self.factory = factory or MockFactory(pin_class=MockPWMPin)
        self.wiring = wiring
        self.panel = Panel(wiring, self.factory, check(wiring, NOTHING))
        self.now = 50.0
        for signal in self.panel.wired:
            self.drive(signal, False)
        self.stepper = self.panel.watch(self.now)
        self.panel.on_edge = self._edge

    def drive(self, signal: Signal, active: bool) -> None:
        """Put an input's wire at the level that means active, or at the other."""
        wire = wired_signals(self.wiring)[signal]
        if signal in (Signal.LAMP, Signal.BUZZER):
            return
        pin = self.factory.pin(pins_of(wire)[0])
        (pin.drive_high if active is (wire.active is Level.HIGH) else pin.drive_low)()

    def _edge(self, signal: Signal, age_s: float, active: bool) -> None:
        """Edges are of this moment: the machine's own clock does not count here."""
        self.stepper.edge(signal, self.now, active)

    def pass_time(self, seconds: float) -> list[Told]:
        """Let time go by, stepping whenever a step is due. What was told."""
        end, told = self.now + seconds, list[Told]()
        while True:
            facts, due = self.stepper.step(self.now)
            told += facts
            if due > end:
                break
            self.now = max(due, self.now)
        self.now = end
        return told

    def settle(self) -> list[Told]:
        """Long enough that every filter knows its wire."""
        return self.pass_time(4.0)

    def press(self, button: Signal, seconds: float = 0.2) -> list[Told]:
        self.drive(button, True)
        told = self.pass_time(seconds)
        self.drive(button, False)
        return told + self.pass_time(0.2)
