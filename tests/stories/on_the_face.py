"""The keys of the simulated face reach the radio in practice, and nothing else does.

``OnTheFace`` stands for the set in the hands of ``Hand``, looks at its display, and turns whatever
the hand does into keys of the face.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.stories.learner import Learner


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
