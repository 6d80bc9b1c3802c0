"""Text from outside (a file, a store, a peer, the environment) made fit to be drawn.

A terminal obeys some characters instead of drawing them: control characters, the ones that turn
the order of what stands beside them, line ends within a line. Everything that is printed, logged
or copied passes ``drawable``. The standard library alone, and most of it only where it is needed:
``steadyhand status`` comes this way.
"""

from typing import Final

LONGEST_QUOTE: Final = 120  # characters of what is quoted in a sentence
LONGEST_LINE: Final = 2000  # characters of a whole line: a file's name may be long
_CUT: Final = " … "
# They join letters and the parts of one emoji, choose how one is drawn, or which region's flag.
UNSEEN: Final = frozenset("\u200c\u200d\ufe0e\ufe0f") | set(map(chr, range(0xE0020, 0xE0080)))
_DRAWN_TOO: Final = frozenset({"Zs", "Co", "Cn"})  # blanks; letters of later days, and of nobody


def is_drawable(text: str) -> bool:
    """Whether a terminal draws all of it and obeys none."""
    return text.isprintable() or all(map(_is_drawn, text))


def drawable(line: str) -> str:
    """The line with a blank for each character that a terminal would not draw."""
    if line.isprintable():
        return line
    return "".join(each if _is_drawn(each) else " " for each in line)


def shows_nothing(text: str) -> bool:
    """Whether nothing of it would be seen: blanks, and marks without a letter."""
    if text.isascii():
        return not text.strip()
    from unicodedata import category

    return all(category(each)[0] in "ZCM" and category(each) not in ("Co", "Cn") for each in text)


def clipped(text: str, most: int = LONGEST_QUOTE) -> str:
    """The text, its middle cut out where it is longer than ``most`` characters.

    Its beginning says what it is, and the end of a sentence what to do.
    """
    if len(text) <= most:
        return text
    left = most - len(_CUT)
    return text[: left - left // 2] + _CUT + text[len(text) - left // 2 :]


def line_of(text: str) -> str:
    """One line, as it may be printed: drawable, and no longer than a person reads."""
    return drawable(clipped(text, LONGEST_LINE))


def _is_drawn(character: str) -> bool:
    if character.isprintable() or character in UNSEEN:
        return True
    from unicodedata import category

    number = ord(character)
    never = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number < 0xFDF0 or 0xE0000 <= number < 0xE1000
    return not never and category(character) in _DRAWN_TOO
