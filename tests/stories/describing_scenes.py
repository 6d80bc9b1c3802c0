"""Scenes of an owner who describes a radio that nobody knows, page by page."""

from pi.radio.head_unit import HeadUnit
from tests.stories.answering import Scene, choose, press, read
from tests.stories.answering import write as type_text
from tui import families
from tui.screens.setup.describing.pages import CountPage, KeysPage, MakePage, PickPage, WordPage
from tui.screens.setup.describing.summary import DescribedPage
from tui.screens.setup.radio import NotListedPage, RadioPage

NOT_LISTED: list[Scene] = [(RadioPage, press("not-listed")), (NotListedPage, press("describe"))]
LADA: list[Scene] = [(MakePage, press("type")), (WordPage, type_text("LADA"))]
NIVA: list[Scene] = [(WordPage, type_text("NIVA")), (WordPage, type_text("LOCKED"))]
TAKES: list[Scene] = [(PickPage, read("take a code"), choose("Yes"))]
FOUR: list[Scene] = [(PickPage, choose("4 digits"))]
POSITION_KEYS: list[Scene] = [
    (PickPage, choose("One key for each place")),
    (PickPage, choose("0000")),
    (KeysPage, press("enter")),
]
HOLD_SIX: list[Scene] = [(PickPage, choose("held")), (WordPage, type_text("6"))]
THREE_TRIES: list[Scene] = [
    (CountPage, type_text("3")),
    (CountPage, type_text("60")),
    (CountPage, press("other")),
]
KEEP: list[Scene] = [(DescribedPage, press("keep"))]
NOT_KNOWN: list[Scene] = [(CountPage, press("other"))] * 3
THE_RADIO: list[Scene] = [
    *NOT_LISTED,
    *LADA,
    *NIVA,
    *TAKES,
    *FOUR,
    *POSITION_KEYS,
    *HOLD_SIX,
    *THREE_TRIES,
]


def described(name: str = "own-lada-niva-locked") -> HeadUnit:
    """The family, as every screen knows it."""
    return families.catalogue().load(name)
