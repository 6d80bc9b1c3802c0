"""``steadyhand copy card``: on paper, the medium that lasts longest."""

from importlib.util import find_spec
from pathlib import PurePath

from pi.copies.contents import Kept
from pi.radio.events import CopyKind
from tui.cli import paths
from tui.cli.asking import with_service
from tui.cli.base import end, secret_line
from tui.client import Link
from tui.copies import note, one_opened
from tui.exits import Exit, complain, say
from tui.family import family_by_id
from tui.text import card as card_words
from tui.text import cli as command_words
from tui.text import copies as words

FORMS = (".pdf", ".svg", ".txt")


def copy_card(file: str, vehicle: str | None, *, force: bool) -> Exit:
    """Write the card of one vehicle, in the form that the file's name asks for."""
    form = PurePath(file).suffix.lower()
    if form not in FORMS:
        end(Exit.BAD_INPUT, words.no_such_form(file))
    if form != ".txt" and not (find_spec("fpdf") and find_spec("fontTools")):
        end(Exit.NOT_NOW, words.not_installed("fpdf2"))
    replace = paths.look(file, force=force)
    secret = secret_line(command_words.secret_wanted())
    return with_service(lambda link: _copy(link, file, vehicle, secret, replace=replace))


def drawn(kept: Kept, form: str) -> bytes:
    """The file's content."""
    from pi.copies.card import Letters, pages

    card = card_words.card(kept, family_by_id(kept.head_unit))
    if form == ".txt":
        from pi.copies.card_text import text

        return text(card).encode()
    letters = Letters()
    if letters.drawable(card.title) != card.title:
        complain(words.letters_missing())
    laid = pages(card, letters)
    if form == ".svg":
        from pi.copies.card_svg import svg

        return svg(laid, letters)
    from pi.copies.card_pdf import pdf

    return pdf(laid)


def _copy(link: Link, file: str, vehicle: str | None, secret: str, *, replace: bool) -> Exit:
    kept = one_opened(link, vehicle, secret)
    if kept is None:
        return Exit.NOT_NOW
    content = drawn(kept, PurePath(file).suffix.lower())
    paths.write(file, content, replace=replace, is_right=content.__eq__)
    where = note(link, CopyKind.CARD, (kept,), file)
    say(words.card_made(file), *([where] if where else []))
    return Exit.DONE
