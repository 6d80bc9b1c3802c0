"""What a display shows, and what it means on this radio."""

from pi.radio.head_unit import DisplayWord, Meaning
from tui.text.language import _


def what_does_it_show() -> str:
    """The question, and the way to it."""
    return _("What does it show?")


def it_shows(word: str) -> str:
    """The title of one word's first aid."""
    return _("It shows {word}").format(word=word)


def means_here(word: DisplayWord) -> tuple[str, ...]:
    """What the word means on this family."""
    sentences = {
        Meaning.PROMPT: _("it asks for the code"),
        Meaning.BEFORE_PROMPT: _("it is locked, and does not ask yet"),
        Meaning.WRONG: _("the code was refused"),
        Meaning.WAITING: _("a wait runs"),
        Meaning.FINAL: _("only a dealer helps"),
        Meaning.ACCEPTED: _("the code was taken"),
        Meaning.NOT_A_PROMPT: _("it asks for no code"),
    }
    means = _(" or ").join(sentences[meaning] for meaning in word.meanings)
    return (_("On your radio: {means}.").format(means=means),) if means else ()
