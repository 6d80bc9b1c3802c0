"""The thread that watches the inputs.

A thread of its own, since the service's loop may stand still while the card writes. It sleeps
until a wire is due or an edge wakes it.
"""

import threading
import time
from collections.abc import Callable

from pi.hardware.body import Told
from pi.hardware.stepping import Stepper
from pi.hardware.wiring import Signal

_LONGEST_END_S = 2.0


class Sampler:
    """Steps a ``Stepper`` in real time. ``tell`` is called on its thread."""

    def __init__(
        self,
        stepper: Stepper,
        tell: Callable[[Told], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stepper = stepper
        self._tell = tell
        self._clock = clock
        self._wake = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="steadyhand-pins", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def edge(self, signal: Signal, age_s: float, active: bool) -> None:
        """An edge on a wire some seconds ago, from any thread."""
        if self._stepper.edge(signal, self._clock() - age_s, active):
            self._wake.set()

    def close(self) -> None:
        """Stop watching; nothing is told afterwards."""
        self._ended = True
        self._wake.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(_LONGEST_END_S)

    def _run(self) -> None:
        while not self._ended:
            told, due = self._stepper.step(self._clock())
            for fact in told:
                if not self._ended:
                    self._tell(fact)
            self._wake.wait(max(0.0, due - self._clock()))
            self._wake.clear()
