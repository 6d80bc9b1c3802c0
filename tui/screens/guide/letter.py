"""The letter to the dealer on the screen, with what is known filled in. It holds no code."""

from contextlib import suppress
from typing import TYPE_CHECKING

from pi.guide.letter import BadLetterError, Letter, letter
from pi.radio.head_unit import Meaning
from pi.service.protocol.answers import CodeShown
from pi.service.protocol.commands import ShowCode
from pi.service.protocol.views import RadioView, State
from tui.family import family_of
from tui.screens.guide.case import make_of
from tui.screens.guide.reading import Offer, ReadingScreen
from tui.text import finding_letter as words
from tui.text import letter as text_of

if TYPE_CHECKING:
    from tui.app.app import SteadyhandApp


def open_letter(app: "SteadyhandApp") -> None:
    """Show it."""
    app.push_screen(LetterScreen())


class LetterScreen(ReadingScreen):
    """Read page by page, to be copied by hand; a command prints it."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: CodeShown | None = None

    def draw(self, state: State) -> None:
        """Serial number and plate stand in it only while this screen is unlocked."""
        radio = state.radio
        if radio is None:
            return
        if not state.lock.unlocked:
            self._kept = None
        elif self._kept is None:
            self.run_worker(self._fetch(), exclusive=True)
        self.entitle(words.letter())
        told = text_of.text(filled_in(radio, make_of(self.steady, radio) or "", self._kept))
        parts = [words.print_it(), *(words.on_a_screen(part) for part in told.split("\n\n"))]
        fill_in = (Offer("unlock", words.fill_in_the_serial(), self._unlock),)
        self.read_out(parts, None, *(() if state.lock.unlocked else fill_in))

    def _unlock(self) -> None:
        self.steady.when_unlocked(self.redraw)

    async def _fetch(self) -> None:
        shown = await self.steady.tell(ShowCode())
        if isinstance(shown, CodeShown):
            self._kept = shown
            self.redraw()


def filled_in(radio: RadioView, make: str, kept: CodeShown | None) -> Letter:
    """What is known of the car and its radio. What the letter does not take is left out."""
    prompts = family_of(radio).words_meaning(Meaning.PROMPT)
    known = {
        "car": make,
        "shows": prompts[0] if len(prompts) == 1 else "",
        "tried": str(radio.rejected),
        "serial": "" if kept is None else kept.serial,
        "plate": "" if kept is None else kept.plate,
    }
    taken = {}
    for field, value in known.items():
        holds_it = kept is not None and kept.code and kept.code in value
        with suppress(BadLetterError):
            if not holds_it:
                letter({field: value})
                taken[field] = value
    return letter(taken)
