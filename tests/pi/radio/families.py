"""Short questions to the families that come with Steadyhand."""

from pi.radio import catalogue
from pi.radio.head_unit import About
from pi.radio.lockout import Cost, cost_of
from pi.radio.press_plan import Plan, plan
from pi.radio.security_code import SecurityCode
from pi.radio.steps import Press, Step

MINUTE, HOUR = 60, 3600


def planned(family: str, digits: str) -> Plan:
    head_unit = catalogue.load(family)
    assert head_unit.code is not None
    return plan(head_unit, SecurityCode(digits, head_unit.code))


def presses(family: str, digits: str) -> list[int | None]:
    return [
        step.times for step in planned(family, digits) if isinstance(step, Press) and step.digit
    ]


def submits(family: str, digits: str) -> Step:
    return planned(family, digits)[-1]


def cost(family: str, wrong: int) -> Cost:
    return cost_of(catalogue.load(family).lockout, wrong)


def waits(family: str, wrong: int) -> list[float | None]:
    """What each of the first wrong tries costs, in seconds."""
    return [cost(family, at).wait_s for at in range(1, wrong + 1)]


def dead_after(family: str) -> int | None:
    """The wrong try that may be the last, among the first hundred."""
    return next((at for at in range(1, 101) if cost(family, at).dead_end), None)


def disputed(family: str) -> set[About]:
    """What the sources of a family contradict each other about."""
    return {one.about for one in catalogue.load(family).disagreements}
