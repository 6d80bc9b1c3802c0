"""Many vehicles at once: all of them join, or none does."""

from pi.service.core.session import Surface
from pi.service.core.unlocking import Keeping
from pi.service.protocol import commands
from pi.service.protocol.answers import Done
from pi.service.protocol.refusal import Reason, RefusedError


class Adding:
    """They may come in several lines. With one that is refused, all before it are forgotten."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def add(self, surface: Surface, ask: commands.AddVehicles) -> Done:
        """Check these; with the last of them write all, with their events, in one go."""
        surface.vault()
        before = surface.joining
        surface.forget_joining()
        joining = self._keeping.together(before, ask.vehicles)
        if ask.more:
            surface.joining = joining
            self._keeping.hold(surface, joining)
            return Done(saved=False)
        if not joining:
            raise RefusedError(Reason.BAD_FIELD, field="vehicles", detail="empty")
        return self._keeping.join(surface, joining)
