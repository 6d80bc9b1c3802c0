"""A family of radios with a short lockout, as its owner describes it and as it behaves.

It is keyed as a Nissan that asks ``Radio Code:``. Three wrong codes cost a minute and a half with
the ignition and the radio on, as each look at the service takes seconds of it on a busy host.
"""

from pathlib import Path

from msgspec.structs import replace

from pi.radio.catalogue import Catalogue
from pi.radio.head_unit import HeadUnit
from pi.radio.simulated import SimulatedHeadUnit
from pi.radio.simulated.families import FAMILIES
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import Account, every
from tests.pi.radio.own_files import own_text

ID = "story-radio"
WAIT_S = 90.0
OWED_S = 95
TOML = own_text(
    ID,
    ("My old radio", "Story, display asks Radio Code:"),
    ('make = "Lada", model = "Niva"', 'make = "Story", model = "Qashqai"'),
    ('trust = "owner", where = "I did it myself"', 'trust = "owner_report", where = "the story"'),
    ('kind = "press"\nkey_sets = [["5"]]', 'kind = "hold"\nkey_sets = [["6"]]'),
    ("WHO ARE YOU", "Radio Code:"),
    ("{ wait_s = 600", f"{{ wait_s = 0 }}, {{ wait_s = {WAIT_S:g}"),
)
TOML += """
[timer]
counts_while = "ignition_and_radio_on"
on_interruption = "pauses"
sources = [{ trust = "owner_report", where = "the story" }]

[[words]]
text = "CODE ERROR"
meanings = ["wrong"]
sources = [{ trust = "owner_report", where = "the story" }]
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
