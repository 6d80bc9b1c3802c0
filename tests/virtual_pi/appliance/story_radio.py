"""A family of radios with a short lockout, as its owner describes it and as it behaves.

It is keyed as a Nissan that asks ``Radio Code:``. Three wrong codes cost forty seconds with the
ignition and the radio on; an interruption pauses them.
"""

from pathlib import Path

from msgspec.structs import replace

from pi.radio.catalogue import Catalogue
from pi.radio.head_unit import HeadUnit
from pi.radio.simulated import SimulatedHeadUnit
from pi.radio.simulated.families import FAMILIES
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import Account, every

ID = "story-radio"
WAIT_S = 40.0
OWED_S = 45
SOURCES = 'sources = [{ trust = "owner_report", where = "the story itself" }]'
TOML = f"""
id = "{ID}"
name = "Story, display asks Radio Code:"
protection = "owner_code"
fits = [{{ make = "Story", model = "Qashqai" }}]
[code]
lengths = [4]
{SOURCES}
[entry.opening]
kind = "none"
{SOURCES}
[entry.method]
kind = "position_key_cycles"
keys = ["1", "2", "3", "4"]
start = "0000"
cycle = "0123456789"
count_is_sure = true
{SOURCES}
[entry.confirm]
kind = "hold"
key_sets = [["6"]]
{SOURCES}
[[words]]
text = "Radio Code:"
meanings = ["prompt"]
{SOURCES}
[[words]]
text = "CODE ERROR"
meanings = ["wrong"]
{SOURCES}
[lockout]
{SOURCES}
[[lockout.candidates]]
name = "three tries"
tail = "repeat"
stages = [{{ wait_s = 0 }}, {{ wait_s = 0 }}, {{ wait_s = {WAIT_S:g}, ends_series = true }}]
{SOURCES}
[timer]
counts_while = "ignition_and_radio_on"
on_interruption = "pauses"
{SOURCES}
"""


def head_unit(directory: Path) -> HeadUnit:
    """The family, read as the program reads an owner's own file."""
    (directory / f"{ID}.toml").write_text(TOML)
    return Catalogue(directory).load(ID)


def radio(code: str) -> SimulatedHeadUnit:
    """A set of this family that wants this code, switched on."""
    FAMILIES[ID] = replace(
        FAMILIES["nissan-radio-code"],
        accounts=(Account(wait_after=every(3, WAIT_S)),),
        known=Unknowns(start="0", long_confirm=True, restarts=False),
        open={},
    )
    made = SimulatedHeadUnit(ID, code)
    made.switch(True)
    return made
