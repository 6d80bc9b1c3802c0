"""The owner's own families, as a service tells them page after page."""

import msgspec

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import Answer, OwnFamilies
from pi.service.protocol.commands import GetFamilies


class Told:
    """What has come so far. ``next``: what to ask for, if any."""

    def __init__(self) -> None:
        self.families: list[HeadUnit] = []
        self.next: GetFamilies | None = GetFamilies()

    def take(self, answer: Answer) -> None:
        """One page more."""
        assert isinstance(answer, OwnFamilies)
        page = [one for raw in answer.families if (one := _family(raw)) is not None]
        self.families += page
        self.next = GetFamilies(after=page[-1].id) if answer.more and page else None


def _family(raw: msgspec.Raw) -> HeadUnit | None:
    """A family, None where another version of the service knows more of it than this one."""
    try:
        return msgspec.json.decode(raw, type=HeadUnit)
    except msgspec.ValidationError:
        return None
