"""An owner's own files, written the way an owner writes them."""

from pathlib import Path

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
