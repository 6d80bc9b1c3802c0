"""Any line at all is answered or malformed, never a fault of ours."""

import asyncio
import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pi.service.asks import Ask
from pi.service.protocol import Fault
from tests.depth import examples
from tests.pi.service.rig import Rig

_names = st.sampled_from([kind.__name__ for kind in get_args(Ask)])
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda each: (
        st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=8), each, max_size=3)
    ),
    max_leaves=6,
)
_keys = st.sampled_from(sorted({name for kind in get_args(Ask) for name in kind.__annotations__}))
_asks = st.builds(
    lambda name, fields: fields | {"type": name},
    _names,
    st.dictionaries(_keys, _values, max_size=3),
)
_lines = st.one_of(
    st.binary(max_size=200),
    st.builds(lambda said: json.dumps(said).encode(), _values),
    st.builds(lambda number, ask: json.dumps({"id": number, "ask": ask}).encode(), _values, _asks),
    st.builds(lambda ask: json.dumps({"id": 1, "ask": ask}).encode(), _asks),
)


@settings(max_examples=examples(30), deadline=None)
@given(sent=st.lists(st.lists(_lines, min_size=1, max_size=4), min_size=1, max_size=8))
def test_no_line_is_a_fault_of_ours(
    sent: list[list[bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    asyncio.run(said_to_a_service(sent, Rig(tmp_path_factory.mktemp("lines") / "state")))


async def said_to_a_service(sent: list[list[bytes]], rig: Rig) -> None:
    async with rig.service():
        await rig.set_up()
        for lines in sent:
            talker = await rig.surface()
            await talker.send(b"\n".join(lines) + b"\n")
            talker.send_no_more()
            faults = [one for one in await talker.last_words() if isinstance(one, Fault)]
            assert [one.reason for one in faults] in ([], ["malformed"])
        assert await rig.serves()
