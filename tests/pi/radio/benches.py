"""Head units as they may be, with codes they may have."""

from collections.abc import Iterator
from functools import cache

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from msgspec import Struct

from pi.catalogue import catalogue
from pi.radio.head_unit import CodeShape, HeadUnit
from pi.radio.press_plan import plan
from pi.radio.security_code import SecurityCode
from pi.radio.simulated.dials import Unknowns
from pi.radio.simulated.families import can_have, worlds
from pi.radio.simulated.unit import SimulatedHeadUnit
from pi.radio.steps import Plan
from tests.depth import examples
from tests.pi.radio.hand import Hand

FAMILIES_WITH_STEPS = tuple(
    head_unit.id for head_unit in catalogue.all_head_units() if head_unit.takes_a_code
)

# No clock decides a test: a loaded machine may be as slow as it likes.
UNHURRIED = settings(
    deadline=None, max_examples=examples(80), suppress_health_check=[HealthCheck.too_slow]
)
FEW = settings(UNHURRIED, max_examples=examples(20))


class Bench(Struct, frozen=True, kw_only=True):
    """One head unit of a family, as it may be, and the code it wants."""

    family: str
    unknowns: Unknowns
    code: str

    @property
    def head_unit(self) -> HeadUnit:
        """What the catalogue says of its family."""
        return catalogue.load(self.family)

    @property
    def plan(self) -> Plan:
        """The press plan for this code, which knows nothing of the unknowns."""
        return self.plan_for(self.code)

    def plan_for(self, code: str) -> Plan:
        """The press plan for any code."""
        assert self.head_unit.code is not None
        return plan(self.head_unit, SecurityCode(code, self.head_unit.code))

    def hand(self) -> Hand:
        """A hand before a fresh, locked set."""
        return Hand(SimulatedHeadUnit(self.family, self.code, self.unknowns))


@cache
def _possible(family: str) -> tuple[Unknowns, ...]:
    return tuple(worlds(family))


@st.composite
def codes(draw: st.DrawFn, shape: CodeShape | None, length: int | None = None) -> str:
    """Any legal code of a shape, of one length where that is given."""
    assert shape is not None
    length = length or draw(st.sampled_from(shape.lengths))
    if shape.max_value is not None:
        top = min(shape.max_value, 10**length - 1)
        return str(draw(st.integers(0, top))).zfill(length)
    return "".join(draw(st.sampled_from(shape.digits_at(at))) for at in range(length))


def every_digit_everywhere(shape: CodeShape) -> Iterator[str]:
    """Ten codes of each length, among which every legal digit stands at every position."""
    for length in shape.lengths:
        for turn in range(10):
            if shape.max_value is not None:
                top = min(shape.max_value, 10**length - 1)
                yield str(top * turn // 9).zfill(length)
            else:
                legal = [shape.digits_at(at) for at in range(length)]
                yield "".join(each[(turn + at) % len(each)] for at, each in enumerate(legal))


@st.composite
def benches(draw: st.DrawFn, family: str) -> Bench:
    """Any set that a family's facts leave possible, with any code it can have."""
    unknowns = draw(st.sampled_from(_possible(family)))
    code = draw(codes(catalogue.load(family).code))
    assume(can_have(family, code, unknowns))
    return Bench(family=family, unknowns=unknowns, code=code)
