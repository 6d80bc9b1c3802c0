"""Texts as people type them, made comparable."""

import re
from typing import Final
from unicodedata import combining, normalize

_BETWEEN_WORDS: Final = re.compile(r"[\s/,()-]+")


def squeezed(text: str) -> str:
    """Letters, digits and dashes alone, in one case, without accents. Any dash is a dash."""
    plain = text.casefold().replace("_", "-").replace("–", "-").replace("—", "-")
    if not plain.isascii():
        plain = "".join(char for char in normalize("NFD", plain) if not combining(char))
    return "".join(char for char in plain if char.isalnum() or char == "-")


def without_numbers(text: str) -> str:
    """The word beside the numbers; the numbers themselves where there is no word."""
    bare = "".join(char for char in text if not char.isdigit())
    return bare or text


def begins_a_word(text: str, part: str) -> bool:
    """Whether a word of a text, or several that follow each other, begin so; dashes or none.

    ``landrover`` and ``xtrail`` are in ``Land Rover`` and ``X-Trail``, ``red`` is not in
    ``registered``.
    """
    wanted = squeezed(part).replace("-", "")
    words = [squeezed(each) for each in _BETWEEN_WORDS.split(text)]
    return bool(wanted) and any(
        "".join(words[at:]).startswith(wanted) for at in range(len(words)) if words[at]
    )
