"""The ignition: its fall is told at once, what it means is decided late.

A starting engine takes the level away for 15-100 ms and more. So counting stops at the first two
samples without it, and whether it was a dip or the end is told when that is known.
"""

from pi.hardware.body import IgnitionCameBack, IgnitionFell, IgnitionIs, Told
from pi.hardware.limits import IGNITION_OFF_S, IGNITION_ON_S
from pi.hardware.steady import Run


class IgnitionFilter:
    """``level`` is False from the fall on, not only once it is decided: nothing is credited.

    Every ``IgnitionFell`` is followed by ``IgnitionCameBack`` or by ``IgnitionIs(on=False)``. A
    level that rose before the 2 s were over is waited for: it is a dip once it has stood.
    """

    def __init__(self) -> None:
        self.level: bool | None = None
        self._run = Run()
        self._off_since: float | None = None  # no steady level since then, and not decided

    @property
    def undecided(self) -> bool:
        """The level fell and it is not known yet whether for good: cranking, perhaps."""
        return self.level is False and self._off_since is not None

    @property
    def steady(self) -> bool:
        """Decided, and the wire agrees."""
        return self._off_since is None and self._run.level is self.level

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``IgnitionFell``, ``IgnitionCameBack`` and ``IgnitionIs``, the first time too."""
        self._run.sample(now, raw)
        if raw:
            return self._seen_on()
        if self._off_since is None and self.level is not False:
            self._off_since = now
        return self._seen_off(now)

    def _seen_on(self) -> tuple[Told, ...]:
        if self.level is True:
            self._off_since = None  # one sample without it, no more
            return ()
        if not self._run.stood(True, IGNITION_ON_S):
            return ()
        was_dip, self.level, self._off_since = self.undecided, True, None
        return (IgnitionCameBack(),) if was_dip else (IgnitionIs(on=True),)

    def _seen_off(self, now: float) -> tuple[Told, ...]:
        if self._off_since is None or self._run.samples < 2:
            return ()
        told: tuple[Told, ...] = ()
        if self.level is True:
            self.level, told = False, (IgnitionFell(),)
        if now - self._off_since >= IGNITION_OFF_S - 1e-9:
            self.level, self._off_since = False, None
            return (*told, IgnitionIs(on=False))
        return told
