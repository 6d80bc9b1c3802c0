"""The surface's language: gettext, loaded once and only when something is said."""

import gettext
import os
from functools import cache
from pathlib import Path

_CATALOGUES = Path(__file__).parent / "catalogues"


@cache
def _translations() -> gettext.NullTranslations:
    wanted = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    language = next((each for each in wanted if each), "en").partition(".")[0]
    return gettext.translation(
        "steadyhand", _CATALOGUES, [language, language.partition("_")[0]], fallback=True
    )


def _(sentence: str) -> str:
    """The sentence in the surface's language, as it is where nobody has translated it."""
    return _translations().gettext(sentence)


def _n(one: str, many: str, count: int) -> str:
    """The form of a sentence that fits a count, with ``{n}`` filled in."""
    return _translations().ngettext(one, many, count).replace("{n}", str(count))
