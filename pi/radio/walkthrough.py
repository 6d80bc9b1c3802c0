"""A walkthrough: a cursor over a press plan.

The cursor is data and never moves itself: ``next`` and ``back`` give a new one. A statement about
a step is accepted only by the cursor that stands on it, so a double tap is harmless.
"""

from msgspec import Struct

from pi.radio.steps import Check, Plan, Step


class Walkthrough(Struct, frozen=True, kw_only=True):
    """One guided entry. ``at`` is the index of the step the owner is on."""

    plan: Plan
    at: int = 0

    @property
    def step(self) -> Step:
        """The step the owner is on."""
        return self.plan[self.at]

    @property
    def next(self) -> "Walkthrough":
        """The cursor one step on. The last step stays the last."""
        return Walkthrough(plan=self.plan, at=min(self.at + 1, len(self.plan) - 1))

    @property
    def back(self) -> "Walkthrough":
        """The cursor one step back. The first step stays the first."""
        return Walkthrough(plan=self.plan, at=max(self.at - 1, 0))

    @property
    def before_confirm(self) -> bool:
        """Whether this step is the check, after which the confirm key is named."""
        return isinstance(self.step, Check)

    @property
    def confirming(self) -> bool:
        """Whether this step submits the code."""
        return self.at == len(self.plan) - 1

    @property
    def position(self) -> int | None:
        """Which of the code's positions this step sets, from 1. None where it sets none."""
        return getattr(self.step, "position", None)

    @property
    def positions(self) -> int:
        """How many positions the plan sets in all."""
        return max((getattr(step, "position", None) or 0 for step in self.plan), default=0)
