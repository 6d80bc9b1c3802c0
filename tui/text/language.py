"""The language, spans and moments in it, who says so, and the words on keys that many screens
share.

What takes no argument is a constant, looked up as its module loads: the language comes from the
environment, so that another one takes a new start. What looked it up later would be no plain
``str``, which mypy and all that measures, wraps or clips a line expect.
"""

import gettext
import os
import re
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pi.radio.provenance import Sources


_CATALOGUES = Path(__file__).parent / "catalogues"


@cache
def _translations() -> gettext.NullTranslations:
    wanted = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    language = next((each for each in wanted if each), "en").partition(".")[0]
    if not re.fullmatch(r"[\w@+-]+", language):  # it is looked up as a path
        language = "en"
    return gettext.translation(
        "steadyhand", _CATALOGUES, [language, language.partition("_")[0]], fallback=True
    )


def _(sentence: str) -> str:
    """The sentence in the language of whoever reads it, as it is where nobody has translated it."""
    return _translations().gettext(sentence)


BACK = _("Back")
NEXT = _("Next")
CLEAR = _("Clear")
DONE = _("Done")  # at most 4 letters fit a small key
SKIP = _("Skip")  # at most 4 letters
# The rows of capitals on a phone's keyboard: ten, nine or ten, and the rest
KEYBOARD = _("QWERTYUIOP ASDFGHJKL ZXCVBNM")
SPACE = _("Space")  # types a blank; at most 4 letters
TRY_AGAIN = _("Try again")
SHOW_AGAIN = _("Show it again")
NOTHING_NEW = _("Nothing has changed since the last look.")
NOTHING_CHANGED = _("Nothing was changed.")
WHAT_DOES_IT_SHOW = _("What does it show?")
READ_ON = _("Read on")


def _n(one: str, many: str, count: int) -> str:
    """The form of a sentence that fits a count, with ``{n}`` filled in."""
    return _translations().ngettext(one, many, count).replace("{n}", str(count))


def no_more_fits(most: int) -> str:
    return _n("No more than one fits here.", "No more than {n} fit here.", most)


def span(seconds: float) -> str:
    """A length of time, rounded up to what matters: ``10 seconds``, ``60 minutes``, ``3 hours``.

    Rounded up, as a wait must never sound shorter than it is.
    """
    whole = int(-(-seconds // 1))
    if whole < 120 and whole != 60:
        return _n("{n} second", "{n} seconds", whole)
    minutes = -(-whole // 60)
    if minutes <= 120:
        return _n("{n} minute", "{n} minutes", minutes)
    return _n("{n} hour", "{n} hours", -(-minutes // 60))


def counted(seconds: float) -> str:
    """A length of time that was counted, rounded down: it must never sound longer than it is."""
    whole = max(0, int(seconds))
    if whole < 120:
        return _n("{n} second", "{n} seconds", whole)
    minutes = whole // 60
    if minutes < 120:
        return _n("{n} minute", "{n} minutes", minutes)
    hours, rest = _n("{n} hour", "{n} hours", minutes // 60), minutes % 60
    return f"{hours} {_n('{n} minute', '{n} minutes', rest)}" if rest else hours


# By the values of ``Trust``, the best first: the catalogue need not be loaded for a word
TRUST: dict[str, str] = {
    "maker": _("the maker's own text"),
    "maker_quoted": _("the maker, as quoted"),
    "trade": _("a workshop or the trade"),
    "seller": _("a seller of codes"),
    "owner_report": _("an owner"),
    "owner": _("this radio's owner"),
}


def who(sources: "Sources") -> str:
    """Those who say so, the most trusted first. Empty: nobody."""
    trusts = sorted({source.trust.value for source in sources}, key=tuple(TRUST).index)
    named = _(" and ").join(TRUST[trust] for trust in trusts)
    if sources and all(source.inferred for source in sources):
        return _("our reading of {who}").format(who=named)
    return named


# Figures of a display that move, as its words and the steps write them
FIGURES = {
    "{left}": _("the figure is the tries left"),
    "{used}": _("the figure is the tries used"),
}
EXAMPLE = "7"
_PLACE = r"\{\w+\}"


def figure(display: str) -> str:
    """What the figure is that moves on a display, empty where there is none."""
    return next((what for name, what in FIGURES.items() if name in display), "")


def drawn(display: str) -> str:
    """A display as it may stand there, an example in the place of a figure that moves."""
    return re.sub(_PLACE, EXAMPLE, display)


def named(display: str) -> str:
    """A display in a sentence, where a figure that moves is no one number."""
    display = re.sub(rf"{_PLACE}(?::{_PLACE})* ?(?=\S)", _("a figure and "), display)
    return re.sub(rf" ?{_PLACE}(?::{_PLACE})*", _(" and a figure"), display)


def clock(seconds: float) -> str:
    """What is left of a wait, as ``59:42`` or ``2:05:00``, rounded up."""
    whole = int(-(-max(0.0, seconds) // 1))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes:02d}:{left:02d}"


def moment(wall: float, sure: bool) -> str:
    """A moment by the wall clock. One that can't be believed says so."""
    try:
        label = time.strftime("%Y-%m-%d %H:%M", time.localtime(wall))
    except (OverflowError, ValueError, OSError):  # no clock of ours said that
        return _("at a time nobody knows")
    return label if sure else _("about {moment}").format(moment=label)
