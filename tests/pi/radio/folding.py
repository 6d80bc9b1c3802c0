"""What the property tests of the fold share: how hard they look, at whom, and every state."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pi.radio.events import Recorded
from pi.radio.fold import apply, fold, initial
from pi.radio.head_unit import HeadUnit
from pi.radio.state import RadioState
from tests.depth import examples
from tests.pi.radio.odd_families import FAMILIES

check = settings(
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
a_few = settings(check, max_examples=examples(15))
every_family = pytest.mark.parametrize("head_unit", FAMILIES.values(), ids=FAMILIES)
families = st.sampled_from(list(FAMILIES.values()))


def states(head_unit: HeadUnit, records: Sequence[Recorded]) -> list[RadioState]:
    """The state after each record, the first of which can't be taken back."""
    found, state = [], initial(head_unit)
    for record in records:
        state = apply(head_unit, state, record) if found else fold(head_unit, [record])
        found.append(state)
    return found
