"""Texts that people write: a family, a set-up file, what is filled in of the dealer's letter."""

import functools
import io
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final
from unittest.mock import patch

from pi.catalogue import catalogue
from pi.catalogue.head_unit_file import BadFile, read_text
from tests.pi.catalogue.own_files import SOUND
from tests.tools.fuzz.spoiling import ODD_TEXTS, bytes_spoiled, text_spoiled
from tests.tools.fuzz.watching import Planted
from tui.cli import guide
from tui.setup_file import SetupFileError, read
from tui.text.cli import setup_file_problem
from tui.text.radios import bad_file_line, problem_lines

SECRETS: Final = ("361542", "winter-roads-four-quiet", "73194628", "SN-KELP-0093", "QX19-ZTV")
PLANTED: Final = Planted(*SECRETS)
SET_UP: Final = """pin = "73194628"
passphrase = "winter-roads-four-quiet"

[[vehicle]]
name = "Civic"
head_unit = "honda-6-digit"
code = "361542"
serial = "SN-KELP-0093"
plate = "QX19-ZTV"
source = "card"

[[vehicle]]
name = "Corsa"
head_unit = "opel-safe"
code_is_lost = true
"""
LETTER: Final = (
    "car: Honda Civic 2002\nserial: SN-KELP-0093\nplate: QX19-ZTV\nshows: CODE\n"
    "tried: 2\nswapped: unknown\ncode: 361542\nvin: JHM00000000000000"
)
SHIPPED: Final = Path(catalogue.__file__).parent / "head_units"
TOML_WORDS: Final = (
    *(f'"{text}"' for text in ODD_TEXTS if '"' not in text and "\\" not in text),
    *("true", "0", "-1", "1e400", "nan", "[]", "{}", '["1"]', "[[1]]", "9" * 5000, "361542"),
    *('"owner"', '"maker"', '"hold"', '"none"', '"0123456789"', "[4]", "[999999]", "3600"),
)


@functools.cache
def shipped() -> tuple[str, ...]:
    """Some families that come with Steadyhand, the shortest first: those are read fastest."""
    return tuple(sorted((path.read_text() for path in SHIPPED.glob("*.toml")), key=len)[:12])


def family(random: Random) -> None:
    """A family's file is a family, or is skipped for a reason that can be put in words."""
    sound = SOUND.format(name="bad") if random.random() < 0.7 else random.choice(shipped())
    found = read_text(text_spoiled(random, sound, TOML_WORDS), "bad.toml")
    if isinstance(found, BadFile):
        assert bad_file_line(found)
        assert problem_lines("bad.toml", found)


def set_up_file(random: Random) -> None:
    """A set-up file is read, or refused in a line that repeats no value."""
    text = text_spoiled(random, SET_UP, TOML_WORDS)
    if random.random() < 0.3:
        text = bytes_spoiled(random, text.encode()).decode("utf-8", "replace")
    try:
        said = read(text)
    except SetupFileError as error:
        PLANTED.look("a set-up file's refusal", setup_file_problem("file", error))
        PLANTED.look("a set-up file's error", f"{error!r} {error.__cause__!r}")
    else:
        PLANTED.look("the repr of a set-up file", repr(said) + repr(said.vehicles))


def letter(random: Random) -> None:
    """What is filled in is taken, or refused in a line that repeats nothing."""
    typed = text_spoiled(random, LETTER, ODD_TEXTS).encode("utf-8", "replace")
    if random.random() < 0.5:
        typed = bytes_spoiled(random, typed)
    with patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed))):
        try:
            written = guide.letter_given("Honda")
        except guide.BadGuideError as error:
            PLANTED.look("a letter's refusal", f"{error} {error!r}")
        else:
            PLANTED.look("the repr of a letter", repr(written))


TARGETS: Final[dict[str, Callable[[Random], None]]] = {
    "family": family,
    "set-up file": set_up_file,
    "letter": letter,
}
