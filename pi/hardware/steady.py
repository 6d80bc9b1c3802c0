"""How long a level has been seen without a sample against it. No clock: moments are handed in."""

from pi.hardware.limits import LONGEST_STEP_S


class Run:
    """Samples that agree, one after the other."""

    def __init__(self) -> None:
        self.level: bool | None = None
        self.seconds = 0.0
        self.samples = 0
        self._last = 0.0

    def sample(self, now: float, raw: bool) -> None:
        """Take one sample in. One against the others begins a new run."""
        if raw is not self.level:
            self.level, self.seconds, self.samples = raw, 0.0, 1
        else:
            self.seconds += min(now - self._last, LONGEST_STEP_S)
            self.samples += 1
        self._last = now

    def stood(self, level: bool, seconds: float) -> bool:
        """Whether all samples of the last ``seconds`` were ``level``; one alone spans none."""
        return self.level is level and self.seconds >= seconds - 1e-9
