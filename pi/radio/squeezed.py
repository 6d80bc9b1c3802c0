"""Texts as people type them, made comparable."""

from unicodedata import combining, normalize


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
