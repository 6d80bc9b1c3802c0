"""``steadyhand copy taken``: a copy that was made on the car's own card lies elsewhere now."""

from pi.radio.events import CopyKind
from pi.service.protocol.answers import Done
from pi.service.protocol.commands import NoteCopy
from tui.cli.asking import with_service
from tui.client import Link
from tui.exits import Exit, complain, say
from tui.text import copies as words


def copy_taken(kind: str) -> Exit:
    """Take the owner's word for it, as that a phone has the code."""

    def act(link: Link) -> Exit:
        done = link.ask(NoteCopy(kind=CopyKind(kind), taken_off=True))
        if isinstance(done, Done) and not done.saved:
            complain(words.not_noted())
            return Exit.NOT_SAVED
        say(words.is_off_this_card())
        return Exit.DONE

    return with_service(act)
