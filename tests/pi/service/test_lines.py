"""Whatever bytes a surface sends: an answer, or one fault and the end. Nobody else notices.

That no line of ours is longer than any may be is asserted wherever a test hears one
(``Talker.hear``).
"""

import msgspec
import pytest

from pi.service.protocol.answers import LONGEST_LINE, PROTOCOL, Fault, Line, Reply, Status
from pi.service.protocol.commands import GetStatus, ShowCode
from tests.pi.service.driving import radio_of
from tests.pi.service.rig import Rig
from tests.pi.service.talker import Talker

STATUS = b'{"id":1,"ask":{"type":"GetStatus"}}'
MALFORMED = [
    b"\n",
    b"hello\n",
    b"{}\n",
    b'{"also":' + b"[" * 60_000 + b"\n",
    b'{"id":1,"ask":{}}\n',
    b'{"id":1,"ask":{"type":"_Ask"}}\n',
    b'{"id":"1","ask":{"type":"GetStatus"}}\n',
    b'{"id":1,"ask":{"type":"GetStatus","also":1}}\n',
    b'{"id":1,"ask":{"type":"GetStatus"},"also":1}\n',
    b'{"id":1,"ask":{"type":"SetUp","vehicles":[{"name":"x"}]}}\n',
    b'{"id":1,"ask":{"type":"GetStatus"}}garbage\n',
    b'{"id":1,"ask":{"type":"FindVehicles","text":"\xff\xfe"}}\n',
    b'{"id":1,"ask":{"type":"FindVehicles","text":"\\ud800"}}\n',
    b'{"id":' + b"1" * 60_000 + b',"ask":{"type":"GetStatus"}}\n',
]


async def reply(talker: Talker) -> Reply:
    said = await talker.hear()
    assert isinstance(said, Reply)
    return said


async def test_a_line_that_is_no_ask_gets_one_fault_and_nobody_notices(running: Rig) -> None:
    watcher = await running.watcher()
    before = len(watcher.states)
    for line in MALFORMED:
        talker = await running.surface()
        await talker.send(line)
        assert (line[:60], await talker.fault()) == (line[:60], "malformed")
    await watcher.catch_up()
    assert len(watcher.states) == before


async def test_what_came_before_it_is_done_and_what_follows_is_not(running: Rig) -> None:
    talker = await running.surface()
    assert talker.greeting is not None
    assert talker.greeting.protocol == PROTOCOL
    report = b'{"id":2,"ask":{"type":"Report","outcome":"rejected"}}\n'
    await talker.send(report + b"nonsense\n" + report)
    assert [type(one) for one in await talker.last_words()] == [Reply, Fault]
    assert radio_of(await running.watcher()).rejected == 1


@pytest.mark.parametrize("end", [b"", b'"}}\n'], ids=["without an end", "with an end"])
async def test_an_oversized_line_is_too_long_and_one_within_the_limit_is_answered(
    empty: Rig, end: bytes
) -> None:
    talker, start = await empty.surface(), b'{"id":1,"ask":{"type":"FindVehicles","text":"'
    await talker.send(start + b"x" * (LONGEST_LINE - len(start) - 5) + b'"}}\n')
    assert (await reply(talker)).id == 1
    await talker.send(start + b"x" * (LONGEST_LINE + 1) + end)
    assert await talker.fault() == "too_long"


@pytest.mark.parametrize("part", [b"", b"{", STATUS, STATUS[:20], b"\xff"])
async def test_who_ends_between_lines_is_not_blamed_and_who_ends_within_one_is(
    empty: Rig, part: bytes
) -> None:
    talker = await empty.surface()
    await talker.send(STATUS + b"\n" + part)
    talker.send_no_more()
    done, *blamed = await talker.last_words()
    assert isinstance(done, Reply)
    assert blamed == [Fault(reason="malformed")] * bool(part)


async def test_many_asks_in_one_go_are_answered_in_their_order(empty: Rig) -> None:
    talker = await empty.surface()
    asked = [5, 3, 3, -1, 0, 2**64]
    lines = (msgspec.json.encode(Line(id=number, ask=GetStatus())) for number in asked)
    await talker.send(b"\n".join(lines) + b"\n")
    assert [(await reply(talker)).id for _ in asked] == asked


async def test_a_fault_of_ours_is_told_by_its_place_alone(
    running: Rig, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the code is 3712")

    monkeypatch.setattr(running.house.companion.vehicles, "chosen", fail)
    talker, other = await running.surface(), await running.surface()
    await talker.send(msgspec.json.encode(Line(id=1, ask=ShowCode())) + b"\n")
    assert await talker.fault() == "fault"
    said = capfd.readouterr()
    assert "3712" not in said.err + said.out
    assert "RuntimeError in fail" in said.err
    assert isinstance(await other.ask(GetStatus()), Status)
