"""An owner's own files; and what can lie beside them and be no family, each with its reason."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pi.catalogue.head_unit_file import WhyBad

SOUND = """
id = "{name}"
name = "My old radio"
protection = "owner_code"
fits = [{{ make = "Lada", model = "Niva" }}]

[code]
lengths = [4]
sources = [{{ trust = "owner", where = "I did it myself" }}]

[entry.opening]
kind = "none"
sources = [{{ trust = "owner", where = "I did it myself" }}]

[entry.method]
kind = "position_key_cycles"
keys = ["1", "2", "3", "4"]
start = "0000"
cycle = "0123456789"
count_is_sure = true
sources = [{{ trust = "owner", where = "I did it myself" }}]

[entry.confirm]
kind = "press"
key_sets = [["5"]]
sources = [{{ trust = "owner", where = "I did it myself" }}]

[[words]]
text = "WHO ARE YOU"
meanings = ["prompt"]
sources = [{{ trust = "owner", where = "I did it myself" }}]

[[lockout.candidates]]
name = "what happened to me"
tail = "repeat"
sources = [{{ trust = "owner", where = "I did it myself" }}]
stages = [{{ wait_s = 0 }}, {{ wait_s = 600, ends_series = true }}]
"""


def own_text(name: str, *changes: tuple[str, str]) -> str:
    """A sound file of that name, but for the changes (what is replaced, by what)."""
    text = SOUND.format(name=name)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def own_file(directory: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Such a file in a directory."""
    path = directory / f"{name}.toml"
    path.write_text(own_text(name, *changes), "utf-8")
    return path


@dataclass(frozen=True)
class BadThing:
    """Something called ``bad.toml``, and how it gets there."""

    name: str
    reason: WhyBad
    said: str  # by the command, in part
    make: Callable[[Path], object]

    def put(self, directory: Path) -> None:
        """Put it into a directory."""
        self.make(directory / "bad.toml")


def _changed(old: str, new: str) -> Callable[[Path], object]:
    return lambda path: own_file(path.parent, "bad", (old, new))


def _holds(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _links_to(place: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(place)


def _elsewhere(path: Path) -> None:
    outside = path.parent.parent / "outside.toml"
    own_file(path.parent, "bad").rename(outside)
    path.symlink_to(outside)


FOREIGN = "a link to another place"
BY_ME = 'sources = [{ trust = "owner", where = "I did it myself" }]'
NO_DIGIT = "entry.method.cycle: no key brings up"
NOBODY = "entry.confirm: this states something, and nobody is named"
BAD_THINGS = (
    BadThing("a link out of it", WhyBad.LEADS_OUT, FOREIGN, _elsewhere),
    BadThing("a link to the machine's files", WhyBad.LEADS_OUT, FOREIGN, _links_to("/etc/passwd")),
    BadThing("a link to nothing", WhyBad.UNREADABLE, "can't be read", _links_to("gone")),
    BadThing("a link to itself", WhyBad.UNREADABLE, "can't be read", _links_to("bad.toml")),
    BadThing("a file of 10 MB", WhyBad.TOO_LARGE, "too large", _holds(b"#" * 10_000_000)),
    BadThing("a pipe", WhyBad.NOT_A_FILE, "no file", os.mkfifo),
    BadThing("a directory", WhyBad.NOT_A_FILE, "no file", Path.mkdir),
    BadThing(
        "no UTF-8",
        WhyBad.UNREADABLE,
        "can't be read",
        _holds('name = "K\xf6nigin"'.encode("latin-1")),
    ),
    BadThing("deep nesting", WhyBad.NOT_TOML, "not TOML", _holds(b"x = " + b"[" * 50_000)),
    BadThing("broken TOML", WhyBad.NOT_TOML, "not TOML", _changed("lengths = [4]", "lengths =")),
    BadThing(
        "another's id",
        WhyBad.ID_IS_NOT_THE_FILE_NAME,
        "the file's name",
        _changed('id = "bad"', 'id = "my-niva"'),
    ),
    BadThing(
        "a cycle without a digit of the code",
        WhyBad.UNSOUND,
        NO_DIGIT,
        _changed('"0123456789"', '"012345678"'),
    ),
    BadThing(
        "a rule without a source",
        WhyBad.UNSOUND,
        NOBODY,
        _changed(f'key_sets = [["5"]]\n{BY_ME}', 'key_sets = [["5"]]'),
    ),
    BadThing(
        "a source that names nobody",
        WhyBad.UNSOUND,
        "code.sources[0].where: this is empty",
        _changed("I did it myself", " "),
    ),
)
