"""Simulated sets that ask for their code, and hands that key in a wrong one."""

from msgspec.structs import replace

from pi.radio.simulated import FAMILIES, SimulatedHeadUnit


def switched_on(family: str, code: str, **answers: object) -> SimulatedHeadUnit:
    """A locked set, a few seconds after it woke up."""
    unknowns = replace(FAMILIES[family].known, **answers)
    unit = SimulatedHeadUnit(family, code, unknowns)
    unit.switch(not FAMILIES[family].asks_while_off)
    unit.pass_time(5)
    return unit


def submit_wrong(unit: SimulatedHeadUnit, times: int = 1) -> SimulatedHeadUnit:
    """Submit digits as they stand so often, waiting out whatever it costs in between."""
    for left in reversed(range(times)):
        if unit.chord:
            unit.hold(unit.chord)
        unit.hold((unit.confirm_key or "",) if unit.confirm_key else unit.chord)
        if left:
            unit.pass_time(unit.seconds_left)
    return unit
