"""The catalogue of head units: one TOML file a family, read when it is asked for."""

from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from pi.radio.head_unit import HeadUnit

BUILT_IN: Final = Path(__file__).parent / "head_units"


class UnknownHeadUnitError(LookupError):
    """No family has this id. ``nearest`` holds the ids most like it."""

    def __init__(self, head_unit: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(head_unit)
        self.head_unit = head_unit
        self.nearest = nearest


def ids() -> tuple[str, ...]:
    """The ids of the families that come with Steadyhand, in order. Reads no file."""
    return tuple(sorted(path.stem for path in BUILT_IN.glob("*.toml")))


@cache
def load(head_unit: str) -> HeadUnit:
    """One family, read from its file. Raises UnknownHeadUnitError."""
    import tomllib

    if head_unit not in ids():
        raise UnknownHeadUnitError(head_unit)
    text = (BUILT_IN / f"{head_unit}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), HeadUnit)


def all_head_units() -> tuple[HeadUnit, ...]:
    """Every family, in the order of ids."""
    return tuple(load(head_unit) for head_unit in ids())
